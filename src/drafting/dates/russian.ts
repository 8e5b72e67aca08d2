// Russian dates: days, months, years, and what is said from the day of the text.
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

const MONTHS = [
  "январ",
  "феврал",
  "март",
  "апрел",
  "ма[йяюе]",
  "июн",
  "июл",
  "август",
  "сентябр",
  "октябр",
  "ноябр",
  "декабр",
];
const MONTH =
  "(?:январ|феврал|апрел|июн|июл|сентябр|октябр|ноябр|декабр)(?:[ьяюе]|ём|ем)|(?:март|август)(?:[ауе]|ом)?|ма(?:[йяюе]|ем)";
const YEAR = "(?:1[5-9]|20)\\d\\d";
const OF_YEAR = "(?:\\s*(?:года|году|годом|год|гг?)(?!\\p{L}))";
const RELATIVE =
  "(?:прошлого|минувшего|прошедшего|предыдущего|этого|нынешнего|текущего|сего|будущего|следующего|того же)\\s+года|с\\.\\s?г|т\\.\\s?г";
const WEEKDAY = "(?:понедельник[ау]?|вторник[ау]?|сред[уы]|четверг[ау]?|пятниц[уы]|суббот[уы]|воскресень[ея])";
const YEARS = `(?:\\s+(?:(?<year>${YEAR})${OF_YEAR}?|(?<relative>${RELATIVE})))`;
const COUNT =
  "(?<count>\\d+(?:[.,]\\d+)?|(?:один|две|три|четыр|пят|шест|сем|восем|девят)надцат[ьи]|пол(?:тора|утора)|дв[ае]|двух|тр(?:и|ех|ёх)|четыре(?:х|ёх)?|пят[ьи]|шест[ьи]|сем[ьи]|вос(?:емь|ьми)|девят[ьи]|десят[ьи]|двадцат[ьи]|тридцат[ьи]|сорока?|пятьдесят|сто|несколько)";
const SPAN =
  "лет|года?|полгода|месяц(?:ев|а)?|недел[юьи]|дн(?:ей|я)|день|сут(?:ок|ки)|десятилети[йяе]|век(?:а|ов)?|час(?:а|ов)?|минут[уы]?";

const monthOf = (word: string | undefined) =>
  MONTHS.findIndex((stem) => new RegExp(`^${stem}`, "iu").test(word ?? "")) + 1;

/** The year that a month or day has: as written, said from the anchor, or null. */
function yearOf({ year, relative }: Groups, anchor: Anchor): number | null {
  if (year !== undefined) return Number(year);
  if (relative === undefined || /того же/iu.test(relative)) return null;
  return anchor.year + stepsOf(relative);
}

const stepsOf = (word: string) =>
  /прошл|минув|прошед|предыд|последн/iu.test(word) ? -1 : /след|будущ|ближ/iu.test(word) ? 1 : 0;

function dayOf(groups: Groups, anchor: Anchor, day: string | undefined, word: string | undefined): string | null {
  const [month, year] = [monthOf(word), yearOf(groups, anchor)];
  return year === null ? nearestDay(anchor, month, Number(day)) : dayText(year, month, Number(day));
}

function unitOf(word: string): Unit | null {
  if (/^(?:лет|год)/iu.test(word)) return "year";
  if (/^месяц/iu.test(word)) return "month";
  if (/^недел/iu.test(word)) return "week";
  if (/^(?:дн|день|сут)/iu.test(word)) return "day";
  return /^десятилет/iu.test(word) ? "decade" : null;
}

function away({ count, unit = "" }: Groups, anchor: Anchor, sign: number): string | null {
  const [many, kind] = [count === undefined ? 1 : countOf(count), unitOf(unit)];
  return many === null || kind === null ? null : distant(anchor, sign * many, kind);
}

const RELATIVE_DAYS: Readonly<Record<string, number>> = {
  позавчера: -2,
  вчера: -1,
  сегодня: 0,
  завтра: 1,
  послезавтра: 2,
};
const WEEKDAYS = ["воскресень", "понедельник", "вторник", "сред", "четверг", "пятниц", "суббот"];

