// Columns: the tables behind CSV, its data dictionary and its schema; a collection's records are rows.
import type { Records } from "../model/bundle.ts";
import type { Figure } from "../model/figure.ts";
import { COLLECTIONS } from "../model/ids.ts";
import type { Quote } from "../model/quote.ts";
import type { Source } from "../model/source.ts";
import { type Column, codes, column, credits, dates, id, kept } from "./column.ts";
import { EVENT_COLUMNS } from "./event-columns.ts";
import { wordsIn } from "./labels.ts";
import { PARTICIPATION_COLUMNS, type ParticipationRow } from "./participations.ts";
import { nameOf, namesOf } from "./related.ts";

const mentions = (["events", "figures", "participants", "venues"] as const).map((name) =>
  column<Quote>(
    `mentioned${name[0]?.toUpperCase()}${name.slice(1)}`,
    "list",
    `The ${name} referred to, as ids.`,
    (quote) => quote.mentions[name],
  ),
);

const mentionedNames = (["participants", "venues"] as const).map((name) =>
  column<Quote>(
    `mentioned${name[0]?.toUpperCase()}${name.slice(1, -1)}Names`,
    "list",
    `Their names: item by item beside \`mentioned${name[0]?.toUpperCase()}${name.slice(1)}\`.`,
    (quote, lang, related) => namesOf(name, quote.mentions[name], lang, related),
  ),
);

/** What can be had as a table: each collection, and the participants of events one by one. */
export const TABLE_NAMES = [...COLLECTIONS, "participations"] as const;
export type TableName = (typeof TABLE_NAMES)[number];
type Rows = Records & { readonly participations: ParticipationRow };

