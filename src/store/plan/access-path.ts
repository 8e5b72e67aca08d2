// Access path: chooses how the records of one partition are reached, and tells whether that is known to be cheap.
//
// What is known to be bounded is queried in process; everything else is read by a process that can be ended, since a
// running query of SQLite cannot be stopped (`src/store/engine/sqlite-pool.ts`). Bounded is: a dataset of at most 5,000
// records of a collection; one index that covers the whole query; an index that finds at most 2,000 records, which is
// counted before. `src/store/read/pages.ts` adds one more: the first 3,000 entries of an index, tried in the hope that
// a page is among them.
//
// This is the one rule, so that no list of query shapes has to be kept. Of several indexes the one is taken that finds
// fewest records, as counting up to 2,000 entries of each tells; the counting is bounded itself.
//
// `tests/sqlite/plans.test.ts` holds that what is asked in process looks at no more rows than is stated here.

import sql, { join, type Sql } from "sql-template-tag";
import type { Criteria } from "../../query/plan.ts";
import { inRange, type KeyRange } from "../catalog/rowid.ts";
import { isDateOrdered, tableOf } from "../catalog/tables.ts";
import { type Database, queryByCost } from "../engine/database.ts";
import { CROSS } from "../engine/dialect.ts";
import { name } from "../engine/sql.ts";
import { type IndexScan, indexScansOf, isCovered } from "./index-scans.ts";
import { isSingleTerm, matchScan } from "./match.ts";
import { countIn, keyRangeOf, type Partition } from "./partitions.ts";
import { predicatesOf } from "./predicates.ts";

/** How much work is known to be short. */
export interface Bounds {
  /** A dataset of so many records of a collection may be walked whole. */
  readonly maxScan: number;
  /** So many records that an index finds may be looked at, and sorted. */
  readonly maxProbe: number;
}

export const BOUNDS: Bounds = { maxScan: 5_000, maxProbe: 2_000 };

/** The records `r` of one dataset: `from` and `conditions` find them, and nothing else. */
export interface Access {
  readonly partition: Partition;
  readonly range: KeyRange;
  readonly from: Sql;
  readonly conditions: readonly Sql[];
  /** Whether they are a few thousand at most, which `from` gives. */
  readonly few: boolean;
  /** Whether reading all of them looks at a few thousand rows at most. */
  readonly bounded: boolean;
  /** The number of a record, where `from` gives them in the order of their numbers. */
  readonly n: Sql | null;
  /** Whether every row of `from` in the range is one, so that a page in the order of the numbers costs what it shows. */
  readonly direct: boolean;
  /** The numbers of the records alone, where an index says all of the question. */
  readonly numbers: Sql | null;
  /** What must hold beside the range. */
  readonly rest: readonly Sql[];
}

/** So many times what may be looked at may be places of a box: they are rows of a small table. */
const PLACES_PER_PROBE = 4;

const FOUND = new WeakMap<Criteria, Map<string, Map<string, number>>>();

/** What the indexes found before for the same question: its page and its count ask alike. */
function foundBefore(criteria: Criteria, { number }: Partition, { low, high }: KeyRange): Map<string, number> {
  const partitions = FOUND.get(criteria) ?? new Map<string, Map<string, number>>();
  FOUND.set(criteria, partitions);
  const key = `${number} ${low} ${high}`;
  const found = partitions.get(key) ?? new Map<string, number>();
  partitions.set(key, found);
  return found;
}

/**
 * Chooses how to reach the records of a dataset. A small dataset is walked; of a large one the condition is taken
 * that finds fewest records, as counting a few thousand entries of each index tells.
 * @param usual whether they are wanted in the order of their numbers
 * @param reach the numbers that are of interest, within the question's own range
 */
