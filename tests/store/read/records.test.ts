// Pages and records: pages join to the whole list, counts agree with them, ids reach every dataset.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AnyRecord } from "../../../src/model/bundle.ts";
import { COLLECTIONS, type Collection } from "../../../src/model/ids.ts";
import { writeCursor } from "../../../src/query/cursor.ts";
import { SORTS } from "../../../src/query/filters.ts";
import { datasets } from "../../../src/store/catalog/datasets.ts";
import { COUNT_BOUND } from "../../../src/store/count/totals.ts";
import type { Database } from "../../../src/store/engine/database.ts";
import { byId, ofEvents, recordOf, someIds } from "../../../src/store/read/records.ts";
import { load } from "../../../src/store/write/load.ts";
import { runs } from "../../support/databases.ts";
import { page, total } from "../asked.ts";
import { idsOf, planOf } from "../asking.ts";
import { queries, worlds } from "../generated.ts";
import { answer, type Query } from "../oracle.ts";
import { country, dataset, event, figure, quote, source, temporaryDatabase } from "../small.ts";

/** Follows the cursors from the first page to the last, as a client does. */
async function walk(
  database: Database,
  collection: Collection,
  query: Query,
  limit: number,
  between: (pages: number) => Promise<void> = async () => {},
): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: Query = [], pages = 1; ; pages++) {
    const plan = planOf(collection, [...query, ["limit", String(limit)], ...cursor]);
    const { docs, next } = await page(database, plan);
    ids.push(...idsOf(docs));
    if (next === null) return ids;
    if (pages > 500) throw new Error("no end");
    expect(docs).toHaveLength(limit);
    cursor = [["cursor", writeCursor(next, plan.fingerprint)]];
    await between(pages);
  }
}

/** A list of everything, in an order; a sort by value needs a measure beside it. */
function everything(sort: string): Query {
  return [
    ["sort", sort],
    ["dataset", "all"],
    ...(sort.endsWith("value") ? [["unit", "project,year,null"] as const] : []),
  ];
}

describe("pages by keyset join to the whole list", () => {
  test.each(COLLECTIONS)("%s, by every sort", async (collection) => {
    const { database } = await temporaryDatabase();
    await fc.assert(
      fc.asyncProperty(worlds(), fc.integer({ min: 1, max: 5 }), async (all, limit) => {
        for (const one of all) await load(database, one);
        for (const sort of SORTS[collection]) {
          const ids = await walk(database, collection, everything(sort), limit);
          expect([sort, ids]).toEqual([sort, answer(collection, everything(sort), all)]);
        }
      }),
      { numRuns: runs(5) },
    );
  });

  test.each(COLLECTIONS)("%s, for any query", async (collection) => {
    const { database } = await temporaryDatabase();
    await fc.assert(
      fc.asyncProperty(worlds(), fc.array(queries(collection), { minLength: 1, maxLength: 10 }), async (all, asked) => {
        for (const one of all) await load(database, one);
        for (const query of asked) {
          expect([query, await walk(database, collection, query, 2)]).toEqual([query, answer(collection, query, all)]);
        }
      }),
      { numRuns: runs(5) },
    );
  });
});

describe("while records are added, no page repeats or skips a record that was there", () => {
  test.each(["events", "figures", "venues"] as const)("%s, by any sort", async (collection) => {
    const { database } = await temporaryDatabase();
    const chance = fc.record({
      all: worlds(12),
      limit: fc.integer({ min: 1, max: 3 }),
      sort: fc.constantFrom(...SORTS[collection]),
      late: fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
    });
    await fc.assert(
      fc.asyncProperty(chance, async ({ all, limit, sort, late }) => {
        const [first, ...others] = all;
        if (first === undefined) return;
        // Some are there from the beginning, one more comes with every page, in no order of theirs.
        const records: readonly AnyRecord[] = first.records[collection];
        const coming = records.filter((_, at) => late[at]);
        const grown = (pages: number) => {
          const missing = new Set(coming.slice(pages).map(({ id }) => id));
          return dataset("first", { ...first.records, [collection]: records.filter(({ id }) => !missing.has(id)) });
        };
        for (const one of [grown(0), ...others]) await load(database, one);
        const old = answer(collection, everything(sort), [grown(0), ...others]);
        const seen = await walk(database, collection, everything(sort), limit, async (pages) => {
          await load(database, grown(pages));
        });
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen.filter((id) => old.includes(id))).toEqual(old);
      }),
      { numRuns: runs(10) },
    );
  });
});

