// Matches: the ways to the first records of a search, in the order of their numbers, where its index does not give them so.
//
// Where running sums tell that they are among few records, each of these is looked at. On PostgreSQL, which has no order of
// matches, the first records of the range are looked at in that hope too, where there are no sums yet: a page of a
// frequent word is among them. Of any other word the index lists all records. The planner is not left the choice: it
// looks through a third of a million records for the first of a word that is in none (300 ms; this way 5).

import type { KeyRange } from "../catalog/rowid.ts";
import { firstDays } from "../count/first-days.ts";
import { type Access, isInKeyOrder, matchOf, type PartitionPlan } from "../plan/access-path.ts";
import type { Reader } from "../plan/bounded.ts";

/** Records that are looked at in the hope that a page is among them. */
const OPTIMISTIC_RECORDS = 2_000;

/** A way to the records of a search. */
interface Way {
  readonly access: Access;
  /** Whether it may end before the page is full: then the next one is taken. */
  readonly isTried: boolean;
}

/**
 * The ways to the first records of a search, to be taken one after the other.
 * @param access the one way without them
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

function wayBy(part: PartitionPlan, range: KeyRange, by: Parameters<typeof matchOf>[2], isTried = false): Way[] {
  const access = matchOf(part, range, by);
  return access === null ? [] : [{ access, isTried }];
}
