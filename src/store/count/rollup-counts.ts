// Rollup counts: what a query finds in a large dataset, read from what was counted as it came in.
//
// A window of days is split into whole years, whole months and days, and their counts are summed: some hundred rows,
// however many records are in it. This holds where every date of the dataset is one day and the query asks for one
// value of at most one counted field, or for two fields that are counted together. Several values, negation and all
// else are counted record by record: the result is then null, and the caller counts.
// `tests/store/count/rollup-counts.test.ts` compares the two ways.

import sql, { join, type Sql } from "sql-template-tag";
import { coroutine, type Steps, wait } from "../../coroutine.ts";
import type { DimensionName } from "../../query/count-query.ts";
import { PERIOD, type PeriodPart, partsOfPeriod, periodOf, type Window } from "../../query/period.ts";
import type { Criteria } from "../../query/plan.ts";
import { DAILY, MIRRORED, ROLLUP_FIELDS, ROLLUP_PAIRS, type RollupField } from "../catalog/rollups.ts";
import { pairKey } from "../catalog/tables.ts";
import { limitTo } from "../engine/sql.ts";
import { BOUNDS, type PartitionPlan } from "../plan/access-path.ts";
import { firstRows, over, type Reader, run } from "../plan/bounded.ts";
import { countIn, isExact } from "../plan/partitions.ts";
import { leavesOutMirrors } from "../plan/predicates.ts";

/** Some values, null being unknown, and how many records have them. */
interface RollupCount {
  readonly keys: (string | null)[];
  readonly count: number;
}

/** What a question may be counted by, and what is counted beside that. */
type CountedField = DimensionName | RollupField;

/** The condition that a field has one value, as a question says it; null is unknown. */
type Fixed = ReadonlyMap<CountedField, string | null>;

/** What a question asks of fields with one value each, when it asks for nothing else but a window. */
function fixedBy(criteria: Criteria): Fixed | null {
  const { filters, updatedSince, min, max, search, box, near } = criteria;
  if (updatedSince !== null || min !== null || max !== null) return null;
  if (search !== null || box !== null || near !== null) return null;
  const fixed = new Map<CountedField, string | null>();
  for (const [filter, lists] of filters) {
    const [list, ...more] = lists;
    if (list === undefined) continue;
    const pair = filter === "country" && more.length === 1 ? pairOf([list, ...more]) : null;
    if (pair !== null) fixed.set("pair", pair);
    else if (more.length > 0 || list.not || list.values.length !== 1) return null;
    else fixed.set(filter, list.values[0] ?? null);
  }
  return fixed;
}

function pairOf(
  lists: readonly { readonly not: boolean; readonly values: readonly (string | null)[] }[],
): string | null {
  const [a, b] = lists.flatMap(({ not, values }) => (not || values.length !== 1 ? [] : (values[0] ?? [])));
  return a === undefined || b === undefined || a === b ? null : pairKey(a, b);
}

/** Whether the store counts these fields together, and in which order it names them. */
function dimsOf(names: readonly CountedField[]): readonly CountedField[] | null {
  if (names.length === 1) return ROLLUP_FIELDS.some((one) => one === names[0]) ? names : null;
  return ROLLUP_PAIRS.find((pair) => names.every((name) => pair.some((one) => one === name))) ?? null;
}

const isOpen = ({ from, to }: Window) => from === null && to === null;

/** How many records a dataset holds, where a question asks for all of them; else null. */
export function wholeCount(part: PartitionPlan): number | null {
  const { criteria, partition } = part;
  if (leavesOutMirrors(part) || partition.statesOnly || !asksForAll(criteria)) return null;
  return countIn(partition, criteria.collection);
}

function asksForAll(criteria: Criteria): boolean {
  return isOpen(criteria.window) && fixedBy(criteria)?.size === 0;
}

/** How many records of a dataset a question finds, where that has been counted; else null. */
export const rollupCount = coroutine(function* (database: Reader, part: PartitionPlan): Steps<number | null> {
  if (asksForAll(part.criteria) && part.partition.hasRollups) {
    const types = yield* wait(rollupCounts(database, part, ["type"]));
    return types?.reduce((sum, { count }) => sum + count, 0) ?? null;
  }
  const found = yield* wait(rollupCounts(database, part, []));
  return found === null ? null : (found[0]?.count ?? 0);
});

/** Groups of a dataset's records by one or two fields, where they have been counted; else null. */
export const rollupCounts = coroutine(function* (
  database: Reader,
  part: PartitionPlan,
  by: readonly CountedField[],
): Steps<RollupCount[] | null> {
  const { criteria, partition } = part;
  if (!partition.hasRollups || criteria.collection !== "events") return null;
  const all = yield* wait(countsOf(database, part, by, ""));
  if (all === null || !leavesOutMirrors(part)) return all;
  const mirrored = (yield* wait(countsOf(database, part, by, MIRRORED))) ?? [];
  const less = new Map(mirrored.map(({ keys, count }) => [JSON.stringify(keys), count]));
  return all
    .map(({ keys, count }) => ({ keys, count: count - (less.get(JSON.stringify(keys)) ?? 0) }))
    .filter(({ count }) => count > 0);
});

