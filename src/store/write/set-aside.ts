// Set aside: tables renamed, so that new ones can be made in their places and filled from them.
import sql, { join } from "sql-template-tag";
import { LOG_TABLES } from "../catalog/schema.ts";
import { createTables, dropTables } from "../catalog/version.ts";
import type { Database } from "../engine/database.ts";
import { byEngine } from "../engine/dialect.ts";
import { name } from "../engine/sql.ts";

/** The columns of tables that hold what nothing else says. */
export const KEPT = {
  datasets: ["id", "number", "kind", "version", "updated", "loaded", "doc"],
  retired: ["collection", "id", "dataset", "day", "reason", "merged_into"],
  withdrawn: ["dataset", "id", "ord"],
  imported_files: ["dataset", "name", "turn", "path", "text"],
  read_files: ["dataset", "name"],
  change_log: ["seq", "at", "change", "dataset", "collection", "id", "reason", "merged_into", "detail"],
  change_log_state: ["id", "last", "at", "begun", "cut"],
} as const;
/** What a table is called while it is set aside. */
export const stored = (table: string) => name(`stored_${table}`);
export const listed = (columns: readonly string[]) => join(columns.map((column) => name(column)));

export type Columns = ReadonlyMap<string, ReadonlySet<string>>;

/** The columns of all tables. */
export async function columnsIn(database: Database): Promise<Columns> {
  const rows = await database.query<{ of: string; name: string }>(
    byEngine({
      sqlite: sql`SELECT t.name AS of, c.name AS name FROM pragma_table_list t, pragma_table_info(t.name) c
        WHERE t.schema = 'main' AND t.type = 'table'`,
      postgres: sql`SELECT table_name AS of, column_name AS name FROM information_schema.columns
        WHERE table_schema = current_schema()`,
    }),
  );
  const tables = Map.groupBy(rows, ({ of }) => of);
  return new Map([...tables].map(([table, list]) => [table, new Set(list.map(({ name }) => name))]));
}

/** Whether a table is there with these columns. */
export function hasAll(columns: Columns, table: string, wanted: readonly string[]): boolean {
  return wanted.every((column) => columns.get(table)?.has(column) === true);
}

/** Takes the names of indexes for new ones: constraints keep theirs under another name, the rest goes. */
async function freeNames(database: Database, tables: readonly string[]): Promise<void> {
  const rows = await database.query<{ name: string; own: number }>(
    byEngine({
      sqlite: sql`SELECT name, 0 AS own FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL
        AND tbl_name IN (${join(tables)})`,
      postgres: sql`SELECT c.relname AS name, (SELECT count(*) FROM pg_constraint o WHERE o.conindid = c.oid) AS own
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
        WHERE t.relnamespace = CAST(current_schema() AS REGNAMESPACE) AND t.relname IN (${join(tables)})`,
    }),
  );
  for (const { name: index, own } of rows) {
    await database.run(
      own === 0 ? sql`DROP INDEX ${name(index)}` : sql`ALTER INDEX ${name(index)} RENAME TO ${stored(index)}`,
    );
  }
}

/** The tables of the log, where a database has them as this program does. */
export function logTables(columns: Columns): readonly (typeof LOG_TABLES)[number][] {
  return LOG_TABLES.every((table) => hasAll(columns, table, KEPT[table])) ? LOG_TABLES : [];
}

/** Makes all tables anew; those that are kept are beside them as `stored_`, all others are gone. */
export async function remake(database: Database, kept: readonly string[], fingerprint: string): Promise<void> {
  await dropTables(database, kept);
  if (kept.length > 0) await freeNames(database, kept);
  for (const table of kept) await database.run(sql`ALTER TABLE ${name(table)} RENAME TO ${stored(table)}`);
  await createTables(database, fingerprint);
}

/** Fills new tables with what those that were set aside hold. */
export async function takeOver(database: Database, tables: readonly (keyof typeof KEPT)[]): Promise<void> {
  for (const table of tables) {
    // The log of a new database begins with its making.
    if (table === "change_log_state") await database.run(sql`DELETE FROM change_log_state`);
    await database.run(sql`INSERT INTO ${name(table)} (${listed(KEPT[table])})
      SELECT ${listed(KEPT[table])} FROM ${stored(table)}`);
  }
}

/** Takes out what was set aside. */
export async function dropStored(database: Database, kept: readonly string[]): Promise<void> {
  for (const table of kept) await database.run(sql`DROP TABLE ${stored(table)}`);
}
