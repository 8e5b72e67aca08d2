// Tables: which columns and join tables stand beside each record's document, and which filter each one answers.
//
// A collection has a table of documents (`_docs`), one of columns for what filters and sorts ask, and a join table for
// each filter that may have several values. The names of columns and filters meet here:
// `tests/store/catalog/tables.test.ts` holds that every filter and every sort of `src/query` has its column and its
// index. A change here changes the fingerprint of the index (`src/store/write/fingerprint.ts`), and a start derives the
// tables anew.
//
// A state and a type are looked up together (`event_kinds`), as two states are (`event_pairs`): of two frequent values
// neither index alone leads to few records. A page is read, and up to 10,000 counted, from that index alone and without
// a reader, for 105 MB more of 2.4 GB with a million rows. Other pairs of frequent values take their time.
import type { Records } from "../../model/bundle.ts";
import type { EventDate } from "../../model/dates.ts";
import type { Event } from "../../model/event.ts";
import type { Collection } from "../../model/ids.ts";
import { decimalKey } from "../../query/decimal.ts";
import type { FilterName } from "../../query/filters.ts";
import { placeKeys } from "./place-keys.ts";

export type ColumnValue = string | number | null;

/** Texts with the language of each: names of somebody or something, or running text. */
export interface TextGroup {
  readonly proper: boolean;
  readonly texts: readonly (readonly [language: string, text: string])[];
}

/** What a row may need to know of other records of its dataset. */
export interface Lookup {
  /** A venue and all that it lies in, innermost first. */
  venuesAround(venue: string | null): readonly string[];
  /** The state on whose territory a venue is. */
  countryOfVenue(venue: string | null): string | null;
  /** The point of the innermost venue around that has one finer than a country. */
  pointOf(venue: string | null): { latitude: number; longitude: number } | null;
  isCountry(participant: string | null): boolean;
  /** All names and aliases of a participant or a venue, in every language. */
  namesOf(collection: "participants" | "venues", id: string | null): TextGroup;
  /** The names of all whose name stands among the terms of running text. */
  mentionedIn(terms: string): readonly TextGroup[];
}

/** What the columns of a table may answer; no client asks for a pair or a kind by name, two filters together are one. */
type Answered<C extends Collection> = FilterName<C> | (C extends "events" ? "pair" | "kind" : never);

export interface Column<T, F extends string = string> {
  readonly name: string;
  readonly of: (record: T, lookup: Lookup) => ColumnValue;
  readonly type?: "TEXT" | "INTEGER" | "REAL";
  /** The filter that it answers, and how its values match: whole, or as the beginning of a code. */
  readonly filter?: F;
  readonly match?: "whole" | "prefix";
  /** How it is indexed: alone, or, what lies in the order of the numbers anyway, not at all. */
  readonly indexed: boolean;
}

export interface Join<T, F extends string = string> {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: (record: T, lookup: Lookup) => readonly (readonly ColumnValue[])[];
  /** The filters that it answers, and the column of each. */
  readonly filters: Readonly<Partial<Record<F, string>>>;
  /** The columns by which records are looked up. */
  readonly indexed: readonly string[];
}

export interface Table<T, F extends string = string> {
  readonly name: string;
  readonly columns: readonly Column<T, F>[];
  readonly joins: readonly Join<T, F>[];
}

type TableOf<C extends Collection> = Table<Records[C], Answered<C>>;

function column<T, F extends string>(
  name: string,
  of: Column<T>["of"],
  filter?: F,
  match: Column<T>["match"] = "whole",
): Column<T, F> {
  return filter === undefined ? { name, of, indexed: false } : { name, of, filter, match, indexed: true };
}

/** Each value once, in its order; most lists have one value or none. */
const different = (values: readonly string[]): readonly string[] => (values.length < 2 ? values : [...new Set(values)]);

