// The schema: tables and indexes made from their declaration, and the version that says which ones are there.
import sql, { raw } from "sql-template-tag";
import { COLLECTIONS } from "../model/ids.ts";
import { type Database, DatabaseFault } from "./database.ts";
import { SEARCH_TABLES } from "./search.ts";
import { tableOf } from "./tables.ts";

/** One list of statements a version; a database of version n has run the first n. */
const MIGRATIONS: readonly (readonly string[])[] = [
  [...datasetsTable(), ...COLLECTIONS.flatMap(collectionTables), ...SEARCH_TABLES],
];

export const SCHEMA_VERSION = MIGRATIONS.length;

function datasetsTable(): string[] {
  return [
    "CREATE TABLE retired (collection TEXT NOT NULL, id TEXT NOT NULL, dataset TEXT NOT NULL, day TEXT NOT NULL, reason TEXT NOT NULL, merged_into TEXT, PRIMARY KEY (collection, id))",
    "CREATE INDEX retired_by_day ON retired (day, id)",
    "CREATE TABLE datasets (id TEXT PRIMARY KEY, kind TEXT NOT NULL, version TEXT NOT NULL, updated TEXT, loaded TEXT, doc TEXT NOT NULL)",
  ];
}

function collectionTables(collection: (typeof COLLECTIONS)[number]): string[] {
  const table = tableOf(collection);
  const columns = table.columns.map(({ name, type = "TEXT" }) => `${name} ${type}`);
  const main = [
    `CREATE TABLE ${table.name} (id TEXT PRIMARY KEY, dataset TEXT NOT NULL REFERENCES datasets(id),`,
    `updated TEXT NOT NULL, shuffle INTEGER NOT NULL, ${columns.join(", ")}, doc TEXT NOT NULL)`,
  ].join(" ");
  const indexed = table.columns.filter(
    ({ filter, name }) => filter !== undefined || ["value_key", "latitude"].includes(name),
  );
  return [
    main,
    `CREATE INDEX ${table.name}_by_dataset ON ${table.name} (dataset, id)`,
    `CREATE INDEX ${table.name}_by_shuffle ON ${table.name} (shuffle, id)`,
    `CREATE INDEX ${table.name}_by_updated ON ${table.name} (updated, id)`,
    ...(table.columns.some(({ name }) => name === "earliest")
      ? [
          `CREATE INDEX ${table.name}_by_earliest ON ${table.name} (earliest, id)`,
          `CREATE INDEX ${table.name}_by_latest ON ${table.name} (latest, id)`,
        ]
      : []),
    ...indexed.map(({ name }) => `CREATE INDEX ${table.name}_by_${name} ON ${table.name} (${name}, id)`),
    ...table.joins.flatMap((one) => [
      `CREATE TABLE ${one.name} (record TEXT NOT NULL REFERENCES ${table.name}(id) ON DELETE CASCADE, ${one.columns
        .map((name) => `${name} TEXT`)
        .join(", ")})`,
      `CREATE INDEX ${one.name}_by_record ON ${one.name} (record, ${one.columns.join(", ")})`,
      ...one.columns.map((name) => `CREATE INDEX ${one.name}_by_${name} ON ${one.name} (${name}, record)`),
    ]),
  ];
}

/**
 * The version of a database's schema, 0 for an empty one.
 * @throws DatabaseFault when it is not a database of this program, or one of a newer program
 */
async function versionOf(database: Database): Promise<number> {
  const names = await database.all<{ name: string }>(sql`SELECT name FROM sqlite_schema WHERE type = 'table'`);
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

/**
 * Brings a database to this program's schema; one that is there already is left untouched.
 * @throws DatabaseFault when it is not a database of this program, or one of a newer program
 */
export async function migrate(database: Database): Promise<void> {
  if ((await versionOf(database)) === SCHEMA_VERSION) return;
  await database.transaction(async () => {
    // Another process may have come first: only what is read inside the transaction holds.
    const version = await versionOf(database);
    if (version === SCHEMA_VERSION) return;
    if (version === 0) await database.run(sql`CREATE TABLE schema_version (version INTEGER NOT NULL)`);
    for (const statement of MIGRATIONS.slice(version).flat()) await database.run(sql`${raw(statement)}`);
    await database.run(sql`DELETE FROM schema_version`);
    await database.run(sql`INSERT INTO schema_version (version) VALUES (${SCHEMA_VERSION})`);
  });
}
