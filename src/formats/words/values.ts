// Values in words: the value of a record at a JSON Pointer as people would say it, piece by piece, with what it refers to.
import type { Records } from "../../model/bundle.ts";
import type { Codes } from "../../model/codes.ts";
import type { Participation } from "../../model/event.ts";
import { EVENT_TYPES } from "../../model/event-types.ts";
import type { Figure } from "../../model/figure.ts";
import type { Collection } from "../../model/ids.ts";
import type { Label, LanguageMap } from "../../model/labels.ts";
import { REFERENCES } from "../../model/references.ts";
import * as words from "../../model/vocabulary.ts";
import { type Lang, labelOf, wordsIn } from "../labels.ts";
import type { Related } from "../related.ts";
import { amountWords } from "./amounts.ts";
import { dateWords } from "./dates.ts";

/** Some words of a value; `refers` is the record that they name, `lang` the language where it is not the reader's. */
export interface Piece {
  readonly text: string;
  readonly refers?: { readonly collection: Collection; readonly id: string };
  readonly lang?: string;
  /** Words of a source, which are shown in quotation marks. */
  readonly quoted?: boolean;
}

type Terms = readonly { readonly id: string; readonly label: Label }[];

/** The vocabulary of each part that has one. */
const TERMS: Readonly<Record<string, Terms>> = {
  "events/type": EVENT_TYPES,
  "events/status": words.STATUSES,
  "events/rank": words.RANKS,
  "events/invitation/stage": words.INVITATION_STAGES,
  "events/participants/*/role": words.ROLES,
  "events/relations/*/type": words.RELATIONS,
  "events/topics": words.TOPICS,
  "events/topics/*": words.TOPICS,
  "participants/kind": words.PARTICIPANT_KINDS,
  "venues/kind": words.VENUE_KINDS,
  "sources/kind": words.SOURCE_KINDS,
  "quotes/mode": words.QUOTE_MODES,
  "figures/kind": words.FIGURE_KINDS,
  "figures/bound": words.BOUNDS,
  "figures/stage": words.STAGES,
  "figures/scale": words.SCALES,
  "figures/unit": words.UNITS,
};

/** The label of a word of a closed list; the word itself where it is none of it. */
export function termWords(part: string, id: string, lang: Lang): string {
  return TERMS[part]?.find((term) => term.id === id)?.label[lang] ?? id;
}

/** The value at a JSON Pointer (RFC 6901); undefined where there is none. */
export function valueAt(record: unknown, path: string): unknown {
  let value = record;
  for (const key of path.split("/").slice(1)) {
    const name = key.replaceAll("~1", "/").replaceAll("~0", "~");
    value =
      typeof value === "object" && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
  }
  return value;
}

/** How long a text is shown before it is cut, in code points. */
const SHOWN = 160;

/** A text cut at a word, so that it has at most so many code points. */
export function shortened(text: string, most = SHOWN): string {
  const points = [...text];
  if (points.length <= most) return text;
  return `${points
    .slice(0, most - 1)
    .join("")
    .replace(/\s+\S*$/u, "")} …`;
}

/** A record by its name; its id where it is not known. */
export function named(collection: Collection, id: string, related: Related, lang: Lang): Piece {
  const record = related[collection].get(id);
  const text = record === undefined ? id : nameOf(collection, record, related, lang);
  return { text, refers: { collection, id } };
}

/** What a record is called: a source without a headline by its publisher, a figure by its amount in words. */
export function nameOf(collection: Collection, record: Records[Collection], related: Related, lang: Lang): string {
  if (collection === "sources") {
    const { headline, publisher, published } = record as Records["sources"];
    const by = publisher === null ? undefined : related.participants.get(publisher);
    if (headline === null && by !== undefined) {
      const name = labelOf("participants", by, lang);
      return published === null ? name : `${name}, ${dateWords(published.edtf, lang)}`;
    }
  }
  if (collection === "figures") {
    const figure = record as Figure;
    return `${amountWords(figure, lang)}: ${wordsIn(figure.measure, lang) ?? ""}`;
  }
  return labelOf(collection, record as never, lang);
}

const listed = (pieces: readonly (readonly Piece[])[], between = ", "): Piece[] =>
  pieces.flatMap((piece, at) => (at === 0 ? piece : [{ text: between }, ...piece]));

const plain = (text: string): Piece[] => [{ text }];
const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

function codeWords({ plover, cameo }: Codes): Piece[] {
  const said = [
    ...(cameo === null ? [] : [`CAMEO ${cameo.code}`]),
    ...(plover === null ? [] : [`PLOVER ${[plover.event, plover.mode].filter((one) => one !== null).join(", ")}`]),
  ];
  return said.length === 0 ? [] : plain(said.join("; "));
}

/** A value of a record, its collection and what it names beside it. */
interface Asked {
  readonly collection: Collection;
  readonly record: Records[Collection];
  readonly related: Related;
  readonly lang: Lang;
}

