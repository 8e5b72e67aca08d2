// Migration: brings a database to the schema of this program.

import sql, { raw } from "sql-template-tag";
import { REFERENCE } from "../../model/import-row.ts";
import { type Database, DatabaseFault } from "../engine/database.ts";
import { either } from "../engine/dialect.ts";
import { SCHEMA_VERSION, STAMPS, STATEMENTS } from "./schema.ts";

/** Our tables, those that others are made of last. */
const TABLES_THERE = either(
  sql`SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite%'
    ORDER BY type DESC`,
  sql`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema()`,
);

/**
 * The version of a database's schema, 0 for an empty one.
 * @throws DatabaseFault when it is not a database of this program, or one of a newer program
 */
export async function versionOf(database: Database): Promise<number> {
  const names = await database.all<{ name: string }>(TABLES_THERE);
  if (names.length === 0) return 0;
  const ours = names.some(({ name }) => name === "schema_version");
  const rows = ours ? await database.all<{ version: number }>(sql`SELECT version FROM schema_version`) : [];
  const version = rows[0]?.version;
  if (version === undefined) throw new DatabaseFault("the database is not one of Communiqué: it holds other tables");
  if (version > SCHEMA_VERSION) {
    throw new DatabaseFault(
      `the database has schema version ${version}; this program knows ${SCHEMA_VERSION}: use a newer program`,
    );
  }
  return version;
}

const DATASETS_COLUMNS = either(
  sql`SELECT name FROM pragma_table_info('datasets')`,
  sql`SELECT column_name AS name FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name = 'datasets'`,
);

/** The datasets that imports put there; of an older version, what all versions have is asked. */
async function importedInto(database: Database): Promise<readonly string[]> {
  const columns = await database.all<{ name: string }>(DATASETS_COLUMNS);
  if (!["id", "kind"].every((wanted) => columns.some(({ name }) => name === wanted))) return [];
  const rows = await database.all<{ id: string }>(
    sql`SELECT id FROM datasets WHERE kind = 'bulk' AND id <> ${REFERENCE} ORDER BY id`,
  );
  return rows.map(({ id }) => id);
}

/** Takes out the tables of an older version; those within virtual ones go with them. */
async function empty(database: Database): Promise<void> {
  const tables = await database.all<{ name: string }>(TABLES_THERE);
  for (const { name } of tables) await database.run(sql`${raw(`DROP TABLE IF EXISTS ${name}`)}`);
}

/**
 * Brings a database to this program's schema; one that is there already is left untouched.
 * @returns the imported datasets that went with an older schema: no file that a start reads brings them back
 * @throws DatabaseFault when it is not a database of this program, or one of a newer program
 */
export async function migrate(database: Database): Promise<readonly string[]> {
  if ((await versionOf(database)) === SCHEMA_VERSION) return [];
  return database.transaction(async () => {
    // Another process may have come first: only what is read inside the transaction holds.
    const version = await versionOf(database);
    if (version === SCHEMA_VERSION) return [];
    const gone = version > 0 ? await importedInto(database) : [];
    if (version > 0) await empty(database);
    await database.run(sql`CREATE TABLE schema_version (version INTEGER NOT NULL)`);
    for (const statement of [...STATEMENTS, ...STAMPS[database.engine]]) await database.run(statement);
    await database.run(sql`INSERT INTO schema_version (version) VALUES (${SCHEMA_VERSION})`);
    return gone;
  });
}
