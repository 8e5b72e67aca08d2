// Periods: what `from` and `to` mean, and when an uncertain date falls between them.
import { readDate } from "../model/dates.ts";
import { Day } from "../model/ids.ts";

/** A window of whole days, both ends included; null is open. */
export interface Window {
  readonly from: string | null;
  readonly to: string | null;
  readonly certainty: "possible" | "certain";
}

/** YYYY, YYYY-MM or YYYY-MM-DD, years 0001 to 9999. */
export const PERIOD = /^(?!0000)\d{4}(?:-\d{2}(?:-\d{2})?)?$/;

/**
 * The first and last day of a year, month or day.
 * @throws RangeError when there is no such day
 */
export function periodOf(text: string): { first: string; last: string } {
  if (!PERIOD.test(text)) throw new RangeError(`not a period: ${text}`);
  const { earliest, latest } = readDate(text);
  if (earliest === null || latest === null) throw new RangeError(`not a period: ${text}`);
  return { first: earliest, last: latest };
}

/** Whether `text` is a day of the calendar, year 1 or later. */
export function isDay(text: string): boolean {
  return text.length === 10 && PERIOD.test(text) && Day.safeParse(text).success;
}
