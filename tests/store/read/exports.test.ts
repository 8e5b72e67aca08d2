// Exports: all records of a query come once and in its order, from one dataset or merged from several.

import { beforeAll, describe, expect, test } from "vitest";
import type { AnyRecord } from "../../../src/model/bundle.ts";
import type { Collection } from "../../../src/model/ids.ts";
import { SORTS } from "../../../src/query/filters.ts";
import type { ListPlan } from "../../../src/query/plan.ts";
import type { Database } from "../../../src/store/engine/database.ts";
import { exportAll } from "../../../src/store/read/exports.ts";
import { load } from "../../../src/store/write/load.ts";
import { freshDatabase } from "../../support/databases.ts";
import { page } from "../asked.ts";
import { idsOf, planOf } from "../asking.ts";
import { chances, EMPTY, eventOf, importing, keptOf } from "../bulk.ts";
import { answer, type Query } from "../oracle.ts";
import { dataset, event, figure } from "../small.ts";

/** More than are read as a page is. */
const MANY = 1_200;

const chance = chances(1);
const pick = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T;

/** Few days, so that records of all datasets stand on the same ones. */
const DATES = [null, "2022", "2023-10-17", "2023-10-18", "../2023-10-17", "2023-10-17/..", "0001", "9999-12-31"];
const UPDATED = ["2023-01-01", "2023-01-02"];

function some(prefix: string, count: number, kind: "curated" | "bulk" = "curated") {
  const ids = Array.from({ length: count }, (_, at) => `${prefix}-${at}`);
  return dataset(
    prefix,
    {
      events: ids.map((id) =>
        event(`e-${id}`, { date: pick(DATES), updated: pick(UPDATED), type: pick(["visit", "talks"]) }),
      ),
      figures: ids.map((id) =>
        figure(`f-${id}`, { asOf: pick(DATES), updated: pick(UPDATED), value: pick([null, "9", "10", "-1.5"]) }),
      ),
    },
    kind,
  );
}

const ROWS = Array.from({ length: 60 }, (_, at) => ({
  ...EMPTY,
  number: at * 7,
  day: pick(["2023-10-17", "2023-10-18"]),
  type: pick(["visit", "talks"] as const),
}));
const DATASETS = [some("one", MANY), some("three", 70, "bulk"), some("two", 90)];
const GDELT = dataset("gdelt", { events: ROWS.map(eventOf) }, "bulk");

let database: Database;
beforeAll(async () => {
  database = await freshDatabase();
  for (const one of DATASETS) await load(database, one);
  await importing(database, ROWS.map(keptOf), 50);
  return () => database.close();
});

async function exported(plan: ListPlan): Promise<string[]> {
  const { docs } = await exportAll(database, plan);
  const ids: string[] = [];
  for await (const some of docs) {
    expect(some.length).toBeGreaterThan(0);
    ids.push(...idsOf(some));
  }
  return ids;
}

const CASES = (["events", "figures"] as const).flatMap((collection) =>
  SORTS[collection].flatMap((sort) =>
    [
      [["dataset", "one"]],
      [["dataset", "all"]],
      [["dataset", "!one"]],
      [
        ["dataset", "all"],
        [collection === "events" ? "type" : "kind", collection === "events" ? "visit" : "count"],
      ],
      [
        ["dataset", "all"],
        ["year", "2023"],
      ],
    ].map((query): [Collection, string, Query] => [
      collection,
      sort,
      [...(query as unknown as Query), ...(sort.endsWith("value") ? [["kind", "count"] as const] : [])],
    ]),
  ),
);

/** A filter is given once. */
const sound = (query: Query): Query =>
  query.filter(([name], at) => query.findIndex(([other]) => other === name) === at);

describe("an export", () => {
  test.each(CASES)("%s by %s, %j: all records come once, in order", async (collection, sort, given) => {
    const query: Query = [...sound(given), ["sort", sort]];
    const ids = await exported(planOf(collection, query));
    const right = answer(collection, query, [...DATASETS, GDELT]);
    expect(ids.length).toBe(right.length);
    expect(ids).toEqual(right);
  });

  test.each(SORTS.events)("an export goes on where a page ended, sorted by %s", async (sort) => {
    const query: Query = [
      ["dataset", "all"],
      ["sort", sort],
    ];
    const right = answer("events", query, [...DATASETS, GDELT]);
    for (const limit of [1, 150]) {
      const plan = planOf("events", [...query, ["limit", String(limit)]]);
      const { next } = await page(database, plan);
      expect(await exported({ ...plan, after: next })).toEqual(right.slice(limit));
    }
    // Among records that have no day, where there are some.
    const at = right.length - 3;
    const plan = planOf("events", query);
    const id = right[at] ?? "";
    const record = [...DATASETS, GDELT]
      .flatMap(({ records }): AnyRecord[] => [...records.events])
      .find((one) => one.id === id);
    const key = record !== undefined && "date" in record ? (record.date?.earliest ?? null) : null;
    const value = sort.endsWith("id") ? null : sort.endsWith("updated") ? (record?.updated ?? null) : key;
    expect(await exported({ ...plan, after: { value, id } })).toEqual(right.slice(at + 1));
  });

  test("an export may be given up before and while it is read", async () => {
    const plan = planOf("events", [["dataset", "all"]]);
    await (await exportAll(database, plan)).close();
    const { docs, close } = await exportAll(database, plan);
    for await (const _ of docs) break;
    await close();
    expect(await exported(plan)).toHaveLength(MANY + 70 + 90 + 60);
  });

  test("an export of nothing is empty", async () => {
    expect(await exported(planOf("events", [["dataset", "nobody"]]))).toEqual([]);
    expect(await exported(planOf("quotes", [["dataset", "all"]]))).toEqual([]);
  });
});
