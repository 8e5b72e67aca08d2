// Access path: how the records of one partition are reached, chosen from what is known and from what probing found.
//
// The choice is pure. A small partition is scanned. In the default order, an index that covers the whole query is walked.
// For all other queries the index is taken that finds fewest records, as counting up to 2,000 entries of each tells
// (`src/store/plan/probe.ts`, the only step that asks the database); where none finds few, what gives the default order is
// walked, and nothing is proved of how long that takes.
//
// What is proved to be bounded is queried in process; everything else is read by a process that can be ended, since a
// running query of SQLite cannot be stopped (`src/store/engine/sqlite-pool.ts`). Bounded is: a dataset of at most 5,000
// records of a collection; one index that covers the whole query; an index that finds at most 2,000 records, which is
// counted before. `src/store/read/default-order.ts` adds one more: the first 3,000 entries of an index, tried in the hope
// that a page is among them; and `src/store/count/first-matches.ts` the days that hold the first records of a search,
// where running sums tell that they have few records. `src/store/plan/bounded.ts` holds the rule for every statement, so
// that no list of query shapes has to be kept.
//
// `tests/sqlite/plans.test.ts` holds that what is asked in process looks at no more rows than is proved here.

import sql, { join, type Sql } from "sql-template-tag";
import type { Awaitable } from "../../coroutine.ts";
import type { Criteria } from "../../query/plan.ts";
import { inRange, type KeyRange } from "../catalog/rowid.ts";
import { isDateOrdered, tableOf } from "../catalog/tables.ts";
import { CROSS, type Engine } from "../engine/dialect.ts";
import { name } from "../engine/sql.ts";
import { type IndexScan, indexScansOf, isCovered } from "./index-scans.ts";
import { isInRangeOnly, isSingleTerm, type MatchBy, matchScan } from "./match.ts";
import { countIn, countUpTo, keyRangeOf, type Partition } from "./partitions.ts";
import { isNoMirror, leavesOutMirrors, predicatesOf } from "./predicates.ts";

/** How much work is known to be short. */
export interface Bounds {
  /** A dataset of so many records of a collection may be walked whole. */
  readonly maxScan: number;
  /** So many records that an index finds may be looked at, and sorted. */
  readonly maxProbe: number;
}

export const BOUNDS: Bounds = { maxScan: 5_000, maxProbe: 2_000 };

/** What is asked of one partition, as SQL. */
export interface PartitionPlan {
  readonly criteria: Criteria;
  readonly partition: Partition;
  readonly bounds: Bounds;
  readonly engine: Engine;
  /** The numbers among which the answers are. */
  readonly range: KeyRange;
  /** What must hold beside the range. */
  readonly residual: readonly Sql[];
  /** The indexes that answer a part of it. */
  readonly scans: readonly IndexScan[];
  /** What probing found, by range: a page and its count probe once. */
  readonly probed: Map<string, Awaitable<Probed | null>>;
}

/** The scan that finds fewest records, and how many rows are looked at to find them; null where that is not bounded. */
export interface Probed {
  readonly scan: IndexScan;
  readonly rows: number | null;
}

/** The records `r` of one partition: `from` and `conditions` find them, and nothing else. */
interface Rows {
  readonly part: PartitionPlan;
  readonly range: KeyRange;
  readonly from: Sql;
  readonly conditions: readonly Sql[];
  /** What must hold beside the range. */
  readonly residual: readonly Sql[];
}

/**
 * The ways to reach them; `n` is the number of a record where `from` gives them in the order of their numbers, `keys` are
 * the numbers alone where an index says all of the question, `rows` how many are looked at to read all, where that is known.
 */
export type Access = Rows &
  (
    | { readonly kind: "scan"; readonly n: Sql | null; readonly rows: number | null }
    | { readonly kind: "covering"; readonly n: Sql; readonly keys: Sql }
    | { readonly kind: "ordered"; readonly n: Sql; readonly probed: Probed | null }
    | { readonly kind: "probed"; readonly probed: Probed }
    | {
        readonly kind: "match";
        readonly n: Sql | null;
        readonly keys: Sql | null;
        readonly isSingle: boolean;
        /** How many records are looked at, where only the first of the range are. */
        readonly rows: number | null;
      }
  );

