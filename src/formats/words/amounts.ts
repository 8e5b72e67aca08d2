// Amounts in words: counts, plurals and the value of a figure, exact as the decimal that it is.
import type { Figure } from "../../model/figure.ts";
import type { Lang } from "../labels.ts";

const LOCALES = { en: "en-GB", ru: "ru-RU" } as const;
const RULES = { en: new Intl.PluralRules("en"), ru: new Intl.PluralRules("ru") };

// Made once: a formatter costs as much as a thousand numbers.
const COUNTS = {
  en: new Intl.NumberFormat(LOCALES.en, { useGrouping: "always" }),
  ru: new Intl.NumberFormat(LOCALES.ru, { useGrouping: "always" }),
};

/** A count with its thousands grouped. */
export function countWords(count: number, lang: Lang): string {
  return COUNTS[lang].format(count);
}

/** `event|events`, `событие|события|событий`: the form that goes with a count. */
export function formFor(count: number, forms: string, lang: Lang): string {
  const [one = "", few = one, many = few] = forms.split("|");
  const rule = RULES[lang].select(count);
  return rule === "one" ? one : lang === "en" || rule === "few" ? few : many;
}

/** "21 events", «21 событие»; no space where the form has one itself. */
export function plural(count: number, forms: string, lang: Lang): string {
  return `${countWords(count, lang)} ${formFor(count, forms, lang)}`;
}

const SCALES: Readonly<Record<string, readonly [digits: number, en: string, ru: string]>> = {
  thousand: [3, "thousand", "тыс."],
  million: [6, "million", "млн"],
  billion: [9, "billion", "млрд"],
  trillion: [12, "trillion", "трлн"],
};

/** Whether a decimal of so many digits is a round number of a scale, and how many of it: `21000000000` is 21 billion. */
function scaled(value: string, digits: number): string {
  const [, sign = "", whole = "", part = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value) ?? [];
  const padded = whole.padStart(digits + 1, "0");
  const fraction = `${padded.slice(-digits)}${part}`.replace(/0+$/, "");
  return `${sign}${padded.slice(0, -digits)}${fraction === "" ? "" : `.${fraction}`}`;
}

/** A decimal as people write it: thousands grouped from five digits on, as years are not. */
function written(value: string, lang: Lang): string {
  const [, sign = "", whole = "", part] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value) ?? [];
  const gap = lang === "en" ? "," : "\u00a0";
  const grouped = whole.length < 5 ? whole : whole.replace(/\B(?=(?:\d{3})+$)/g, gap);
  return `${sign === "" ? "" : "−"}${grouped}${part === undefined ? "" : `${lang === "en" ? "." : ","}${part}`}`;
}

const UNITS: Readonly<Record<string, { readonly en: string; readonly ru: string }>> = {
  project: { en: "project|projects", ru: "проект|проекта|проектов" },
  year: { en: "year|years", ru: "год|года|лет" },
};

const CURRENCIES = new Map<string, Intl.NumberFormat>();

/** Writes amounts of a currency with its name; made once, as there are few currencies. */
function currencyFormat(currency: string, lang: Lang): Intl.NumberFormat {
  const key = `${lang} ${currency}`;
  const options = { style: "currency", currency, currencyDisplay: "name", minimumFractionDigits: 0 } as const;
  const format = CURRENCIES.get(key) ?? new Intl.NumberFormat(LOCALES[lang], options);
  CURRENCIES.set(key, format);
  return format;
}

/** The name of a currency beside a number; after a scale word Russian has the genitive plural. */
function currencyWords(currency: string, count: number, lang: Lang): string {
  const parts = currencyFormat(currency, lang).formatToParts(count);
  return parts.find(({ type }) => type === "currency")?.value ?? currency;
}

const BOUNDS: Readonly<Record<string, readonly [en: string, ru: string]>> = {
  approximate: ["about ", "около "],
  "at-least": ["at least ", "не менее "],
  "at-most": ["at most ", "не более "],
};

type Amount = Pick<Figure, "value" | "valueMax" | "raw" | "bound" | "scale" | "unit" | "currency" | "kind">;

/** The value of a figure in words: "21 billion US dollars", «не менее 52 проектов»; as written where it has none. */
export function amountWords(figure: Amount, lang: Lang): string {
  const { value, valueMax, raw, bound, scale, unit, currency, kind } = figure;
  if (value === null) return raw;
  const at = lang === "en" ? 0 : 1;
  const [digits, ...names] = SCALES[scale ?? ""] ?? [0, "", ""];
  const isLarge = digits > 0 && scaled(value, digits).length <= 6;
  const say = (one: string) => written(isLarge ? scaled(one, digits) : one, lang);
  const number = valueMax === null ? say(value) : `${say(value)}–${say(valueMax)}`;
  // Beside a scale word all languages have the form of a large number.
  const count = isLarge ? 5 : Number(valueMax ?? value);
  const what =
    currency !== null
      ? ` ${currencyWords(currency, count, lang)}`
      : kind === "percentage"
        ? "%"
        : UNITS[unit ?? ""] === undefined
          ? ""
          : ` ${formFor(count, UNITS[unit ?? ""]?.[lang] ?? "", lang)}`;
  return `${BOUNDS[bound]?.[at] ?? ""}${number}${isLarge ? ` ${names[at]}` : ""}${what}`;
}
