// SQLite insertion: several rows by one statement, which keeps no journal of its own.
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { insertion } from "../../src/store/engine/sqlite-insert.ts";

const ROWS = 400;
const TURNS = 10;

/** A database in memory with a table of rows and one of terms. */
function empty(): DatabaseSync {
  const database = new DatabaseSync(":memory:");
  onTestFinished(() => database.close());
  database.exec(
    "CREATE TABLE kept (n INTEGER PRIMARY KEY, text TEXT NOT NULL); CREATE VIRTUAL TABLE terms USING fts5(t)",
  );
  return database;
}

/** The cells of rows from a number on. */
const cells = (first: number) => Array.from({ length: ROWS }, (_, at) => [first + at, `word${at}`]).flat();

/** Parts that the terms of a transaction were written out as, before it ends. */
function segments(database: DatabaseSync): number {
  const { parts } = database.prepare("SELECT count(DISTINCT segid) AS parts FROM terms_idx").get() as { parts: number };
  return parts;
}

test("rows put in turns into a table and a full-text table leave the terms of a transaction in memory until it ends", () => {
  const database = empty();
  const [rows, terms] = ["kept", "terms"].map((table) =>
    insertion(database, table, [table === "terms" ? "rowid" : "n", table === "terms" ? "t" : "text"], ""),
  );
  database.exec("BEGIN");
  for (let turn = 0; turn < TURNS; turn++) {
    rows?.(cells(turn * ROWS));
    terms?.(cells(turn * ROWS));
  }
  expect(segments(database)).toBe(0);
  database.exec("COMMIT");
  for (const table of ["kept", "terms"]) {
    expect(database.prepare(`SELECT count(*) AS n FROM ${table}`).get()).toEqual({ n: TURNS * ROWS });
  }
});

test("a statement of several rows that may be taken back alone writes them out", () => {
  const database = empty();
  const terms = insertion(database, "terms", ["rowid", "t"], "");
  database.exec("BEGIN");
  terms(cells(0));
  database.exec("INSERT INTO kept VALUES (1, 'a'), (2, 'b')");
  expect(segments(database)).toBe(1);
});

test("rows whose key or text is wrong throw as SQLite reports it, and a rollback leaves nothing of them", () => {
  const database = empty();
  const insert = insertion(database, "kept", ["n", "text"], "");
  for (const wrong of [
    [1, "again"],
    [0, null],
  ]) {
    database.exec("BEGIN");
    insert(cells(1));
    expect(() => insert([...cells(ROWS + 1), ...wrong])).toThrow(/constraint failed/);
    database.exec("ROLLBACK");
    expect(database.prepare("SELECT count(*) AS n FROM kept").get()).toEqual({ n: 0 });
  }
});

test("a clause for keys that are there holds in statements of one row and of several", () => {
  const database = empty();
  const insert = insertion(
    database,
    "kept",
    ["n", "text"],
    "ON CONFLICT (n) DO UPDATE SET text = excluded.text || '!'",
  );
  insert([...cells(1), 1, "later"]);
  insert(cells(2));
  const texts = database.prepare("SELECT text FROM kept WHERE n <= 3 ORDER BY n").all();
  expect(texts).toEqual([{ text: "later!" }, { text: "word0!" }, { text: "word1!" }]);
});
