// Scribes: a thread writes for an import what would be written in process.
import fc from "fast-check";
import sql, { raw } from "sql-template-tag";
import { expect, test } from "vitest";
import type { Database } from "../../src/store/database.ts";
import { load } from "../../src/store/load.ts";
import { openScribe } from "../../src/store/scribes.ts";
import { importing, keptOf } from "../store/bulk.ts";
import { CURATED, fresh, imports } from "../store/imports.ts";
import { emptyPlace, openToWrite, runs } from "../support/databases.ts";

/** The rows of a table, each as a text, without the time at which they came. */
async function rowsOf(database: Database, table: string): Promise<string[]> {
  const columns = await database.all<{ name: string }>(
    sql`SELECT name FROM pragma_table_info(${table}) WHERE name <> 'loaded'`,
  );
  // Numbers of records are more than JavaScript counts.
  const cells = columns.map(({ name }) => `CAST("${name}" AS TEXT) AS "${name}"`);
  const rows = await database.all(sql`${raw(`SELECT ${cells.join(", ")} FROM ${table}`)}`);
  return rows.map((row) => JSON.stringify(row)).sort();
}

/** Everything in every table, and every term of the indexes of words. */
async function contents(database: Database): Promise<ReadonlyMap<string, readonly string[]>> {
  const tables = await database.all<{ name: string; indexed: number }>(sql`
    SELECT name, sql LIKE '%fts5%' AS indexed FROM sqlite_schema
    WHERE type = 'table' AND name NOT GLOB '*_terms_*' ORDER BY name`);
  const all = new Map<string, readonly string[]>();
  for (const { name, indexed } of tables) {
    const terms = `temp.terms_of_${name}`;
    if (indexed === 1) {
      await database.run(sql`${raw(`CREATE VIRTUAL TABLE ${terms} USING fts5vocab(main, ${name}, instance)`)}`);
    }
    all.set(name, await rowsOf(database, indexed === 1 ? terms.slice("temp.".length) : name));
    if (indexed === 1) await database.run(sql`${raw(`DROP TABLE ${terms}`)}`);
  }
  return all;
}

test("a scribe writes what is written in process, however rows come and come again", { timeout: 120_000 }, async () => {
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
      const there = await contents(other);
      expect(there.get("events")).not.toEqual([]);
      expect(there.get("events_terms")).not.toEqual([]);
      expect(there).toEqual(await contents(inProcess));
      for (const one of [other, inProcess]) await one.close();
      await remove();
    }),
    { numRuns: runs(20) },
  );
});