/** What is asked of one partition, worked out once. */
export function partitionPlan(
  criteria: Criteria,
  partition: Partition,
  { engine, bounds }: Pick<PartitionPlan, "engine" | "bounds">,
): PartitionPlan {
  return {
    ...{ criteria, partition, bounds, engine },
    range: keyRangeOf(criteria, partition),
    residual: predicatesOf(criteria, partition),
    scans: countIn(partition, criteria.collection) <= bounds.maxScan ? [] : indexScansOf(criteria),
    probed: new Map(),
  };
}

/**
 * Chooses how to reach the records of a partition; null where that cannot be said before its indexes are probed.
 * @param inOrder whether they are wanted in the order of their numbers
 * @param range the numbers that are of interest, within the plan's own range
 * @param probed what probing found: null is nothing that is few, undefined that nothing was probed yet
 */
export function planAccess(
  part: PartitionPlan,
  inOrder: boolean,
  range: KeyRange,
  probed?: Probed | null,
): Access | null {
  const { criteria, partition, bounds, residual } = part;
  const count = countIn(partition, criteria.collection);
  if (count <= bounds.maxScan) return scanOf(part, range, count);
  if (residual.length === 0) return scanOf(part, range, null);
  const covering = coveringOf(part, range);
  if (inOrder && covering !== null) return covering;
  if (probed === undefined) return null;
  if (probed !== null) return probedOf(part, inOrder, range, probed);
  return covering ?? matchOf(part, range) ?? orderedOf(part, range) ?? scanOf(part, range, null);
}

function scanOf(part: PartitionPlan, range: KeyRange, rows: number | null): Access {
  const { collection } = part.criteria;
  const { residual } = part;
  return {
    ...{ kind: "scan", part, range, residual, rows },
    from: sql`${name(tableOf(collection).name)} r`,
    conditions: [inRange(range), ...residual],
    n: isDateOrdered(collection) ? sql`r.n` : null,
  };
}

function coveringOf(part: PartitionPlan, range: KeyRange): Access | null {
  const { criteria, residual, scans } = part;
  const scan = isCovered(criteria, residual.length) ? scans[0] : undefined;
  const walked = scan?.ordered?.(range);
  if (scan === undefined || walked === undefined) return null;
  return { kind: "covering", part, range, residual, ...walked, keys: scan.keys(range) };
}

function probedOf(part: PartitionPlan, inOrder: boolean, range: KeyRange, probed: Probed): Access {
  const { residual } = part;
  // In the order wanted already: a page ends where it is full.
  const lead = inOrder ? probed.scan.ordered?.(range) : undefined;
  if (lead !== undefined) {
    return { kind: "ordered", part, range, residual, ...lead, conditions: [...lead.conditions, ...residual], probed };
  }
  const found = probed.scan.keys(range);
  const table = name(tableOf(part.criteria.collection).name);
  const from = sql`(SELECT DISTINCT n FROM (${found}) found) i ${CROSS} ${table} r ON r.n = i.n`;
  return { kind: "probed", part, range, residual, from, conditions: residual, probed };
}

/** Full text gives its hits in the order of their numbers too; asked again of each record it would be a list. */
export function matchOf(part: PartitionPlan, range: KeyRange, by: MatchBy = "any"): Access | null {
  const { criteria, partition, engine, residual } = part;
  const { collection, search } = criteria;
  const words = search === null ? null : matchScan(collection, search, range, false, by);
  if (search === null || words === null) return null;
  const others = predicatesOf({ ...criteria, search: null }, partition);
  const keys = sql`SELECT ${words.n} AS n FROM ${words.from} ${whereOf(words.conditions)}`;
  return {
    ...{ kind: "match", part, range, residual },
    from: sql`${words.from} ${CROSS} ${name(tableOf(collection).name)} r ON r.n = ${words.n}`,
    conditions: [...words.conditions, ...others],
    n: isDateOrdered(collection) ? words.n : null,
    keys: others.length > 0 ? null : keys,
    isSingle: isSingleTerm(search, engine),
    rows: typeof by === "string" ? null : by.first,
  };
}

