// Conditions: over generated data, SQL finds for every question what the oracle finds, in its order.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { COLLECTIONS, type Collection } from "../../src/model/ids.ts";
import type { Database } from "../../src/store/database.ts";
import { load } from "../../src/store/load.ts";
import { page, total } from "../../src/store/read.ts";
import { idsOf, planOf } from "./asking.ts";
import { queries, RUNS, worlds } from "./generated.ts";
import { answer, type Query } from "./oracle.ts";
import { temporaryDatabase } from "./small.ts";

async function found(database: Database, collection: Collection, query: Query): Promise<string[]> {
  const plan = planOf(collection, [...query, ["limit", "200"]]);
  const { docs, next } = await page(database, plan);
  expect(next).toBe(null);
  for (const mode of ["exact", "bounded"] as const) {
    expect(await total(database, plan.criteria, mode)).toEqual({ total: docs.length, lowerBound: false });
  }
  return idsOf(docs);
}

describe.each(COLLECTIONS)("%s", (collection) => {
  test("are found as the oracle finds them", { timeout: 60_000 }, async () => {
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
      { numRuns: RUNS[collection] },
    );
  });
});
