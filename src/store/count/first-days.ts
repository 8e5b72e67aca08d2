// First days: the days that hold the first records of a search, as its running sums tell, so that a page looks at few rows.
//
// The full-text index of PostgreSQL gives no order: it lists all records of a word, which are sorted for each page; and
// where several words are asked for, SQLite passes over any number of records that lack one of them. The sums of a search
// tell by which day it has the records of a page, and those of the dataset how many records the days up to it have.

import { dayOfNumber, dayRange, type KeyRange } from "../catalog/rowid.ts";
import type { PartitionPlan } from "../plan/access-path.ts";
import type { Reader } from "../plan/bounded.ts";
import { sumsOfAll, sumsOfQuestion } from "./day-sums.ts";
import { countBetween, dayBefore } from "./running-sums.ts";

/** Where the first records of a search are. */
export interface FirstDays {
  readonly range: KeyRange;
  /** How many records of the dataset are there; null where that is not known. */
  readonly records: number | null;
}

/**
 * The part of a range that has so many records of a search, or all of the range where it has fewer; null where the search
 * has no sums.
 * @param isPartly whether records of the first day are passed over
 */
export function firstDays(
  database: Reader,
  part: PartitionPlan,
  range: KeyRange,
  most: number,
  isPartly: boolean,
): FirstDays | null {
  const all = sumsOfAll(database, part);
  const known = sumsOfQuestion(database, part);
  if (known === null) return null;
  const { day: begun, begins } = dayOfNumber(range.low);
  // A range may begin before its window: a month is taken for one of 31 days.
  const latest = Math.min(begins && !isPartly ? begun : begun - 1, known.to ?? begun);
  const last = dayOfNumber(range.high).day;
  const day = Math.max(last, dayBefore(known.sums, latest, most) ?? last);
  return {
    range: { low: range.low, high: day === last ? range.high : dayRange(part.partition.number, day).high },
    records: all === null ? null : countBetween(all, day, begun),
  };
}
