// SQLite build: a database that is built beside its place is there whole or not at all, and nobody else's is lost.
import { existsSync, linkSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import sql from "sql-template-tag";
import { expect, onTestFinished, test } from "vitest";
import { PlaceTaken } from "../../src/store/engine/database.ts";
import { openNewWriter } from "../../src/store/engine/open.ts";
import { openSqlite } from "../../src/store/engine/sqlite.ts";
import { removeLeftovers, siteFor } from "../../src/store/engine/sqlite-build.ts";
import { folder } from "../support/program.ts";

const MAKE = sql`CREATE TABLE schema_version (version INTEGER)`;
const placeFor = async () => join(await folder(), "new", "communique.db");
const namesAt = (path: string) => readdirSync(dirname(path)).sort();
/** Makes a file older than one that may be about to be locked. */
const age = (path: string) => utimesSync(path, 0, 0);

async function opened(path: string) {
  const database = await openNewWriter(path, "test");
  onTestFinished(() => database.close());
  return database;
}

test("a new database is there from the end of its first transaction on, in WAL mode and alone, and later ones are in it", async () => {
  const path = await placeFor();
  const database = await opened(path);
  await database.transaction(async () => {
    await database.run(MAKE);
    expect(existsSync(path)).toBe(false);
  });
  const other = new DatabaseSync(path);
  expect(other.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
  // 2 is FULL (https://www.sqlite.org/pragma.html#pragma_synchronous).
  expect(await database.query(sql`PRAGMA synchronous`)).toEqual([{ synchronous: 2 }]);
  await database.transaction(() => database.run(sql`INSERT INTO schema_version VALUES (7)`));
  expect(other.prepare("SELECT version FROM schema_version").all()).toEqual([{ version: 7 }]);
  other.close();
  await database.close();
  expect(namesAt(path)).toEqual([basename(path)]);
});

test("a first transaction that fails, and one that is never begun, leave nothing", async () => {
  const path = await placeFor();
  const failing = await opened(path);
  const work = async () => {
    await failing.run(MAKE);
    throw new Error("on purpose");
  };
  await expect(failing.transaction(work)).rejects.toThrow("on purpose");
  const idle = await opened(path);
  for (const one of [failing, idle]) await one.close();
  expect(namesAt(path)).toEqual([]);
});

test("a database that was made meanwhile stays as it is, and PlaceTaken is thrown", async () => {
  const path = await placeFor();
  const database = await opened(path);
  const theirs = "made by somebody else";
  const work = async () => {
    await database.run(MAKE);
    writeFileSync(path, theirs);
  };
  await expect(database.transaction(work)).rejects.toThrow(PlaceTaken);
  await database.close();
  expect(namesAt(path)).toEqual([basename(path)]);
  expect(readFileSync(path, "utf8")).toBe(theirs);
});

test.each(["", "-wal", "-journal"])("where there is a file communique.db%s nothing is built beside it", async (end) => {
  const path = join(await folder(), "communique.db");
  writeFileSync(`${path}${end}`, "");
  expect(siteFor(path)).toBe(null);
});

test("what a killed import left is removed; what is being built, has just begun or is another database's stays", async () => {
  const path = join(await folder(), "communique.db");
  const [killed, linked, building, begun] = Array.from({ length: 4 }, () => siteFor(path) as string);
  const others = siteFor(join(dirname(path), "other.db")) as string;
  // A page without a header is what a kill leaves of a transaction that had to write pages out.
  writeFileSync(killed as string, Buffer.alloc(4096));
  const writer = openSqlite(building as string, "build");
  onTestFinished(() => writer.close());
  for (const one of [killed, building, others]) age(one as string);
  linkSync(linked as string, path);
  removeLeftovers(path);
  expect(namesAt(path)).toEqual([path, building, begun, others].map((one) => basename(one as string)).sort());
});
