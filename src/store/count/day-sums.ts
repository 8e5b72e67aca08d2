// Day sums: counts in a window from running sums in memory (`running-sums.ts`), and how those of a question are made.
//
// A window, a year or a month that is asked for is cut out of the question; what is left names its sums. They are made
// from what was counted by day as it came in (`src/store/catalog/rollups.ts`), for everything, for one value of a field
// and for all values of a field, or else from the numbers that an index or a search gives alone, in which the day
// stands, joined with a field where they are counted by one. Records that are told twice are subtracted or passed over
// while the sums are made, so that a question without them, which is the usual one, costs the same. This holds where every
// date of the dataset is one day; all else, and what has no sums yet, is null here, and the caller counts.
// `tests/store/count/day-sums.test.ts` compares the ways.

import sql, { join, type Sql } from "sql-template-tag";
import { type Awaitable, coroutine, type Steps, wait } from "../../coroutine.ts";
import type { FilterName } from "../../query/filters.ts";
import { PERIOD, periodOf } from "../../query/period.ts";
import type { Criteria } from "../../query/plan.ts";
import type { ValueList } from "../../query/value-list.ts";
import { DAILY, MIRRORED } from "../catalog/rollups.ts";
import { dayIn, dayOf } from "../catalog/rowid.ts";
import { isDateOrdered, tableOf } from "../catalog/tables.ts";
import { byEngine, CROSS } from "../engine/dialect.ts";
import { name } from "../engine/sql.ts";
import { keysAlone, type PartitionPlan, partitionPlan } from "../plan/access-path.ts";
import type { Reader } from "../plan/bounded.ts";
import { isExact } from "../plan/partitions.ts";
import { IS_NO_MIRROR, isNoMirror, leavesOutMirrors } from "../plan/predicates.ts";
import { countBetween, type RunningSums, type SumsByValue } from "./running-sums.ts";
import { sumsOf } from "./sums-memory.ts";

/** A field that is counted by day as it comes in. */
export type DailyField = (typeof DAILY)[number];

/** A question apart from when: days since 0000-01-01, both ends included, null being open. */
interface Windowed {
  readonly from: number | null;
  readonly to: number | null;
  readonly filters: ReadonlyMap<FilterName, readonly ValueList[]>;
}

const PERIODS: readonly FilterName[] = ["year", "month"];
/** Two values that hold together, as two states or a state and a type, are the most that one index says. */
const FILTERS_MOST = 2;

/** A question and its window, where it may have sums at all. */
function windowed({ filters, window, ...criteria }: Criteria): Windowed | null {
  const { updatedSince, min, max, search, box, near } = criteria;
  if (updatedSince !== null || min !== null || max !== null) return null;
  if (box !== null || near !== null || (search !== null && search.all.length === 0)) return null;
  let { from, to } = window;
  const others = new Map<FilterName, readonly ValueList[]>();
  for (const [filter, lists] of filters) {
    if (!PERIODS.includes(filter)) {
      others.set(filter, lists);
      continue;
    }
    for (const { not, values } of lists) {
      const [value = null] = values;
      if (not || values.length !== 1 || value === null || !PERIOD.test(value)) return null;
      const { first, last } = periodOf(value);
      from = from === null || first > from ? first : from;
      to = to === null || last < to ? last : to;
    }
  }
  if (others.size > (search === null ? FILTERS_MOST : 0)) return null;
  return { filters: others, from: from === null ? null : dayOf(from), to: to === null ? null : dayOf(to) };
}

/** Whether a day is all that is known of when a record was. */
function isCounted({ criteria, partition }: PartitionPlan): boolean {
  return isDateOrdered(criteria.collection) && !partition.statesOnly && isExact(partition, criteria.window);
}

/** How many records of one dataset a question finds, where its sums are there; else null, and they are begun. */
export function countFromSums(database: Reader, part: PartitionPlan): number | null {
  const known = sumsOfQuestion(database, part);
  return known === null ? null : inWindow(known.sums, known);
}

