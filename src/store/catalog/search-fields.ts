// Search fields: which words of a record, and of the records it names, a search looks through.
//
// A record is found by the names of those it names, in every language and alias: «哈萨克斯坦» finds the talks although no
// text of theirs is Chinese. Such hits have no highlight, because their own words do not match.
//
// Composed titles are not names. Rows of GDELT have titles that the importer made; thousands share one, and nothing is
// called so. They are found by their words in the lowest tier and are not completed (`src/store/write/projection.ts`,
// `named`).
import type { Records } from "../../model/bundle.ts";
import { EVENT_TYPES } from "../../model/event-types.ts";
import type { Collection } from "../../model/ids.ts";
import type { LanguageMap } from "../../model/labels.ts";
import type { Term } from "../../model/term.ts";
import { FIGURE_KINDS, TOPICS, UNITS } from "../../model/vocabulary.ts";
import type { Lookup } from "./tables.ts";

/** What a search finds a record by. */
export interface SearchFields {
  /** Names and titles: found whole or in part, they rank above the rest. */
  readonly names: readonly string[];
  /** Some texts at a time, each the same object whenever it comes again: what was made of it need not be made anew. */
  readonly body: readonly TextGroup[];
}

export type TextGroup = readonly string[] | Readonly<Record<string, string>>;

const all = (map: LanguageMap | null): readonly string[] => (map === null ? [] : Object.values(map));
const one = (map: LanguageMap | null): readonly TextGroup[] => (map === null ? [] : [map]);

const LABELS = new Map<readonly Term[], ReadonlyMap<string, TextGroup>>();

function labels(vocabulary: readonly Term[], ids: readonly (string | null)[]): TextGroup[] {
  let known = LABELS.get(vocabulary);
  if (known === undefined) {
    known = new Map(vocabulary.map(({ id, label }) => [id, { ...label }]));
    LABELS.set(vocabulary, known);
  }
  return ids.flatMap((id) => {
    const label = id === null ? undefined : known.get(id);
    return label === undefined ? [] : [label];
  });
}

type Reader<C extends Collection> = (record: Records[C], lookup: Lookup) => SearchFields;

/** Names of the participants and venues that a record refers to are part of its body, in every language. */
export const SEARCH_FIELDS: { readonly [C in Collection]: Reader<C> } = {
  events: (event, lookup) => ({
    names: all(event.title),
    body: [
      ...one(event.summary),
      ...one(event.description),
      ...labels(EVENT_TYPES, [event.type]),
      ...labels(TOPICS, event.topics),
      ...event.participants.flatMap((entry) => [
        ...one(entry.name),
        ...one(entry.office),
        lookup.namesOf("participants", entry.participant),
        lookup.namesOf("participants", entry.onBehalfOf),
      ]),
      ...lookup.venuesAround(event.venue).map((id) => lookup.namesOf("venues", id)),
    ],
  }),
  participants: (participant, lookup) => ({
    names: [...all(participant.names), ...Object.values(participant.aliases).flat()],
    body: [
      ...participant.offices.map((office) => office.title),
      ...(participant.country === participant.id ? [] : [lookup.namesOf("participants", participant.country)]),
    ],
  }),
  venues: (venue, lookup) => ({
    names: [...all(venue.names), ...Object.values(venue.aliases).flat()],
    body: lookup.venuesAround(venue.within).map((id) => lookup.namesOf("venues", id)),
  }),
  quotes: (quote, lookup) => ({
    names: [],
    body: [
      [quote.text, ...Object.values(quote.translations).map(({ text }) => text)],
      ...one(quote.office),
      ...[quote.speaker, ...quote.addressees, ...quote.mentions.participants].map((id) =>
        lookup.namesOf("participants", id),
      ),
      ...quote.mentions.venues.map((id) => lookup.namesOf("venues", id)),
    ],
  }),
  figures: (figure, lookup) => ({
    names: [...all(figure.measure), ...all(figure.subject)],
    body: [
      [figure.raw, ...(figure.currency === null ? [] : [figure.currency])],
      ...labels(UNITS, [figure.unit]),
      ...labels(FIGURE_KINDS, [figure.kind]),
      lookup.namesOf("participants", figure.claimant),
    ],
  }),
  sources: (source, lookup) => ({
    names: source.headline === null ? [] : [source.headline],
    body: [lookup.namesOf("participants", source.publisher)],
  }),
};
