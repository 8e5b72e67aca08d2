// Changes: the log of what happened to datasets and curated records here, and what became of a retired record.
import sql from "sql-template-tag";
import { coroutine, type Steps, wait } from "../../coroutine.ts";
import type { Collection } from "../../model/ids.ts";
import type { LogDetail, LogEntry } from "../catalog/log.ts";
import { limitTo } from "../engine/sql.ts";
import { type BoundedReader, byKeys, firstRows } from "../plan/bounded.ts";

export interface Retirement {
  readonly reason: string;
  readonly mergedInto: string | null;
  readonly day: string;
}

/** Why a record is gone and what it was merged into; undefined when it never was. */
export const retirementOf = coroutine(function* (
  database: BoundedReader,
  collection: Collection,
  id: string,
): Steps<Retirement | undefined> {
  const query = sql`
    SELECT reason, merged_into AS "mergedInto", day FROM retired WHERE collection = ${collection} AND id = ${id}`;
  return (yield* wait(database.query<Retirement>(byKeys(query, 1))))[0];
});

/** An entry with its number and when it happened here (RFC 3339, UTC). */
export interface Logged extends LogEntry {
  readonly seq: number;
  readonly at: string;
}

/** Where the log begins: when, and the greatest number that is before it. */
interface Beginning {
  readonly begun: string;
  readonly cut: number;
}

type LogRow = Omit<Logged, "detail"> & { readonly detail: string | null };

/** The first entries after a number, of those that happened on or after a day, in the order of their numbers. */
export async function changes(
  database: BoundedReader,
  since: string | null,
  after: number | null,
  limit: number,
): Promise<{ entries: readonly Logged[]; more: boolean; log: Beginning | null }> {
  const beginning = sql`SELECT begun, cut FROM change_log_state WHERE id = 1`;
  const [log = null] = await database.query<Beginning>(byKeys(beginning, 1));
  let from = (after ?? -1) + 1;
  if (since !== null) {
    const first = sql`SELECT seq FROM change_log WHERE at >= ${since} ORDER BY at, seq LIMIT 1`;
    const [row] = await database.query<{ seq: number }>(firstRows(first, 1));
    if (row === undefined) return { entries: [], more: false, log };
    from = Math.max(from, row.seq);
  }
  const query = sql`
    SELECT seq, at, change, dataset, collection, id, reason, merged_into AS "mergedInto", detail
    FROM change_log WHERE seq >= ${from} ORDER BY seq ${limitTo(limit + 1)}`;
  const rows = await database.query<LogRow>(firstRows(query, limit + 1));
  const entries = rows.slice(0, limit).map(({ detail, ...row }) => ({
    ...row,
    detail: detail === null ? null : (JSON.parse(detail) as LogDetail),
  }));
  return { entries, more: rows.length > limit, log };
}
