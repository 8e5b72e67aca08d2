// SQLite writer thread: an import writes by another thread what it would write in process.

import fc from "fast-check";
import sql, { raw } from "sql-template-tag";
import { expect, test } from "vitest";
import { COLLECTIONS, type Collection } from "../../src/model/ids.ts";
import type { Database } from "../../src/store/engine/database.ts";
import { openScribe } from "../../src/store/engine/sqlite-bulk.ts";
import { load } from "../../src/store/write/load.ts";
import { importing, keptOf } from "../store/bulk.ts";
import { CURATED, fresh, imports } from "../store/write/imports.ts";
import { emptyPlace, openToWrite, runs } from "../support/databases.ts";
import { everything } from "../support/inside.ts";

/** Every term of the index of a collection's words, and where it stands. */
async function termsIn(database: Database, collection: Collection): Promise<object[]> {
  await database.run(
    sql`${raw(`CREATE VIRTUAL TABLE temp.terms_of USING fts5vocab(main, ${collection}_terms, instance)`)}`,
  );
  const rows = await database.query(sql`SELECT term, CAST(doc AS TEXT) AS doc, col, "offset" FROM terms_of`);
  await database.run(sql`DROP TABLE temp.terms_of`);
  return rows;
}

test("the writer thread writes the same rows as in process, in whatever order they come and come again", {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(imports, async (all) => {
      const inProcess = await fresh();
      const { url, remove } = await emptyPlace("sqlite");
      const database = await openScribe(url);
      await load(database, CURATED);
      for (const rows of all) {
        const told = await importing(inProcess, rows.map(keptOf));
        expect(await importing(database, rows.map(keptOf))).toEqual(told);
      }
      await database.close();
      const other = await openToWrite(url);
      expect(await other.query(sql`SELECT id FROM events`)).not.toEqual([]);
      // The time at which a dataset came is another one.
      // What the clock says, or is numbered by it.
      const without = ["loaded", "change_log", "change_log_state"];
      expect(await everything(other, without)).toBe(await everything(inProcess, without));
      for (const collection of COLLECTIONS) {
        expect(await termsIn(other, collection)).toEqual(await termsIn(inProcess, collection));
      }
      expect(await termsIn(other, "events")).not.toEqual([]);
      for (const one of [other, inProcess]) await one.close();
      await remove();
    }),
    { numRuns: runs(20) },
  );
});

test("writers sync each commit, so that what was acknowledged is there after a power cut", async () => {
  const { url, remove } = await emptyPlace("sqlite");
  for (const open of [openToWrite, openScribe]) {
    const database = await open(url);
    // 2 is FULL (https://www.sqlite.org/pragma.html#pragma_synchronous).
    expect(await database.query(sql`PRAGMA synchronous`)).toEqual([{ synchronous: 2 }]);
    await database.close();
  }
  await remove();
});
