// Match: what a search asks of the full-text index, in SQL.

import sql, { join, type Sql } from "sql-template-tag";
import type { Collection } from "../../model/ids.ts";
import type { Phrase } from "../../query/name-forms.ts";
import type { Search, Wanted } from "../../query/search.ts";
import { TERMS_ROWID } from "../catalog/fulltext.ts";
import type { KeyRange } from "../catalog/rowid.ts";
import { byEngine, type Engine } from "../engine/dialect.ts";
import { limitTo, name } from "../engine/sql.ts";

/** Any of some phrases as an FTS5 expression: every term quoted, so that nothing of it is syntax. */
const anyOf = (wanted: Wanted) => `(${wanted.map((terms) => `"${terms.join(" ")}"`).join(" OR ")})`;

/** What a search asks for as an FTS5 expression, in names only or in all texts. */
function matchOf({ all, none }: Search, inNames: boolean): string {
  const found = all.map(anyOf).join(" AND ");
  const wanted = inNames ? `({names} : (${found}))` : `(${found})`;
  return none.length === 0 ? wanted : `${wanted} NOT (${none.map(anyOf).join(" OR ")})`;
}

/** Any of some phrases as a `tsquery`, `joint` between the terms of each. */
function tsquery(wanted: Wanted, weight: string, joint: "<->" | "&"): string {
  const phrase = (terms: Phrase) => `(${terms.map((term) => `'${term}'${weight}`).join(` ${joint} `)})`;
  return `(${wanted.map(phrase).join(" | ")})`;
}

/** Whether terms that stand one after another are wanted. */
const hasPhrase = (wanted: Wanted) => wanted.some((terms) => terms.length > 1);

/**
 * What a search asks of a row `t` of a `tsvector` table. The index finds the rows that have the terms; where they
 * stand, part 0 knows for a name and a text of usual length, and the parts after it for one that is longer.
 */
function tsconditions(collection: Collection, { all, none }: Search, inNames: boolean): Sql[] {
  const weight = inNames ? ":A" : "";
  const matches = (table: string, query: string) => sql`${name(table)}.terms @@ CAST(${query} AS TSQUERY)`;
  const inOrder = (wanted: Wanted, heavy: string): Sql => {
    const query = tsquery(wanted, heavy, "<->");
    if (heavy !== "") return matches("t", query);
    return sql`(${matches("t", query)} OR EXISTS (SELECT 1 FROM ${name(`${collection}_terms`)} l
      WHERE l.n = t.n AND l.part > 0 AND ${matches("l", query)}))`;
  };
  return [
    sql`t.part = 0`,
    matches("t", all.map((wanted) => tsquery(wanted, weight, "&")).join(" & ")),
    ...all.filter(hasPhrase).map((wanted) => inOrder(wanted, weight)),
    ...none.map(
      (wanted) => sql`NOT ${hasPhrase(wanted) ? inOrder(wanted, "") : matches("t", tsquery(wanted, "", "&"))}`,
    ),
  ];
}

/**
 * Whether a search walks the lists of single terms, which give each of its records in the order of their numbers: any
 * page of it costs what it shows. PostgreSQL has no such order, and reads the whole list.
 */
export function isSingleTerm({ all, none }: Search, engine: Engine): boolean {
  return engine === "sqlite" && all.length === 1 && !all.some(hasPhrase) && none.length === 0;
}

/**
 * Whether finding the records of a dataset looks at few others. The index holds those of all datasets, and where it joins
 * terms, or keeps to names, it passes over any number that do not match before it finds that none is left: read from the
 * end of the dataset's numbers on, as {@link matchPredicate} does, those of datasets with lower numbers. A search of
 * names in 30 curated events beside a million others took 10 ms from the beginning on, and takes 0.05 from the end.
 */
export function isInRangeOnly(search: Search, engine: Engine, upTo: number, maxScan: number): boolean {
  return upTo <= maxScan || isSingleTerm(search, engine);
}

/**
 * How PostgreSQL finds what matches in a range of numbers: by looking at the first so many of them, by listing what its
 * index has whatever the number (`index`), or as its planner estimates (`any`). That knows how frequent a thousand words
 * are, and takes others for more frequent than they are.
 */
export type MatchBy = { readonly first: number } | "index" | "any";

/** Rows of the full text index that a search finds, in the order of their numbers; null when it only says what not. */
export function matchScan(
  collection: Collection,
  search: Search,
  { low, high }: KeyRange,
  inNames = false,
  by: MatchBy = "any",
) {
  if (search.all.length === 0) return null;
  const found = byEngine({
    sqlite: sql`${name(`t.${collection}_terms`)} MATCH ${matchOf(search, inNames)}`,
    postgres: join(tsconditions(collection, search, inNames), " AND "),
  });
  const n = sql`t.${TERMS_ROWID}`;
  const inside = sql`${n} >= ${low} AND ${n} <= ${high}`;
  const from = sql`${name(`${collection}_terms`)} t`;
  const conditions = [found, inside];
  if (by === "any") return { from, conditions, n };
  // What has a LIMIT or an OFFSET is a query of its own for the planner.
  if (by === "index") {
    const listed = sql`(SELECT t.n FROM ${from} WHERE ${found} OFFSET 0) t`;
    return { from: onPostgres(listed, from), conditions: [onPostgres(inside, sql`${found} AND ${inside}`)], n };
  }
  const first = sql`(SELECT t.n, t.part, t.terms FROM ${from} WHERE t.part = 0 AND ${inside} ORDER BY t.n ${limitTo(by.first)}) t`;
  return { from: onPostgres(first, from), conditions, n };
}

const onPostgres = (postgres: Sql, sqlite: Sql) => byEngine({ sqlite, postgres });

/** What a search says of a record `r` of a range; a search for nothing finds nothing. */
export function matchPredicate(collection: Collection, search: Search, range: KeyRange, inNames = false): Sql {
  const numbers = (one: Search) => {
    const found = matchScan(collection, one, range, inNames);
    if (found === null) return null;
    // Without a limit SQLite would leave out the order of a set.
    const backwards = byEngine({ sqlite: sql`ORDER BY ${found.n} DESC LIMIT -1`, postgres: sql`` });
    return sql`(SELECT ${found.n} FROM ${found.from} WHERE ${join(found.conditions, " AND ")} ${backwards})`;
  };
  const wanted = numbers(search);
  if (wanted !== null) return sql`r.n IN ${wanted}`;
  const unwanted = search.none.flatMap((one) => numbers({ all: [one], none: [] }) ?? []);
  if (unwanted.length === 0) return sql`0 = 1`;
  return join(
    unwanted.map((one) => sql`r.n NOT IN ${one}`),
    " AND ",
  );
}
