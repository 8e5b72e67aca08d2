// First matches: the ways to the first records of a search in the order of their numbers, where no index gives them so.
//
// The full-text index of PostgreSQL gives no order: it lists all records of a word, which are sorted for each page; and
// where several words are asked for, SQLite passes over any number of records that lack one of them. The running sums of a
// search tell by which day it has the records of a page, and those of the dataset how many records the days up to it have.
// Where these are few, each of them is looked at.
//
// On PostgreSQL the first records of the range are looked at in that hope too, where there are no sums yet: a page of a
// frequent word is among them. Of any other word the index lists all records. The planner is not left the choice: it looks
// through a third of a million records for the first of a word that is in none (300 ms; this way 5).

import { type Awaitable, coroutine, type Steps, wait } from "../../coroutine.ts";
import { dayOfNumber, dayRange, type KeyRange } from "../catalog/rowid.ts";
import { type Access, isInKeyOrder, matchOf, type PartitionPlan } from "../plan/access-path.ts";
import type { Reader } from "../plan/bounded.ts";
import { sumsOfAll, sumsOfQuestion } from "./day-sums.ts";
import { countBetween, dayBefore } from "./running-sums.ts";

/** Where the first records of a search are. */
interface FirstDays {
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

/** Records that are looked at in the hope that a page is among them. */
const OPTIMISTIC_RECORDS = 2_000;

/** A way to the records of a search. */
interface Way {
  readonly access: Access;
  /** Whether it may end before the page is full: then the next one is taken. */
  readonly isTried: boolean;
}

/**
 * The ways to so many records of a question, the first of a range, to be taken one after the other.
 * @param access the one way there is without them
 * @param isPartly whether records of the first day of the range are passed over
 */
export function waysTo(
  database: Reader,
  access: Access,
  range: KeyRange,
  most: number,
  isPartly: boolean,
): readonly Way[] {
  const { part } = access;
  const only = [{ access, isTried: false }];
  if (access.kind !== "match" || isInKeyOrder(access)) return only;
  const days = firstDays(database, part, range, most, isPartly);
  const records = days?.records ?? null;
  if (records !== null && records <= part.bounds.maxProbe) return wayBy(part, days?.range ?? range, { first: records });
  if (part.engine !== "postgres") return only;
  const listed = wayBy(part, days?.range ?? range, "index");
  return records === null ? [...wayBy(part, range, { first: OPTIMISTIC_RECORDS }, true), ...listed] : listed;
}

/**
 * The first rows of a question, by one of these ways after the other.
 * @param most how many are enough
 * @param ask asks for so many along a way
 */
export const alongWays = coroutine(function* <T>(
  ways: readonly Way[],
  most: number,
  ask: (access: Access) => Awaitable<T[]>,
): Steps<T[]> {
  let found: T[] = [];
  for (const { access, isTried } of ways) {
    found = yield* wait(ask(access));
    if (found.length >= most || !isTried) break;
  }
  return found;
});

function wayBy(part: PartitionPlan, range: KeyRange, by: Parameters<typeof matchOf>[2], isTried = false): Way[] {
  const access = matchOf(part, range, by);
  return access === null ? [] : [{ access, isTried }];
}
