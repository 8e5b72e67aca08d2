// English dates: days, months, years, and what is said from the day of the text.
import {
  type Anchor,
  dayText,
  distant,
  interval,
  monthText,
  nearestDay,
  nearestMonth,
  periodAt,
  shifted,
  type Unit,
  weekday,
} from "./resolve.ts";
import { type Groups, type Rule, rule } from "./rule.ts";
import { countOf } from "./words.ts";

const NAMES = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];
const FULL = NAMES.map((name) => name.charAt(0).toUpperCase() + name.slice(1)).join("|");
const MONTH = `(?:${FULL}|(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\\.)`;
const YEAR = "(?:1[5-9]|20)\\d\\d";
const COUNT =
  "(?<count>\\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|forty|fifty|several|a few|many)";
const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const RELATIVE_DAYS: Readonly<Record<string, number>> = { yesterday: -1, today: 0, tonight: 0, tomorrow: 1 };

const monthOf = (word: string | undefined) =>
  NAMES.findIndex((name) => name.startsWith((word ?? "").toLowerCase().replace(".", "").slice(0, 3))) + 1;
const stepsOf = (word: string) => (/last|past|previous/i.test(word) ? -1 : /next|coming/i.test(word) ? 1 : 0);

function dayOf({ month, year }: Groups, anchor: Anchor, day: string | undefined): string | null {
  if (day === undefined) return null;
  return year === undefined
    ? nearestDay(anchor, monthOf(month), Number(day))
    : dayText(Number(year), monthOf(month), Number(day));
}

function days(groups: Groups, anchor: Anchor): string | null | undefined {
  const first = dayOf(groups, anchor, groups.first);
  const last = groups.last === undefined ? first : dayOf(groups, anchor, groups.last);
  return first === null || last === null ? undefined : first === last ? first : interval(first, last);
}

const FEW = /several|few|many/i;
const ORDINAL = "(?:st|nd|rd|th)?";

/** The rules, those that take more words first. */
export const ENGLISH: readonly Rule[] = [
  rule(
    "calendar",
    `(?<month>${MONTH})\\s+(?<first>\\d{1,2})${ORDINAL}(?:\\s?(?:[-–—]|and|to)\\s?(?<last>\\d{1,2})${ORDINAL})?(?:,?\\s+(?<year>${YEAR}))?`,
    days,
  ),
  rule(
    "calendar",
    `(?<first>\\d{1,2})${ORDINAL}(?:\\s?(?:[-–—]|and|to)\\s?(?<last>\\d{1,2})${ORDINAL})?\\s+(?:of\\s+)?(?<month>${MONTH})(?:,?\\s+(?<year>${YEAR}))?`,
    days,
  ),
  rule(
    "calendar",
    `(?<year>${YEAR})-(?<month>\\d{2})-(?<day>\\d{2})`,
    ({ year, month, day }) => dayText(Number(year), Number(month), Number(day)) ?? undefined,
  ),
  rule(
    "calendar",
    `(?:(?:early|late|mid)[ -])?(?<month>${MONTH})(?:(?:,?|\\s+of)\\s+(?<year>${YEAR})|\\s+(?:of\\s+)?(?<relative>last|this|next)\\s+year)`,
    ({ month, year, relative = "" }, anchor) =>
      monthText(year === undefined ? anchor.year + stepsOf(relative) : Number(year), monthOf(month)),
  ),
  rule("relative", `(?<relative>last|next|this)\\s+(?<month>${FULL})`, ({ relative = "", month }, anchor) => {
    const [at, steps] = [monthOf(month), stepsOf(relative)];
    const isSame = (steps < 0 && at < anchor.month) || (steps > 0 && at > anchor.month) || steps === 0;
    return monthText(anchor.year + (isSame ? 0 : steps), at);
  }),
  // A season has no days that all agree on, so the year is what is said for certain.
  rule(
    "calendar",
    `(?:the\\s+)?(?<season>spring|summer|autumn|fall|winter)\\s+(?:of\\s+)?(?<year>${YEAR})`,
    ({ season, year }) => (/winter/i.test(season ?? "") ? null : (year ?? null)),
  ),
  rule("calendar", `(?<year>${YEAR})\\s?(?:[-–—]|to|through)\\s?(?<last>${YEAR})`, ({ year = "", last = "" }) =>
    year < last ? `${year}/${last}` : undefined,
  ),
  rule(
    "calendar",
    `(?:the\\s+)?(?:(?:early|late|mid)[ -])?(?<year>(?:1[5-9]|20)\\d0)[’']?s`,
    ({ year = "" }) => `${year.slice(0, 3)}X`,
  ),
  rule(
    "calendar",
    `(?<=(?:^|\\s)(?:by|in|since|until|till|during|of|from|for|to|before|after|early|late|mid|the year|over)[\\s-]+)(?<year>${YEAR})(?!\\s*(?:people|million|percent|students|-))`,
    ({ year }) => year ?? null,
  ),
  rule(
    "calendar",
    `(?<year>20\\d\\d)(?=\\s+(?:trade|summit|agreement|meeting|visit|election|World|Olympic|budget)|$|[.,)])(?<![$€£\\d,.]20\\d\\d)`,
    ({ year }) => year ?? null,
  ),
  rule("relative", "(?<word>yesterday|today|tonight|tomorrow)", ({ word = "" }, anchor) =>
    shifted(anchor, RELATIVE_DAYS[word.toLowerCase()] ?? 0),
  ),
  rule(
    "relative",
    "(?<relative>last|this|next|past|previous|coming)\\s+(?<unit>week|month|year|summer|spring|fall|autumn|winter|quarter|weekend)",
    ({ relative = "", unit = "" }, anchor) => {
      const kind = unit.toLowerCase();
      return kind === "week" || kind === "month" || kind === "year" ? periodAt(anchor, kind, stepsOf(relative)) : null;
    },
  ),
  rule(
    "relative",
    `(?:(?:exactly|about|nearly|almost|more than|only|over)\\s+)?${COUNT}\\s+(?<unit>year|month|week|day|decade)s?\\s+ago`,
    ({ count = "", unit = "" }, anchor) => {
      const many = FEW.test(count) ? null : countOf(count);
      return many === null ? null : distant(anchor, -many, unit.toLowerCase() as Unit);
    },
  ),
  rule(
    "relative",
    "(?:(?<relative>last|next|this|on)\\s+)?(?<day>Sunday|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday)",
    ({ relative = "", day = "" }, anchor) =>
      weekday(anchor, WEEKDAYS.indexOf(day.toLowerCase()), /next/i.test(relative)),
  ),
  rule(
    "relative",
    `(?<=(?:^|\\s)(?:in|since|by|until|this|early|late|mid)[\\s-]+)(?<month>${FULL})(?!\\s+\\d)`,
    ({ month }, anchor) => nearestMonth(anchor, monthOf(month)),
  ),
  rule(
    "duration",
    `(?:(?<=(?:for|within|during|over|in)\\s+(?:the\\s+)?)|(?:the\\s+)?(?:past|last|next|coming|first)\\s+)(?:(?:more than|over|nearly|almost|about|the|past|last|next|first)\\s+)*${COUNT}\\s+(?<unit>year|month|week|day|decade|hour)s?`,
    () => null,
  ),
];
