// Schema: tables and indexes made from their declaration.

import sql, { raw, type Sql } from "sql-template-tag";
import { COLLECTIONS, type Collection } from "../../model/ids.ts";
import type { Database } from "../engine/database.ts";
import { byEngine, declared, type Engine } from "../engine/dialect.ts";
import { mergeTerms, optimizeTerms, searchTables, WORD_TABLES } from "./fulltext.ts";
import { ROLLUP_TABLES } from "./rollups.ts";
import { isDateOrdered, tableOf } from "./tables.ts";

/**
 * The version of what is stored: a database of an older one is made anew, for files are the truth, and a program of an
 * older one refuses the database. Tables and rows that the records alone say are guarded by the fingerprint beside it
 * (store/write/fingerprint.ts): for them this number stays. It is raised when stored records cannot be read as they were.
 */
export const SCHEMA_VERSION = 3;

/** The log of changes; it says what no record does, and outlives what else is made anew. */
export const LOG_TABLES = ["change_log", "change_log_state"] as const;

const LOG = [
  "CREATE TABLE change_log (seq INTEGER PRIMARY KEY, at TEXT NOT NULL, change TEXT NOT NULL, dataset TEXT NOT NULL, collection TEXT, id TEXT NOT NULL, reason TEXT, merged_into TEXT, detail TEXT)",
  "CREATE INDEX change_log_by_time ON change_log (at, seq)",
  // One row, 1. last: the newest number; at: its time; begun, cut: since when entries are kept, and the newest number before that.
  "CREATE TABLE change_log_state (id INTEGER PRIMARY KEY, last INTEGER NOT NULL, at TEXT NOT NULL, begun TEXT NOT NULL, cut INTEGER NOT NULL)",
];

const DATASETS = [
  // The files of lists that are derived whole, each in its newest version, and rows that a newer version took out.
  "CREATE TABLE imported_files (dataset TEXT NOT NULL, name TEXT NOT NULL, turn INTEGER NOT NULL, path TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (dataset, name))",
  // The files whose rows were read one by one, by their last names; an empty one where earlier ones are not known.
  "CREATE TABLE read_files (dataset TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (dataset, name))",
  "CREATE TABLE withdrawn (dataset TEXT NOT NULL, id TEXT NOT NULL, ord INTEGER NOT NULL, PRIMARY KEY (dataset, id))",
  "CREATE TABLE retired (collection TEXT NOT NULL, id TEXT NOT NULL, dataset TEXT NOT NULL, day TEXT NOT NULL, reason TEXT NOT NULL, merged_into TEXT, PRIMARY KEY (collection, id))",
  "CREATE INDEX retired_by_day ON retired (day, id)",
  // span: most days between the ends of a date; open: whether a date lacks an end; mirrors: whether records are told twice;
  // tallied: whether events were counted as they came in; coverage: what its records and files reach over, as JSON.
  "CREATE TABLE datasets (id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, kind TEXT NOT NULL, version TEXT NOT NULL, updated TEXT, loaded TEXT, span INTEGER NOT NULL, open INTEGER NOT NULL, mirrors INTEGER NOT NULL, tallied INTEGER NOT NULL, coverage TEXT, doc TEXT NOT NULL)",
];

/** Whoever asks for the venue `value` also asks for `found` (store/write/venue-links.ts). */
const VENUE_LINKS =
  "CREATE TABLE venue_links (value TEXT NOT NULL, found TEXT NOT NULL, PRIMARY KEY (value, found)) WITHOUT ROWID";

/** The numbers of events that are told twice, which PostgreSQL leaves out of a count by a join (plan/predicates.ts). */
const MIRRORS = byEngine({
  sqlite: sql``,
  postgres: raw("; CREATE INDEX events_mirrors ON events (n) WHERE mirror = 1"),
});

