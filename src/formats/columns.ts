// Columns: what a record says in one language, cell by cell; the tables behind CSV and its data dictionary.
import type { Records } from "../model/bundle.ts";
import type { Codes } from "../model/codes.ts";
import type { EventDate } from "../model/dates.ts";
import type { Event } from "../model/event.ts";
import type { Figure } from "../model/figure.ts";
import type { Collection } from "../model/ids.ts";
import type { LanguageMap } from "../model/labels.ts";
import type { Quote } from "../model/quote.ts";
import type { Source } from "../model/source.ts";

export type Lang = "en" | "ru";
/** What types of cells mean: a decimal is exact, a list is joined by `LIST_SEPARATOR`. */
export type ColumnType = "string" | "integer" | "decimal" | "boolean" | "date" | "list";
export type Cell = string | number | boolean | null | readonly (string | null)[];

export interface Column<R = never> {
  readonly name: string;
  readonly type: ColumnType;
  readonly description: string;
  value(record: R, lang: Lang): Cell;
}

/** Between the items of a list; no id has it, and in other texts it is written `/`. */
export const LIST_SEPARATOR = "|";

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

function column<R>(name: string, type: ColumnType, description: string, value: Column<R>["value"]): Column<R> {
  return { name, type, description, value };
}

const id = column<{ id: string }>("id", "string", "The record's id.", (record) => record.id);
/** The last columns of every collection. */
const kept = [
  column<{ dataset: string }>("dataset", "string", "The dataset it belongs to.", ({ dataset }) => dataset),
  column<{ updated: string }>("updated", "date", "The day it last changed.", ({ updated }) => updated),
] as const;

function dates<R>(name: string, what: string, date: (record: R) => EventDate | null): Column<R>[] {
  return [
    column(`${name}Edtf`, "string", `${what}, in EDTF (ISO 8601-2).`, (record) => date(record)?.edtf ?? null),
    column(`${name}Earliest`, "date", "First day it may mean; empty when open.", (r) => date(r)?.earliest ?? null),
    column(`${name}Latest`, "date", "Last day it may mean; empty when open.", (r) => date(r)?.latest ?? null),
    column(`${name}Certain`, "boolean", "False when the source qualifies it.", (r) => date(r)?.certain ?? null),
  ];
}

function codes<R extends { codes: Codes | null }>(): Column<R>[] {
  return [
    column("ploverEvent", "string", "PLOVER category.", (record) => record.codes?.plover?.event ?? null),
    column("ploverMode", "string", "PLOVER mode.", (record) => record.codes?.plover?.mode ?? null),
    column("ploverContexts", "list", "PLOVER contexts.", (record) => record.codes?.plover?.contexts ?? []),
    column("cameo", "string", "CAMEO code; a text: the leading zero counts.", (r) => r.codes?.cameo?.code ?? null),
    column("codingRule", "string", "The coding rule applied.", (record) => record.codes?.rule ?? null),
  ];
}

const gdelt = (["goldstein", "tone", "mentions", "sources", "articles"] as const).map((name) =>
  column<Event>(
    `gdelt${name[0]?.toUpperCase()}${name.slice(1)}`,
    name === "goldstein" || name === "tone" ? "decimal" : "integer",
    `\`${name}\` of the GDELT row; empty for all other records.`,
    (event) => event.codes.gdelt?.[name] ?? null,
  ),
);
const gdeltUrl = column<Event>(
  "gdeltUrl",
  "string",
  "`url` of the GDELT row; empty for all other records.",
  (event) => event.codes.gdelt?.url ?? null,
);

const mentions = (["events", "figures", "participants", "venues"] as const).map((name) =>
  column<Quote>(
    `mentioned${name[0]?.toUpperCase()}${name.slice(1)}`,
    "list",
    `The ${name} referred to, as ids.`,
    (quote) => quote.mentions[name],
  ),
);

