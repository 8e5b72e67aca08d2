// EDTF: bounds against days counted one by one, syntax against @edtf-ts/core, and refusals with their reason.
import { parse } from "@edtf-ts/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dateFault, readDate } from "../../../src/model/dates.ts";

const pad = (number: number, width: number) => String(number).padStart(width, "0");
const number = (low: number, high: number, width: number) =>
  fc.integer({ min: low, max: high }).map((one) => pad(one, width));
/** A number some of whose digits are unspecified; of a year the first two stay, so that counting takes no time. */
const masked = (digits: fc.Arbitrary<string>, first: number) =>
  fc.tuple(digits, fc.array(fc.nat(3), { maxLength: 2 })).map(([text, places]) => {
    const hidden = new Set(places.filter((place) => place >= first));
    return [...text].map((digit, at) => (hidden.has(at) ? "X" : digit)).join("");
  });
const parts = fc.tuple(
  masked(number(1, 9999, 4), 2),
  masked(number(1, 12, 2), 0),
  masked(number(1, 31, 2), 0),
  fc.integer({ min: 1, max: 3 }),
);
const date = parts.map(([year, month, day, most]) => [year, month, day].slice(0, most).join("-"));
const qualifier = fc.constantFrom("", "", "", "~", "?", "%");
const qualifiedDate = fc.tuple(date, qualifier).map(([text, sign]) => text + sign);
const open = fc.constantFrom("", "..");
const interval = fc
  .tuple(fc.oneof({ weight: 4, arbitrary: qualifiedDate }, { weight: 1, arbitrary: open }), qualifiedDate, fc.boolean())
  .map(([first, last, turned]) => (turned && first.length < 3 ? `${last}/${first}` : `${first}/${last}`));
const element = fc.oneof(
  { weight: 3, arbitrary: qualifiedDate },
  { weight: 1, arbitrary: fc.tuple(date, date).map((pair) => pair.sort().join("..")) },
);
const set = fc
  .tuple(fc.array(element, { minLength: 1, maxLength: 3 }), fc.boolean(), fc.constantFrom("start", "end", "no"))
  .map(([elements, all, side]) => {
    const whole = elements.join(",");
    const plain = elements.length === 1 && whole.includes("..");
    const list = plain || side === "no" ? whole : side === "start" ? `..${whole}` : `${whole}..`;
    return all ? `{${list}}` : `[${list}]`;
  })
  // A range that is open besides would be two signs too many.
  .filter((text) => !/\.\.[^,]*\.\./.test(text));
const texts = fc.oneof(date, qualifiedDate, interval, set);

/** Every day that a date can mean, found by looking at each day of its years. */
function daysOf(text: string): string[] {
  const mask = text.replace(/[~?%]/g, "");
  const [low, high] = [mask.slice(0, 4).replaceAll("X", "0"), mask.slice(0, 4).replaceAll("X", "9")];
  const fits = new RegExp(`^${mask.replaceAll("X", "\\d")}`);
  const found: string[] = [];
  const day = new Date(0);
  day.setUTCFullYear(Math.max(1, Number(low)), 0, 1);
  for (; day.getUTCFullYear() <= Number(high); day.setUTCDate(day.getUTCDate() + 1)) {
    const iso = `${pad(day.getUTCFullYear(), 4)}-${pad(day.getUTCMonth() + 1, 2)}-${pad(day.getUTCDate(), 2)}`;
    if (fits.test(iso)) found.push(iso);
  }
  return found;
}

/** First and last day of a text by counting; null where a date has no day or a range ends before it begins. */
function counted(text: string): { earliest: string | null; latest: string | null } | null {
  const bare = text.replace(/^[[{]|[\]}]$/g, "");
  const ranges = bare.split(",").map((one) => (/\/|\.\./.test(one) ? one.split(/\/|\.\./) : [one, one]));
  // `../2023` and `2023/..` have an empty piece on either side of the points.
  const ends = text.includes("/") ? [text.split("/").map((end) => (end === ".." ? "" : end))] : ranges;
  const bounds = ends.map(([first = "", last = ""]) => {
    const [starts, stops] = [first === "" ? null : daysOf(first), last === "" ? null : daysOf(last)];
    if (starts?.length === 0 || stops?.length === 0) return undefined;
    const [from, to] = [starts?.[0] ?? null, stops?.at(-1) ?? null];
    return from !== null && to !== null && from > to ? undefined : { from, to };
  });
  if (bounds.includes(undefined)) return null;
  const [froms, tos] = [bounds.map((one) => one?.from ?? null), bounds.map((one) => one?.to ?? null)];
  return {
    earliest: froms.includes(null) ? null : ([...froms].sort()[0] ?? null),
    latest: tos.includes(null) ? null : ([...tos].sort().at(-1) ?? null),
  };
}

test("earliest and latest are the first and last calendar day that a text can mean; a text that can mean none is refused", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const wanted = counted(text);
      const fault = dateFault(text);
      expect([text, fault === null]).toEqual([text, wanted !== null]);
      if (wanted === null) return;
      const read = readDate(text);
      expect(read).toEqual({ edtf: text, ...wanted, certain: !/[~?%]/.test(text) });
      expect(readDate(read.edtf)).toEqual(read);
    }),
    { numRuns: 300 },
  );
});

