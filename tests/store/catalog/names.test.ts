// Names: a word that is no filter, sort or counted field of a collection is an error of the type check.
import { expect, test } from "vitest";
import type { DimensionName } from "../../../src/query/count-query.ts";
import type { FilterName, SortKey } from "../../../src/query/filters.ts";
import { pairKey, pairsOf, statesOfPair } from "../../../src/store/catalog/tables.ts";

test("a name that no collection has as a filter, sort or dimension does not compile", () => {
  const right: [FilterName<"events">, FilterName<"figures">, SortKey, DimensionName] = [
    "type",
    "unit",
    "date",
    "dataset",
  ];
  const wrong: [FilterName<"events">, FilterName<"figures">, SortKey, DimensionName] = [
    // @ts-expect-error Events have no unit.
    "unit",
    // @ts-expect-error A letter is missing.
    "curency",
    // @ts-expect-error Nothing is sorted by type.
    "type",
    // @ts-expect-error A letter is too many.
    "datasets",
  ];
  expect(right.length).toBe(wrong.length);
});

test("pairKey: a pair of states has one key in either order, from which both are read", () => {
  expect(pairKey("kz", "cn")).toBe("cn kz");
  expect(statesOfPair(pairKey("kz", "cn"))).toEqual(["cn", "kz"]);
  expect(pairsOf(["kz", "cn", "us", "cn"])).toEqual(["cn kz", "cn us", "kz us"]);
});
