// Contents of a database of either engine, down to rows, row numbers and terms.
import { DatabaseSync } from "node:sqlite";
import sql, { raw } from "sql-template-tag";
import { onTestFinished } from "vitest";
import { COLLECTIONS } from "../../src/model/ids.ts";
import { tableOf } from "../../src/store/catalog/tables.ts";
import type { Database } from "../../src/store/engine/database.ts";
import { byEngine } from "../../src/store/engine/dialect.ts";
import { ENGINE, openToWrite } from "./databases.ts";

/** Every table and index with what it was made by, and where it lies: made anew, it lies elsewhere. */
export async function schemaOf(database: Database): Promise<object[]> {
  return database.query(
    byEngine({
      sqlite: sql`SELECT type, name, sql, rootpage FROM sqlite_schema ORDER BY rowid`,
      postgres: sql`SELECT c.relkind, c.relname, pg_get_indexdef(c.oid) AS def, c.relfilenode FROM pg_class c
        WHERE c.relnamespace = CAST(current_schema() AS REGNAMESPACE) ORDER BY c.relname`,
    }),
  );
}

/** The names of all tables and indexes. */
export async function namesIn(database: Database): Promise<object[]> {
  return database.query(
    byEngine({
      sqlite: sql`SELECT name FROM sqlite_schema ORDER BY name`,
      postgres: sql`SELECT relname AS name FROM pg_class WHERE relnamespace = CAST(current_schema() AS REGNAMESPACE) ORDER BY 1`,
    }),
  );
}

/** All rows of all tables as texts, and where each lies, but for some tables and columns. */
export async function everything(database: Database, without: readonly string[] = []): Promise<string> {
  const tables = await database.query<{ name: string; keyed: number }>(
    byEngine({
      sqlite: sql`SELECT name, wr AS keyed FROM pragma_table_list WHERE schema = 'main' AND type = 'table' ORDER BY name`,
      postgres: sql`SELECT tablename AS name, 0 AS keyed FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1`,
    }),
  );
  const all = [];
  for (const { name, keyed } of tables.filter((one) => !without.includes(one.name)))
    all.push(await rowsOf(database, name, keyed === 1, without));
  return JSON.stringify(all);
}

/** All cells of a table as texts: numbers of records are larger than JavaScript counts exactly. */
async function rowsOf(database: Database, table: string, keyed: boolean, without: readonly string[]): Promise<unknown> {
  if (ENGINE === "postgres") {
    return database.query(
      sql`SELECT CAST(t.ctid AS TEXT), CAST(t.xmin AS TEXT), CAST(to_jsonb(t) - CAST(${without} AS TEXT[]) AS TEXT) AS cells
        FROM ${raw(table)} t ORDER BY t.ctid`,
    );
  }
  const columns = await database.query<{ name: string }>(sql`SELECT name FROM pragma_table_info(${table})`);
  const shown = columns.filter(({ name }) => !without.includes(name)).map(({ name }) => `"${name}"`);
  const cells = [...(keyed ? [] : ["rowid"]), ...shown];
  return database.query(sql`SELECT ${raw(cells.map((cell) => `CAST(${cell} AS TEXT)`).join(", "))} FROM ${raw(table)}`);
}

/** Rows beside records that are not there, and whatever SQLite itself finds wrong. */
export async function damage(database: Database): Promise<unknown[]> {
  const found: object[] = [];
  for (const collection of COLLECTIONS) {
    for (const { name } of tableOf(collection).joins) {
      const rows = await database.query(
        sql`SELECT CAST(n AS TEXT) AS n FROM ${raw(name)} WHERE n NOT IN (SELECT n FROM ${raw(collection)})`,
      );
      found.push(...rows);
    }
  }
  if (ENGINE === "postgres") return found;
  const checks = [
    await database.query(sql`PRAGMA foreign_key_check`),
    await database.query(sql`PRAGMA integrity_check`),
  ];
  return [...found, ...checks.flat()].filter((row) => (row as { integrity_check?: string }).integrity_check !== "ok");
}

/** How often others have changed a database, as somebody else sees it. */
export async function watchChanges(url: string): Promise<() => Promise<unknown>> {
  if (ENGINE === "postgres") {
    const other = await openToWrite(url);
    onTestFinished(() => other.close());
    return async () => other.query(sql`SELECT value FROM stamp`);
  }
  const watcher = new DatabaseSync(url, { readOnly: true });
  onTestFinished(() => watcher.close());
  return async () => watcher.prepare("PRAGMA data_version").get();
}

/** Columns with which an index of a table begins. */
export async function indexedIn(database: Database, table: string): Promise<string[]> {
  const rows = await database.query<{ name: string }>(
    byEngine({
      sqlite: sql`SELECT info.name FROM pragma_index_list(${table}) list, pragma_index_info(list.name) info WHERE info.seqno = 0`,
      postgres: sql`SELECT a.attname AS name FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
        WHERE i.indrelid = CAST(${table} AS REGCLASS)`,
    }),
  );
  return rows.map(({ name }) => name);
}

/** A hash of all rows of all tables of PostgreSQL in any order; not of when they were loaded, nor of how often. */
export async function contentsOf(database: Database): Promise<string> {
  const tables = await database.query<{ name: string }>(
    sql`SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() AND tablename NOT IN ('stamp', 'change_log', 'change_log_state') ORDER BY 1`,
  );
  const hashes = [];
  for (const { name } of tables) {
    const cells = name === "datasets" ? sql`CAST(to_jsonb(t) - 'loaded' AS TEXT)` : sql`CAST(t.* AS TEXT)`;
    // A tally of none and no tally are the same.
    const some = name === "tallies" ? sql`WHERE count <> 0` : sql``;
    const rows = await database.query<{ hash: string | null }>(
      sql`SELECT md5(string_agg(${cells}, E'\\n' ORDER BY ${cells} COLLATE "C")) AS hash FROM ${raw(name)} t ${some}`,
    );
    hashes.push([name, rows[0]?.hash]);
  }
  return JSON.stringify(hashes);
}
