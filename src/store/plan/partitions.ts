// Partitions: one dataset each; what is known of its records without looking at them, and the range of keys asked for.
//
// Datasets are asked one by one and their answers merged. The few curated records cost what they cost alone, however
// many millions lie beside them, and merging needs no more than a page of each. What is known of a dataset as a whole
// (how many records, how long its dates last, whether it has rollups or duplicates) decides how it is asked, and is
// read once for every version of the data.
//
// A window of days becomes a range of keys (`src/store/catalog/rowid.ts`), widened by the longest span that a date of
// the dataset has, for a date may begin before the window and reach into it.
import sql from "sql-template-tag";
import { coroutine, type Steps, wait } from "../../coroutine.ts";
import type { DatasetInfo } from "../../model/bundle.ts";
import type { Collection } from "../../model/ids.ts";
import { REFERENCE } from "../../model/import-row.ts";
import type { Window } from "../../query/period.ts";
import { type Criteria, type DatasetScope, isAsked } from "../../query/plan.ts";
import { once } from "../catalog/once.ts";
import { datasetRange, dayOf, dayRange, type KeyRange } from "../catalog/rowid.ts";
import { isDateOrdered } from "../catalog/tables.ts";
import type { Database } from "../engine/database.ts";

/** What is known of one dataset's records without looking at them. */
export interface Partition {
  readonly dataset: string;
  readonly number: number;
  readonly curated: boolean;
  readonly counts: Readonly<Record<string, number>>;
  /** The same of this dataset and all whose numbers are lower. */
  readonly countsUpTo: Readonly<Record<string, number>>;
  /** Most days between the two ends of a date. */
  readonly maxDateSpan: number;
  /** Whether some date lacks an end, or some record a date. */
  readonly hasOpenDates: boolean;
  /** Whether some records are told twice. */
  readonly hasDuplicates: boolean;
  /** Whether its events were counted as they came in. */
  readonly hasRollups: boolean;
  /** Whether the states among its participants and venues alone are asked for: those that it describes for others. */
  readonly statesOnly: boolean;
  /** One object for each version of the data: partitions that were read together have the same. */
  readonly data: object;
}

interface PartitionRow {
  readonly id: string;
  readonly number: number;
  readonly kind: DatasetInfo["kind"];
  readonly span: number;
  readonly open: number;
  readonly mirrors: number;
  readonly tallied: number;
  readonly doc: string;
}

const partitionsIn = once((rows: readonly PartitionRow[]): readonly Partition[] => {
  const countsOf = new Map(rows.map(({ number, doc }) => [number, (JSON.parse(doc) as DatasetInfo).counts]));
  const sums: Record<string, number> = {};
  const upTo = new Map<number, Partition["countsUpTo"]>();
  for (const number of [...countsOf.keys()].sort((a, b) => a - b)) {
    for (const [collection, count] of Object.entries(countsOf.get(number) ?? {}))
      sums[collection] = (sums[collection] ?? 0) + count;
    upTo.set(number, { ...sums });
  }
  return rows.map(({ id, number, kind, span, open, mirrors, tallied }) => ({
    dataset: id,
    number,
    curated: kind === "curated",
    counts: countsOf.get(number) ?? {},
    countsUpTo: upTo.get(number) ?? {},
    maxDateSpan: span,
    hasOpenDates: open === 1,
    hasDuplicates: mirrors === 1,
    hasRollups: tallied === 1,
    statesOnly: false,
    data: rows,
  }));
});

/** What is known of a dataset whose states alone are asked for. */
function statesOf({ counts: { participants = 0, venues = 0 }, ...partition }: Partition): Partition {
  return { ...partition, counts: { participants, venues }, hasDuplicates: false, hasRollups: false, statesOnly: true };
}

/** Whether a scope names the dataset of all states. */
export function asksForStates(datasets: DatasetScope): boolean {
  return typeof datasets !== "string" && datasets.every(({ not, values }) => !not && values.includes(REFERENCE));
}

/** Holds of the records `r` that are states or their territories. */
export const isState = sql`(r.kind = 'country' AND r.country IS NOT NULL)`;

const PARTITION_ROWS = sql`SELECT id, number, kind, span, open, mirrors, tallied, doc FROM datasets ORDER BY id`;

