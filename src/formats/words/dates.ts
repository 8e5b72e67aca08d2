// Dates in words: what an EDTF text says, in English and Russian.
//
// Russian needs two cases of months and years: the nominative alone, the genitive after «около», «не позднее», «с» and
// «до». The months are written out here, because Intl adds «г.» and has no genitive of a month without a day.
//
// A range that happens to be a whole month stays a range: "1–31 August 1905" is not "some time in August".
import type { Lang } from "../labels.ts";

const MONTHS = {
  en: "January February March April May June July August September October November December".split(" "),
  ru: "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь".split(" "),
  of: "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(" "),
};
const SEASONS: Readonly<Record<string, readonly [en: string, ru: string, of: string]>> = {
  21: ["spring", "весна", "весны"],
  22: ["summer", "лето", "лета"],
  23: ["autumn", "осень", "осени"],
  24: ["winter", "зима", "зимы"],
};

type Case = "plain" | "of";

const DATE = /^\d{4}(?:-\d\d(?:-\d\d)?)?$/;
const PARTIAL = /^\d{3}X$|^\d{2}XX$|^\d{4}-XX(?:-XX)?$|^\d{4}-\d\d-XX$/;

/** A day, a month, a season or a year. */
function point(text: string, lang: Lang, form: Case = "plain", withYear = true): string {
  const [year = "", month, day] = text.split("-");
  if (PARTIAL.test(text)) return partial(text, lang, form);
  if (!DATE.test(text)) return text;
  const number = String(Number(year));
  const season = month === undefined ? undefined : SEASONS[month];
  const name = month === undefined ? undefined : MONTHS[lang === "en" ? "en" : form === "of" || day ? "of" : "ru"];
  const named = season?.[lang === "en" ? 0 : form === "of" ? 2 : 1] ?? name?.[Number(month) - 1];
  if (month !== undefined && named === undefined) return text;
  const front = [...(day === undefined ? [] : [String(Number(day))]), ...(named === undefined ? [] : [named])];
  if (!withYear) return front.join(" ");
  const ending = front.length > 0 || form === "of" ? "года" : "год";
  return [...front, ...(lang === "en" ? [number] : [number, ending])].join(" ");
}

/** "2020s", "20th century" is never said: XX stands for any of a hundred years. */
function partial(text: string, lang: Lang, form: Case): string {
  const [year = "", month, day] = text.split("-");
  if (/^\d{3}X$/.test(year)) return lang === "en" ? `${year.slice(0, 3)}0s` : `${year.slice(0, 3)}0-е годы`;
  if (/XX$/.test(year)) {
    const from = `${year.slice(0, 2)}00`;
    return lang === "en" ? `between ${from} and ${year.slice(0, 2)}99` : `между ${from} и ${year.slice(0, 2)}99 годами`;
  }
  if (month === "XX") return point(year, lang, form);
  return day === "XX" ? point(`${year}-${month}`, lang, form) : text;
}

/** Both ends of an interval. */
function interval(from: string, to: string, lang: Lang): string {
  if (/[~?%X]/.test(from + to)) return `${dateWords(from, lang)} – ${dateWords(to, lang)}`;
  if (from === to) return point(from, lang);
  const [a, b] = [from.split("-"), to.split("-")];
  if (a.length === 3 && b.length === 3 && a[0] === b[0] && a[1] === b[1]) return `${Number(a[2])}–${point(to, lang)}`;
  if (lang === "ru" && a.length === 1 && b.length === 1) return `${Number(a[0])}–${Number(b[0])} годы`;
  const sameYear = a[0] === b[0] && a.length > 1 && b.length > 1;
  return `${point(from, lang, "plain", !sameYear)} – ${point(to, lang)}`;
}

function set(text: string, lang: Lang, between: string): string {
  const parts = text.split(",").map((one) => (one.includes("..") ? one.replace("..", "/") : one));
  return parts.map((one) => dateWords(one.trim(), lang)).join(between);
}

type Reading = readonly [shape: RegExp, words: (parts: readonly string[], lang: Lang) => string];

const READINGS: readonly Reading[] = [
  [
    /^\[\.\.([^,]+)\]$|^\.\.\/(.+)$/,
    ([a = "", b = ""], lang) =>
      lang === "en" ? `by ${point(a || b, lang)}` : `не позднее ${point(a || b, lang, "of")}`,
  ],
  [
    /^\[([^,]+)\.\.\]$|^([^/]+)\/(?:\.\.)$/,
    ([a = "", b = ""], lang) => (lang === "en" ? `from ${point(a || b, lang)} on` : `с ${point(a || b, lang, "of")}`),
  ],
  [/^([^/]+)\/$/, ([a = ""], lang) => (lang === "en" ? `from ${point(a, lang)}` : `с ${point(a, lang, "of")}`)],
  [/^\/(.+)$/, ([a = ""], lang) => (lang === "en" ? `until ${point(a, lang)}` : `до ${point(a, lang, "of")}`)],
  [/^\[(.+)\]$/, ([a = ""], lang) => set(a, lang, lang === "en" ? " or " : " или ")],
  [/^\{(.+)\}$/, ([a = ""], lang) => set(a, lang, lang === "en" ? " and " : " и ")],
  [/^([^/]+)\/([^/]+)$/, ([a = "", b = ""], lang) => interval(a, b, lang)],
  [/^([^~?%]+)\?$/, ([a = ""], lang) => `${point(a, lang)}, ${lang === "en" ? "uncertain" : "предположительно"}`],
  [/^([^~?%]+)~$/, ([a = ""], lang) => about(a, lang)],
  [/^([^~?%]+)%$/, ([a = ""], lang) => `${about(a, lang)}, ${lang === "en" ? "uncertain" : "предположительно"}`],
];

const about = (text: string, lang: Lang) =>
  lang === "en" ? `about ${point(text, lang)}` : `около ${point(text, lang, "of")}`;

/** An EDTF text in words: "by 17 October 2023", "24–25 September 2009"; a form without words of its own stays EDTF. */
export function dateWords(edtf: string, lang: Lang): string {
  for (const [shape, words] of READINGS) {
    const parts = shape.exec(edtf);
    if (parts !== null) return words(parts.slice(1), lang);
  }
  return point(edtf, lang);
}

/** "as of 17 October 2023", the day of a source's knowledge; nothing where it is not known. */
export function asOfWords(day: string | null, lang: Lang): string {
  if (day === null) return "";
  return lang === "en" ? `as of ${dateWords(day, lang)}` : `по состоянию на ${dateWords(day, lang)}`;
}
