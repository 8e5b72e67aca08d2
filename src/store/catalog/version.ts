// Version: which schema and which index a database holds, and its tables made or dropped as a whole.

import sql, { raw } from "sql-template-tag";
import { REFERENCE } from "../../model/import-row.ts";
import { type Database, DatabaseFault } from "../engine/database.ts";
import { byEngine } from "../engine/dialect.ts";
import { SCHEMA_VERSION, STAMPS, STATEMENTS } from "./schema.ts";

/** Our tables, those that others are made of last. */
const OUR_TABLES = byEngine({
  sqlite: sql`SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite%'
    ORDER BY type DESC`,
  postgres: sql`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema()`,
});

/**
 * The version of a database's schema, 0 for an empty one.
 * @throws DatabaseFault when it is not a database of this program, or one of a newer program
 */
export async function schemaVersionOf(database: Database): Promise<number> {
  const names = await database.query<{ name: string }>(OUR_TABLES);
  if (names.length === 0) return 0;
  const ours = names.some(({ name }) => name === "schema_version");
  const rows = ours ? await database.query<{ version: number }>(sql`SELECT version FROM schema_version`) : [];
  const version = rows[0]?.version;
  if (version === undefined) throw new DatabaseFault("the database is not one of Communiqué: it holds other tables");
  if (version > SCHEMA_VERSION) {
    throw new DatabaseFault(
      `the database has schema version ${version}; this program knows ${SCHEMA_VERSION}: use a newer program`,
    );
  }
  return version;
}

const DATASETS_COLUMNS = byEngine({
  sqlite: sql`SELECT name FROM pragma_table_info('datasets')`,
  postgres: sql`SELECT column_name AS name FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name = 'datasets'`,
});

/** The datasets that imports put there; of an older version, what all versions have is asked. */
export async function importedInto(database: Database): Promise<readonly string[]> {
  const columns = await database.query<{ name: string }>(DATASETS_COLUMNS);
  if (!["id", "kind"].every((wanted) => columns.some(({ name }) => name === wanted))) return [];
  const rows = await database.query<{ id: string }>(
    sql`SELECT id FROM datasets WHERE kind = 'bulk' AND id <> ${REFERENCE} ORDER BY id`,
  );
  return rows.map(({ id }) => id);
}

/** Takes out all tables but some; those within virtual ones go with them. */
export async function dropTables(database: Database, but: readonly string[] = []): Promise<void> {
  const tables = await database.query<{ name: string }>(OUR_TABLES);
  for (const { name } of tables) {
    if (!but.includes(name)) await database.run(sql`${raw(`DROP TABLE IF EXISTS ${name}`)}`);
  }
}

/** Makes all tables where there are none, and notes which ones they are. */
export async function createTables(database: Database, fingerprint: string): Promise<void> {
  for (const statement of [...STATEMENTS, ...STAMPS[database.engine]]) await database.run(statement);
  await database.run(sql`INSERT INTO schema_version (version, fingerprint) VALUES (${SCHEMA_VERSION}, ${fingerprint})`);
  const now = new Date();
  await database.run(sql`INSERT INTO change_log_state (id, last, at, begun, cut)
    VALUES (1, ${now.getTime()}, ${now.toISOString()}, ${now.toISOString()}, ${now.getTime()})`);
}

/** Asks for the fingerprint; a database made before there was one has no such column. */
export const FINGERPRINT = sql`SELECT fingerprint FROM schema_version`;

const VERSION_COLUMNS = byEngine({
  sqlite: sql`SELECT name FROM pragma_table_info('schema_version')`,
  postgres: sql`SELECT column_name AS name FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name = 'schema_version'`,
});

/** The fingerprint of a database that has a version; null where it was made before there was one. */
export async function fingerprintIn(database: Database): Promise<string | null> {
  const columns = await database.query<{ name: string }>(VERSION_COLUMNS);
  if (!columns.some(({ name }) => name === "fingerprint")) return null;
  const rows = await database.query<{ fingerprint: string }>(FINGERPRINT);
  return rows[0]?.fingerprint ?? null;
}