/** A join table of single words. */
function words<T, F extends string>(
  name: string,
  filter: F,
  of: (record: T, lookup: Lookup) => readonly string[],
): Join<T, F> {
  return {
    name,
    columns: ["value"],
    rows: (record, lookup) => different(of(record, lookup)).map((value) => [value]),
    filters: { [filter]: "value" } as Record<F, string>,
    indexed: ["value"],
  };
}

function typed<T>(
  name: string,
  type: Column<T>["type"] & string,
  of: Column<T>["of"],
  indexed = false,
): Column<T, never> {
  return { name, type, of, indexed };
}

/** Uncertain dates: the range, and the year and month where it lies in one. */
function dated<T>(date: (record: T) => EventDate | null): Column<T, "year" | "month">[] {
  const within = (record: T, length: number) => {
    const { earliest, latest } = date(record) ?? { earliest: null, latest: null };
    const part = earliest?.slice(0, length) ?? null;
    return part !== null && latest?.startsWith(part) === true ? part : null;
  };
  return [
    column("earliest", (record) => date(record)?.earliest ?? null),
    column("latest", (record) => date(record)?.latest ?? null),
    typed("certain", "INTEGER", (record) => (date(record)?.certain === true ? 1 : 0)),
    { ...column<T, "year">("year", (record) => within(record, 4), "year"), indexed: false },
    { ...column<T, "month">("month", (record) => within(record, 7), "month"), indexed: false },
  ];
}

/** Where it is, for boxes and circles. */
function placed<T>(venue: (record: T) => string | null): Column<T, never>[] {
  return [
    typed("latitude", "REAL", (record, lookup) => lookup.pointOf(venue(record))?.latitude ?? null, true),
    typed("longitude", "REAL", (record, lookup) => lookup.pointOf(venue(record))?.longitude ?? null),
  ];
}

/** The states that an entry of `participants` stands for: a country itself, and the one acted for. */
function statesOf({ participant, onBehalfOf }: Event["participants"][number], lookup: Lookup): (string | null)[] {
  const acts = onBehalfOf !== participant && lookup.isCountry(onBehalfOf) ? [onBehalfOf] : [];
  if (lookup.isCountry(participant)) return [participant, ...acts];
  return acts.length === 0 ? [null] : acts;
}

/** The key of two states, as `cn kz`: sorted, and told apart at a space, which comes before every letter. */
export function pairKey(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}

/** The two states of a key. */
export function statesOfPair(key: string): readonly [string, string] {
  const [a = "", b = ""] = key.split(" ");
  return [a, b];
}

/** The keys of each two of some states. */
export function pairsOf(countries: readonly string[]): string[] {
  const sorted = [...new Set(countries)].sort();
  return sorted.flatMap((a, at) => sorted.slice(at + 1).map((b) => pairKey(a, b)));
}

/** The places of an event and all that they lie in, each once. */
export function venuesOf({ venue, stops }: Pick<Event, "venue" | "stops">, lookup: Lookup): readonly string[] {
  if (stops.length === 0) return lookup.venuesAround(venue);
  return different([venue, ...stops].flatMap((id) => lookup.venuesAround(id)));
}

/** A state and a type of event, as the events in which that state takes part have them together. */
export function kindOf(country: string, type: string): string {
  return `${country} ${type}`;
}

