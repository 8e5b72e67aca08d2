// Included: the records that those of a page refer to, fetched once each.

import type { IncludedDocs } from "../../formats/envelope.ts";
import type { Event } from "../../model/event.ts";
import type { Figure } from "../../model/figure.ts";
import type { Collection } from "../../model/ids.ts";
import type { Participant } from "../../model/participant.ts";
import type { Quote } from "../../model/quote.ts";
import type { Source } from "../../model/source.ts";
import type { Venue } from "../../model/venue.ts";
import type { Database, Queryable } from "../../store/engine/database.ts";
import { byId, ofEvents } from "../../store/read/records.ts";

type References = Partial<Record<Collection, readonly (string | null)[]>>;

/** Which records a record refers to, by the collection they are in. */
const REFERENCES: { readonly [C in Collection]: (record: never) => References } = {
  events: (event: Event) => ({
    participants: [...event.participants.flatMap((entry) => [entry.participant, entry.onBehalfOf]), ...event.countries],
    venues: [event.venue],
    sources: event.sources,
    events: [event.partOf, ...event.relations.map((relation) => relation.event), ...(event.invitation?.visit ?? [])],
  }),
  quotes: (quote: Quote) => ({
    participants: [quote.speaker, ...quote.addressees, ...quote.mentions.participants],
    events: [quote.event, ...quote.mentions.events],
    sources: [quote.source],
    figures: quote.mentions.figures,
  }),
  figures: (figure: Figure) => ({
    participants: [figure.claimant],
    events: [figure.event],
    quotes: [figure.quote],
    sources: [figure.source],
  }),
  venues: (venue: Venue) => ({ venues: [venue.within] }),
  participants: (_: Participant) => ({}),
  sources: (_: Source) => ({}),
};

/** The records of the wanted collections that `docs` refer to, or, for quotes and figures of events, that belong to them. */
export async function includedWith(
  database: Database,
  collection: Collection,
  wanted: readonly Collection[],
  docs: readonly string[],
): Promise<IncludedDocs> {
  const records = docs.map((doc) => JSON.parse(doc) as never);
  const references = records.map((record) => REFERENCES[collection](record));
  const included = new Map<Collection, ReadonlyMap<string, string>>();
  for (const one of [...wanted].sort()) {
    if (collection === "events" && (one === "quotes" || one === "figures")) {
      included.set(
        one,
        await ofEvents(
          database,
          one,
          records.map(({ id }) => id),
        ),
      );
      continue;
    }
    const ids = references.flatMap((found) => found[one] ?? []).filter((id) => id !== null);
    included.set(
      one,
      await (one === "venues" ? withSurroundings(database, ids) : byId(database, one, [...new Set(ids)])),
    );
  }
  return included;
}

/** Venues with all that they lie in, so that a client can name the city of a room. */
export async function withSurroundings(
  database: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  let wanted = [...new Set(ids)];
  while (wanted.length > 0) {
    const level = await byId(database, "venues", wanted);
    for (const [id, doc] of level) found.set(id, doc);
    const around = [...level.values()].map((doc) => (JSON.parse(doc) as Venue).within);
    wanted = [...new Set(around)].filter((id) => id !== null).filter((id) => !found.has(id));
  }
  return found;
}
