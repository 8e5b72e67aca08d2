// Texts: which words of a record, and of the records it names, a search looks through.
import type { Records } from "../model/bundle.ts";
import type { Collection } from "../model/ids.ts";
import type { LanguageMap } from "../model/labels.ts";
import type { Term } from "../model/terms.ts";
import { EVENT_TYPES } from "../model/types.ts";
import { FIGURE_KINDS, TOPICS, UNITS } from "../model/vocabulary.ts";
import type { World } from "./tables.ts";

/** What a search finds a record by. */
export interface Texts {
  /** Names and titles: found whole or in part, they rank above the rest. */
  readonly names: readonly string[];
  readonly body: readonly string[];
}

const all = (map: LanguageMap | null): string[] => (map === null ? [] : Object.values(map));

function labels(vocabulary: readonly Term[], ids: readonly (string | null)[]): string[] {
  return vocabulary.filter(({ id }) => ids.includes(id)).flatMap(({ label }) => Object.values(label));
}

type Reader<C extends Collection> = (record: Records[C], world: World) => Texts;

/** Names of the participants and venues that a record refers to are part of its body, in every language. */
export const TEXTS: { readonly [C in Collection]: Reader<C> } = {
  events: (event, world) => ({
    names: all(event.title),
    body: [
      ...all(event.summary),
      ...labels(EVENT_TYPES, [event.type]),
      ...labels(TOPICS, event.topics),
      ...event.participants.flatMap((entry) => [
        ...all(entry.name),
        ...all(entry.office),
        ...world.namesOf("participants", entry.participant),
        ...world.namesOf("participants", entry.onBehalfOf),
      ]),
      ...world.venuesAround(event.venue).flatMap((id) => world.namesOf("venues", id)),
    ],
  }),
  participants: (participant, world) => ({
    names: [...all(participant.names), ...Object.values(participant.aliases).flat()],
    body: [
      ...participant.offices.flatMap((office) => all(office.title)),
      ...(participant.country === participant.id ? [] : world.namesOf("participants", participant.country)),
    ],
  }),
  venues: (venue, world) => ({
    names: [...all(venue.names), ...Object.values(venue.aliases).flat()],
    body: world.venuesAround(venue.within).flatMap((id) => world.namesOf("venues", id)),
  }),
  quotes: (quote, world) => ({
    names: [],
    body: [
      quote.text,
      ...Object.values(quote.translations).map(({ text }) => text),
      ...all(quote.office),
      ...[quote.speaker, ...quote.addressees, ...quote.mentions.participants].flatMap((id) =>
        world.namesOf("participants", id),
      ),
      ...quote.mentions.venues.flatMap((id) => world.namesOf("venues", id)),
    ],
  }),
  figures: (figure, world) => ({
    names: [...all(figure.measure), ...all(figure.subject)],
    body: [
      figure.raw,
      ...(figure.currency === null ? [] : [figure.currency]),
      ...labels(UNITS, [figure.unit]),
      ...labels(FIGURE_KINDS, [figure.kind]),
      ...world.namesOf("participants", figure.claimant),
    ],
  }),
  sources: (source, world) => ({
    names: source.headline === null ? [] : [source.headline],
    body: world.namesOf("participants", source.publisher),
  }),
};
