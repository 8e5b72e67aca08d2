// Gaps: which quarter hours, days or years lack between the first and the last.
import { type Coverage, LISTED_MOST } from "../../model/bundle.ts";

type Gaps = NonNullable<Coverage["gaps"]>;

const QUARTER = 15 * 60_000;
/** Quarter hours of a day. */
const DAY = 96;

/** Quarter hours since 1970, the end not in it. */
type Span = readonly [from: number, to: number];

/**
 * The files of GDELT by their names: a quarter hour, a day, a month or a year of rows added, named by its beginning.
 * https://data.gdeltproject.org/gdeltv2/masterfilelist.txt and https://data.gdeltproject.org/events/index.html
 */
const NAMED = /^(\d{4})(?:(\d\d)(?:(\d\d)(?:(\d\d)(00|15|30|45)00)?)?)?(?:\.export)?(?:\.(?:csv|tsv|zip|gz))*$/i;

function spanOf(name: string): Span | null {
  const [, year, month, day, hour, minute] = NAMED.exec(name) ?? [];
  if (year === undefined) return null;
  const at = (years: number, months: number, days: number) => Date.UTC(Number(year) + years, months, days) / QUARTER;
  if (month === undefined) return [at(0, 0, 1), at(1, 0, 1)];
  if (day === undefined) return [at(0, Number(month) - 1, 1), at(0, Number(month), 1)];
  const begin = at(0, Number(month) - 1, Number(day));
  if (hour === undefined) return [begin, begin + DAY];
  const quarter = begin + Number(hour) * 4 + Number(minute) / 15;
  return [quarter, quarter + 1];
}

/** What lacks between spans, in their order. */
function between(spans: readonly Span[]): Span[] {
  const gaps: Span[] = [];
  let end: number | null = null;
  for (const [from, to] of [...spans].sort(([a], [b]) => a - b)) {
    if (end !== null && from > end) gaps.push([end, from]);
    end = Math.max(end ?? to, to);
  }
  return gaps;
}

function told(unit: Gaps["unit"], gaps: readonly Span[], size: number, textOf: (at: number) => string): Gaps {
  const ranges = gaps.map(([from, to]) => ({ from: textOf(from), to: textOf(to - size) }));
  return {
    unit,
    count: gaps.reduce((sum, [from, to]) => sum + (to - from) / size, 0),
    ranges: ranges.slice(0, LISTED_MOST),
    further: Math.max(0, ranges.length - LISTED_MOST),
  };
}

/** The quarter hours, or days, without a file; null where a name does not say what the file holds. */
export function gapsOfFiles(names: readonly string[]): Gaps | null {
  const spans = names.map(spanOf).filter((span) => span !== null);
  if (spans.length < names.length || spans.length === 0) return null;
  const fine = spans.some(([from, to]) => to - from === 1);
  const textOf = (at: number) => new Date(at * QUARTER).toISOString();
  return fine
    ? told("quarter-hour", between(spans), 1, (at) => `${textOf(at).slice(0, 16)}Z`)
    : told("day", between(spans), DAY, (at) => textOf(at).slice(0, 10));
}

/** The years without a record. */
export function gapsOfYears(years: readonly number[]): Gaps {
  const spans = years.map((year): Span => [year, year + 1]);
  return told("year", between(spans), 1, (year) => String(year).padStart(4, "0"));
}
