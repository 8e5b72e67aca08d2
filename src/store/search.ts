// Full text: the terms of each record in an FTS5 index, and the records that a search finds.
import sql, { join, type Sql } from "sql-template-tag";
import type { Collection } from "../model/ids.ts";
import type { Search } from "../query/search.ts";
import { name } from "./names.ts";
import type { Range } from "./numbers.ts";

/**
 * The tables of a collection's words. `_terms` holds terms and nothing else (contentless), as the application made
 * them: the `ascii` tokenizer only splits at spaces and leaves every other letter alone. `_names` are whole names, and
 * `_words` the words of names for completion.
 */
export function searchTables(collection: Collection): string[] {
  return [
    `CREATE VIRTUAL TABLE ${collection}_terms USING fts5(names, body, content = '', contentless_delete = 1, tokenize = 'ascii')`,
    ...["name", "word"].flatMap((one) => [
      `CREATE TABLE ${collection}_${one}s (${one} TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (${one}, n)) WITHOUT ROWID`,
      `CREATE INDEX ${collection}_${one}s_by_n ON ${collection}_${one}s (n)`,
    ]),
  ];
}

/** All words of names, and their spellings with one letter less. */
export const WORD_TABLES: readonly string[] = [
  "CREATE TABLE suggest_words (word TEXT PRIMARY KEY) WITHOUT ROWID",
  "CREATE TABLE suggest_variants (variant TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (variant, word)) WITHOUT ROWID",
];

/** Sequences as an FTS5 expression: every term quoted, so that nothing of it is syntax. */
function sequences(list: readonly (readonly string[])[], joint: string): string {
  return list.map((terms) => `"${terms.join(" ")}"`).join(joint);
}

/** What a search asks for as an FTS5 expression, in names only or in all texts; null when it only says what not. */
function expression({ all, none }: Search, inNames: boolean): string | null {
  if (all.length === 0) return null;
  const wanted = inNames ? `({names} : (${sequences(all, " AND ")}))` : `(${sequences(all, " AND ")})`;
  return none.length === 0 ? wanted : `${wanted} NOT (${sequences(none, " OR ")})`;
}

/** Rows of the full text index that a search finds, in the order of their numbers; null when it only says what not. */
export function foundWalk(collection: Collection, search: Search, { low, high }: Range, inNames = false) {
  const text = expression(search, inNames);
  if (text === null) return null;
  const field = name(`t.${collection}_terms`);
  const conditions = [sql`${field} MATCH ${text}`, sql`t.rowid >= ${low}`, sql`t.rowid <= ${high}`];
  return { from: sql`${name(`${collection}_terms`)} t`, conditions, n: sql`t.rowid` };
}

/** What a search says of a record `r` of a range; a search for nothing finds nothing. */
export function onSearch(collection: Collection, search: Search, range: Range, inNames = false): Sql {
  const numbers = (one: Search) => {
    const found = foundWalk(collection, one, range, inNames);
    return found === null ? null : sql`(SELECT ${found.n} FROM ${found.from} WHERE ${join(found.conditions, " AND ")})`;
  };
  const wanted = numbers(search);
  if (wanted !== null) return sql`r.n IN ${wanted}`;
  const unwanted = search.none.flatMap((sequence) => numbers({ all: [sequence], none: [] }) ?? []);
  if (unwanted.length === 0) return sql`0 = 1`;
  return join(
    unwanted.map((one) => sql`r.n NOT IN ${one}`),
    " AND ",
  );
}
