// Totals: how many records a query finds, exactly or up to a bound.
//
// `count=bounded`, the default, gives up rather than cost more than the page: where the count is not known from an
// index or from the rollups in time, the total is a lower bound and says so. Up to 10,000 records it is exact.
// `count=exact` counts whatever it takes within the time of a query, and is then 503.

import sql from "sql-template-tag";
import type { CountMode, Criteria } from "../../query/plan.ts";
import { type Database, QueryTooLong, queryByCost } from "../engine/database.ts";
import { accessOf, BOUNDS, type Bounds, whereOf } from "../plan/access-path.ts";
import { type Partition, partitionsOf } from "../plan/partitions.ts";
import { rollupCount } from "./rollup-counts.ts";

/** Up to this many, `count=bounded` is exact. */
export const COUNT_BOUND = 10_000;

/** How many records a question finds; `bounded` stops counting at {@link COUNT_BOUND} and says so. */
export async function total(
  database: Database,
  criteria: Criteria,
  mode: CountMode,
  bounds: Bounds = BOUNDS,
): Promise<{ total: number | null; lowerBound: boolean }> {
  if (mode === "none") return { total: null, lowerBound: false };
  let found = 0;
  let cut = false;
  for (const partition of await partitionsOf(database, criteria.datasets)) {
    const most = mode === "bounded" ? COUNT_BOUND + 1 - found : null;
    const counted = await counts(database, criteria, partition, most, bounds);
    found += counted.found;
    cut ||= counted.cut;
    if (mode === "bounded" && found > COUNT_BOUND) return { total: COUNT_BOUND, lowerBound: true };
  }
  return { total: found, lowerBound: cut };
}

/** How many records of one dataset a question finds, `most` at most; `cut` when only some could be counted in time. */
async function counts(
  database: Database,
  criteria: Criteria,
  partition: Partition,
  most: number | null,
  bounds: Bounds,
): Promise<{ found: number; cut: boolean }> {
  const known = await rollupCount(database, criteria, partition);
  if (known !== null) return { found: known, cut: false };
  const { from, conditions, numbers, bounded, direct } = await accessOf(
    database,
    criteria,
    partition,
    bounds,
    most !== null,
  );
  const query = sql`SELECT count(*) AS n FROM (${numbers ?? sql`SELECT 1 FROM ${from} ${whereOf(conditions)}`}
    ${most === null ? sql`` : sql`LIMIT ${most}`}) found`;
  const short = bounded || (direct && most !== null);
  if (short || most === null) {
    const rows = await queryByCost<{ n: number }>(database, short, query);
    return { found: rows[0]?.n ?? 0, cut: false };
  }
  try {
    const rows = await database.queryLong<{ n: number }>(query);
    return { found: rows[0]?.n ?? 0, cut: false };
  } catch (error) {
    if (!(error instanceof QueryTooLong)) throw error;
    // A count that nobody insisted on does not cost the page.
    return { found: 0, cut: true };
  }
}
