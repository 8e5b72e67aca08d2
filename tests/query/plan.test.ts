// List plans: the fingerprint of a query depends on what it asks and not on its spelling.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Collection } from "../../src/model/ids.ts";
import { listQuery } from "../../src/query/list-query.ts";
import type { Window } from "../../src/query/period.ts";
import { type Criteria, fingerprintOf, readSort, type Sort } from "../../src/query/plan.ts";
import type { ValueList } from "../../src/query/value-list.ts";

/** What an empty query string asks. */
const EMPTY = ((): Criteria => {
  const question = listQuery("events", {}, { states: new Map() }, ["json"], []).parse({});
  if (question.ids !== null) throw new Error("asked by ids");
  return question.plan.criteria;
})();
const BY_DATE: Sort = { key: "date", descending: true };

const list = fc.record({
  not: fc.boolean(),
  values: fc.uniqueArray(fc.constantFrom("a", "b", "c", null), { minLength: 1, maxLength: 3 }),
});
const lists = fc.array(list, { minLength: 1, maxLength: 3 });
const day = fc.constantFrom(null, "2023-01-01", "2023-12-31");
const parts = fc.record({
  collection: fc.constantFrom<Collection>("events", "quotes"),
  filters: fc
    .uniqueArray(fc.tuple(fc.constantFrom("type", "country", "role"), lists), { selector: ([name]) => name })
    .map((entries) => new Map(entries)),
  window: fc.record({ from: day, to: day, certainty: fc.constantFrom<Window["certainty"]>("possible", "certain") }),
  updatedSince: day,
  min: fc.constantFrom(null, "1", "2"),
  max: fc.constantFrom(null, "1", "2"),
  datasets: fc.oneof(fc.constantFrom("all" as const, "curated" as const), lists),
});
const criteria = parts.map((some): Criteria => ({ ...EMPTY, ...some }));
const sort = fc.record({ key: fc.constantFrom("date", "id"), descending: fc.boolean() });

/** The question written out with everything that has no order put into one. */
function meaning({ filters, datasets, ...rest }: Criteria, by: Sort): string {
  const spelled = (all: readonly ValueList[]) =>
    all.map(({ not, values }) => JSON.stringify([not, values.map(String).sort()])).sort();
  const spelt = [...filters].map(([name, all]) => JSON.stringify([name, spelled(all)])).sort();
  return JSON.stringify([spelt, typeof datasets === "string" ? datasets : spelled(datasets), rest, by]);
}

/** Every order changed: of filters, of the lists of one, and of the values of a list. */
function turned({ filters, datasets, ...rest }: Criteria): Criteria {
  const over = (all: readonly ValueList[]) =>
    all.map(({ not, values }) => ({ not, values: values.toReversed() })).reverse();
  return {
    ...rest,
    filters: new Map([...filters].map(([name, all]) => [name, over(all)] as const).reverse()),
    datasets: typeof datasets === "string" ? datasets : over(datasets),
  };
}

describe("the fingerprint of a query", () => {
  test("it is the same for every order of parameters, repetitions and values", () => {
    fc.assert(
      fc.property(criteria, sort, (asked, by) => {
        expect(fingerprintOf(turned(asked), by)).toBe(fingerprintOf(asked, by));
      }),
    );
  });

  test("it is the same for two queries only when they mean the same", () => {
    fc.assert(
      fc.property(criteria, sort, criteria, sort, (one, by, other, byOther) => {
        expect(fingerprintOf(one, by) === fingerprintOf(other, byOther)).toBe(
          meaning(one, by) === meaning(other, byOther),
        );
      }),
      { numRuns: 500 },
    );
  });

  test("it changes with each part of the query", () => {
    const words = (...values: (string | null)[]) => [{ not: false, values }];
    const questions: [Criteria, Sort][] = [
      [EMPTY, BY_DATE],
      [EMPTY, { key: "date", descending: false }],
      [EMPTY, { key: "id", descending: true }],
      [{ ...EMPTY, collection: "quotes" }, BY_DATE],
      [{ ...EMPTY, filters: new Map([["type", words("visit")]]) }, BY_DATE],
      [{ ...EMPTY, filters: new Map([["type", words("talks")]]) }, BY_DATE],
      [{ ...EMPTY, filters: new Map([["rank", words("visit")]]) }, BY_DATE],
      [{ ...EMPTY, filters: new Map([["type", words(null)]]) }, BY_DATE],
      [{ ...EMPTY, filters: new Map([["type", [{ not: true, values: ["visit"] }]]]) }, BY_DATE],
      [{ ...EMPTY, filters: new Map([["type", [...words("visit"), ...words("talks")]]]) }, BY_DATE],
      [{ ...EMPTY, filters: new Map([["type", words("visit", "talks")]]) }, BY_DATE],
      [{ ...EMPTY, filters: new Map([["type", [...words("visit"), ...words("visit")]]]) }, BY_DATE],
      [{ ...EMPTY, window: { from: "2023-01-01", to: null, certainty: "possible" } }, BY_DATE],
      [{ ...EMPTY, window: { from: null, to: "2023-01-01", certainty: "possible" } }, BY_DATE],
      [{ ...EMPTY, window: { from: "2023-01-01", to: null, certainty: "certain" } }, BY_DATE],
      [{ ...EMPTY, updatedSince: "2023-01-01" }, BY_DATE],
      [{ ...EMPTY, min: "1" }, BY_DATE],
      [{ ...EMPTY, max: "1" }, BY_DATE],
      [{ ...EMPTY, datasets: "all" }, BY_DATE],
      [{ ...EMPTY, datasets: words("curated") }, BY_DATE],
    ];
    expect(new Set(questions.map(([asked, by]) => fingerprintOf(asked, by))).size).toBe(questions.length);
  });
});

test("a sort is a key, with `-` for descending", () => {
  expect(readSort("-date")).toEqual({ key: "date", descending: true });
  expect(readSort("id")).toEqual({ key: "id", descending: false });
});