/** The columns of each collection's CSV, in order. Texts in several languages are given in the one asked for. */
export const COLUMNS: { readonly [T in TableName]: readonly Column<Rows[T]>[] } = {
  events: EVENT_COLUMNS,
  participants: [
    id,
    column("kind", "string", "Kind of participant.", (participant) => participant.kind),
    column("name", "string", "Name.", (participant, lang) => wordsIn(participant.names, lang)),
    column("aliases", "list", "Other names.", (participant, lang) => participant.aliases[lang] ?? []),
    column("country", "string", "The state it belongs to, as an id.", (participant) => participant.country),
    column("countryName", "string", "The name of that state.", ({ country }, lang, related) =>
      nameOf("participants", country, lang, related),
    ),
    column("alpha2", "string", "ISO 3166 alpha-2 of a country.", (participant) => participant.iso?.alpha2 ?? null),
    column("alpha3", "string", "ISO 3166 alpha-3 of a country.", (participant) => participant.iso?.alpha3 ?? null),
    column("offices", "list", "Offices a person is said to hold.", (participant, lang) =>
      participant.offices.map((office) => wordsIn(office.title, lang)),
    ),
    column("officesOf", "list", "Whose offices they are, as ids: item by item beside `offices`.", (participant) =>
      participant.offices.map((office) => office.of),
    ),
    column("officesOfNames", "list", "Names of those: item by item beside `offices`.", ({ offices }, lang, related) => {
      const ids = offices.map((office) => office.of);
      return namesOf("participants", ids, lang, related);
    }),
    column("wikidata", "string", "Wikidata item, where confirmed.", (participant) => participant.wikidata),
    ...kept,
  ],
  venues: [
    id,
    column("kind", "string", "Kind of place.", (venue) => venue.kind),
    column("name", "string", "Name.", (venue, lang) => wordsIn(venue.names, lang)),
    column("aliases", "list", "Other names.", (venue, lang) => venue.aliases[lang] ?? []),
    column("within", "string", "The next larger venue, as an id.", (venue) => venue.within),
    column("withinName", "string", "Its name.", ({ within }, lang, related) => nameOf("venues", within, lang, related)),
    column("country", "string", "The state it is in, as an id.", (venue) => venue.country),
    column("countryName", "string", "The name of that state.", ({ country }, lang, related) =>
      nameOf("participants", country, lang, related),
    ),
    column("latitude", "decimal", "WGS 84, degrees north.", (venue) => venue.location?.latitude ?? null),
    column("longitude", "decimal", "WGS 84, degrees east.", (venue) => venue.location?.longitude ?? null),
    column("precision", "string", "What the point stands for.", (venue) => venue.location?.precision ?? null),
    column("wikidata", "string", "Wikidata item, where confirmed.", (venue) => venue.wikidata),
    column("sameAs", "list", "Other records of this place, as ids.", (venue) => venue.sameAs),
    ...kept,
  ],
  quotes: [
    id,
    column("event", "string", "Where it was said, as an id.", (quote) => quote.event),
    ...dates<Quote>("date", "When it was said", (quote) => quote.date),
    column("source", "string", "The source that carries it, as an id.", (quote) => quote.source),
    ...credits<Quote>(({ source }) => source),
    column("speaker", "string", "Who spoke, as an id.", (quote) => quote.speaker),
    column("speakerName", "string", "The speaker's name.", ({ speaker }, lang, related) =>
      nameOf("participants", speaker, lang, related),
    ),
    column("office", "string", "The speaker's office.", (quote, lang) => wordsIn(quote.office, lang)),
    column("addressees", "list", "To whom, as ids.", (quote) => quote.addressees),
    column("addresseeNames", "list", "Their names: item by item beside `addressees`.", (quote, lang, related) =>
      namesOf("participants", quote.addressees, lang, related),
    ),
    column("mode", "string", "Direct or indirect speech.", (quote) => quote.mode),
    column("language", "string", "Language of `text` (BCP 47).", (quote) => quote.language),
    column("text", "string", "The words verbatim, in the source's language.", (quote) => quote.text),
    column("translation", "string", "Their translation into the language asked for.", (quote, lang) => {
      return quote.translations[lang]?.text ?? null;
    }),
    column("translationBy", "string", "Who translated.", (quote, lang) => quote.translations[lang]?.by ?? null),
    column("sentences", "integer", "How many sentences it has.", (quote) => quote.segments.length),
    ...mentions,
    ...mentionedNames,
    ...codes<Quote>(),
    ...kept,
  ],
  figures: [
    id,
    column("event", "string", "The event at which it was claimed, as an id.", (figure) => figure.event),
    column("quote", "string", "The quote that contains it, as an id.", (figure) => figure.quote),
    column("source", "string", "The source, as an id.", (figure) => figure.source),
    ...credits<Figure>(({ source }) => source),
    column("claimant", "string", "Who claims it, as an id.", (figure) => figure.claimant),
    column("claimantName", "string", "The claimant's name.", ({ claimant }, lang, related) =>
      nameOf("participants", claimant, lang, related),
    ),
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
    column("publisherName", "string", "The publisher's name.", ({ publisher }, lang, related) =>
      nameOf("participants", publisher, lang, related),
    ),
    column("headline", "string", "Its headline as printed.", (source) => source.headline),
    column("language", "string", "Language of its text (BCP 47).", (source) => source.language),
    ...dates<Source>("published", "When it was published", (source) => source.published),
    column("url", "string", "Where it was published.", (source) => source.url),
    column("derivedFrom", "list", "The sources it reports, as ids.", (source) => source.derivedFrom),
    column("licence", "string", "The terms of its text; empty: all rights reserved.", (source) => source.licence),
    column("licenceUrl", "string", "Where they stand.", (source) => source.licenceUrl),
    column("attribution", "string", "Whom to name; empty: its publisher.", (source) => source.attribution),
    column("textSha256", "string", "SHA-256 of its text.", (source) => source.text?.sha256 ?? null),
    column("textLength", "integer", "Length of its text in code points.", (source) => source.text?.length ?? null),
    ...kept,
  ],
  participations: PARTICIPATION_COLUMNS,
};

/** Columns of a table: those named, in that order, or all; the names have been checked. */
export function columnsOf(table: TableName, names: readonly string[] | null): readonly Column[] {
  const all = COLUMNS[table] as readonly Column[];
  return names === null ? all : names.flatMap((name) => all.filter((one) => one.name === name));
}

/** The columns of a table as a Markdown table. */
export function csvDictionary(table: TableName): string {
  const rows = COLUMNS[table].map(({ name, type, description }) => `| \`${name}\` | ${type} | ${description} |`);
  return ["| column | type | meaning |", "|---|---|---|", ...rows].join("\n");
}
