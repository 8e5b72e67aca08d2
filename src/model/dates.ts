// Uncertain dates: EDTF text beside the days it may stand for.
import edtf from "edtf";
import { z } from "zod";
import { Day } from "./ids.ts";

/** A date as served: EDTF and the first and last day it may mean; null is an open or unknown end. */
export const EventDate = z
  .strictObject({
    edtf: z.string().meta({
      description: "The date in EDTF (ISO 8601-2). `[..2023-10-17]` is 'on or before'; `~`, `?` and `%` qualify.",
      examples: ["2022-09"],
    }),
    earliest: Day.nullable().meta({ description: "First day it may mean; null when open.", examples: ["2022-09-01"] }),
    latest: Day.nullable().meta({ description: "Last day it may mean; null when open.", examples: ["2022-09-30"] }),
    certain: z
      .boolean()
      .meta({ description: "False when the source qualifies the date (`~`, `?`, `%`).", examples: [true] }),
  })
  .meta({ id: "EventDate", description: "A date that may be uncertain: EDTF, with the range of days it covers." });
export type EventDate = z.infer<typeof EventDate>;

// One date of a set or an interval, qualifiers taken off. Seasons (months 21 and up), `Y` years, years before 1 and
// times are refused: the edtf package gives the first the quarters' bounds and the second none at all.
const DATE = /^(?!0000)\d{2}(?:\d{2}|\dX|XX)(?:-(?:0\d|1[0-2]|[0X1]X)(?:-[0-3X][\dX])?)?$/;

/**
 * Reads an EDTF expression (ISO 8601-2): days, months, years, their qualified and unspecified forms, intervals, sets.
 * @param text the expression, e.g. `2022-09`, `[..2023-10-17]`, `2023-10-17~`
 * @returns the range in days (both ends included) and whether it is unqualified
 * @throws RangeError when it is not EDTF, has no days (times, seasons, `Y` years), or ends before it begins
 */
export function readDate(text: string): EventDate {
  const wrong = new RangeError(`not a date in EDTF: ${JSON.stringify(text)}`);
  if (text.length > 128) throw wrong;
  const plain = plainRange(text);
  if (plain !== null) return { edtf: text, ...plain, certain: true };
  const dates = text.split(/[[\]{},/]|\.\./).filter((part) => part !== "");
  const open = { start: /^[[{]?\.\.|^\//.test(text), end: /\.\.[\]}]?$|\/$/.test(text) };
  if (!dates.every((date) => DATE.test(date.replace(/[~?%]/g, "")))) throw wrong;
  // The package takes 29 February of any year and moves it to 1 March.
  for (const [day] of text.replace(/[~?%]/g, "").matchAll(/\d{4}-\d{2}-\d{2}/g))
    if (!Day.safeParse(day).success) throw wrong;
  let ranges: { min: number; max: number }[];
  try {
    edtf(text);
    // The whole's own bounds are wrong where a set has a range inside, so the parts' bounds are taken.
    ranges = dates.map((date) => edtf(date));
  } catch {
    throw wrong;
  }
  const [first, last] = text.includes("/") ? [ranges[0], ranges.at(-1)] : [least(ranges), greatest(ranges)];
  const earliest = open.start || first === undefined ? null : dayOf(first.min);
  const latest = open.end || last === undefined ? null : dayOf(last.max);
  if (earliest !== null && latest !== null && earliest > latest) {
    throw new RangeError(`the date ends before it begins: ${JSON.stringify(text)}`);
  }
  return { edtf: text, earliest, latest, certain: !/[~?%]/.test(text) };
}

/** The days of a plain year, month or day, which are most dates: the grammar takes a hundred times as long for them. */
function plainRange(text: string): { earliest: string; latest: string } | null {
  const [, year, month, day] = /^(?!0000)(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?$/.exec(text) ?? [];
  if (year === undefined) return null;
  if (day !== undefined) return Day.safeParse(text).success ? { earliest: text, latest: text } : null;
  if (month === undefined) return { earliest: `${year}-01-01`, latest: `${year}-12-31` };
  const last = DAYS[Number(month) - 1] ?? 31;
  // Only a leap year has this day.
  const leap = month === "02" && Day.safeParse(`${year}-02-29`).success;
  return { earliest: `${text}-01`, latest: `${text}-${leap ? 29 : last}` };
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

interface Range {
  readonly min: number;
  readonly max: number;
}

const least = (ranges: readonly Range[]) => ranges.toSorted((a, b) => a.min - b.min)[0];
const greatest = (ranges: readonly Range[]) => ranges.toSorted((a, b) => b.max - a.max)[0];

function dayOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

/** A date as written in a bundle file: the EDTF alone, its range is computed on the way in. */
export const WrittenDate = z
  .string()
  .refine(isEdtf, { error: "not a date in EDTF (days, months, years, sets and intervals)" })
  .meta({ description: "A date in EDTF (ISO 8601-2).", examples: ["2023-10-17", "[..2023-10-17]", "2023-10-17~"] });

function isEdtf(text: string): boolean {
  try {
    readDate(text);
    return true;
  } catch {
    return false;
  }
}
