// The calendar: the proleptic Gregorian one of ISO 8601, years 1 to 9999.

const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The last day of a month, in two digits. */
export function lastOf(year: number, month: number): string {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return String(leap ? 29 : (LENGTHS[month - 1] ?? 0));
}
