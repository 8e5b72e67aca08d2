// Timeline queries: the precision of a date is what reading its months and years again gives.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type EventDate, readDate } from "../../src/model/dates.ts";
import { precisionOf } from "../../src/query/timeline-query.ts";

/** By what the month and the year of the first day cover. */
function slowly({ edtf, earliest, latest }: EventDate): string {
  if (earliest === null || latest === null) return "open";
  if (earliest === latest) return "day";
  if (/[/[{]/.test(edtf)) return "range";
  const covers = (length: number) => {
    const part = readDate(earliest.slice(0, length));
    return part.earliest === earliest && part.latest === latest;
  };
  if (covers(7)) return "month";
  return covers(4) ? "year" : "range";
}

const pad = (value: number, length: number) => String(value).padStart(length, "0");
const year = fc
  .oneof(fc.integer({ min: 1, max: 9999 }), fc.constantFrom(1, 4, 100, 400, 1900, 2000, 2023, 2024, 9999))
  .map((value) => pad(value, 4));
const month = fc.tuple(year, fc.integer({ min: 1, max: 12 })).map(([one, at]) => `${one}-${pad(at, 2)}`);
const day = fc.oneof(
  month.map((one) => `${one}-01`),
  month.map((one) => readDate(one).latest ?? ""),
  year.map((one) => `${one}-01-01`),
  year.map((one) => `${one}-12-31`),
  fc.tuple(month, fc.integer({ min: 1, max: 28 })).map(([one, at]) => `${one}-${pad(at, 2)}`),
);

describe("the precision of a date", () => {
  test("a written date has the precision of its form", () => {
    const plain = fc.oneof(
      year,
      month,
      day,
      month.map((one) => `${one}-XX`),
      year.map((one) => `${one.slice(0, 3)}X`).filter((one) => !one.startsWith("000")),
      month.map((one) => `${one}/${readDate(one).latest}`),
    );
    // What is left unspecified takes no qualifier.
    const written = fc
      .tuple(plain, fc.constantFrom("", "~", "?", "%"))
      .map(([text, qualifier]) => (/X$/.test(text) ? text : `${text}${qualifier}`));
    fc.assert(
      fc.property(written, (text) => {
        const date = readDate(text);
        expect([date.edtf, precisionOf(date)]).toEqual([date.edtf, slowly(date)]);
      }),
      { numRuns: 500 },
    );
  });

  test("any two days have the precision that comparing them with months and years gives", () => {
    const last = (first: string) =>
      fc.oneof(
        fc.constantFrom(readDate(first.slice(0, 7)).latest, readDate(first.slice(0, 4)).latest, first, null),
        day,
      );
    const range = day.chain((first) => last(first).map((latest) => ({ first, latest })));
    fc.assert(
      fc.property(range, ({ first: earliest, latest }) => {
        const date = { edtf: "", earliest, latest, certain: true };
        expect(precisionOf(date)).toBe(slowly(date));
      }),
      { numRuns: 500 },
    );
  });

  test.each([1, 4, 100, 400, 1900, 2000, 2023, 2024, 2100, 9999])(
    "every month of the year %i has the precision `month`",
    (one) => {
      for (let at = 1; at <= 12; at++) {
        const date = readDate(`${pad(one, 4)}-${pad(at, 2)}`);
        expect([date.edtf, precisionOf(date)]).toEqual([date.edtf, "month"]);
      }
    },
  );

  test("the century 00XX, which begins before there are days, has the precision `range`", () => {
    expect(precisionOf(readDate("00XX"))).toBe("range");
  });
});
