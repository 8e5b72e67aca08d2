// Match: what a search asks of the full-text index, in SQL.

import sql, { join, type Sql } from "sql-template-tag";
import type { Collection } from "../../model/ids.ts";
import type { Search } from "../../query/search.ts";
import { TERMS_ROWID } from "../catalog/fulltext.ts";
import type { KeyRange } from "../catalog/rowid.ts";
import { byEngine, type Engine } from "../engine/dialect.ts";
import { name } from "../engine/sql.ts";

/** Sequences as an FTS5 expression: every term quoted, so that nothing of it is syntax. */
function sequences(list: readonly (readonly string[])[], joint: string): string {
  return list.map((terms) => `"${terms.join(" ")}"`).join(joint);
}

/** What a search asks for as an FTS5 expression, in names only or in all texts. */
function matchOf({ all, none }: Search, inNames: boolean): string {
  const wanted = inNames ? `({names} : (${sequences(all, " AND ")}))` : `(${sequences(all, " AND ")})`;
  return none.length === 0 ? wanted : `${wanted} NOT (${sequences(none, " OR ")})`;
}

/** The same as a `tsquery`. */
function tsqueryOf({ all, none }: Search, inNames: boolean): string {
  const sequence = (terms: readonly string[], weight: string) =>
    `(${terms.map((term) => `'${term}'${weight}`).join(" <-> ")})`;
  const wanted = all.map((terms) => sequence(terms, inNames ? ":A" : ""));
  return [...wanted, ...none.map((terms) => `!${sequence(terms, "")}`)].join(" & ");
}

/**
 * Whether a search walks the list of one term, which gives each of its records: any page of it costs what it shows.
 * PostgreSQL has no such order, and reads the whole list.
 */
export function isSingleTerm({ all, none }: Search, engine: Engine): boolean {
  return engine === "sqlite" && all.length === 1 && all[0]?.length === 1 && none.length === 0;
}

/** Rows of the full text index that a search finds, in the order of their numbers; null when it only says what not. */
export function matchScan(collection: Collection, search: Search, { low, high }: KeyRange, inNames = false) {
  if (search.all.length === 0) return null;
  const found = byEngine({
    sqlite: sql`${name(`t.${collection}_terms`)} MATCH ${matchOf(search, inNames)}`,
    postgres: sql`t.terms @@ CAST(${tsqueryOf(search, inNames)} AS TSQUERY)`,
  });
  const n = sql`t.${TERMS_ROWID}`;
  const conditions = [found, sql`${n} >= ${low}`, sql`${n} <= ${high}`];
  return { from: sql`${name(`${collection}_terms`)} t`, conditions, n };
}

/** What a search says of a record `r` of a range; a search for nothing finds nothing. */
export function matchPredicate(collection: Collection, search: Search, range: KeyRange, inNames = false): Sql {
  const numbers = (one: Search) => {
    const found = matchScan(collection, one, range, inNames);
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
