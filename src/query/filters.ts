// Filters: what may be asked of each collection, one table; parser, SQL, OpenAPI and examples come from it.
//
// A filter is declared once, as a row of this table. The reader of the query string, the entries of the OpenAPI
// document, its examples and the dimensions of counts come from the row, so none of them can be forgotten or differ.
// Which column of the store answers it is in `src/store/catalog/tables.ts`; a test holds the two tables to each other.
//
// Every filter has an example that finds something in the curated records: the examples of the OpenAPI document are run
// as tests.

import { EVENT_TYPES } from "../model/event-types.ts";
import type { Collection } from "../model/ids.ts";
import type { Term } from "../model/term.ts";
import * as vocabulary from "../model/vocabulary.ts";
import { SEARCH_RULE } from "./search.ts";

/** How the values of a filter are written. */
export type Kind =
  | "term" // words of a closed vocabulary
  | "id" // ids of records
  | "state" // ISO codes or ids of states
  | "code" // other codes: CAMEO prefixes, currencies, languages
  | "flag" // true or false
  | "period" // YYYY, YYYY-MM, YYYY-MM-DD
  | "day" // YYYY-MM-DD
  | "text" // a search
  | "box" // west,south,east,north
  | "point" // latitude,longitude
  | "distance" // kilometres
  | "decimal"; // an exact number

export interface Filter<Name extends string = string> {
  readonly name: Name;
  readonly kind: Kind;
  /** Whether a record holds one value of it, so that it cannot have all of several. */
  readonly single: boolean;
  /** Values that some curated record has together, where it may have several. */
  readonly together?: readonly string[];
  /** The vocabulary, where it is closed. */
  readonly terms?: readonly Term[];
  /** The collection whose ids it takes. */
  readonly of?: Collection;
  /** The collections, where it takes ids of several. */
  readonly among?: readonly Collection[];
  /** What a value looks like, where it is neither a term nor an id. */
  readonly pattern?: RegExp;
  readonly says: string;
  /** A value that finds something in the curated records. */
  readonly example: string;
  /** What the example needs beside it, as a query string. */
  readonly beside?: string;
}

type Together = readonly string[] | undefined;
/** What a filter says of its values; only a field of several has values together. */
const values = (together: Together) => ({
  single: together === undefined,
  ...(together === undefined ? {} : { together }),
});

function term<N extends string>(
  name: N,
  terms: readonly Term[],
  says: string,
  example: string,
  together?: Together,
): Filter<N> {
  return { name, kind: "term", ...values(together), terms, says, example };
}

function id<N extends string>(name: N, of: Collection, says: string, example: string, together?: Together): Filter<N> {
  return { name, kind: "id", ...values(together), of, says, example };
}

function code<N extends string>(name: N, pattern: RegExp, says: string, example: string): Filter<N> {
  return { name, kind: "code", single: true, pattern, says, example };
}

function state<N extends string>(name: N, says: string, example: string, together?: Together): Filter<N> {
  return { name, kind: "state", ...values(together), says, example };
}

const flag = <N extends string>(name: N, says: string, example: string): Filter<N> => ({
  name,
  kind: "flag",
  single: true,
  says,
  example,
});
const period = <N extends string>(name: N, says: string, example: string): Filter<N> => ({
  name,
  kind: "period",
  single: true,
  says,
  example,
});
const decimal = <N extends string>(name: N, says: string, example: string, beside: string): Filter<N> => ({
  name,
  kind: "decimal",
  single: true,
  says,
  example,
  beside,
});

const from = period("from", "First year, month or day of the window (a whole period).", "2022");
const to = period("to", "Last year, month or day of the window (a whole period).", "2023-10");
const source = id("source", "sources", "The source that reports it.", "zakon-kz-2023-10-17");
const LANGUAGE = /^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?$/;

const q: Filter<"q"> = {
  name: "q",
  kind: "text",
  single: true,
  says: `Words to find, in any case, script or language; phrases in quotation marks, \`-word\` for what must not be there. 1 to 200 code points. ${SEARCH_RULE}`,
  example: "Казахстан",
};
const places: readonly Filter<"bbox" | "near" | "radius">[] = [
  {
    name: "bbox",
    kind: "box",
    single: true,
    says: "`west,south,east,north` in degrees; west may exceed east across the antimeridian. Venues known only by country never match.",
    example: "110,35,120,45",
  },
  {
    name: "near",
    kind: "point",
    single: true,
    says: "`latitude,longitude` in degrees. Venues known only by country never match.",
    example: "39.9,116.4",
  },
  {
    name: "radius",
    kind: "distance",
    single: true,
    says: "Kilometres around `near`, 1 to 1,000; 50 when left out.",
    example: "100",
    beside: "near=39.9,116.4",
  },
];
const YEAR = /^\d{4}$/;
const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/;
const year = code("year", YEAR, "The year it falls in; unknown where the date may fall in several.", "2023");
const month = code("month", MONTH, "The month it falls in; unknown where the date may fall in several.", "2023-10");

/** Filters of every collection. */
const everywhere: readonly Filter<"updatedSince">[] = [
  { name: "updatedSince", kind: "day", single: true, says: "Changed on or after this day.", example: "2023-10-17" },
];

