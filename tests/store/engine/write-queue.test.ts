// Write queue: rows on their way are there for the next query, and their faults are thrown by a later call.
import sql from "sql-template-tag";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Database } from "../../../src/store/engine/database.ts";
import { openBulkWriter } from "../../../src/store/engine/open.ts";
import { ENGINE, emptyPlace, openToWrite } from "../../support/databases.ts";

/** A database as an import writes it, and another connection to it. */
async function writing(): Promise<{ database: Database; other: Database }> {
  const { url, remove } = await emptyPlace();
  const [database, other] = [await openBulkWriter(url, "test"), await openToWrite(url)];
  onTestFinished(async () => {
    await database.close();
    await other.close();
    await remove();
  });
  return { database, other };
}

async function wordsIn(database: Database): Promise<string[]> {
  const rows = await database.query<{ word: string }>(sql`SELECT word FROM suggest_words ORDER BY word`);
  return rows.map(({ word }) => word);
}

/** Puts words into the table of words, and hands them over. */
async function put(database: Database, words: readonly string[]): Promise<void> {
  const inserter = database.inserter("suggest_words", ["word"]);
  for (const word of words) inserter.put([word]);
  await inserter.flush();
}

const many = (prefix: string) => Array.from({ length: 100 }, (_, at) => `${prefix}${1_000 + at}`);

describe("rows that are flushed", () => {
  test("within a transaction they are there for the next query, and for others after the commit", async () => {
    const { database, other } = await writing();
    await database.transaction(async () => {
      for (const words of [["b"], many("c"), ["a", "d"]]) await put(database, words);
      expect(await wordsIn(database)).toEqual(["a", "b", ...many("c"), "d"]);
      await database.run(sql`DELETE FROM suggest_words WHERE word < ${"c"}`);
      await put(database, ["?"]);
      expect(await wordsIn(other)).toEqual([]);
    });
    expect(await wordsIn(other)).toEqual(["?", ...many("c"), "d"]);
  });

  test("without a transaction they are there for others at once", async () => {
    const { database, other } = await writing();
    await put(database, many("a"));
    expect(await wordsIn(other)).toEqual(many("a"));
    // A fault there is that of the one call.
    await expect(put(database, ["a1001"])).rejects.toThrow(/unique/i);
    await put(database, ["b"]);
    expect(await wordsIn(other)).toEqual([...many("a"), "b"]);
  });
});

/** What a write that fails may be followed by. */
const AFTER: readonly (readonly [what: string, then: (database: Database) => Promise<unknown>])[] = [
  ["nothing", async () => {}],
  ["a question", wordsIn],
  [
    "many writes",
    async (database) => {
      for (let at = 0; at < 100; at++) await put(database, [`b${at}`]);
    },
  ],
  ["a fault of its own", () => Promise.reject(new Error("no more rows"))],
  [
    "a fault of its own, much later",
    async (database) => {
      await wordsIn(database).catch(() => {});
      throw new Error("no more rows");
    },
  ],
];

/** A key that is there: SQLITE_CONSTRAINT_PRIMARYKEY, and unique_violation. */
const FAULT = ENGINE === "sqlite" ? { errcode: 1555 } : { code: "23505" };

test.each(AFTER)(
  "a fault before %s is thrown as the engine reports it, and the transaction is rolled back",
  async (_what, then) => {
    const { database, other } = await writing();
    await put(database, ["here"]);
    const work = database.transaction(async () => {
      await put(database, many("a"));
      await put(database, ["a1099"]);
      await then(database);
    });
    await expect(work).rejects.toMatchObject(FAULT);
    expect(await wordsIn(other)).toEqual(["here"]);
    await database.transaction(() => put(database, ["there"]));
    expect(await wordsIn(other)).toEqual(["here", "there"]);
  },
);