/** What was counted of all events, or of those that are told twice. */
const countsOf = coroutine(function* (
  database: Reader,
  part: PartitionPlan,
  by: readonly CountedField[],
  prefix: "" | typeof MIRRORED,
): Steps<RollupCount[] | null> {
  const { criteria, partition } = part;
  const fixed = fixedBy(criteria);
  if (fixed === null) return null;
  const names = [...fixed.keys(), ...by];
  const dims = isOpen(criteria.window) && new Set(names).size === names.length ? dimsOf(names) : null;
  if (dims === null) return yield* wait(within(database, part, fixed, by, prefix));
  const [one, two] = dims.map((name) => (fixed.has(name) ? (fixed.get(name) ?? "") : null));
  const second = dims.length === 1 ? "" : two;
  const counted = sql`FROM tallies WHERE ds = ${partition.number} AND dims = ${`${prefix}${dims.join(",")}`}
    ${one == null ? sql`` : sql`AND one = ${one}`} ${second == null ? sql`` : sql`AND two = ${second}`}`;
  const isOne = one != null && second != null;
  const few = isOne ? 1 : yield* wait(countedRows(database, sql`SELECT 1 ${counted}`, part.bounds.maxScan));
  const query = sql`SELECT one, two, count ${counted}`;
  const rows = yield* wait(run<{ one: string; two: string; count: number }>(database, over(query, few)));
  return rows
    .filter(({ count }) => count > 0)
    .map((row) => ({
      keys: by.map((name) => (dims[0] === name ? row.one : row.two) || null),
      count: row.count,
    }));
});

/** How many rows there are; null where they are more than are read while others wait. */
const countedRows = coroutine(function* (database: Reader, rows: Sql, most: number): Steps<number | null> {
  const query = sql`SELECT count(*) AS n FROM (${rows} ${limitTo(most + 1)}) few`;
  const [found] = yield* wait(database.query<{ n: number }>(firstRows(query, most + 1)));
  return found === undefined || found.n > most ? null : found.n;
});

/** Fields that say when, and how much of a day's text their values are. */
const PERIODS: Readonly<Partial<Record<CountedField, number>>> = { year: 4, month: 7 };

/**
 * The same within a window of days, for one field that is counted day by day at most: the sum of what its years, months
 * and days hold. A year or month that is asked for is a window too.
 */
const within = coroutine(function* (
  database: Reader,
  part: PartitionPlan,
  fixed: Fixed,
  by: readonly CountedField[],
  prefix: string,
): Steps<RollupCount[] | null> {
  const { partition } = part;
  const { window } = part.criteria;
  if (!isExact(partition, window)) return null;
  const others = new Set([...fixed.keys(), ...by].filter((name) => PERIODS[name] === undefined));
  const times = by.filter((name) => PERIODS[name] !== undefined);
  const [field = null] = others;
  if (others.size > 1 || times.length > 1) return null;
  if (field !== null && (!DAILY.some((one) => one === field) || (fixed.has(field) && by.includes(field)))) return null;
  let { from, to } = window;
  for (const [name, value] of fixed) {
    if (name === field) continue;
    if (value === null || !PERIOD.test(value)) return null;
    const { first, last } = periodOf(value);
    from = from === null || first > from ? first : from;
    to = to === null || last < to ? last : to;
  }
  const pieces = partsOfPeriod({ from, to }, times.includes("month") ? "month" : "year");
  if (pieces.length === 0) return [];
  const value = field !== null && fixed.has(field) ? (fixed.get(field) ?? "") : null;
  const parts = pieces.map((piece) => inPiece(partition.number, piece, prefix, field, value));
  const all = join(parts, " UNION ALL ");
  const query = sql`
    SELECT substr(time, 1, ${(times[0] === undefined ? 0 : PERIODS[times[0]]) ?? 0}) AS time, value, sum(count) AS count
    FROM (${all}) parts GROUP BY 1, 2`;
  const few = yield* wait(countedRows(database, all, BOUNDS.maxScan));
  const rows = yield* wait(run<{ time: string; value: string; count: number | null }>(database, over(query, few)));
  return rows.flatMap(({ time, value, count }) =>
    count === null || count <= 0 ? [] : [{ keys: by.map((name) => (name === field ? value : time) || null), count }],
  );
});

/** What was counted in one piece of a window, of all values of a field, of one, or of no field. */
function inPiece(
  dataset: number,
  { unit, low, high }: PeriodPart,
  prefix: string,
  field: string | null,
  value: string | null,
): Sql {
  const counted = (dims: string) => sql`FROM tallies WHERE ds = ${dataset} AND dims = ${`${prefix}${dims}`}`;
  if (field === null) {
    return sql`SELECT one AS time, '' AS value, count ${counted(unit)} AND one >= ${low} AND one < ${high}`;
  }
  // The values are looked up first: of each, its times lie together.
  const values = value === null ? sql`IN (SELECT one ${counted(field)})` : sql`= ${value}`;
  return sql`SELECT two AS time, one AS value, count ${counted(`${field},${unit}`)}
    AND one ${values} AND two >= ${low} AND two < ${high}`;
}
