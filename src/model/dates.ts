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

// Levels 0 and 1 that say days, months, years, sets and intervals. Seasons and `Y` years are refused: the
// edtf package gives seasons the quarters' bounds and years beyond 9999 no bounds at all.
const CALENDAR = /^[[\]{}.,/~?%X\d-]{1,64}$/;
const SEASON = /\d{4}-[2-4]\d(?!\d)/;

/**
 * Reads an EDTF expression (ISO 8601-2, levels 0 and 1, and the sets of level 2).
 * @param text the expression, e.g. `2022-09`, `[..2023-10-17]`, `2023-10-17~`
 * @returns the range in days (UTC calendar, both ends included) and whether it is unqualified
 * @throws RangeError when it is not EDTF, or is a kind of it that has no days (times, seasons, `Y` years)
 */
export function readDate(text: string): EventDate {
  if (!CALENDAR.test(text) || SEASON.test(text)) throw new RangeError(`not a date in EDTF: ${JSON.stringify(text)}`);
  // The package takes 29 February of any year and moves it to 1 March.
  for (const [day] of text.matchAll(/\d{4}-\d{2}-\d{2}/g)) {
    if (!Day.safeParse(day).success) throw new RangeError(`no such day: ${JSON.stringify(text)}`);
  }
  let parsed: { min: number; max: number };
  try {
    parsed = edtf(text);
  } catch {
    throw new RangeError(`not a date in EDTF: ${JSON.stringify(text)}`);
  }
  const earliest = dayOf(parsed.min);
  const latest = dayOf(parsed.max);
  if (earliest !== null && latest !== null && earliest > latest) {
    throw new RangeError(`the date ends before it begins: ${JSON.stringify(text)}`);
  }
  return { edtf: text, earliest, latest, certain: !/[~?%]/.test(text) };
}

function dayOf(instant: number): string | null {
  return Number.isFinite(instant) ? new Date(instant).toISOString().slice(0, 10) : null;
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