export async function accessOf(
  database: Database,
  criteria: Criteria,
  partition: Partition,
  bounds: Bounds = BOUNDS,
  usual = false,
  reach: KeyRange = keyRangeOf(criteria, partition),
): Promise<Access> {
  const table = name(tableOf(criteria.collection).name);
  const rest = predicatesOf(criteria, partition);
  const numbered = isDateOrdered(criteria.collection);
  const whole = {
    partition,
    range: reach,
    from: sql`${table} r`,
    conditions: [inRange(reach), ...rest],
    n: numbered ? sql`r.n` : null,
    numbers: null,
    rest,
  };
  const small = countIn(partition, criteria.collection) <= bounds.maxScan;
  const direct = rest.length === 0 && numbered;
  if (small || rest.length === 0) return { ...whole, few: small, bounded: small, direct };
  const drivers = indexScansOf(criteria);
  const sayer = isCovered(criteria, rest.length) ? drivers[0] : undefined;
  const walked = sayer?.ordered?.(reach);
  const said = sayer === undefined || walked === undefined ? null : { ...walked, numbers: sayer.keys(reach) };
  if (usual && said !== null) return { ...whole, ...said, few: false, bounded: false, direct: true };
  let fewest = bounds.maxProbe + 1;
  let best: IndexScan | undefined;
  // What a search finds is listed whole.
  let bounded = criteria.search === null;
  const known = foundBefore(criteria, partition, reach);
  const finds = async (query: Sql, most: number, short = true) => {
    const key = `${query.sql} ${query.values.join("\n")}`;
    const there = known.get(key);
    if (there !== undefined) return Math.min(there, most);
    const count = sql`SELECT count(*) AS found FROM (${query} LIMIT ${most}) few`;
    const found = (await queryByCost<{ found: number }>(database, short, count))[0]?.found ?? 0;
    if (found < most) known.set(key, found);
    return found;
  };
  for (const driver of drivers) {
    const most = PLACES_PER_PROBE * bounds.maxProbe;
    const short = driver.before === undefined || (await finds(driver.before, most + 1)) <= most;
    const found = await finds(driver.keys(reach), fewest, short);
    if (found < fewest) [fewest, best, bounded] = [found, driver, short && criteria.search === null];
    if (fewest === 0) break;
  }
  const lead = usual ? best?.ordered?.(reach) : undefined;
  // In the order wanted already: a page ends where it is full.
  if (lead !== undefined) {
    return { ...whole, ...lead, conditions: [...lead.conditions, ...rest], few: true, bounded, direct: false };
  }
  if (best !== undefined) {
    const from = sql`(SELECT DISTINCT n FROM (${best.keys(reach)}) found) i ${CROSS} ${table} r ON r.n = i.n`;
    return { ...whole, from, conditions: rest, few: true, bounded, direct: false, n: null };
  }
  const many = { ...whole, few: false, bounded: false };
  if (said !== null) return { ...many, ...said, direct: true };
  const { search } = criteria;
  const words = search === null ? null : matchScan(criteria.collection, search, reach);
  if (search !== null && words !== null) {
    // Full text gives its hits in the order of their numbers too; asked again of each record it would be a list.
    const others = predicatesOf({ ...criteria, search: null }, partition);
    const from = sql`${words.from} ${CROSS} ${table} r ON r.n = ${words.n}`;
    const found = { from, conditions: [...words.conditions, ...others], n: numbered ? words.n : null };
    const numbers = others.length > 0 ? null : sql`SELECT ${words.n} FROM ${words.from} ${whereOf(words.conditions)}`;
    return { ...many, ...found, numbers, direct: numbers !== null && isSingleTerm(search, database.engine) };
  }
  const leading = drivers.find(({ ordered }) => ordered !== null)?.ordered?.(reach);
  if (leading === undefined) return { ...many, direct: false };
  return { ...many, ...leading, conditions: [...leading.conditions, ...rest], direct: false };
}

/** Conditions joined, where there are any. */
export function whereOf(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`` : sql`WHERE ${join([...conditions], " AND ")}`;
}
