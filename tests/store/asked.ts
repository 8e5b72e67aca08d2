// Asked: the questions of the store, each with an access plan of its own, for tests that ask one at a time.
import { expect } from "vitest";
import type { DimensionName, GroupSort } from "../../src/query/count-query.ts";
import type { DyadsPlan } from "../../src/query/dyad-query.ts";
import type { CountMode, Criteria, ListPlan } from "../../src/query/plan.ts";
import * as dyad from "../../src/store/count/dyad.ts";
import * as grouping from "../../src/store/count/groups.ts";
import { pairs as pairsOf } from "../../src/store/count/pairs.ts";
import { total as totalOf } from "../../src/store/count/totals.ts";
import { BOUNDS, type Bounds } from "../../src/store/plan/access-path.ts";
import type { Reader } from "../../src/store/plan/bounded.ts";
import { planFor } from "../../src/store/plan/probe.ts";
import { bodyOf } from "../../src/store/read/bodies.ts";
import { page as pageOf } from "../../src/store/read/pages.ts";

/**
 * A page as rows; the database puts the same together in one piece.
 * @param all how many records the list has from this page on, by which nobody looks whether more follow
 */
export async function page(database: Reader, list: ListPlan, bounds: Bounds = BOUNDS, all: number | null = null) {
  const plan = await planFor(database, list.criteria, bounds);
  const { docs, next } = await pageOf(database, list, plan);
  for (const known of new Set([null, all])) {
    const body = await bodyOf(database, list, plan, "[«", known);
    const text = String(await body.write("»]"));
    expect([body.count, body.next, text]).toEqual([docs.length, next, `[«${docs.join(",")}»]`]);
  }
  return { docs, next };
}

/**
 * The records of all pages of a list, from its position on.
 * @param most records there may be: where there are more, pages repeat
 * @param all how many there are, as {@link page} is told of the first one
 */
export async function walked(
  database: Reader,
  list: ListPlan,
  bounds: Bounds,
  most: number,
  all: number | null = null,
): Promise<string[]> {
  const found: string[] = [];
  for (let [after, known] = [list.after, all]; found.length <= most; known = null) {
    const { docs, next } = await page(database, { ...list, after }, bounds, known);
    found.push(...docs);
    if (next === null) break;
    after = next;
  }
  return found;
}

export async function total(database: Reader, criteria: Criteria, mode: CountMode, bounds: Bounds = BOUNDS) {
  return totalOf(database, await planFor(database, criteria, bounds), mode);
}

export async function groups(
  database: Reader,
  criteria: Criteria,
  by: readonly DimensionName[],
  wanted: { sort: GroupSort; limit: number | null },
  bounds: Bounds = BOUNDS,
) {
  return grouping.groups(database, await planFor(database, criteria, bounds), by, wanted);
}

export async function grouped(
  database: Reader,
  criteria: Criteria,
  by: readonly DimensionName[],
  bounds: Bounds = BOUNDS,
) {
  return grouping.grouped(database, await planFor(database, criteria, bounds), by);
}

export async function undated(database: Reader, criteria: Criteria, bounds: Bounds = BOUNDS) {
  return grouping.undated(database, await planFor(database, criteria, bounds));
}

export async function pairs(database: Reader, plan: DyadsPlan, bounds: Bounds = BOUNDS) {
  return pairsOf(database, plan, await planFor(database, plan.criteria, bounds));
}

/** All that is asked of one pair. */
export async function dyadOf(database: Reader, criteria: Criteria, pair: [string, string], bounds: Bounds = BOUNDS) {
  const plan = await planFor(database, criteria, bounds);
  return {
    summary: await dyad.summary(database, plan),
    visits: await dyad.visits(database, plan, pair),
    agreements: await dyad.agreements(database, plan, 5),
    plans: await dyad.plans(database, plan, 5),
    invitations: await dyad.invitations(database, plan, 5),
    figures: await dyad.figures(database, plan, 5),
    meetings: await dyad.meetings(database, plan, pair, 5),
  };
}
