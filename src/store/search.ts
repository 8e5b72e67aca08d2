// Full text: the terms of each record in an FTS5 index, and the records that a search finds.
import sql, { join, type Sql } from "sql-template-tag";
import type { Records } from "../model/bundle.ts";
import type { Collection } from "../model/ids.ts";
import type { Position } from "../query/cursor.ts";
import type { Criteria } from "../query/plan.ts";
import type { Search } from "../query/search.ts";
import { nameKey } from "../query/terms.ts";
import type { Database } from "./database.ts";
import { datasetIn } from "./lists.ts";
import { oneOf } from "./names.ts";
import { indexNames, unindexNames } from "./suggest.ts";
import type { World } from "./tables.ts";
import { TEXTS } from "./texts.ts";

/**
 * `search_docs` numbers the records; `search_terms` holds their terms and nothing else (contentless), as the
 * application made them: the `ascii` tokenizer only splits at spaces and leaves every other letter alone.
 */
export const SEARCH_TABLES: readonly string[] = [
  "CREATE TABLE search_docs (doc INTEGER PRIMARY KEY, collection TEXT NOT NULL, id TEXT NOT NULL, dataset TEXT NOT NULL, date TEXT)",
  "CREATE UNIQUE INDEX search_docs_by_id ON search_docs (collection, id)",
  "CREATE INDEX search_docs_by_dataset ON search_docs (dataset)",
  "CREATE TABLE search_names (name TEXT NOT NULL, doc INTEGER NOT NULL)",
  "CREATE INDEX search_names_by_name ON search_names (name, doc)",
  "CREATE INDEX search_names_by_doc ON search_names (doc)",
  "CREATE VIRTUAL TABLE search_terms USING fts5(names, body, content = '', contentless_delete = 1, tokenize = 'ascii')",
  "CREATE TABLE suggest_words (word TEXT NOT NULL, doc INTEGER NOT NULL)",
  "CREATE INDEX suggest_words_by_word ON suggest_words (word, doc)",
  "CREATE INDEX suggest_words_by_doc ON suggest_words (doc)",
  "CREATE TABLE suggest_variants (variant TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (variant, word)) WITHOUT ROWID",
];

/** Takes all records of a dataset out of the index. */
export async function unindex(database: Database, dataset: string): Promise<void> {
  const docs = sql`(SELECT doc FROM search_docs WHERE dataset = ${dataset})`;
  await database.run(sql`DELETE FROM search_terms WHERE rowid IN ${docs}`);
  await database.run(sql`DELETE FROM search_names WHERE doc IN ${docs}`);
  await unindexNames(database, docs);
  await database.run(sql`DELETE FROM search_docs WHERE dataset = ${dataset}`);
}

/** Puts one record into the index. */
export async function index<C extends Collection>(
  database: Database,
  collection: C,
  record: Records[C],
  date: string | null,
  world: World,
): Promise<void> {
  const { names, body } = TEXTS[collection](record, world);
  const rows = await database.all<{ doc: number }>(sql`
    INSERT INTO search_docs (collection, id, dataset, date)
    VALUES (${collection}, ${record.id}, ${record.dataset}, ${date}) RETURNING doc`);
  const doc = rows[0]?.doc ?? 0;
  await database.run(sql`
    INSERT INTO search_terms (rowid, names, body) VALUES (${doc}, ${termText(names)}, ${termText(body)})`);
  for (const name of new Set(names.map(nameKey))) {
    if (name !== "") await database.run(sql`INSERT INTO search_names (name, doc) VALUES (${name}, ${doc})`);
  }
  await indexNames(database, collection, doc, names);
}

/** The terms of texts; the mark between two of them, which no query has, keeps phrases inside one text. */
function termText(texts: readonly string[]): string {
  return [...new Set(texts)].map(nameKey).join(" ¶ ");
}

/** Sequences as an FTS5 expression: every term quoted, so that nothing of it is syntax. */
function expression(sequences: readonly (readonly string[])[]): string {
  return sequences.map((terms) => `"${terms.join(" ")}"`).join(" AND ");
}

const found = (text: string): Sql => sql`(SELECT rowid FROM search_terms WHERE search_terms MATCH ${text})`;

/** What holds of `search_docs` rows that a search finds; a search for nothing finds nothing. */
function matches({ all, none }: Search): Sql {
  const conditions = [
    ...(all.length > 0 ? [sql`d.doc IN ${found(expression(all))}`] : []),
    ...none.map((sequence) => sql`d.doc NOT IN ${found(expression([sequence]))}`),
  ];
  return conditions.length === 0 ? sql`0 = 1` : join(conditions, " AND ");
}

/** The ids of a collection's records that a search finds, as a subquery. */
export function idsFound(collection: Collection, search: Search): Sql {
  return sql`(SELECT d.id FROM search_docs d WHERE d.collection = ${collection} AND ${matches(search)})`;
}

/** Where a search looks. */
export interface Scope {
  readonly collections: readonly Collection[];
  readonly datasets: Criteria["datasets"];
}

function inScope({ collections, datasets }: Scope): Sql {
  return sql`d.collection IN ${oneOf(collections)} AND ${datasetIn("d.dataset", datasets)}`;
}

export interface Hit {
  readonly collection: Collection;
  readonly id: string;
  /** 3 the whole name or title, 2 all words in it, 1 elsewhere. */
  readonly tier: 1 | 2 | 3;
  readonly date: string | null;
}

/** The best hits over all collections: by tier, then date (newest first, none last), then id. */
export async function find(
  database: Database,
  search: Search,
  whole: string,
  { collections, datasets }: Scope,
  limit: number,
  after: Position | null,
): Promise<{ hits: Hit[]; next: Position | null }> {
  const beyond = after === null ? sql`` : sql`WHERE ${pastHit(after)}`;
  const rows = await database.all<Hit & { key: string }>(sql`
    SELECT * FROM (${ranked(search, whole, { collections, datasets })}) ${beyond}
    ORDER BY tier DESC, date DESC NULLS LAST, id, collection LIMIT ${limit + 1}`);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    hits: rows.slice(0, limit),
    next: last === undefined ? null : { value: `${last.tier}|${last.date ?? ""}|${last.collection}`, id: last.id },
  };
}

/** How many records a search finds. */
export async function countFound(database: Database, search: Search, scope: Scope): Promise<number> {
  const rows = await database.all<{ n: number }>(
    sql`SELECT count(*) AS n FROM search_docs d WHERE ${matches(search)} AND ${inScope(scope)}`,
  );
  return rows[0]?.n ?? 0;
}

function ranked(search: Search, whole: string, scope: Scope): Sql {
  const inNames =
    search.all.length === 0 ? sql`0 = 1` : sql`d.doc IN ${found(`{names} : (${expression(search.all)})`)}`;
  return sql`SELECT d.collection, d.id, d.date, CASE
      WHEN d.doc IN (SELECT doc FROM search_names WHERE name = ${whole}) THEN 3
      WHEN ${inNames} THEN 2 ELSE 1 END AS tier
    FROM search_docs d WHERE ${matches(search)} AND ${inScope(scope)}`;
}

function pastHit({ value, id }: Position): Sql {
  const [tier = "1", date = "", collection = ""] = (value ?? "").split("|");
  const same = date === "" ? sql`date IS NULL` : sql`date = ${date}`;
  const later = date === "" ? sql`0 = 1` : sql`(date < ${date} OR date IS NULL)`;
  return sql`(tier < ${Number(tier)} OR (tier = ${Number(tier)} AND (${later}
    OR (${same} AND (id > ${id} OR (id = ${id} AND collection > ${collection}))))))`;
}
