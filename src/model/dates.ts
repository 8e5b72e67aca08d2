// Uncertain dates: EDTF text beside the days it may stand for.
//
// A bundle file states a date once, as an EDTF text (ISO 8601-2), and the API serves the text with the first and the
// last day that it may mean. The range is computed when the file is read, so the two cannot disagree, and a client that
// knows no EDTF compares days.
//
// A qualified date (`~`, `?`, `%`) keeps its days and is not `certain`. An open or unknown end is null. Which days a
// text covers is decided in `date/edtf.ts`; what a text that is no EDTF may have meant, in `date/human.ts`, for the
// error message only: no date is ever guessed.
import { z } from "zod";
import { NOT_EDTF, readEdtf } from "./date/edtf.ts";
import { datesMeant } from "./date/human.ts";
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

const LONGEST = 128;

/**
 * Reads an EDTF expression (ISO 8601-2): days, months, years, their qualified and unspecified forms, intervals, sets.
 * @param text the expression, e.g. `2022-09`, `[..2023-10-17]`, `2023-10-17~`
 * @returns the range in days (both ends included) and whether it is unqualified
 * @throws RangeError that says why it cannot be read, and what may be meant
 */
export function readDate(text: string): EventDate {
  const date = dateOf(text);
  if ("fault" in date) throw new RangeError(`${JSON.stringify(text.slice(0, LONGEST))} is ${date.fault}`);
  return date;
}

/**
 * What is wrong with a text as a date, as the end of the sentence `"…" is`: that it is no EDTF, with the date that may
 * be meant, or EDTF that is not supported here, with the form that is. Null for a date.
 */
export function dateFault(text: string): string | null {
  const date = dateOf(text);
  return "fault" in date ? date.fault : null;
}

function dateOf(text: string): EventDate | { readonly fault: string } {
  if (text.length > LONGEST) return { fault: `${NOT_EDTF}: longer than ${LONGEST} characters` };
  const reading = readEdtf(text);
  if (!("fault" in reading)) {
    return { edtf: text, earliest: reading.earliest, latest: reading.latest, certain: !/[~?%]/.test(text) };
  }
  if (reading.fault !== NOT_EDTF) return reading;
  const close = text.replace(/\s*([[\]{},/]|\.\.)\s*/g, "$1");
  const readings = [...new Set([close, ...datesMeant(text)])].map((date) => ({ date, reading: readEdtf(date) }));
  const meant = readings.filter(({ reading }) => !("fault" in reading)).map(({ date }) => JSON.stringify(date));
  if (meant.length > 0) return { fault: `${NOT_EDTF}; did you mean ${meant.join(" or ")}?` };
  // What can be understood may be a day that the calendar lacks.
  const why = readings.flatMap(({ reading }) => ("fault" in reading && reading.fault !== NOT_EDTF ? reading : []))[0];
  return why ?? { fault: `${NOT_EDTF} (days, months, years, sets and intervals)` };
}

/** A date as written in a bundle file: the EDTF alone, its range is computed on the way in. */
export const WrittenDate = z
  .string()
  .superRefine((text, context) => {
    const message = dateFault(text);
    if (message !== null) context.addIssue({ code: "custom", message });
  })
  .meta({ description: "A date in EDTF (ISO 8601-2).", examples: ["2023-10-17", "[..2023-10-17]", "2023-10-17~"] });