/** The rules, those that take more words first. */
export const RUSSIAN: readonly Rule[] = [
  rule(
    "calendar",
    `(?<first>\\d{1,2})(?:\\s?[-–—]\\s?|\\s+(?:по|и|до)\\s+)(?<last>\\d{1,2})\\s+(?<month>${MONTH})${YEARS}?`,
    (groups, anchor) =>
      interval(dayOf(groups, anchor, groups.first, groups.month), dayOf(groups, anchor, groups.last, groups.month)),
  ),
  rule(
    "calendar",
    `(?<first>\\d{1,2})\\s+(?<month>${MONTH})\\s*(?:по|до|[-–—])\\s*(?<last>\\d{1,2})\\s+(?<until>${MONTH})${YEARS}?`,
    (groups, anchor) =>
      interval(dayOf(groups, anchor, groups.first, groups.month), dayOf(groups, anchor, groups.last, groups.until)),
  ),
  rule(
    "calendar",
    `(?:${WEEKDAY}(?:,?\\s+|\\s[-–—]\\s))?(?<first>\\d{1,2})(?:-го)?\\s+(?<month>${MONTH})${YEARS}?`,
    (groups, anchor) => dayOf(groups, anchor, groups.first, groups.month) ?? undefined,
  ),
  rule(
    "calendar",
    `(?<day>\\d{1,2})\\.(?<month>\\d{2})\\.(?<year>${YEAR})`,
    ({ day, month, year }) => dayText(Number(year), Number(month), Number(day)) ?? undefined,
  ),
  rule(
    "calendar",
    `(?<month>${MONTH})(?:\\s+(?<from>${YEAR})${OF_YEAR}?)?(?:\\s?[-–—]\\s?|\\s+(?:по|до)\\s+)(?<until>${MONTH})\\s+(?<year>${YEAR})(?:${OF_YEAR}|\\s+год(?:ов|ы|ах))?`,
    ({ month, from, until, year }) =>
      interval(monthText(Number(from ?? year), monthOf(month)), monthText(Number(year), monthOf(until))) ?? undefined,
  ),
  rule("calendar", `(?:(?:начал|середин|конц)[а-я]*\\s+)?(?<month>${MONTH})${YEARS}`, (groups, anchor) => {
    const year = yearOf(groups, anchor);
    return year === null ? null : monthText(year, monthOf(groups.month));
  }),
  // A season has no days that all agree on, so the year is what is said for certain.
  rule("calendar", `(?<season>весной|летом|осенью|зимой|весны|лета|осени|зимы)${YEARS}`, (groups, anchor) => {
    const year = yearOf(groups, anchor);
    return year === null || /^зим/iu.test(groups.season ?? "") ? null : String(year);
  }),
  rule(
    "calendar",
    `(?:с\\s+)?(?<year>${YEAR})${OF_YEAR}?(?:\\s?[-–—]\\s?|\\s+(?:по|до)\\s+)(?<last>${YEAR})(?:${OF_YEAR}|\\s+годы|\\s+годах|\\s+годов)?`,
    ({ year = "", last = "" }) => (year < last ? `${year}/${last}` : undefined),
  ),
  rule(
    "calendar",
    `(?<year>(?:1[5-9]|20)\\d0)-?(?:е|х)\\s?[-–—]\\s?(?<last>(?:1[5-9]|20)\\d0)-?(?:е|х)(?:\\s+год[а-я]*|\\s+гг\\.?)?`,
    ({ year = "", last = "" }) => (year < last ? `${year.slice(0, 3)}X/${last.slice(0, 3)}X` : undefined),
  ),
  rule(
    "calendar",
    `(?:(?:начал|середин|конц)[а-я]*\\s+)?(?<year>(?:1[5-9]|20)\\d0)-?(?:е|х|м|ми)(?:\\s+год[а-я]*|\\s+гг\\.)?`,
    ({ year = "" }) => `${year.slice(0, 3)}X`,
  ),
  rule(
    "calendar",
    `(?<year>${YEAR})\\s+и\\s+(?<last>${YEAR})\\s+(?:годах|годов|годы|гг\\.?)`,
    ({ year = "", last = "" }) => (Number(last) === Number(year) + 1 ? `${year}/${last}` : undefined),
  ),
  rule(
    "calendar",
    `(?:(?:начал|середин|конц)[а-я]*\\s+)?(?<year>${YEAR})(?:-й|-го|-м|-му)?${OF_YEAR}`,
    ({ year }) => year ?? null,
  ),
  rule(
    "calendar",
    `(?<=(?:^|\\s)(?:в|к|с|до|по|за|от)\\s+(?:весн[аыу]|лет[оу]|осень|зим[уы]|начал[оеу]|конц[еуа])?\\s*)(?<year>${YEAR})(?:-м|-му|-го)?(?!\\s*(?:человек|долл|руб|тонн|км|метр|°|%))`,
    ({ year }) => year ?? null,
  ),
  rule(
    "calendar",
    `(?<=[(«]|\\p{L}-|(?:^|\\s)р\\.\\s)(?<year>${YEAR})|(?<=(?:^|\\s)(?:в|за|и)\\s(?:${YEAR},\\s)*)(?<listed>${YEAR})(?=(?:,\\s${YEAR})*\\sи\\s${YEAR}\\sгод)`,
    ({ year, listed }) => year ?? listed ?? null,
  ),
  rule("relative", "(?<word>позавчера|вчера|сегодня|послезавтра|завтра)", ({ word = "" }, anchor) =>
    shifted(anchor, RELATIVE_DAYS[word.toLowerCase()] ?? 0),
  ),
  rule("relative", "накануне(?!\\s+\\p{Ll})", (_, anchor) => shifted(anchor, -1)),
  rule(
    "relative",
    "(?:(?:начал|середин|кон[ец]?ц)[а-я]*\\s+)?(?<relative>прошл|минувш|прошедш|эт|нынешн|текущ|следующ|будущ|последн|ближайш)(?:ой|ей|ом|ем|ий|ый|от|ого|его|ую|юю|у|их|ых|ие|ые)\\s+(?<unit>недел[юеи]|месяц[ае]?|год[ау]?|квартал[ае]?|полугоди[ия]|выходны[ех]|десятилети[ея]|век[ае]?|лет[оа]|весн[уы]|осень|осени|зим[уы])",
    ({ relative = "", unit = "" }, anchor) => {
      const steps = stepsOf(relative);
      if (/^год/iu.test(unit)) return periodAt(anchor, "year", steps);
      if (/^месяц/iu.test(unit)) return periodAt(anchor, "month", steps);
      return /^недел/iu.test(unit) ? periodAt(anchor, "week", steps) : null;
    },
  ),
  rule(
    "relative",
    `(?:ровно\\s+|около\\s+|примерно\\s+|почти\\s+|более\\s+|больше\\s+|спустя\\s+)?(?:${COUNT}\\s+)?(?<unit>${SPAN})\\s+(?:тому\\s+)?назад`,
    (groups, anchor) => away(groups, anchor, -1),
  ),
  rule("relative", `(?:через|спустя)\\s+(?:${COUNT}\\s+)?(?<unit>${SPAN})`, () => null),
  rule(
    "relative",
    `(?:(?<relative>прошл|прошедш|минувш|следующ|эт|ближайш)(?:ый|ий|ую|юю|ое|ее|у|от|о)\\s+)?(?<day>${WEEKDAY})`,
    ({ relative = "", day = "" }, anchor) => {
      const at = WEEKDAYS.findIndex((stem) => day.toLowerCase().startsWith(stem));
      return weekday(anchor, at, /след|ближ/iu.test(relative));
    },
  ),
  rule("relative", `(?:начал|середин|кон[ец]?ц)[а-я]*\\s+(?<month>${MONTH})`, ({ month }, anchor) =>
    nearestMonth(anchor, monthOf(month)),
  ),
  rule("relative", "сегодняшн(?:его|ему|ем|ий|ей|юю|яя)(?:\\s+дн[яюе]|\\s+день)?", (_, anchor) => anchor.day),
  rule(
    "relative",
    "(?<month>январск|февральск|мартовск|апрельск|майск|июньск|июльск|августовск|сентябрьск|октябрьск|ноябрьск|декабрьск)(?:ого|ому|ом|ой|ую|ий|ая|их|ие|им|ими)",
    ({ month = "" }, anchor) => (/^\p{Lu}/u.test(month) ? undefined : nearestMonth(anchor, monthOf(month))),
  ),
  rule(
    "relative",
    `(?<=(?:^|\\s)(?:в|к|до|с|начале|конце|середине|начала|конца)\\s+)(?<month>${MONTH})`,
    ({ month }, anchor) => nearestMonth(anchor, monthOf(month)),
  ),
  rule("relative", "весной|летом|осенью|зимой", () => null),
  rule(
    "duration",
    `(?:(?<=(?:за|в течение|на протяжении|свыше|более|больше|около|на|до|последние|последних)\\s+)|(?:последние|последних|ближайшие|ближайших)\\s+)${COUNT}\\s+(?<unit>${SPAN})`,
    () => null,
  ),
];
