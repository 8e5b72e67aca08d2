// Probing: the access plan of a request, and the one step of it that asks the database how much its indexes find.
import sql, { type Sql } from "sql-template-tag";
import { coroutine, type Steps, wait } from "../../coroutine.ts";
import type { Criteria } from "../../query/plan.ts";
import type { KeyRange } from "../catalog/rowid.ts";
import { limitTo } from "../engine/sql.ts";
import {
  type Access,
  BOUNDS,
  type Bounds,
  type PartitionPlan,
  type Probed,
  partitionPlan,
  planAccess,
} from "./access-path.ts";
import { firstRows, type Reader, run } from "./bounded.ts";
import { withCameoRoots } from "./cameo-roots.ts";
import { withLinkedVenues } from "./linked-venues.ts";
import { nonEmptyPartitions } from "./partitions.ts";

/** How the answers to a question are reached, made once a request: its page, its count and its groups share it. */
export interface AccessPlan {
  readonly criteria: Criteria;
  readonly bounds: Bounds;
  /** Of the datasets asked, those that hold records of the collection. */
  readonly parts: readonly PartitionPlan[];
}

/** So many times what may be looked at may be places of a box: they are rows of a small table. */
const PLACES_PER_PROBE = 4;

/** The access plan of a question. */
export const planFor = coroutine(function* (
  database: Reader,
  asked: Criteria,
  bounds: Bounds = BOUNDS,
): Steps<AccessPlan> {
  const criteria = withCameoRoots(yield* wait(withLinkedVenues(database, asked)));
  const partitions = yield* wait(nonEmptyPartitions(database, criteria));
  const shared = { engine: database.engine, bounds };
  const parts = partitions.map((partition) => partitionPlan(criteria, partition, shared));
  return { criteria, bounds, parts };
});

/**
 * How to reach the records of a partition; its indexes are probed where the choice depends on what they hold.
 * @param inOrder whether they are wanted in the order of their numbers
 * @param range the numbers that are of interest, within the plan's own range
 */
export const accessOf = coroutine(function* (
  database: Reader,
  part: PartitionPlan,
  inOrder: boolean = false,
  range: KeyRange = part.range,
): Steps<Access> {
  const known = planAccess(part, inOrder, range);
  if (known !== null) return known;
  const key = `${range.low} ${range.high}`;
  const probed = part.probed.get(key) ?? probe(database, part, range);
  part.probed.set(key, probed);
  const access = planAccess(part, inOrder, range, yield* wait(probed));
  if (access === null) throw new Error("what has been probed is planned");
  return access;
});

/** So many times what may be looked at is counted of all indexes together; a query may name dozens. */
const PROBES_MOST = 4;

/** Counts a few thousand entries of each index, and takes the one that finds fewest. */
const probe = coroutine(function* (
  database: Reader,
  { scans, bounds }: PartitionPlan,
  range: KeyRange,
): Steps<Probed | null> {
  const most = PLACES_PER_PROBE * bounds.maxProbe;
  let fewest = bounds.maxProbe + 1;
  let best: Probed | null = null;
  let counted = 0;
  for (const scan of scans) {
    const before = scan.before === undefined ? 0 : yield* wait(countFirst(database, scan.before, most + 1, true));
    const found = yield* wait(countFirst(database, scan.keys(range), fewest, before <= most));
    if (found < fewest) [fewest, best] = [found, { scan, rows: before <= most ? found + before : null }];
    counted += found;
    if (fewest === 0 || counted >= PROBES_MOST * bounds.maxProbe) break;
  }
  return best;
});

/** How many rows there are, `most` at most. */
const countFirst = coroutine(function* (database: Reader, rows: Sql, most: number, isShort: boolean): Steps<number> {
  const query = sql`SELECT count(*) AS found FROM (${rows} ${limitTo(most)}) few`;
  const counted = yield* wait(run<{ found: number }>(database, isShort ? firstRows(query, most) : query));
  return counted[0]?.found ?? 0;
});
