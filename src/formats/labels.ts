// Labels: how a record is called, in the language asked for.
import type { Records } from "../model/bundle.ts";
import type { Figure } from "../model/figure.ts";
import type { Collection } from "../model/ids.ts";
import type { LanguageMap } from "../model/labels.ts";

export type Lang = "en" | "ru";

/** The permanent name of a record, the same in every format. */
export function urnOf(collection: Collection, id: string): string {
  return `urn:communique:${collection}:${id}`;
}

/** A text in the language asked for, or in the other, or in the first there is. */
export function wordsIn(map: LanguageMap | null, lang: Lang): string | null {
  return map?.[lang] ?? map?.[lang === "en" ? "ru" : "en"] ?? (map === null ? null : (Object.values(map)[0] ?? null));
}

const LABELS: { readonly [C in Collection]: (record: Records[C], lang: Lang) => string } = {
  events: ({ id, title }, lang) => wordsIn(title, lang) ?? id,
  participants: ({ id, names }, lang) => wordsIn(names, lang) ?? id,
  venues: ({ id, names }, lang) => wordsIn(names, lang) ?? id,
  quotes: (quote, lang) => quoted(beginning(quote.translations[lang]?.text ?? quote.text), lang),
  figures: (figure, lang) => `${wordsIn(figure.measure, lang) ?? figure.kind}: ${amount(figure)}`,
  sources: ({ id, headline }) => headline ?? id,
};

/** One line that names a record to people. */
export function labelOf<C extends Collection>(collection: C, record: Records[C], lang: Lang): string {
  return LABELS[collection](record, lang);
}

const quoted = (text: string, lang: Lang) => (lang === "ru" ? `«${text}»` : `“${text}”`);
const LABEL_LENGTH = 80;

function beginning(text: string): string {
  const points = [...text];
  if (points.length <= LABEL_LENGTH) return text;
  const cut = points.slice(0, LABEL_LENGTH).join("");
  return `${cut.replace(/\s+\S*$/, "")}…`;
}

const SIGNS = { exact: "", approximate: "≈ ", "at-least": "≥ ", "at-most": "≤ ", range: "" };

function amount({ value, valueMax, raw, bound, currency }: Figure): string {
  if (value === null) return raw;
  const number = `${SIGNS[bound]}${value}${valueMax === null ? "" : `–${valueMax}`}`;
  return currency === null ? number : `${number} ${currency}`;
}
