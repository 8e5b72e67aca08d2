// Predicates: over generated data, SQL finds for every query what the oracle finds, in its order.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { COLLECTIONS, type Collection } from "../../../src/model/ids.ts";
import type { ListPlan } from "../../../src/query/plan.ts";
import type { Database } from "../../../src/store/engine/database.ts";
import { BOUNDS, type Bounds } from "../../../src/store/plan/access-path.ts";
import { load } from "../../../src/store/write/load.ts";
import { runs } from "../../support/databases.ts";
import { page, total } from "../asked.ts";
import { idsOf, planOf } from "../asking.ts";
import { queries, RUNS, worlds } from "../generated.ts";
import { answer, type Query } from "../oracle.ts";
import { temporaryDatabase } from "../small.ts";

/** Small datasets are walked; with these bounds they are asked as those are that are not: by index, or at length. */
const BOUNDED: readonly Bounds[] = [BOUNDS, { maxScan: 0, maxProbe: 2 }, { maxScan: 0, maxProbe: 0 }];

async function found(database: Database, collection: Collection, query: Query): Promise<string[]> {
  const plan = planOf(collection, [...query, ["limit", "200"]]);
  const { docs, next } = await page(database, plan);
  expect(next).toBe(null);
  for (const bounds of BOUNDED) {
    expect([bounds, await page(database, plan, bounds)]).toEqual([bounds, { docs, next }]);
    for (const mode of ["exact", "bounded"] as const) {
      expect(await total(database, plan.criteria, mode, bounds)).toEqual({ total: docs.length, lowerBound: false });
    }
    expect([bounds, await paged(database, plan, bounds)]).toEqual([bounds, docs]);
  }
  return idsOf(docs);
}

/** The same records, three at a time. */
async function paged(database: Database, plan: ListPlan, bounds: Bounds): Promise<string[]> {
  const all: string[] = [];
  let after: ListPlan["after"] = null;
  do {
    const { docs, next } = await page(database, { ...plan, limit: 3, after }, bounds);
    all.push(...docs);
    after = next;
  } while (after !== null);
  return all;
}

describe.each(COLLECTIONS)("list queries of %s", (collection) => {
  test("SQL finds what the oracle finds, in the same order", async () => {
    const { database } = await temporaryDatabase();
    const asked = fc.array(queries(collection), { minLength: 1, maxLength: 60, size: "max" });
    await fc.assert(
      fc.asyncProperty(worlds(), asked, async (datasets, all) => {
        for (const one of datasets) await load(database, one);
        for (const query of all) {
          const ids = await found(database, collection, query);
          expect([query, ids]).toEqual([query, answer(collection, query, datasets)]);
        }
      }),
      { numRuns: runs(RUNS[collection]) },
    );
  });
});