function orderedOf(part: PartitionPlan, range: KeyRange): Access | null {
  const { residual, scans } = part;
  const lead = scans.find(({ ordered }) => ordered !== null)?.ordered?.(range);
  if (lead === undefined) return null;
  const conditions = [...lead.conditions, ...residual];
  return { kind: "ordered", part, range, residual, ...lead, conditions, probed: null };
}

/** The numbers of all records of a plan, where one condition that an index or a search answers says all of it. */
export function keysAlone(part: PartitionPlan): Sql | null {
  const scan = isCovered(part.criteria, part.residual.length) ? part.scans[0] : undefined;
  if (scan !== undefined) return scan.keys(part.range);
  const found = matchOf(part, part.range);
  return found === null ? null : keysOf(found);
}

/**
 * The numbers of all records of a plan but those that are told twice, where one condition that an index or a search answers
 * says all else, and PostgreSQL has an index of those that are left out; else null.
 */
export function keysWithoutMirrors(part: PartitionPlan): Sql | null {
  const { criteria, partition, engine } = part;
  if (engine !== "postgres" || !leavesOutMirrors(part)) return null;
  const keys = keysAlone(partitionPlan({ ...criteria, distinct: false }, partition, part));
  return keys === null ? null : sql`SELECT found.n FROM (${keys}) found WHERE ${isNoMirror(sql`found.n`)}`;
}

/**
 * The numbers of a question's records in their order, and between them those of records that it leaves out because they
 * are told twice, or that these are all records of the range: null where none is left out, and where no index says all
 * else.
 */
export function keysWithMirrors(part: PartitionPlan, range: KeyRange): Sql | "all" | null {
  const { criteria, partition, residual, bounds } = part;
  if (!leavesOutMirrors(part) || countIn(partition, criteria.collection) <= bounds.maxScan) return null;
  const whole = { ...part, criteria: { ...criteria, distinct: false }, residual: residual.slice(0, -1) };
  if (whole.residual.length === 0) return "all";
  const access = coveringOf(whole, range) ?? matchOf(whole, range);
  return access === null || !isInKeyOrder(access) ? null : keysOf(access);
}

/** How many rows are looked at to read all of them; null where that is not known. */
export function rowsToRead(access: Access): number | null {
  const { criteria, partition, engine, bounds } = access.part;
  const { collection, search } = criteria;
  if (access.kind === "match" && access.rows !== null) return access.rows;
  if (search !== null && !isInRangeOnly(search, engine, countUpTo(partition, collection), bounds.maxScan)) return null;
  if (access.kind === "scan") return access.rows;
  // What a search finds is listed whole.
  if (search !== null) return null;
  return access.kind === "probed" || access.kind === "ordered" ? (access.probed?.rows ?? null) : null;
}

/** Whether they are a few thousand at most, which `from` gives. */
export function isFew(access: Access): boolean {
  if (access.kind === "scan") return access.rows !== null;
  return access.kind === "probed" || (access.kind === "ordered" && access.probed !== null);
}

/** Whether every row of `from` in the range is one, in the order of the numbers: then a page costs what it shows. */
export function isInKeyOrder(access: Access): boolean {
  if (access.kind === "scan") return access.residual.length === 0 && access.n !== null;
  return access.kind === "covering" || (access.kind === "match" && access.keys !== null && access.isSingle);
}

/** The number of a record, where `from` gives them in the order of their numbers. */
export function numberOf(access: Access): Sql | null {
  return access.kind === "probed" ? null : access.n;
}

/** The numbers of the records alone, where an index says all of the question. */
export function keysOf(access: Access): Sql | null {
  return access.kind === "covering" || access.kind === "match" ? access.keys : null;
}

/** Conditions joined, where there are any. */
export function whereOf(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`` : sql`WHERE ${join([...conditions], " AND ")}`;
}