/** How the parts are said that neither a vocabulary nor a reference says. */
const READERS: Readonly<Record<string, (value: never, asked: Asked) => Piece[]>> = {
  "events/statusAsOf": (day: string, { lang }) => plain(dateWords(day, lang)),
  "events/participants/*": ({ participant, name, office }: Participation, { related, lang }) => [
    participant === null ? { text: wordsIn(name, lang) ?? "" } : named("participants", participant, related, lang),
    ...(office === null ? [] : [{ text: `, ${wordsIn(office, lang)}` }]),
  ],
  "events/relations/*": (relation: Records["events"]["relations"][number], { related, lang }) => [
    { text: `${termWords("events/relations/*/type", relation.type, lang).toLowerCase()}: ` },
    named("events", relation.event, related, lang),
  ],
  "events/codes": codeWords,
  "quotes/codes": codeWords,
  "quotes/segments/*": ({ start, end }: { start: number; end: number }, { record }) => {
    const { text, language } = record as Records["quotes"];
    return [{ text: shortened([...text].slice(start, end).join("")), lang: language, quoted: true }];
  },
  "quotes/text": (text: string, { record }) => [
    { text: shortened(text), lang: (record as Records["quotes"]).language, quoted: true },
  ],
  "quotes/translations/*": ({ text }: { text: string }) => plain(shortened(text)),
  "participants/offices/*": ({ title }: { title: LanguageMap }, { lang }) => plain(wordsIn(title, lang) ?? ""),
  "figures/value": (_value: string, { record, lang }) => plain(amountWords(record as Figure, lang)),
  "figures/raw": (raw: string) => [{ text: raw, quoted: true }],
  "sources/headline": (text: string, { record }) => {
    const { language } = record as Records["sources"];
    return [{ text, ...(language === null ? {} : { lang: language }) }];
  },
  "sources/text": ({ length, sha256 }: { length: number; sha256: string }, { lang }) =>
    plain(`${length} ${lang === "en" ? "code points, SHA-256" : "знаков, SHA-256"} ${sha256}`),
  "venues/location": ({ latitude, longitude, precision }: NonNullable<Records["venues"]["location"]>, { lang }) =>
    plain(`${latitude}, ${longitude} (${termWords("venues/kind", precision, lang).toLowerCase()})`),
};

const LANGUAGE_NAMES = {
  en: new Intl.DisplayNames("en", { type: "language", fallback: "code" }),
  ru: new Intl.DisplayNames("ru", { type: "language", fallback: "code" }),
};

/** The name of a language by its tag (BCP 47); the tag itself where it has none. */
export function languageWords(tag: string, lang: Lang): string {
  try {
    return LANGUAGE_NAMES[lang].of(tag) ?? tag;
  } catch {
    // What is no tag, as a filter may name, is refused by Intl.
    return tag;
  }
}

/** Parts with ids that are computed, so that no reference has to be checked. */
const DERIVED: Readonly<Record<string, Collection>> = {
  "events/countries": "participants",
  "events/stops": "venues",
  "venues/sameAs": "venues",
};

const MENTIONED = ["participants", "events", "figures", "venues"] as const;

/**
 * The value of a record at a JSON Pointer in words: names for ids, labels for words of a list, dates and amounts written
 * out. None where the value is null or is not there.
 */
export function valuePieces(asked: Asked, path: string): Piece[] {
  const { collection, record, related, lang } = asked;
  const value = valueAt(record, path);
  if (value === null || value === undefined || path === "") return [];
  const pattern = path.replace(/\/\d+(?=\/|$)/g, "/*");
  const part = `${collection}${pattern}`;
  if (TERMS[part] !== undefined) {
    return listed([value].flat().map((one) => plain(termWords(part, String(one), lang))));
  }
  const read = READERS[part] ?? READERS[part.replace(/\/[a-z]{2}$/, "/*")];
  if (read !== undefined) return read(value as never, asked);
  const target = REFERENCES[collection][pattern] ?? REFERENCES[collection][`${pattern}/*`] ?? DERIVED[part];
  if (target !== undefined) {
    return listed([value].flat().map((id) => [named(target, String(id), related, lang)]));
  }
  if (/\/mentions$/.test(pattern)) {
    const found = MENTIONED.flatMap((one) =>
      ((value as Readonly<Record<string, readonly string[]>>)[one] ?? []).map((id) => [named(one, id, related, lang)]),
    );
    return listed(found);
  }
  if (/^\/language$/.test(pattern)) return plain(languageWords(String(value), lang));
  if (typeof value === "boolean") return plain({ en: ["no", "yes"], ru: ["нет", "да"] }[lang][Number(value)] ?? "");
  if (typeof value === "string") {
    const tag = /\/([a-z]{2,3}(?:-\w+)*)$/.exec(pattern)?.[1];
    return [{ text: shortened(value), ...(tag === undefined || tag === lang ? {} : { lang: tag }) }];
  }
  if (typeof value === "number") return plain(String(value));
  if (Array.isArray(value)) return listed(value.map((_, at) => valuePieces(asked, `${path}/${at}`)));
  if (isMap(value) && typeof value.edtf === "string") return plain(dateWords(value.edtf, lang));
  const texts = Object.values(value)
    .flat()
    .filter((one) => typeof one === "string");
  const own = wordsIn(Object.fromEntries(Object.entries(value).filter(([, one]) => typeof one === "string")), lang);
  return plain(own ?? texts.join(", "));
}

/** The same as one text; null where there is no value. */
export function valueWords(asked: Asked, path: string): string | null {
  const pieces = valuePieces(asked, path);
  return pieces.length === 0 ? null : pieces.map(({ text }) => text).join("");
}