function collectionTables(collection: Collection): Sql[] {
  const table = tableOf(collection);
  const columns = table.columns.map(({ name, type = "TEXT" }) => `, ${name} ${type}`);
  // By record first: what a record has lies together, and goes with it.
  const joins = table.joins.map(({ name, columns: [value, ...more] }) =>
    more.length === 0
      ? `CREATE TABLE ${name} (n INTEGER NOT NULL, ${value} TEXT NOT NULL, PRIMARY KEY (n, ${value})) WITHOUT ROWID`
      : `CREATE TABLE ${name} (n INTEGER NOT NULL, place INTEGER NOT NULL, ${[value, ...more].map((one) => `${one} TEXT`).join(", ")}, PRIMARY KEY (n, place)) WITHOUT ROWID`,
  );
  const byId = declared(`CREATE UNIQUE INDEX ${table.name}_by_id ON ${table.name} (ds, id)`);
  const tables = [
    `CREATE TABLE ${table.name} (n INTEGER PRIMARY KEY, id TEXT NOT NULL, ds INTEGER NOT NULL, updated TEXT NOT NULL, shuffle INTEGER NOT NULL, ord INTEGER${columns.join("")})`,
    // Apart from the columns: what counts reads a tenth of the bytes.
    `CREATE TABLE ${table.name}_docs (n INTEGER PRIMARY KEY, doc TEXT NOT NULL)`,
  ].map(declared);
  const indexes = collection === "events" ? sql`${byId}${MIRRORS}` : byId;
  return [...tables, indexes, ...joins.map(declared), ...searchTables(collection)];
}

/** The indexes that queries use, by name; an import may drop and rebuild them in one go. */
function questionIndexes(collection: Collection): ReadonlyMap<string, string> {
  const table = tableOf(collection);
  const index = (of: string, by: string, columns: string, where = "") =>
    [`${of}_by_${by}`, `CREATE INDEX ${of}_by_${by} ON ${of} (${columns})${where}`] as const;
  const sorts = [
    ["shuffle", "shuffle"],
    ["updated", "updated"],
    ...(isDateOrdered(collection) ? [["earliest", "earliest"]] : []),
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
 * Drops the indexes that queries of a collection use, and merges nothing in the full-text index. The function that it
 * returns builds them again and puts the full-text index into one part. In PostgreSQL they stay, since DROP INDEX would
 * lock the table for readers until the commit.
 */
export async function withoutIndexes(
  database: Database,
  collection: Collection,
  but: readonly string[] = [],
): Promise<() => Promise<void>> {
  if (database.engine === "postgres") return async () => {};
  const indexes = new Map([...questionIndexes(collection)].filter(([index]) => !but.includes(index)));
  const all = async (statements: readonly Sql[]) => {
    for (const statement of statements) await database.run(statement);
  };
  await all([...indexes.keys()].map((index) => raw(`DROP INDEX ${index}`)));
  await all(mergeTerms(collection, "at the end"));
  return async () => {
    await all([...indexes.values()].map((statement) => raw(statement)));
    await all([optimizeTerms(collection), ...mergeTerms(collection, "as rows come")]);
  };
}

const VERSION_TABLE = "CREATE TABLE schema_version (version INTEGER NOT NULL, fingerprint TEXT NOT NULL)";

/** All tables and indexes, in the order in which they are made. */
export const STATEMENTS: readonly Sql[] = [
  ...[VERSION_TABLE, ...LOG, ...DATASETS, VENUE_LINKS, ...ROLLUP_TABLES, ...WORD_TABLES].map(declared),
  ...COLLECTIONS.flatMap(collectionTables),
  ...COLLECTIONS.flatMap((collection) => [...questionIndexes(collection).values()].map(declared)),
];

/** SQLite counts changes itself. The first number is the time, so that none comes twice when tables are made anew. */
export const STAMPS: Readonly<Record<Engine, readonly Sql[]>> = {
  sqlite: [],
  postgres: [
    sql`CREATE TABLE stamp (value BIGINT NOT NULL)`,
    sql`INSERT INTO stamp (value) SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)`,
  ],
};
