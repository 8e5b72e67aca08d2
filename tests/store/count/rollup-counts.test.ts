// Rollup counts: what is summed from years, months and days is what is counted record by record.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Records } from "../../../src/model/bundle.ts";
import type { FilterName } from "../../../src/query/filters.ts";
import { periodOf, type Window } from "../../../src/query/period.ts";
import type { Criteria } from "../../../src/query/plan.ts";
import type { ValueList } from "../../../src/query/value-list.ts";
import { rollupCount, rollupCounts } from "../../../src/store/count/rollup-counts.ts";
import { planFor } from "../../../src/store/plan/probe.ts";
import { runs } from "../../support/databases.ts";
import { groups, total } from "../asked.ts";
import { EMPTY, importing, keptOf, says, type Told } from "../bulk.ts";
import { asking, bothWays, counted, expected, fresh, imports, of } from "../write/imports.ts";

const PERIODS = ["2021", "2022", "2022-12", "2022-12-31", "2023-01-01", "2023", "2023-01", "2023-02-28", "2024-02-29"];
const period = fc.option(of(...PERIODS));

/** A window, years or months, and one field: to be asked for, or to be counted by. */
const asks = fc
  .record({
    from: period,
    to: period,
    inside: fc.option(of("2022", "2023", "2023-01", "2024-02", "2025")),
    field: fc.option(of("type", "status", "country", "plover", "cameoRoot")),
    way: of("one", "one", "not", "two", "by", "by"),
    time: fc.option(of("year", "month")),
    distinct: fc.boolean(),
    /** Which events the values asked for are of. */
    places: fc.tuple(fc.nat(5), fc.nat(5)),
  })
  .filter(({ from, to, inside }) => {
    if (from === null && to === null && inside === null) return false;
    return from === null || to === null || periodOf(from).first <= periodOf(to).last;
  });
type Ask = typeof asks extends fc.Arbitrary<infer T> ? T : never;

/** What is asked, which events it finds, and whether that is a sum. */
function asked({ from, to, inside, field, way, places, distinct }: Ask, events: readonly Records["events"][]) {
  const values = places.slice(0, way === "two" ? 2 : 1).map((place) => {
    const event = events[place % events.length];
    return event === undefined || field === null ? "" : (says(event)[field]?.[0] ?? "");
  });
  const filters = new Map<FilterName, readonly ValueList[]>();
  const list = { not: way === "not", values: [...new Set(values)].map((value) => value || null) };
  const holding = field !== null && way !== "by" ? field : null;
  if (holding !== null) filters.set(holding, [list]);
  if (inside !== null) filters.set(inside.length === 4 ? "year" : "month", [{ not: false, values: [inside] }]);
  const [first, last] = [from === null ? null : periodOf(from).first, to === null ? null : periodOf(to).last];
  const criteria: Criteria = {
    ...asking().criteria,
    filters,
    distinct,
    window: { from: first, to: last, certainty: "possible" },
  };
  const found = events.filter((event) => {
    if (distinct && event.relations.length > 0) return false;
    const day = event.date?.earliest ?? "";
    const said = holding === null ? [] : (says(event)[holding] ?? []);
    if (holding !== null && values.some((value) => said.includes(value)) === list.not) return false;
    return day.startsWith(inside ?? "") && (first ?? "") <= day && day <= (last ?? "9999-12-31");
  });
  return { criteria, found, isSum: holding === null || (!list.not && list.values.length === 1) };
}

describe("a window counted from rollups", () => {
  test("it has the count of its records, in one filter or none", async () => {
    let sums = 0;
    await fc.assert(
      fc.asyncProperty(imports, fc.array(asks, { minLength: 10, maxLength: 20 }), async (told, questions) => {
        const all = told.map((rows) => rows.map((row) => ({ ...row, same: row.number % 3 === 0 })));
        const database = await fresh();
        for (const rows of all) await importing(database, rows.map(keptOf));
        const { events } = expected(all);
        for (const ask of questions) {
          const { criteria, found, isSum } = asked(ask, events);
          const right = { total: found.length, lowerBound: false };
          const totals = await bothWays(database, () =>
            total(database, criteria, "exact", { maxScan: 0, maxProbe: 2 }),
          );
          expect([criteria, ...totals]).toEqual([criteria, right, right]);
          const by = [ask.way === "by" ? ask.field : null, ask.time].filter((name) => name !== null);
          const [part] = (await planFor(database, criteria)).parts;
          const read = part === undefined ? null : await rollupCounts(database, part, by);
          expect([criteria, by, read !== null]).toEqual([criteria, by, isSum]);
          if (isSum) sums++;
          if (by.length === 0) continue;
          const sort = { sort: "key", limit: 200 } as const;
          const [byCounts, live] = await bothWays(database, () => groups(database, criteria, by, sort));
          expect([criteria, by, byCounts]).toEqual([criteria, by, live]);
          const keyed = live.groups.map(({ keys: [one, two], count }) => [
            JSON.stringify([one ?? "", two ?? ""]),
            count,
          ]);
          expect(keyed.sort()).toEqual([...counted(found, by)].sort());
        }
        await database.close();
      }),
      { numRuns: runs(40) },
    );
    expect(sums).toBeGreaterThan(runs(200));
  });

  test("it has the same groups by years and by months", async () => {
    const database = await fresh();
    await importing(database, [keptOf(EMPTY), keptOf({ ...EMPTY, number: 2, day: "2023-02-01" })]);
    const criteria = { ...asking().criteria, window: { from: "2023-01-01", to: null, certainty: "possible" } as const };
    const { groups: found } = await groups(database, criteria, ["year", "month"], { sort: "key", limit: 9 });
    expect(found.map(({ keys, count }) => [...keys, count])).toEqual([
      ["2023", "2023-01", 1],
      ["2023", "2023-02", 1],
    ]);
    await database.close();
  });

  test.each<[string, Partial<Told>, Partial<Window>]>([
    ["that must hold a date as a whole", {}, { certainty: "certain" }],
    ["over dates of several days", { day: "2023-01-01/2023-01-03" }, {}],
  ])("%s is counted record by record", async (_, told, more) => {
    const database = await fresh();
    await importing(database, [keptOf({ ...EMPTY, number: 2 }), keptOf({ ...EMPTY, ...told })]);
    const window = { from: "2023-01-02", to: null, certainty: "possible", ...more } as const;
    const criteria = { ...asking().criteria, window };
    const [part] = (await planFor(database, criteria)).parts;
    expect(part === undefined ? 0 : await rollupCount(database, part)).toBeNull();
    const found = told.day === undefined ? 0 : 1;
    expect((await total(database, criteria, "exact")).total).toBe(found);
    await database.close();
  });
});
