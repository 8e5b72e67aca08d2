// Summary: how many events a query finds, and the first and the last that took place, dataset by dataset.
import sql, { type Sql } from "sql-template-tag";
import { LIES_AHEAD, TOOK_PLACE } from "../../model/vocabulary.ts";
import { inRange } from "../catalog/rowid.ts";
import { name, oneOf } from "../engine/sql.ts";
import { rowsToRead } from "../plan/access-path.ts";
import { over, type Reader, run } from "../plan/bounded.ts";
import { type AccessPlan, accessOf } from "../plan/probe.ts";

/** How many events, and the ids of the first and the last that took place. */
export interface Summary {
  readonly count: number;
  readonly held: number;
  readonly ahead: number;
  readonly first: string | null;
  readonly last: string | null;
}

export const isHeld = sql`r.status IN ${oneOf(TOOK_PLACE)}`;
/** First day, or last where that is open, and id: as text it sorts as lists do. */
export const edgeKey = (alias: string) =>
  sql`coalesce(${name(`${alias}.earliest`)}, ${name(`${alias}.latest`)}) || ' ' || ${name(`${alias}.id`)}`;
/** Events whose first day is open count only where no other is there. */
const edge = (which: "min" | "max") => {
  const at = (column: string) =>
    sql`${name(which)}(CASE WHEN ${isHeld} THEN ${name(`r.${column}`)} || ' ' || r.id END)`;
  return sql`coalesce(${at("earliest")}, ${at("latest")})`;
};
export const SUMMARY_COLUMNS = sql`count(*) AS count, sum(CASE WHEN ${isHeld} THEN 1 ELSE 0 END) AS held,
  sum(CASE WHEN r.status IN ${oneOf(LIES_AHEAD)} THEN 1 ELSE 0 END) AS ahead,
  ${edge("min")} AS first, ${edge("max")} AS last`;

/** The first and the last event that took place, each as its day and its id. */
export interface FirstAndLast {
  readonly first: string | null;
  readonly last: string | null;
}

/** The ids of the first and the last of the edges of several datasets. */
export function idsOf(edges: readonly FirstAndLast[]): { first: string | null; last: string | null } {
  const known = (end: keyof FirstAndLast) => edges.flatMap((one) => one[end] ?? []).sort();
  return { first: known("first")[0]?.slice(11) ?? null, last: known("last").at(-1)?.slice(11) ?? null };
}

/** The records of a question, dataset by dataset: `from` and `conditions` say where. */
export async function perPartition<T>(
  database: Reader,
  { parts }: AccessPlan,
  query: (from: Sql, conditions: readonly Sql[]) => Sql,
): Promise<T[]> {
  const rows: T[] = [];
  for (const part of parts) {
    const access = await accessOf(database, part);
    const statement = query(access.from, [...access.conditions, inRange(access.range)]);
    rows.push(...(await run<T>(database, over(statement, rowsToRead(access)))));
  }
  return rows;
}

export interface Counts extends FirstAndLast {
  readonly count: number;
  readonly held: number | null;
  readonly ahead: number | null;
}

export function summaryOf(rows: readonly Counts[]): Summary {
  const sum = (part: "count" | "held" | "ahead") => rows.reduce((total, row) => total + (row[part] ?? 0), 0);
  return { count: sum("count"), held: sum("held"), ahead: sum("ahead"), ...idsOf(rows) };
}

/** Rows of several datasets, those of one key together, the most frequent first. */
export function mergeSummaries<T extends Counts>(rows: readonly T[], keyOf: (row: T) => string): (T & Summary)[] {
  const groups = [...Map.groupBy(rows, keyOf)].map(([key, list]) => ({
    key,
    row: { ...(list[0] as T), ...summaryOf(list) },
  }));
  groups.sort((a, b) => b.row.count - a.row.count || (a.key < b.key ? -1 : 1));
  return groups.map(({ row }) => row);
}
