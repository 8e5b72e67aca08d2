// Running sums: how many records all days up to one have, so that a count in a window is one subtraction.
//
// SQL makes them as they are used, and the process that serves neither adds nor sorts: each value has one row of bytes
// with two integers of 32 bits, big-endian, for every day that has records: the day (`src/store/catalog/rowid.ts`), and
// how many records it and all days before it have. A word of every day of twenty years takes 58 kB, and the sums of a
// field that is counted as it comes in 8 bytes for each of its rollups. A day is found by halving: 13 steps for those
// twenty years.

import sql, { type Sql } from "sql-template-tag";
import { byEngine } from "../engine/dialect.ts";

/** The running sums of one value. */
export type RunningSums = DataView;

/** The running sums of each value, by value; an empty text is unknown, or all of a question that has one value. */
export type SumsByValue = ReadonlyMap<string, RunningSums>;

/** A row of a statement that makes running sums. */
export interface SumsRow {
  readonly value: string;
  readonly sums: Uint8Array;
}

/** Bytes of one integer, and of a day with its sum. */
const INTEGER = 4;
const ENTRY = 2 * INTEGER;

const PACKED = byEngine({
  sqlite: sql`unhex(group_concat(format('%08X%08X', day, total), '' ORDER BY day))`,
  postgres: sql`decode(string_agg(lpad(to_hex(CAST(day AS INTEGER)), 8, '0') || lpad(to_hex(CAST(total AS INTEGER)), 8, '0'),
    '' ORDER BY day), 'hex')`,
});

/** The statement that makes running sums of rows `value`, `day`, `count`, of which several may have one value and day. */
export function runningSumsOf(rows: Sql): Sql {
  // Rows of one day are peers: each has the sum of all of them.
  const running = sql`SELECT value, day, sum(count) OVER (PARTITION BY value ORDER BY day) AS total FROM (${rows}) counted`;
  return sql`SELECT value, ${PACKED} AS sums FROM (${running}) running GROUP BY value`;
}

/** The sums that such a statement gave; copied, since its bytes may be part of a larger message. */
export function sumsByValue(rows: readonly SumsRow[]): SumsByValue {
  return new Map(rows.map(({ value, sums }) => [value, new DataView(new Uint8Array(sums).buffer)]));
}

/** How many records the days from one to another have, both included; null is open. */
export function countBetween(sums: RunningSums, from: number | null, to: number | null): number {
  const all = to === null ? upTo(sums, Number.POSITIVE_INFINITY) : upTo(sums, to);
  return from === null ? all : all - upTo(sums, from - 1);
}

/**
 * The latest day from which on up to another one there are so many records, both days included; null where all days up to
 * that one have fewer.
 */
export function dayBefore(sums: RunningSums, to: number, most: number): number | null {
  const before = upTo(sums, to) - most;
  const entry = entriesUpTo(sums, INTEGER, before);
  return before < 0 || entry * ENTRY === sums.byteLength ? null : sums.getInt32(entry * ENTRY);
}

/** How many records a day and all days before it have. */
function upTo(sums: RunningSums, day: number): number {
  const entries = entriesUpTo(sums, 0, day);
  return entries === 0 ? 0 : sums.getInt32(entries * ENTRY - INTEGER);
}

/** How many entries have an integer, at this place of each, that is not greater than another one. */
function entriesUpTo(sums: RunningSums, place: 0 | typeof INTEGER, most: number): number {
  let [low, high] = [0, sums.byteLength / ENTRY];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sums.getInt32(middle * ENTRY + place) <= most) low = middle + 1;
    else high = middle;
  }
  return low;
}
