// Rowid: the clustered key of each record (dataset, day, place), in the default order of its collection.
//
// Records are numbered in the order in which lists show them, a block of numbers for each dataset, and the number is
// the rowid of every table and of the full-text index. An index on a value then gives its records newest first, a
// window of days is a range of numbers, and a page needs no sorting.
//
// The number of an imported row follows from its day and its id, so rows can be added anywhere without moving others.
// For that, ids of rows that are added one by one are `<dataset>-<up to ten digits>`. The number never leaves the
// store: cursors hold the day and the id.
//
// 62 bits: 5 for the dataset, 22 for the first day counted back from 9999-12-31, 35 for the place among the records of
// the day. Limits: 31 datasets, and days of the years 0000 to 9999.
import sql, { raw, type Sql } from "sql-template-tag";

/** Most datasets that a database holds. */
export const DATASETS_MOST = 31;

const DATASET = 57n;
const DAY = 35n;
const LAST_DAY = 3_652_424;
/** Stands after every day: records whose first day is not known. */
const NO_DAY = 4_194_303;
const EPOCH = 719_528;

/** A range of numbers, both ends in it. */
export interface KeyRange {
  readonly low: bigint;
  readonly high: bigint;
}

/** Days since 0000-01-01; what is no day is the first one. */
export function dayOf(text: string): number {
  const day = Date.parse(`${text}T00:00:00Z`) / 86_400_000 + EPOCH;
  return Number.isInteger(day) && day >= 0 && day <= LAST_DAY ? day : 0;
}

/** All numbers of a dataset. */
export function datasetRange(dataset: number): KeyRange {
  return { low: BigInt(dataset) << DATASET, high: (BigInt(dataset + 1) << DATASET) - 1n };
}

function backwards(day: number | null): number {
  return day === null ? NO_DAY : LAST_DAY - Math.min(LAST_DAY, Math.max(0, day));
}

/** The numbers of a dataset's records whose first day this is; null is those without one. */
export function dayRange(dataset: number, day: number | null): KeyRange {
  const low = (BigInt(dataset) << DATASET) | (BigInt(backwards(day)) << DAY);
  return { low, high: low + (1n << DAY) - 1n };
}

/** The first day of a record by its number, counted since 0000-01-01, and whether the number begins that day. */
export function dayOfNumber(n: bigint): { day: number; begins: boolean } {
  const backwards = Number((n >> DAY) & BigInt(NO_DAY));
  return { day: LAST_DAY - backwards, begins: (n & ((1n << DAY) - 1n)) === 0n };
}

/** The first day of a record, counted since 0000-01-01, by a field that has its number; one that has a day. */
export function dayIn(field: Sql): Sql {
  return sql`(${raw(String(LAST_DAY))} - ((${field} >> ${raw(String(DAY))}) & ${raw(String(NO_DAY))}))`;
}

/** The first number of the day that was asked for last: rows come in the order of time. */
let latest: { readonly dataset: number; readonly day: string | null; readonly low: bigint } | null = null;

/** The number of a record: its dataset, its first day, and its place among those of that day. */
export function rowidOf(dataset: number, day: string | null, place: number): bigint {
  if (latest === null || latest.day !== day || latest.dataset !== dataset) {
    latest = { dataset, day, low: dayRange(dataset, day === null ? null : dayOf(day)).low };
  }
  return latest.low + BigInt(place);
}

const DIGITS = 10;

/**
 * The place of an id that ends in up to ten digits, in the order of the ids as text; null for other ids. Base 11: the
 * end of an id comes before every digit.
 */
export function placeOf(id: string, prefix: string): number | null {
  const digits = id.startsWith(prefix) ? id.slice(prefix.length) : "";
  if (!/^\d{1,10}$/.test(digits)) return null;
  let place = 0;
  for (let at = 0; at < DIGITS; at++) {
    const digit = digits.charCodeAt(at);
    place = place * 11 + (Number.isNaN(digit) ? 0 : digit - 47);
  }
  return place;
}

/**
 * What says that `r` has its number in a range. Never BETWEEN: beside a join on the number SQLite 3.53 does not use it
 * to search, and walks an index from its beginning.
 */
export function inRange({ low, high }: KeyRange, field: Sql = sql`r.n`): Sql {
  return sql`${field} >= ${low} AND ${field} <= ${high}`;
}
