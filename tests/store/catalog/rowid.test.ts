// Rowid: days from the first to the last in their order, ids as text sorts them, and the codes under a code.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { datasetRange, dayOf, dayRange, placeOf, rowidOf } from "../../../src/store/catalog/rowid.ts";
import { codesUnder } from "../../../src/store/plan/predicates.ts";

describe("rowid", () => {
  test("dayOf counts days of the years 0000 to 9999, and gives 0 for what is no day", () => {
    expect(["0000-01-01", "0000-12-31", "0001-01-01", "9999-12-31"].map(dayOf)).toEqual([0, 365, 366, 3_652_424]);
    for (const text of ["", "x", "-0001-01-01", "10000-01-01", "2023-13-01", "2023-00-10"]) expect(dayOf(text)).toBe(0);
  });

  test("rowidOf is in the block of its dataset, newest first, unknown days last", () => {
    const days = ["9999-12-31", "2024-02-29", "2024-02-28", "0001-01-01", "0000-01-01", null];
    for (const number of [1, 31]) {
      const all = days.map((day) => rowidOf(number, day, 0));
      expect([...all].sort((a, b) => (a < b ? -1 : 1))).toEqual(all);
      const { low, high } = datasetRange(number);
      expect(all.every((one) => low <= one && one <= high)).toBe(true);
      expect(dayRange(number, -5)).toEqual(dayRange(number, 0));
      expect(dayRange(number, 9_999_999)).toEqual(dayRange(number, 3_652_424));
    }
    expect(datasetRange(31).high).toBeLessThan(2n ** 63n);
  });

  test("placeOf orders ids with up to ten digits as text sorts them", () => {
    const digits = fc.stringMatching(/^\d{1,10}$/);
    fc.assert(
      fc.property(digits, digits, (a, b) => {
        const [one, other] = [placeOf(`x-${a}`, "x-") ?? -1, placeOf(`x-${b}`, "x-") ?? -1];
        expect(Math.sign(one - other)).toBe(a === b ? 0 : a < b ? -1 : 1);
        expect(one).toBeLessThan(2 ** 35);
      }),
    );
    for (const id of ["x-", "x-12345678901", "x-1a", "y-1", "x-1 ", "x--1"]) expect(placeOf(id, "x-")).toBe(null);
  });

  test("a prefix of a CAMEO code finds all codes of up to four digits that begin with it", () => {
    expect(codesUnder("0461")).toEqual(["0461"]);
    expect(codesUnder("046")).toHaveLength(11);
    expect(new Set(codesUnder("04")).size).toBe(111);
    expect(codesUnder("04").every((code) => /^04\d{0,2}$/.test(code))).toBe(true);
  });
});
