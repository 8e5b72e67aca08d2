// Filters: the table is consistent, whatever is made from it later.
import { createContext, runInContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { COLLECTIONS, SLUG } from "../../src/model/ids.ts";
import { isDecimal } from "../../src/query/decimal.ts";
import { type Filter, filtersOf, INCLUDES, SORTS } from "../../src/query/filters.ts";
import { PERIOD, periodOf } from "../../src/query/period.ts";

/** Parameters that every list takes beside its filters. */
const RESERVED = ["ids", "fields", "include", "sort", "limit", "cursor", "count", "dataset", "certainty"];

describe.each(COLLECTIONS)("filters of %s", (collection) => {
  const filters = filtersOf(collection);

  test("names of filters are unique", () => {
    const names = filters.map(({ name }) => name);
    expect(new Set([...names, ...RESERVED]).size).toBe(names.length + RESERVED.length);
    for (const name of names) expect(name).toMatch(/^[a-z]+(?:[A-Z][a-z]+)*$/);
  });

  test.each(filters.map((filter) => [filter.name, filter] as const))(
    "filter %s has a description and a valid example",
    (_, filter) => {
      expect(filter.says).toMatch(/^[A-Z`].{5,}\.$/);
      expect(fits(filter)).toBe(true);
    },
  );

  test("`from` and `to` are declared together", () => {
    expect(filters.some(({ name }) => name === "from")).toBe(filters.some(({ name }) => name === "to"));
  });
});

/** Whether the example is of the filter's kind. */
function fits({ kind, terms, of, pattern, example }: Filter): boolean {
  switch (kind) {
    case "term": {
      const ids = terms?.map(({ id }) => id) ?? [];
      return new Set(ids).size === ids.length && ids.includes(example);
    }
    case "id":
      return SLUG.test(example) && (of === undefined || COLLECTIONS.includes(of));
    case "state":
      return /^[A-Z]{2}$/.test(example);
    case "code":
      return pattern?.test(example) === true;
    case "flag":
      return ["true", "false"].includes(example);
    case "period":
      return periodOf(example).first <= periodOf(example).last;
    case "day":
      return periodOf(example).first === example;
    case "decimal":
      return isDecimal(example);
    default:
      return example !== "";
  }
}

test.each(COLLECTIONS)("sorts of %s sort by what their documentation says, the default first", (collection) => {
  const sorts = SORTS[collection];
  const dated = ["events", "quotes", "figures"].includes(collection);
  expect(sorts[0]).toBe(dated ? "-date" : "id");
  expect(sorts).toEqual(expect.arrayContaining(["id", "-id", "updated", "-updated"]));
  expect(new Set(sorts).size).toBe(sorts.length);
});

test("`include` names other collections, each once", () => {
  for (const included of Object.values(INCLUDES)) {
    expect(new Set(included).size).toBe(included.length);
    expect(COLLECTIONS).toEqual(expect.arrayContaining([...included]));
  }
});

/** Tests a text where a pattern that goes back and forth for hours is cut off: the limit is not for the machine. */
function matches(pattern: RegExp, text: string, timeout = 2_000): boolean {
  return runInContext("pattern.test(text)", createContext({ pattern, text }), { timeout });
}

test("patterns of filters take linear time, on texts made to make them backtrack", () => {
  expect(() => matches(/^(a+)+$/, `${"a".repeat(60)}!`, 100)).toThrow("timed out");
  const patterns = new Set([SLUG, PERIOD, ...COLLECTIONS.flatMap(filtersOf).flatMap(({ pattern }) => pattern ?? [])]);
  const length = 200_000;
  const texts = ["a", "a-", "0", "00-", "A", "-", "ab-Abcd-", "2023-10-", " "].map((piece) => piece.repeat(length));
  for (const pattern of patterns) {
    for (const text of texts) {
      expect(matches(pattern, `${text}!`)).toBe(false);
    }
  }
});