const NOTHING = new DataView(new ArrayBuffer(0));

/** The sums of a question whatever its window, and the window; null where they are not there, and they are begun. */
export function sumsOfQuestion(database: Reader, part: PartitionPlan): (Windowed & { sums: RunningSums }) | null {
  const asked = isCounted(part) ? windowed(part.criteria) : null;
  const sums = asked === null ? null : sumsFor(database, part, asked, null);
  return asked === null || sums === null ? null : { ...asked, sums: sums.get("") ?? NOTHING };
}

/** The sums of all records of a dataset, those that are told twice among them; null where they are not there. */
export function sumsOfAll(database: Reader, { criteria, partition, ...how }: PartitionPlan): RunningSums | null {
  const all = { ...criteria, filters: new Map(), search: null, distinct: false };
  return sumsOfQuestion(database, partitionPlan(all, partition, how))?.sums ?? null;
}

/** The values of a field that records of one dataset have, each with how many; null where there are no sums. */
export function groupsFromSums(
  database: Reader,
  part: PartitionPlan,
  field: DailyField,
): { readonly keys: (string | null)[]; readonly count: number }[] | null {
  const asked = isCounted(part) ? windowed(part.criteria) : null;
  if (asked === null || (asked.filters.size > 0 && asked.from === null && asked.to === null)) return null;
  const sums = sumsFor(database, part, asked, field);
  if (sums === null) return null;
  const found = [...sums].map(([value, one]) => ({ keys: [value || null], count: inWindow(one, asked) }));
  return found.filter(({ count }) => count > 0);
}

function inWindow(sums: Parameters<typeof countBetween>[0], { from, to }: Windowed): number {
  return from !== null && to !== null && from > to ? 0 : countBetween(sums, from, to);
}

/** The sums of a question by each value of a field, or of all that it finds. */
function sumsFor(database: Reader, part: PartitionPlan, asked: Windowed, field: DailyField | null): SumsByValue | null {
  const days = () => daysOf(part, asked.filters, field, leavesOutMirrors(part));
  return sumsOf(database).find(database, part.partition.data, keyOf(part, asked, field), days);
}

function keyOf(part: PartitionPlan, { filters }: Windowed, field: DailyField | null): string {
  const { criteria, partition } = part;
  const asked = JSON.stringify([[...filters], criteria.search]);
  return `${partition.number} ${criteria.collection} ${leavesOutMirrors(part)} ${field} ${asked}`;
}

/** Milliseconds that a count waits for sums that are being made. */
const PATIENCE = 1_000;

/**
 * Waits for the sums of a question that has to be counted at length, where they are being made. That is for PostgreSQL,
 * where a count costs as much as the sums do: it would be made for each question that comes meanwhile.
 * @param field the field that is counted by; null for the count of all
 */
export function sumsSoon(database: Reader, part: PartitionPlan, field: DailyField | null): Awaitable<void> {
  const asked = part.engine === "postgres" && isCounted(part) ? windowed(part.criteria) : null;
  const made = asked === null ? null : sumsOf(database).soon(part.partition.data, keyOf(part, asked, field));
  if (made === null) return;
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, PATIENCE);
  return Promise.race([made, late]).finally(() => clearTimeout(timer));
}

/** The same as {@link countFromSums}, when the sums that are being made have been waited for. */
export const countSoon = coroutine(function* (database: Reader, part: PartitionPlan): Steps<number | null> {
  yield* wait(sumsSoon(database, part, null));
  return countFromSums(database, part);
});

