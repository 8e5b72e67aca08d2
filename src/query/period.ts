// Periods: what `from` and `to` mean, and when an uncertain date falls between them.
import { lastOf } from "../model/date/calendar.ts";

/** A window of whole days, both ends included; null is open. */
export interface Window {
  readonly from: string | null;
  readonly to: string | null;
  readonly certainty: "possible" | "certain";
}

/** YYYY, YYYY-MM or YYYY-MM-DD, years 0001 to 9999. */
export const PERIOD = /^(?!0000)(?<year>\d{4})(?:-(?<month>0[1-9]|1[0-2])(?:-(?<day>\d{2}))?)?$/;

/**
 * The first and last day of a year, month or day.
 * @throws RangeError when there is no such day
 */
export function periodOf(text: string): { first: string; last: string } {
  const { year, month, day } = PERIOD.exec(text)?.groups ?? {};
  if (year === undefined) throw new RangeError(`not a period: ${text}`);
  if (month === undefined) return { first: `${year}-01-01`, last: `${year}-12-31` };
  const last = lastOf(Number(year), Number(month));
  if (day === undefined) return { first: `${year}-${month}-01`, last: `${year}-${month}-${last}` };
  if (day < "01" || day > last) throw new RangeError(`not a period: ${text}`);
  return { first: text, last: text };
}

/** Whether `text` is a year, month or day of the calendar, year 1 or later. */
export function isPeriod(text: string): boolean {
  try {
    return periodOf(text).first !== "";
  } catch {
    return false;
  }
}

/** Whether `text` is a day of the calendar, year 1 or later. */
export function isDay(text: string): boolean {
  return text.length === 10 && isPeriod(text);
}

/** Texts of one length, a year, a month or a day each, from `low` up to before `high`. */
export interface PeriodPart {
  readonly unit: "year" | "month" | "day";
  readonly low: string;
  readonly high: string;
}

/** Comes after a text and after all that begin with it, and before the next year, month or day. */
const AFTER = "~";

/** The fewest pieces that a window is made of: each of its days is in one of them, and no other day is. */
export function partsOfPeriod({ from, to }: Pick<Window, "from" | "to">, largest: "year" | "month"): PeriodPart[] {
  const [first, last] = [from ?? "0000-01-01", to ?? "9999-12-31"];
  if (first > last) return [];
  return largest === "year" ? yearsIn(first, last) : monthsIn(first, last);
}

function yearsIn(first: string, last: string): PeriodPart[] {
  const [year, other] = [first.slice(0, 4), last.slice(0, 4)];
  const [begun, ended] = [first.endsWith("-01-01"), last.endsWith("-12-31")];
  if (year === other && !(begun && ended)) return monthsIn(first, last);
  return [
    ...(begun ? [] : monthsIn(first, `${year}-12-31`)),
    { unit: "year", low: begun ? year : year + AFTER, high: ended ? other + AFTER : other },
    ...(ended ? [] : monthsIn(`${other}-01-01`, last)),
  ];
}

function monthsIn(first: string, last: string): PeriodPart[] {
  const [month, other] = [first.slice(0, 7), last.slice(0, 7)];
  const [begun, ended] = [first.endsWith("-01"), last >= periodOf(other).last];
  if (month === other && !(begun && ended)) return [{ unit: "day", low: first, high: last + AFTER }];
  return [
    ...(begun ? [] : [{ unit: "day", low: first, high: month + AFTER } as const]),
    { unit: "month", low: begun ? month : month + AFTER, high: ended ? other + AFTER : other },
    ...(ended ? [] : [{ unit: "day", low: `${other}-01`, high: last + AFTER } as const]),
  ];
}
