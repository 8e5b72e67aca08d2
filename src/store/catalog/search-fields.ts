// Search fields: which words of a record, and of the records it names, a search looks through.
//
// A record is found by the names of those it names, in every language and alias: «哈萨克斯坦» finds the talks although no
// text of theirs is Chinese. Such hits have no highlight, because their own words do not match.
//
// Composed titles are not names. Rows of GDELT have titles that the importer made; thousands share one, and nothing is
// called so. They are found by their words in the lowest tier and are not completed (`src/store/write/projection.ts`,
// `named`).
import type { Records } from "../../model/bundle.ts";
import type { EventDate } from "../../model/dates.ts";
import { EVENT_TYPES } from "../../model/event-types.ts";
import type { Collection } from "../../model/ids.ts";
import { type LanguageMap, namesIn } from "../../model/labels.ts";
import type { Term } from "../../model/term.ts";
import { FIGURE_KINDS, RANKS, TOPICS, UNITS } from "../../model/vocabulary.ts";
import { once } from "./once.ts";
import { type Lookup, type TextGroup, venuesOf } from "./tables.ts";

/** What a search finds a record by. */
export interface SearchFields {
  /** Names and titles: found whole or in part, they rank above the rest. */
  readonly names: TextGroup;
  /** Groups of texts; a group that comes again is the same object, so that its terms are made once. */
  readonly body: readonly TextGroup[];
}

const NOTHING: TextGroup = { proper: false, texts: [] };
const running = (...maps: readonly (LanguageMap | null)[]): TextGroup => ({
  proper: false,
  texts: maps.flatMap((map) => Object.entries(map ?? {})),
});

// Rows of GDELT have titles and days in common: what is made of them is made once for all that share the object.
const alone = once((map: LanguageMap) => running(map));
const named = once((map: LanguageMap): TextGroup => ({ proper: true, texts: Object.entries(map) }));
const one = (map: LanguageMap | null): readonly TextGroup[] => (map === null ? [] : [alone(map)]);

const LABELS = new Map<readonly Term[], ReadonlyMap<string, TextGroup>>();

function labels(vocabulary: readonly Term[], ids: readonly (string | null)[]): TextGroup[] {
  let known = LABELS.get(vocabulary);
  if (known === undefined) {
    known = new Map(vocabulary.map(({ id, label }) => [id, running({ ...label })]));
    LABELS.set(vocabulary, known);
  }
  return ids.flatMap((id) => {
    const label = id === null ? undefined : known.get(id);
    return label === undefined ? [] : [label];
  });
}

const CURRENCIES = new Map<string, TextGroup>();
/** What a currency is called in the languages of names (Unicode CLDR, as the runtime has it). */
function currencyNames(code: string): TextGroup {
  const there = CURRENCIES.get(code);
  if (there !== undefined) return there;
  const names = ["en", "ru", "kk", "zh"].map(
    (language) => [language, new Intl.DisplayNames(language, { type: "currency" }).of(code) ?? code] as const,
  );
  const group = { proper: false, texts: [["en", code] as const, ...names] };
  CURRENCIES.set(code, group);
  return group;
}

/** The days and months that a date names, as people type them: its first and its last. */
const days = (date: EventDate | null): readonly TextGroup[] => (date === null ? [] : daysOf(date));

const daysOf = once(({ earliest, latest, certain }: EventDate): readonly TextGroup[] => {
  const ends = [earliest, latest].filter((day) => day !== null);
  // What lasts for years or may be any day of them is of no day.
  if (ends.length < 2 || ends[0]?.slice(0, 4) !== ends[1]?.slice(0, 4)) return [];
  const known = ends[0] === ends[1] || certain ? ends : [];
  const texts = new Set([...known, ...ends.map((day) => day.slice(0, 7))]);
  return [{ proper: false, texts: [...texts].map((text) => ["en", text] as const) }];
});

type Reader<C extends Collection> = (record: Records[C], lookup: Lookup) => SearchFields;

/** Names of the participants and venues that a record refers to are part of its body, in every language. */
export const SEARCH_FIELDS: { readonly [C in Collection]: Reader<C> } = {
  events: (event, lookup) => ({
    names: alone(event.title),
    body: [
      ...one(event.summary),
      ...one(event.description),
      ...labels(EVENT_TYPES, [event.type]),
      ...labels(RANKS, [event.rank]),
      ...labels(TOPICS, event.topics),
      ...event.participants.flatMap((entry) => [
        ...(entry.name === null ? [] : [named(entry.name)]),
        ...one(entry.office),
        lookup.namesOf("participants", entry.participant),
        lookup.namesOf("participants", entry.onBehalfOf),
      ]),
      ...venuesOf(event, lookup).map((id) => lookup.namesOf("venues", id)),
      ...days(event.date),
    ],
  }),
  participants: (participant, lookup) => ({
    names: { proper: true, texts: namesIn(participant.names, participant.aliases) },
    body: [
      ...participant.offices.map((office) => running(office.title)),
      ...(participant.country === participant.id ? [] : [lookup.namesOf("participants", participant.country)]),
    ],
  }),
  venues: (venue, lookup) => ({
    names: { proper: true, texts: namesIn(venue.names, venue.aliases) },
    body: lookup.venuesAround(venue.within).map((id) => lookup.namesOf("venues", id)),
  }),
  quotes: (quote, lookup) => ({
    names: NOTHING,
    body: [
      running({ [quote.language]: quote.text }),
      ...Object.entries(quote.translations).map(([language, { text }]) => running({ [language]: text })),
      ...one(quote.office),
      ...[quote.speaker, ...quote.addressees, ...quote.mentions.participants].map((id) =>
        lookup.namesOf("participants", id),
      ),
      ...quote.mentions.venues.map((id) => lookup.namesOf("venues", id)),
      ...days(quote.date),
    ],
  }),
  figures: (figure, lookup) => ({
    names: running(figure.measure, figure.subject),
    body: [
      running({ und: figure.raw }),
      ...(figure.currency === null ? [] : [currencyNames(figure.currency)]),
      ...labels(UNITS, [figure.unit]),
      ...labels(FIGURE_KINDS, [figure.kind]),
      lookup.namesOf("participants", figure.claimant),
    ],
  }),
  sources: (source, lookup) => ({
    names: source.headline === null ? NOTHING : running({ [source.language ?? "und"]: source.headline }),
    body: [lookup.namesOf("participants", source.publisher), ...days(source.published)],
  }),
};