const own = {
  events: [
    term("type", EVENT_TYPES, "Event type.", "talks"),
    term("status", vocabulary.STATUSES, "What the source knew of it.", "occurred"),
    term("rank", vocabulary.RANKS, "Rank of a visit, as stated.", "state"),
    state(
      "country",
      "A state taking part: ISO alpha-2 or alpha-3 (withdrawn ones too) or its id, any case. Never the venue's state.",
      "KZ",
      ["KZ", "CN"],
    ),
    id(
      "participant",
      "participants",
      "Who takes part. `participant`, `country` and `role` hold in one participants entry.",
      "xi-jinping",
      ["xi-jinping", "kassym-jomart-tokayev"],
    ),
    term("role", vocabulary.ROLES, "The part played.", "visitor", ["visitor", "host"]),
    id(
      "venue",
      "venues",
      "Where, with everything inside it; of a place with several records, by any of them (`sameAs`).",
      "beijing",
      ["china", "beijing"],
    ),
    state("venueCountry", "The state on whose territory the venue is.", "CN"),
    term("topic", vocabulary.TOPICS, "What it is about.", "belt-and-road", ["trade", "tourism"]),
    code("cameo", /^\d{2,4}$/, "CAMEO code or the beginning of one: `04` finds 046.", "04"),
    code("cameoRoot", /^\d{2}$/, "CAMEO root: the first two digits of the code.", "04"),
    term("plover", vocabulary.PLOVER, "PLOVER category.", "CONSULT"),
    id("partOf", "events", "The larger event it is part of.", "2023-10-tokayev-visit-to-china"),
    id("relatedTo", "events", "An event it is related to, in either direction.", "2023-10-belt-and-road-forum", [
      "2023-10-belt-and-road-forum",
      "2023-10-17-tokayev-xi-talks",
    ]),
    { ...source, ...values(["zakon-kz-2023-10-17", "akorda-2023-10-17"]) },
    from,
    to,
    year,
    month,
    q,
    ...places,
  ],
  quotes: [
    id("speaker", "participants", "Who spoke.", "kassym-jomart-tokayev"),
    id("addressee", "participants", "To whom.", "xi-jinping", ["xi-jinping"]),
    id("event", "events", "The event at which it was said.", "2023-10-17-tokayev-xi-talks"),
    source,
    code("language", LANGUAGE, "Language of the words (BCP 47).", "ru"),
    term("mode", vocabulary.QUOTE_MODES, "Direct or indirect speech.", "direct"),
    {
      name: "mentions",
      kind: "id",
      ...values(["kz", "cn"]),
      among: ["participants", "venues", "events", "figures"],
      says: "A record of any collection that the words refer to.",
      example: "astana",
    },
    from,
    to,
    year,
    month,
    q,
  ],
  figures: [
    term("kind", vocabulary.FIGURE_KINDS, "What kind of number it is.", "money"),
    term("unit", vocabulary.UNITS, "What is counted.", "project"),
    code("currency", /^[A-Z]{3}$/, "ISO 4217 code.", "USD"),
    decimal("min", "Least value; needs one of `kind`, `unit`, `currency`.", "50", "unit=project"),
    decimal("max", "Greatest value; needs one of `kind`, `unit`, `currency`.", "30000000000", "currency=USD"),
    id("claimant", "participants", "Who claims it.", "kassym-jomart-tokayev"),
    id("event", "events", "The event at which it was claimed.", "2023-10-17-tokayev-xi-talks"),
    id("quote", "quotes", "The quote that contains it.", "2023-10-17-tokayev-on-cooperation"),
    term("stage", vocabulary.STAGES, "How far what it measures has come.", "under-way"),
    flag("additive", "Whether it may be summed with like figures.", "false"),
    source,
    year,
    month,
    q,
  ],
  participants: [
    term("kind", vocabulary.PARTICIPANT_KINDS, "What kind of participant.", "person"),
    state("country", "The state it belongs to: ISO code or id.", "KZ"),
    q,
  ],
  venues: [
    term("kind", vocabulary.VENUE_KINDS, "What kind of place.", "city"),
    state("country", "The state on whose territory it is: ISO code or id.", "CN"),
    id("within", "venues", "A venue that it lies in, at any depth.", "china", ["china", "beijing"]),
    q,
    ...places,
  ],
  sources: [
    id("publisher", "participants", "Who published it.", "zakon-kz"),
    code("language", LANGUAGE, "Language of its text (BCP 47).", "ru"),
    term("kind", vocabulary.SOURCE_KINDS, "What kind of source.", "article"),
    q,
  ],
} as const satisfies Readonly<Record<Collection, readonly Filter[]>>;

/** The names of the filters of a collection, or of any. */
export type FilterName<C extends Collection = Collection> =
  | (typeof own)[C][number]["name"]
  | (typeof everywhere)[number]["name"];

const ALL = new Map<Collection, readonly Filter<FilterName>[]>();

export function filtersOf<C extends Collection>(collection: C): readonly Filter<FilterName<C>>[] {
  const known = ALL.get(collection) ?? [...own[collection], ...everywhere];
  ALL.set(collection, known);
  return known as readonly Filter<FilterName<C>>[];
}

export type SortKey = "date" | "updated" | "value" | "id";

/** What may be sorted by, the default first; `-` before it is descending. */
export const SORTS: Readonly<Record<Collection, readonly (SortKey | `-${SortKey}`)[]>> = {
  events: ["-date", "date", "id", "-id", "updated", "-updated"],
  quotes: ["-date", "date", "id", "-id", "updated", "-updated"],
  figures: ["-date", "date", "value", "-value", "id", "-id", "updated", "-updated"],
  participants: ["id", "-id", "updated", "-updated"],
  venues: ["id", "-id", "updated", "-updated"],
  sources: ["id", "-id", "updated", "-updated"],
};

/** The other collections whose records an answer can carry along. */
export const INCLUDES: Readonly<Record<Collection, readonly Collection[]>> = {
  events: ["participants", "venues", "quotes", "figures", "sources", "events"],
  quotes: ["participants", "events", "sources", "figures"],
  figures: ["participants", "events", "quotes", "sources"],
  venues: ["venues"],
  participants: [],
  sources: [],
};
