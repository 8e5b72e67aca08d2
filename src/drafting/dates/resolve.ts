// Resolving: what a date in words is in EDTF, seen from the day on which the text was published.

const DAY = 864e5;

/** The day from which relative dates count, `YYYY-MM-DD`. */
export interface Anchor {
  readonly day: string;
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
}

export function anchorOf(day: string): Anchor {
  return { day, year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)) };
}

const two = (number: number) => String(number).padStart(2, "0");
const utc = (day: string) => new Date(`${day}T00:00:00Z`);
const iso = (date: Date) => date.toISOString().slice(0, 10);

/** A month, or null where the number is none. */
export const monthText = (year: number, month: number) => (month >= 1 && month <= 12 ? `${year}-${two(month)}` : null);

/** A day of the calendar, or null where there is none such. */
export function dayText(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? iso(date) : null;
}

/** A day without its year: the one nearest to the anchor. */
export function nearestDay(anchor: Anchor, month: number, day: number): string | null {
  const years = [anchor.year - 1, anchor.year, anchor.year + 1];
  const days = years.flatMap((year) => dayText(year, month, day) ?? []);
  const distance = (one: string) => Math.abs(utc(one).getTime() - utc(anchor.day).getTime());
  return days.toSorted((a, b) => distance(a) - distance(b))[0] ?? null;
}

/** A month without its year: at most two months ahead, otherwise the last one that there was. */
export const nearestMonth = ({ year, month }: Anchor, wanted: number) =>
  monthText(wanted > month + 2 ? year - 1 : year, wanted);

/** The day so many days after the anchor. */
export const shifted = ({ day }: Anchor, days: number) => iso(new Date(utc(day).getTime() + days * DAY));

/** The week, month or year before (-1), of (0) or after (1) the anchor. */
export function periodAt(anchor: Anchor, unit: "week" | "month" | "year", steps: number): string {
  if (unit === "year") return String(anchor.year + steps);
  if (unit === "month") return iso(new Date(Date.UTC(anchor.year, anchor.month - 1 + steps, 1))).slice(0, 7);
  const monday = (utc(anchor.day).getUTCDay() + 6) % 7;
  return `${shifted(anchor, steps * 7 - monday)}/${shifted(anchor, steps * 7 - monday + 6)}`;
}

export type Unit = "day" | "week" | "month" | "year" | "decade";

/** So many units before (negative) or after the anchor; what is longer than days is as exact as its unit. */
export function distant(anchor: Anchor, count: number, unit: Unit): string | null {
  if (!Number.isInteger(count)) return null;
  if (unit === "day") return shifted(anchor, count);
  if (unit === "week") return `${shifted(anchor, count * 7)}~`;
  if (unit === "month") return periodAt(anchor, "month", count);
  const year = anchor.year + count * (unit === "decade" ? 10 : 1);
  return year >= 1 && year <= 9999 ? `${String(year).padStart(4, "0")}${unit === "decade" ? "~" : ""}` : null;
}

/** A day of the week, 0 for Sunday: the last one up to the anchor, or the next one after it. */
export function weekday(anchor: Anchor, wanted: number, isNext: boolean): string {
  const steps = (wanted - utc(anchor.day).getUTCDay() + 7) % 7;
  return shifted(anchor, isNext ? steps || 7 : steps === 0 ? 0 : steps - 7);
}

/** Two ends of an interval; null where either is unknown. */
export const interval = (first: string | null, last: string | null) =>
  first === null || last === null ? null : `${first}/${last}`;