describe("count=bounded", () => {
  /** A database of so many sources. */
  async function holding(count: number): Promise<Database> {
    const { database } = await temporaryDatabase();
    const sources = Array.from({ length: count }, (_, at) => source(`source-${at}`));
    await load(database, dataset("curated", { sources }));
    return database;
  }

  test("the count is exact up to its bound, and a lower bound beyond it", async () => {
    const full = await holding(COUNT_BOUND);
    const over = await holding(COUNT_BOUND + 1);
    // All of a dataset is known; what a filter leaves is counted.
    for (const query of [[], [["kind", "article"]]] as const) {
      const { criteria } = planOf("sources", query);
      expect(await total(full, criteria, "bounded")).toEqual({ total: COUNT_BOUND, lowerBound: false });
      expect(await total(over, criteria, "bounded")).toEqual({ total: COUNT_BOUND, lowerBound: true });
      expect(await total(over, criteria, "exact")).toEqual({ total: COUNT_BOUND + 1, lowerBound: false });
      expect(await total(over, criteria, "none")).toEqual({ total: null, lowerBound: false });
    }
  });
});

describe("records by id", () => {
  const curated = dataset("curated", { events: [event("talks"), event("visit")], participants: [country("kz")] });
  const bulk = dataset("bulk", { events: [event("bulk-1")], participants: [country("us")] }, "bulk");
  const words = dataset("words", {
    quotes: [quote("a", { event: "talks" }), quote("b", { event: "visit" }), quote("c")],
    figures: [figure("d", { event: "talks" })],
  });

  test("they come from every dataset, each once, and unknown ids are missing", async () => {
    const { database } = await temporaryDatabase();
    for (const one of [curated, bulk]) await load(database, one);
    const found = await byId(database, "events", ["bulk-1", "nobody", "talks", "talks"]);
    expect([...found.keys()].sort()).toEqual(["bulk-1", "talks"]);
    expect(JSON.parse(found.get("talks") ?? "").dataset).toBe("curated");
    expect(await byId(database, "events", [])).toEqual(new Map());
    expect((await byId(database, "participants", ["talks"])).size).toBe(0);
    for (const [id, of] of [
      ["talks", "curated"],
      ["bulk-1", "bulk"],
    ] as const) {
      const { doc, dataset } = (await recordOf(database, "events", id)) ?? {};
      expect([Buffer.from(doc ?? []).toString(), dataset]).toEqual([found.get(id), of]);
    }
    expect(await recordOf(database, "participants", "talks")).toBe(undefined);
  });

  test("ids that look like SQL are ids", async () => {
    const { database } = await temporaryDatabase();
    await load(database, curated);
    for (const id of ["' OR 1=1 --", "talks\0", "TALKS", "talks ", "%", "_____"]) {
      expect((await byId(database, "events", [id])).size, id).toBe(0);
      expect(await recordOf(database, "events", id), id).toBe(undefined);
    }
  });

  test("quotes and figures of events are found by the events' ids", async () => {
    const { database } = await temporaryDatabase();
    for (const one of [curated, words]) await load(database, one);
    expect([...(await ofEvents(database, "quotes", ["talks", "visit"])).keys()].sort()).toEqual(["a", "b"]);
    expect([...(await ofEvents(database, "figures", ["talks"])).keys()]).toEqual(["d"]);
    expect((await ofEvents(database, "quotes", [])).size).toBe(0);
  });

  test("records for suggestions and the list of datasets are read", async () => {
    const { database } = await temporaryDatabase();
    for (const one of [bulk, curated]) await load(database, one);
    expect(await someIds(database, "events", 2)).toEqual(["bulk-1", "talks"]);
    expect(await datasets(database)).toMatchObject([bulk.info, curated.info]);
  });
});
