// Periods: the first and last day of each year, month and day, by a calendar that the test computes itself.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { partsOfPeriod, periodOf } from "../../src/query/period.ts";

const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const daysOf = (year: number, month: number) =>
  [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
const text = (...parts: number[]) => parts.map((part, at) => String(part).padStart(at === 0 ? 4 : 2, "0")).join("-");

/** Years in which calendars go wrong: the ends, centuries, leap years and the two before and after them. */
const YEARS = [1, 4, 99, 100, 400, 1582, 1700, 1899, 1900, 1970, 2000, 2023, 2024, 2100, 9999];
const year = fc.oneof(fc.constantFrom(...YEARS), fc.integer({ min: 1, max: 9999 }));
const day = fc
  .record({ year, month: fc.integer({ min: 1, max: 12 }), day: fc.integer({ min: 1, max: 31 }) })
  .filter((date) => date.day <= daysOf(date.year, date.month));

describe("first and last day of a period", () => {
  test.each(YEARS)("the year %i, its months and their days", (one) => {
    expect(periodOf(text(one))).toEqual({ first: text(one, 1, 1), last: text(one, 12, 31) });
    for (let month = 1; month <= 12; month++) {
      const last = daysOf(one, month);
      expect(periodOf(text(one, month))).toEqual({ first: text(one, month, 1), last: text(one, month, last) });
      for (const date of [1, 28, last]) {
        expect(periodOf(text(one, month, date))).toEqual({
          first: text(one, month, date),
          last: text(one, month, date),
        });
      }
      expect(() => periodOf(text(one, month, last + 1))).toThrow(RangeError);
    }
  });

  test("a day lies in its own month and year and in no other", () => {
    fc.assert(
      fc.property(day, year, fc.integer({ min: 1, max: 12 }), (date, otherYear, otherMonth) => {
        const here = text(date.year, date.month, date.day);
        const holds = (period: string) => {
          const { first, last } = periodOf(period);
          return first <= here && here <= last;
        };
        expect(holds(here)).toBe(true);
        expect(holds(text(otherYear))).toBe(otherYear === date.year);
        expect(holds(text(date.year, otherMonth))).toBe(otherMonth === date.month);
      }),
    );
  });
});

describe("a window split into periods", () => {
  const LENGTHS = { year: 4, month: 7, day: 10 } as const;
  const days = day.map(({ year, month, day }) => text(year, month, day));
  /** Days at and about the ends of a period, where pieces end too. */
  const near = fc
    .tuple(year, fc.integer({ min: 1, max: 12 }), fc.constantFrom(1, 2, 15, 28, 99))
    .map(([one, month, date]) => text(one, month, Math.min(date, daysOf(one, month))));
  const end = fc.oneof(days, near);

  test.each(["year", "month"] as const)(
    "the fewest %ss, months and days that hold each of its days once",
    (largest) => {
      fc.assert(
        fc.property(fc.option(end), fc.option(end), end, (one, other, here) => {
          const swapped = one !== null && other !== null && one > other;
          const [from, to] = swapped ? [other, one] : [one, other];
          const pieces = partsOfPeriod({ from, to }, largest);
          expect(pieces.length).toBeLessThanOrEqual(5);
          const inside = (first: string, last: string) => (from ?? "0001") <= first && last <= (to ?? "9999-12-31");
          const isWhole = (length: number) => {
            const { first, last } = periodOf(here.slice(0, length));
            return inside(first, last);
          };
          const largestOf = largest === "year" && isWhole(4) ? "year" : isWhole(7) ? "month" : "day";
          const holding = pieces.filter(({ unit, low, high }) => {
            const value = here.slice(0, LENGTHS[unit]);
            return low <= value && value < high;
          });
          expect(holding.map(({ unit }) => unit)).toEqual(inside(here, here) ? [largestOf] : []);
        }),
        { numRuns: 2_000 },
      );
    },
  );

  test("a window that ends before it begins has no periods", () => {
    expect(partsOfPeriod({ from: "2023-01-02", to: "2023-01-01" }, "year")).toEqual([]);
  });
});

test.each([
  "",
  "0000",
  "0000-01-01",
  "23",
  "02023",
  "-2023",
  "2023-",
  "2023-1",
  "2023-00",
  "2023-13",
  "2023-21",
  "2023-10-",
  "2023-10-00",
  "2023-10-32",
  "2023-02-29",
  "1900-02-29",
  "2023-04-31",
  "2023-10-17T00:00",
  "2023-10-17~",
  "2023-XX",
  "202X",
  "2023/2024",
  "[..2023]",
  " 2023",
  "2023 ",
  "2023\n",
  "2023\0",
  "２０２３",
  "2023‐10",
])("%j is no period", (wrong) => expect(() => periodOf(wrong)).toThrow(RangeError));
