// Access paths: a query run by every one that the size of a dataset may bring about, all of which must find the same.

import { expect } from "vitest";
import type { Dataset } from "../../src/model/bundle.ts";
import type { Database } from "../../src/store/engine/database.ts";
import { BOUNDS, type Bounds } from "../../src/store/plan/access-path.ts";
import { load } from "../../src/store/write/load.ts";
import { page, total } from "./asked.ts";
import { idsOf, planOf } from "./asking.ts";
import type { Query } from "./oracle.ts";
import { temporaryDatabase } from "./small.ts";

/** As a small dataset is asked, and as a large one is: by the index that finds fewest, or at length. */
export const BOUNDED: readonly Bounds[] = [BOUNDS, { maxScan: 0, maxProbe: 1 }, { maxScan: 0, maxProbe: 0 }];

export async function holding(...all: readonly Dataset[]): Promise<Database> {
  const { database } = await temporaryDatabase();
  for (const one of all) await load(database, one);
  return database;
}

/** The ids that a question finds, however it is asked. */
export async function found(
  database: Database,
  query: Query,
  collection: "events" | "venues" = "events",
): Promise<string[]> {
  const plan = planOf(collection, [...query, ["limit", "200"]]);
  const ids = idsOf((await page(database, plan)).docs);
  for (const bounds of BOUNDED) {
    expect([query, bounds, idsOf((await page(database, plan, bounds)).docs)]).toEqual([query, bounds, ids]);
    for (const mode of ["exact", "bounded"] as const) {
      expect((await total(database, plan.criteria, mode, bounds)).total).toBe(ids.length);
    }
    expect(await total(database, plan.criteria, "none", bounds)).toEqual({ total: null, lowerBound: false });
  }
  return ids;
}