/** The days of what a question finds, `value`, `day` and `count`, whatever its window; null where no index says all of it. */
function daysOf(
  { criteria, partition, ...how }: PartitionPlan,
  filters: Windowed["filters"],
  field: DailyField | null,
  once: boolean,
): Sql | null {
  const counted = criteria.collection === "events" && partition.hasRollups && criteria.search === null;
  const fixed = counted && (field === null || filters.size === 0) ? fixedBy(filters) : null;
  if (fixed !== null) return daysInRollups(partition.number, fixed, field, once);
  if (field !== null && criteria.collection !== "events") return null;
  const whole = { ...criteria, filters, window: { ...criteria.window, from: null, to: null }, distinct: false };
  const keys = keysAlone(partitionPlan(whole, partition, how));
  if (keys === null) return null;
  const { value, joined } = field === null ? { value: sql`''`, joined: sql`` } : valuesOf(field);
  return sql`SELECT ${value} AS value, ${dayIn(sql`found.n`)} AS day, count(*) AS count FROM (${keys}) found
    ${joined} ${once ? mirrorsLeftOut(field !== null) : sql``} GROUP BY 1, 2`;
}

/** The value that an event `found` has of a field, one after another where it may have several; an empty text where none. */
function valuesOf(field: DailyField): { readonly value: Sql; readonly joined: Sql } {
  const { columns, joins } = tableOf("events");
  const column = columns.find(({ filter }) => filter === field);
  const own = sql`${CROSS} events r ON r.n = found.n`;
  if (column !== undefined) return { value: sql`coalesce(${name(`r.${column.name}`)}, '')`, joined: own };
  const one = joins.find(({ filters }) => filters[field] !== undefined);
  if (one === undefined) throw new Error(`no column has the field ${field} of events`);
  const value = name(`j.${one.filters[field]}`);
  const joined = sql`${own} LEFT JOIN ${name(one.name)} j ON j.n = found.n AND ${value} IS NOT NULL`;
  return { value: sql`coalesce(${value}, '')`, joined };
}

/** Passes over events that are told twice; `r` may be there already. */
const mirrorsLeftOut = (isJoined: boolean) =>
  byEngine({
    sqlite: sql`${isJoined ? sql`` : sql`${CROSS} events r ON r.n = found.n`} WHERE ${IS_NO_MIRROR}`,
    postgres: sql`WHERE ${isJoined ? IS_NO_MIRROR : isNoMirror(sql`found.n`)}`,
  });

/** The one value of a field that is counted by day, where a question asks for it, or nothing; null where it asks for more. */
function fixedBy(filters: Windowed["filters"]): readonly [] | readonly [DailyField, string] | null {
  const [first, ...more] = filters;
  if (first === undefined) return [];
  const [filter, [list, ...others]] = first;
  const field = DAILY.find((one) => one === filter);
  if (field === undefined || list === undefined || more.length > 0 || others.length > 0) return null;
  return list.not || list.values.length !== 1 ? null : [field, list.values[0] ?? ""];
}

/** The day of a text, counted since 0000-01-01. */
const dayNumber = (field: Sql) =>
  byEngine({
    sqlite: sql`CAST(julianday(${field}) - 1721059.5 AS INTEGER)`,
    postgres: sql`(CAST(${field} AS DATE) - DATE '0001-01-01' + 366)`,
  });

/** Of everything, of one value or of each value of a field, what was counted by day. */
function daysInRollups(
  dataset: number,
  [field, value]: readonly [] | readonly [DailyField, string],
  by: DailyField | null,
  once: boolean,
): Sql {
  const rows = (prefix: "" | typeof MIRRORED) => {
    const sign = prefix === "" ? sql`` : sql`-`;
    const of = (dims: string) => sql`FROM tallies WHERE ds = ${dataset} AND dims = ${`${prefix}${dims}`}`;
    if (by !== null)
      return sql`SELECT one AS value, ${dayNumber(sql`two`)} AS day, ${sign}count AS count ${of(`${by},day`)}`;
    if (field === undefined)
      return sql`SELECT '' AS value, ${dayNumber(sql`one`)} AS day, ${sign}count AS count ${of("day")}`;
    return sql`SELECT '' AS value, ${dayNumber(sql`two`)} AS day, ${sign}count AS count ${of(`${field},day`)} AND one = ${value}`;
  };
  return once ? join([rows(""), rows(MIRRORED)], " UNION ALL ") : rows("");
}