const events: TableOf<"events"> = {
  name: "events",
  columns: [
    ...dated<Records["events"]>((event) => event.date),
    column("type", (event) => event.type, "type"),
    column("status", (event) => event.status, "status"),
    column("rank", (event) => event.rank, "rank"),
    column("plover", (event) => event.codes.plover?.event ?? null, "plover"),
    column("cameo", (event) => event.codes.cameo?.code ?? null, "cameo", "prefix"),
    column("cameo_root", (event) => event.codes.cameo?.code.slice(0, 2) ?? null, "cameoRoot"),
    column("part_of", (event) => event.partOf, "partOf"),
    column("venue_country", (event, lookup) => lookup.countryOfVenue(event.venue), "venueCountry"),
    ...placed<Records["events"]>((event) => event.venue),
    typed("mirror", "INTEGER", (event) => (event.relations.some(({ type }) => type === "same-as") ? 1 : 0)),
  ],
  joins: [
    {
      name: "event_participants",
      columns: ["participant", "role", "state"],
      rows: (event, lookup) =>
        event.participants.flatMap((entry) =>
          statesOf(entry, lookup).map((state) => [entry.participant, entry.role, state]),
        ),
      filters: { participant: "participant", role: "role" },
      indexed: ["participant", "role"],
    },
    words("event_countries", "country", (event) => event.countries),
    words("event_pairs", "pair", (event) => pairsOf(event.countries)),
    // What is asked for together most: one index says both.
    words("event_kinds", "kind", (event) => event.countries.map((country) => kindOf(country, event.type))),
    words("event_venues", "venue", venuesOf),
    words("event_topics", "topic", (event) => event.topics),
    words("event_sources", "source", (event) => event.sources),
    words("event_relations", "relatedTo", (event) => event.relations.map((relation) => relation.event)),
  ],
};

const quotes: TableOf<"quotes"> = {
  name: "quotes",
  columns: [
    ...dated<Records["quotes"]>((quote) => quote.date),
    column("speaker", (quote) => quote.speaker, "speaker"),
    column("event", (quote) => quote.event, "event"),
    column("source", (quote) => quote.source, "source"),
    column("language", (quote) => quote.language, "language"),
    column("mode", (quote) => quote.mode, "mode"),
  ],
  joins: [
    words("quote_addressees", "addressee", (quote) => quote.addressees),
    words("quote_mentions", "mentions", ({ mentions }) => [
      ...mentions.events,
      ...mentions.figures,
      ...mentions.participants,
      ...mentions.venues,
    ]),
  ],
};

const figures: TableOf<"figures"> = {
  name: "figures",
  columns: [
    ...dated<Records["figures"]>((figure) => figure.asOf),
    column("kind", (figure) => figure.kind, "kind"),
    column("unit", (figure) => figure.unit, "unit"),
    column("currency", (figure) => figure.currency, "currency"),
    column("value_key", (figure) => (figure.value === null ? null : decimalKey(figure.value))),
    column("claimant", (figure) => figure.claimant, "claimant"),
    column("event", (figure) => figure.event, "event"),
    column("quote", (figure) => figure.quote, "quote"),
    column("source", (figure) => figure.source, "source"),
    column("stage", (figure) => figure.stage, "stage"),
    column("additive", (figure) => String(figure.additive), "additive"),
  ],
  joins: [],
};

const participants: TableOf<"participants"> = {
  name: "participants",
  columns: [
    column("kind", (participant) => participant.kind, "kind"),
    column("country", (participant) => participant.country, "country"),
  ],
  joins: [],
};

const venues: TableOf<"venues"> = {
  name: "venues",
  columns: [
    column("kind", (venue) => venue.kind, "kind"),
    column("country", (venue) => venue.country, "country"),
    ...placed<Records["venues"]>((venue) => venue.id),
  ],
  joins: [
    words("venue_within", "within", (venue, lookup) => lookup.venuesAround(venue.within)),
    {
      name: "venue_keys",
      columns: ["value"],
      rows: (venue) => placeKeys(venue).map((key) => [key]),
      filters: {},
      indexed: ["value"],
    },
  ],
};

const sources: TableOf<"sources"> = {
  name: "sources",
  columns: [
    column("publisher", (source) => source.publisher, "publisher"),
    column("language", (source) => source.language, "language"),
    column("kind", (source) => source.kind, "kind"),
  ],
  joins: [],
};

export const TABLES = { events, participants, venues, quotes, figures, sources };

/** The table of a collection, its record type forgotten. */
export function tableOf(collection: Collection): Table<Records[Collection]> {
  return TABLES[collection] as Table<Records[Collection]>;
}

/** Whether its records have dates, and so are numbered by them, newest first. */
export function isDateOrdered(collection: Collection): boolean {
  return tableOf(collection).columns.some(({ name }) => name === "earliest");
}