/**
 * The datasets that a question is put to. A state that curated data describes is its record alone, and one of all states
 * nevertheless: where these are asked for, of curated datasets that are not asked the states are.
 */
export const partitionsOf = coroutine(function* (
  database: Pick<Database, "queryCached">,
  datasets: DatasetScope,
): Steps<Partition[]> {
  const rows = yield* wait(database.queryCached<PartitionRow>(PARTITION_ROWS));
  const all = partitionsIn(rows);
  const asked = all.filter(({ dataset, curated }) => isAsked(datasets, dataset, curated));
  if (!asksForStates(datasets) || !asked.some(({ dataset }) => dataset === REFERENCE)) return asked;
  return [...asked, ...all.filter((one) => one.curated && !asked.includes(one)).map(statesOf)];
});

/** How many records of a collection all datasets hold. */
export const countInAll = coroutine(function* (
  database: Pick<Database, "queryCached">,
  collection: Collection,
): Steps<number> {
  const all = yield* wait(partitionsOf(database, "all"));
  return all.reduce((sum, one) => sum + countIn(one, collection), 0);
});

/**
 * How many records of a collection a dataset and those of lower numbers hold: a search of the dataset that reads its
 * full-text index from the end of the dataset's numbers on looks at no others.
 */
export function countUpTo({ countsUpTo }: Partition, collection: Collection): number {
  return countsUpTo[collection] ?? 0;
}

/** How many records of a collection a dataset holds. */
export function countIn({ counts }: Partition, collection: Collection): number {
  return counts[collection] ?? 0;
}

/**
 * Whether what records of a collection are called are names. Titles of events that were imported row by row are composed
 * by the importer, and nothing is called so (`src/store/catalog/search-fields.ts`).
 */
export function hasNames({ hasRollups }: Partition, collection: Collection): boolean {
  return !hasRollups || collection !== "events";
}

/** Whether a window of time says exactly which numbers are in it. */
export function isExact({ maxDateSpan, hasOpenDates }: Partition, { certainty }: Window): boolean {
  return maxDateSpan === 0 && !hasOpenDates && certainty === "possible";
}

/** The days of the window and of the years and months asked, the narrowest: what lies outside them is not found. */
function daysOf({ window, filters }: Criteria): { from: string | null; to: string | null } {
  if (!filters.has("year") && !filters.has("month")) return window;
  const days = [{ from: window.from, to: window.to }];
  for (const [filter, first, last] of [
    ["year", "-01-01", "-12-31"],
    ["month", "-01", "-31"],
  ] as const) {
    for (const { not, values } of filters.get(filter) ?? []) {
      const known = values.filter((value) => value !== null).sort();
      if (not || known.length < values.length || known.length === 0) continue;
      days.push({ from: `${known[0]}${first}`, to: `${known.at(-1)}${last}` });
    }
  }
  const ends = (end: "from" | "to") =>
    days
      .map((one) => one[end])
      .filter((day) => day !== null)
      .sort();
  return { from: ends("from").at(-1) ?? null, to: ends("to")[0] ?? null };
}

/** The last day of a month that may be written as having 31. */
function lastDay(text: string): number {
  const day = dayOf(text);
  if (day > 0 || !text.endsWith("-31")) return day;
  return dayOf(`${text.slice(0, 8)}28`) + 3;
}

/** The numbers among which a dataset's answers to a question are. */
export function keyRangeOf(criteria: Criteria, partition: Partition): KeyRange {
  const { low, high } = datasetRange(partition.number);
  if (!isDateOrdered(criteria.collection)) return { low, high };
  const { from, to } = daysOf(criteria);
  const begin = to === null ? low : dayRange(partition.number, lastDay(to)).low;
  // A date may begin before the window and reach into it.
  const end =
    from === null || partition.hasOpenDates
      ? high
      : dayRange(partition.number, dayOf(from) - partition.maxDateSpan).high;
  return { low: begin, high: end };
}

/** Of the datasets that a question is put to, those that hold records of its collection. */
export const nonEmptyPartitions = coroutine(function* (
  database: Pick<Database, "queryCached">,
  { collection, datasets }: Criteria,
): Steps<Partition[]> {
  const asked = yield* wait(partitionsOf(database, datasets));
  return asked.filter((partition) => countIn(partition, collection) > 0);
});
