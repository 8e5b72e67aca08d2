// Totals: how many records a query finds, exactly or up to a bound.
//
// `count=bounded`, the default, gives up rather than cost more than the page: where the count is not known from an
// index or from the rollups in time, the total is a lower bound and says so. Up to 10,000 records it is exact.
// `count=exact` counts whatever it takes within the time of a query, and is then 503.

import sql from "sql-template-tag";
import type { CountMode } from "../../query/plan.ts";
import { QueryTooLong } from "../engine/database.ts";
import { limitTo } from "../engine/sql.ts";
import { isInKeyOrder, keysOf, type PartitionPlan, rowsToRead, whereOf } from "../plan/access-path.ts";
import { firstRows, over, type Reader, run } from "../plan/bounded.ts";
import { type AccessPlan, accessOf } from "../plan/probe.ts";
import { rollupCount } from "./rollup-counts.ts";

/** Up to this many, `count=bounded` is exact. */
export const COUNT_BOUND = 10_000;

/** How many records a question finds; `bounded` stops counting at {@link COUNT_BOUND} and says so. */
export async function total(
  database: Reader,
  { parts }: AccessPlan,
  mode: CountMode,
): Promise<{ total: number | null; lowerBound: boolean }> {
  if (mode === "none") return { total: null, lowerBound: false };
  let found = 0;
  let cut = false;
  for (const part of parts) {
    // The same limit for each: of another number the statement would have to be prepared anew.
    const most = mode === "bounded" ? COUNT_BOUND + 1 : null;
    const counted = await counts(database, part, most);
    found += counted.found;
    cut ||= counted.cut;
    if (mode === "bounded" && found > COUNT_BOUND) return { total: COUNT_BOUND, lowerBound: true };
  }
  return { total: found, lowerBound: cut };
}

/** How many records of one dataset a question finds, `most` at most; `cut` when only some could be counted in time. */
async function counts(
  database: Reader,
  part: PartitionPlan,
  most: number | null,
): Promise<{ found: number; cut: boolean }> {
  const known = await rollupCount(database, part);
  if (known !== null) return { found: known, cut: false };
  const access = await accessOf(database, part, most !== null);
  const rows = keysOf(access) ?? sql`SELECT 1 FROM ${access.from} ${whereOf(access.conditions)}`;
  const query = sql`SELECT count(*) AS n FROM (${rows} ${most === null ? sql`` : limitTo(most)}) found`;
  const statement = most !== null && isInKeyOrder(access) ? firstRows(query, most) : over(query, rowsToRead(access));
  try {
    return { found: (await run<{ n: number }>(database, statement))[0]?.n ?? 0, cut: false };
  } catch (error) {
    if (most === null || !(error instanceof QueryTooLong)) throw error;
    // A count that nobody insisted on does not cost the page.
    return { found: 0, cut: true };
  }
}
