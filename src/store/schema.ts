// The schema: tables and indexes made from their declaration, and the version that says which ones are there.
import sql, { raw, type Sql } from "sql-template-tag";
import { REFERENCE } from "../model/bulk.ts";
import { COLLECTIONS, type Collection } from "../model/ids.ts";
import { type Database, DatabaseFault } from "./database.ts";
import { declared, type Engine, either } from "./dialect.ts";
import { inOnePart, searchTables, WORD_TABLES } from "./search.ts";
import { isNumbered, tableOf } from "./tables.ts";
import { TALLY_TABLES } from "./tallies.ts";

/** The version of what is declared; a database of an older one is made anew, for files are the truth. */
export const SCHEMA_VERSION = 3;

const DATASETS = [
  "CREATE TABLE retired (collection TEXT NOT NULL, id TEXT NOT NULL, dataset TEXT NOT NULL, day TEXT NOT NULL, reason TEXT NOT NULL, merged_into TEXT, PRIMARY KEY (collection, id))",
  "CREATE INDEX retired_by_day ON retired (day, id)",
  // span: most days between the ends of a date; open: whether a date lacks an end; mirrors: whether records are told twice;
  // tallied: whether events were counted as they came in.
  "CREATE TABLE datasets (id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, kind TEXT NOT NULL, version TEXT NOT NULL, updated TEXT, loaded TEXT, span INTEGER NOT NULL, open INTEGER NOT NULL, mirrors INTEGER NOT NULL, tallied INTEGER NOT NULL, doc TEXT NOT NULL)",
];

function collectionTables(collection: Collection): Sql[] {
  const table = tableOf(collection);
  const columns = table.columns.map(({ name, type = "TEXT" }) => `, ${name} ${type}`);
  // By record first: what a record has lies together, and goes with it.
  const joins = table.joins.map(({ name, columns: [value, ...more] }) =>
    more.length === 0
      ? `CREATE TABLE ${name} (n INTEGER NOT NULL, ${value} TEXT NOT NULL, PRIMARY KEY (n, ${value})) WITHOUT ROWID`
      : `CREATE TABLE ${name} (n INTEGER NOT NULL, place INTEGER NOT NULL, ${[value, ...more].map((one) => `${one} TEXT`).join(", ")}, PRIMARY KEY (n, place)) WITHOUT ROWID`,
  );
  const tables = [
    `CREATE TABLE ${table.name} (n INTEGER PRIMARY KEY, id TEXT NOT NULL, ds INTEGER NOT NULL, updated TEXT NOT NULL, shuffle INTEGER NOT NULL, ord INTEGER${columns.join("")})`,
    // Apart from the columns: what counts reads a tenth of the bytes.
    `CREATE TABLE ${table.name}_docs (n INTEGER PRIMARY KEY, doc TEXT NOT NULL)`,
    `CREATE UNIQUE INDEX ${table.name}_by_id ON ${table.name} (ds, id)`,
    ...joins,
  ];
  return [...tables.map(declared), ...searchTables(collection)];
}

/** The indexes that answer questions, by name; an import may make them anew in one go. */
function questionIndexes(collection: Collection): ReadonlyMap<string, string> {
  const table = tableOf(collection);
  const index = (of: string, by: string, columns: string, where = "") =>
    [`${of}_by_${by}`, `CREATE INDEX ${of}_by_${by} ON ${of} (${columns})${where}`] as const;
  const sorts = [
    ["shuffle", "shuffle"],
    ["updated", "updated"],
    ...(isNumbered(collection) ? [["earliest", "earliest"]] : []),
    ...(table.columns.some(({ name }) => name === "value_key") ? [["value_key", "value_key"]] : []),
  ];
  return new Map([
    ...sorts.map(([by = "", column = ""]) => index(table.name, by, `ds, ${column}, id`)),
    // What is unknown is the most frequent value of many columns, and nobody looks it up.
    ...table.columns
      .filter(({ indexed }) => indexed)
      .map(({ name }) => index(table.name, name, name, ` WHERE ${name} IS NOT NULL`)),
    ...table.joins.flatMap((one) =>
      one.indexed.map((name) => index(one.name, name, `${name}, n`, ` WHERE ${name} IS NOT NULL`)),
    ),
  ]);
}

/**
 * Takes out the indexes that answer questions of a collection; what comes back makes them again, and puts that of full
 * text in order. PostgreSQL would keep everybody from reading until the end of the transaction: there they stay.
 */
export async function withoutIndexes(database: Database, collection: Collection): Promise<() => Promise<void>> {
  if (database.engine === "postgres") return async () => {};
  const indexes = questionIndexes(collection);
  for (const index of indexes.keys()) await database.run(sql`${raw(`DROP INDEX ${index}`)}`);
  return async () => {
    for (const statement of indexes.values()) await database.run(sql`${raw(statement)}`);
    await database.run(inOnePart(collection));
  };
}

const STATEMENTS: readonly Sql[] = [
  ...[...DATASETS, ...TALLY_TABLES, ...WORD_TABLES].map(declared),
  ...COLLECTIONS.flatMap(collectionTables),
  ...COLLECTIONS.flatMap((collection) => [...questionIndexes(collection).values()].map(declared)),
];

/** SQLite counts changes itself. The first number is the time, so that none comes twice when tables are made anew. */
const STAMPS: Readonly<Record<Engine, readonly Sql[]>> = {
  sqlite: [],
  postgres: [
    sql`CREATE TABLE stamp (value BIGINT NOT NULL)`,
    sql`INSERT INTO stamp (value) SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)`,
  ],
};

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