/** The columns of each collection's CSV, in order. Texts in several languages are given in the one asked for. */
export const COLUMNS: { readonly [C in Collection]: readonly Column<Records[C]>[] } = {
  events: [
    id,
    column("type", "string", "Event type.", (event) => event.type),
    column("status", "string", "What the source knew of it.", (event) => event.status),
    column("statusAsOf", "date", "The date of the source's knowledge.", (event) => event.statusAsOf),
    column("rank", "string", "Rank of a visit as stated.", (event) => event.rank),
    column("invitationStage", "string", "Stage of an invitation.", (event) => event.invitation?.stage ?? null),
    column("invitationVisits", "list", "The visits invited to, as ids.", (event) => event.invitation?.visit ?? []),
    column("reciprocal", "boolean", "Whether each side acts alike.", (event) => event.reciprocal),
    column("title", "string", "Title.", (event, lang) => wordsIn(event.title, lang)),
    column("summary", "string", "What happened.", (event, lang) => wordsIn(event.summary, lang)),
    ...dates<Event>("date", "When", (event) => event.date),
    column("venue", "string", "The innermost place stated, as an id.", (event) => event.venue),
    column("roles", "list", "The parts played, in order.", (event) => event.participants.map((part) => part.role)),
    column("participants", "list", "Who plays them, as ids: item by item beside `roles`.", (event) =>
      event.participants.map((part) => part.participant),
    ),
    column(
      "participantNames",
      "list",
      "Name or code of those without a record, item by item beside `roles`.",
      (event, lang) => event.participants.map((part) => wordsIn(part.name, lang) ?? part.code),
    ),
    column("onBehalfOf", "list", "Whom they act for, as ids: item by item beside `roles`.", (event) =>
      event.participants.map((part) => part.onBehalfOf),
    ),
    column("countries", "list", "The states that take part, as ids, sorted.", (event) => event.countries),
    column("partOf", "string", "The larger event, as an id.", (event) => event.partOf),
    column("relations", "list", "Relations to other events, each `relation:id`.", (event) =>
      event.relations.map((relation) => `${relation.type}:${relation.event}`),
    ),
    ...codes<Event>(),
    ...gdelt,
    gdeltUrl,
    column("topics", "list", "Topics.", (event) => event.topics),
    column("sources", "list", "The sources that report it, as ids.", (event) => event.sources),
    ...kept,
  ],
  participants: [
    id,
    column("kind", "string", "Kind of participant.", (participant) => participant.kind),
    column("name", "string", "Name.", (participant, lang) => wordsIn(participant.names, lang)),
    column("aliases", "list", "Other names.", (participant, lang) => participant.aliases[lang] ?? []),
    column("country", "string", "The state it belongs to, as an id.", (participant) => participant.country),
    column("alpha2", "string", "ISO 3166 alpha-2 of a country.", (participant) => participant.iso?.alpha2 ?? null),
    column("alpha3", "string", "ISO 3166 alpha-3 of a country.", (participant) => participant.iso?.alpha3 ?? null),
    column("offices", "list", "Offices a person is said to hold.", (participant, lang) =>
      participant.offices.map((office) => wordsIn(office.title, lang)),
    ),
    column("officesOf", "list", "Whose offices they are, as ids: item by item beside `offices`.", (participant) =>
      participant.offices.map((office) => office.of),
    ),
    column("wikidata", "string", "Wikidata item, where confirmed.", (participant) => participant.wikidata),
    ...kept,
  ],
  venues: [
    id,
    column("kind", "string", "Kind of place.", (venue) => venue.kind),
    column("name", "string", "Name.", (venue, lang) => wordsIn(venue.names, lang)),
    column("aliases", "list", "Other names.", (venue, lang) => venue.aliases[lang] ?? []),
    column("within", "string", "The next larger venue, as an id.", (venue) => venue.within),
    column("country", "string", "The state it is in, as an id.", (venue) => venue.country),
    column("latitude", "decimal", "WGS 84, degrees north.", (venue) => venue.location?.latitude ?? null),
    column("longitude", "decimal", "WGS 84, degrees east.", (venue) => venue.location?.longitude ?? null),
    column("precision", "string", "What the point stands for.", (venue) => venue.location?.precision ?? null),
    column("wikidata", "string", "Wikidata item, where confirmed.", (venue) => venue.wikidata),
    ...kept,
  ],
  quotes: [
    id,
    column("event", "string", "Where it was said, as an id.", (quote) => quote.event),
    ...dates<Quote>("date", "When it was said", (quote) => quote.date),
    column("source", "string", "The source that carries it, as an id.", (quote) => quote.source),
    column("speaker", "string", "Who spoke, as an id.", (quote) => quote.speaker),
    column("office", "string", "The speaker's office.", (quote, lang) => wordsIn(quote.office, lang)),
    column("addressees", "list", "To whom, as ids.", (quote) => quote.addressees),
    column("mode", "string", "Direct or indirect speech.", (quote) => quote.mode),
    column("language", "string", "Language of `text` (BCP 47).", (quote) => quote.language),
    column("text", "string", "The words verbatim, in the source's language.", (quote) => quote.text),
    column("translation", "string", "Their translation into the language asked for.", (quote, lang) => {
      return quote.translations[lang]?.text ?? null;
    }),
    column("translationBy", "string", "Who translated.", (quote, lang) => quote.translations[lang]?.by ?? null),
    column("sentences", "integer", "How many sentences it has.", (quote) => quote.segments.length),
    ...mentions,
    ...codes<Quote>(),
    ...kept,
  ],
  figures: [
    id,
    column("event", "string", "The event at which it was claimed, as an id.", (figure) => figure.event),
    column("quote", "string", "The quote that contains it, as an id.", (figure) => figure.quote),
    column("source", "string", "The source, as an id.", (figure) => figure.source),
    column("claimant", "string", "Who claims it, as an id.", (figure) => figure.claimant),
    column("kind", "string", "Kind of number.", (figure) => figure.kind),
    column("raw", "string", "As written, in the source's language.", (figure) => figure.raw),
    column("value", "decimal", "The value, exact, scale applied.", (figure) => figure.value),
    column("valueMax", "decimal", "The upper end of a range.", (figure) => figure.valueMax),
    column("scale", "string", "The scale word used, already applied.", (figure) => figure.scale),
    column("unit", "string", "What is counted; empty for money.", (figure) => figure.unit),
    column("currency", "string", "ISO 4217 code of money.", (figure) => figure.currency),
    column("bound", "string", "How exact the claim is.", (figure) => figure.bound),
    column("measure", "string", "What is measured.", (figure, lang) => wordsIn(figure.measure, lang)),
    column("subject", "string", "Of what.", (figure, lang) => wordsIn(figure.subject, lang)),
    column("stage", "string", "How far what it measures has come.", (figure) => figure.stage),
    ...dates<Figure>("asOf", "The date of the claim's knowledge", (figure) => figure.asOf),
    column("linkedTo", "list", "Figures of the same claim, as ids.", (figure) => figure.linkedTo),
    column("additive", "boolean", "Whether it may be summed with like figures.", (figure) => figure.additive),
    column("additiveNote", "string", "Why not.", (figure, lang) => wordsIn(figure.additiveNote, lang)),
    ...kept,
  ],
  sources: [
    id,
    column("kind", "string", "Kind of source.", (source) => source.kind),
    column("publisher", "string", "Who published it, as an id.", (source) => source.publisher),
    column("headline", "string", "Its headline as printed.", (source) => source.headline),
    column("language", "string", "Language of its text (BCP 47).", (source) => source.language),
    ...dates<Source>("published", "When it was published", (source) => source.published),
    column("url", "string", "Where it was published.", (source) => source.url),
    column("derivedFrom", "list", "The sources it reports, as ids.", (source) => source.derivedFrom),
    column("textSha256", "string", "SHA-256 of its text.", (source) => source.text?.sha256 ?? null),
    column("textLength", "integer", "Length of its text in code points.", (source) => source.text?.length ?? null),
    ...kept,
  ],
};

/** The columns of a collection as a Markdown table. */
export function csvDictionary(collection: Collection): string {
  const rows = COLUMNS[collection].map(({ name, type, description }) => `| \`${name}\` | ${type} | ${description} |`);
  return ["| column | type | meaning |", "|---|---|---|", ...rows].join("\n");
}