test("every date that is read is EDTF to @edtf-ts/core too", () => {
  fc.assert(
    fc.property(texts, (text) => {
      fc.pre(dateFault(text) === null);
      for (const one of text.split(/[[\]{},/]|\.\./).filter((part) => part !== ""))
        expect([one, parse(one).success]).toEqual([one, true]);
    }),
    { numRuns: 300 },
  );
});

describe("what @edtf-ts/core alone misreads is read by the calendar", () => {
  const alone = (text: string) => {
    const parsed = parse(text);
    return parsed.success ? [parsed.value.min, parsed.value.max].map((day) => day.toISOString().slice(0, 10)) : null;
  };
  test.each([
    ["2023-0X-31", ["2023-01-31", "2023-10-01"], ["2023-01-31", "2023-08-31"]],
    ["2023-10-X7", ["2023-10-07", "2023-10-31"], ["2023-10-07", "2023-10-27"]],
    ["20XX-02-29", ["2000-02-29", "2099-03-01"], ["2000-02-29", "2096-02-29"]],
    ["~2023/2024", null, ["2023-01-01", "2024-12-31"]],
  ])("%s has the right bounds", (text, theirs, ours) => {
    expect(alone(text)).toEqual(theirs);
    expect(readDate(text)).toMatchObject({ earliest: ours[0], latest: ours[1] });
  });
});

test.each([
  ["2023-0X-31", "2023-01-31", "2023-08-31"],
  ["2023-1X-31", "2023-10-31", "2023-12-31"],
  ["2023-11-3X", "2023-11-30", "2023-11-30"],
  ["2023-XX-3X", "2023-01-30", "2023-12-31"],
  ["2024-02-2X", "2024-02-20", "2024-02-29"],
  ["19XX-02-29", "1904-02-29", "1996-02-29"],
  ["00XX", "0001-01-01", "0099-12-31"],
  ["1XXX-12", "1000-12-01", "1999-12-31"],
  ["2023-10-17/2023-10", "2023-10-17", "2023-10-31"],
  ["2023-10/2023-10-17", "2023-10-01", "2023-10-17"],
  ["1985-06-12/1985-06", "1985-06-12", "1985-06-30"],
  ["1984-11-12/1984-11-XX", "1984-11-12", "1984-11-30"],
  ["2000/2000-XX-XX", "2000-01-01", "2000-12-31"],
  ["2023-10-17/2023-10-17", "2023-10-17", "2023-10-17"],
  ["2004-06-~01/2004-06-~20", "2004-06-01", "2004-06-20"],
])("%s covers %s to %s", (text, earliest, latest) => {
  expect(readDate(text)).toMatchObject({ earliest, latest });
});

describe("a refusal says why, and what to write instead", () => {
  const unsupported = (kind: string) => `EDTF that is not supported here: ${kind}`;
  const years = unsupported("a year before 0001 or after 9999; dates run from 0001-01-01 to 9999-12-31");
  const season = unsupported(`a season; write its months as an interval, such as "2023-06/2023-08"`);
  const digit = unsupported("a year without a known first digit; write at least that, such as 1XXX");
  test.each([
    ["2023-02-3X", "not a date in EDTF: 2023-02 has 28 days"],
    ["2023-02-29", "not a date in EDTF: 2023-02 has 28 days"],
    ["190X-02-3X", "not a date in EDTF: the calendar has no such day"],
    ["2023-13", "not a date in EDTF: there is no month 13"],
    ["2023-10-4X", "not a date in EDTF: there is no day 4X"],
    ["2023-10-17/2023-09", "not a date in EDTF: it ends before it begins"],
    ["[2020,2024..2023]", "not a date in EDTF: 2024..2023 ends before it begins"],
    ["-0044-03-15", years],
    ["0000", years],
    ["Y170000002", years],
    ["Y-17E7", years],
    ["-0044/0001", `${years} (in "-0044")`],
    ["2023-21", season],
    ["[2023-21,2024]", `${season} (in "2023-21")`],
    ["2023-13/2024", `not a date in EDTF: there is no month 13 (in "2023-13")`],
    ["2023-34", unsupported(`a part of a year; write its months as an interval, "2023-04/2023-06"`)],
    ["2023-41", unsupported(`a part of a year; write its months as an interval, "2023-07/2023-12"`)],
    ["2023-10-17T12:00:00Z", unsupported(`a time of day; write the day, "2023-10-17"`)],
    ["1950S2", unsupported(`a count of significant digits; write "19XX"`)],
    ["XXXX-12-25", digit],
    ["X023", digit],
    ["today", "not a date in EDTF (days, months, years, sets and intervals)"],
    ["x".repeat(129), "not a date in EDTF: longer than 128 characters"],
  ])("%s is refused with its reason", (text, fault) => {
    expect(dateFault(text)).toBe(fault);
    expect(() => readDate(text)).toThrow(new RangeError(`${JSON.stringify(text.slice(0, 128))} is ${fault}`));
  });
});
