// Lookup: what a row needs to know of other records: places, what lies around them, and what things are called.
import sql from "sql-template-tag";
import type { Records } from "../../model/bundle.ts";
import { type CollectionRecord, REFERENCE } from "../../model/import-row.ts";
import type { Lookup } from "../catalog/tables.ts";
import type { Database } from "../engine/database.ts";
import { name } from "../engine/sql.ts";

type VenueNames = Pick<Records["venues"], "within" | "country" | "location" | "names" | "aliases">;
type ParticipantNames = Pick<Records["participants"], "kind" | "names" | "aliases">;

/** A world that learns of places and people as they come. */
export interface MutableLookup extends Lookup {
  add(carried: CollectionRecord): void;
}

function namesIn({ names, aliases }: VenueNames | ParticipantNames): readonly string[] {
  return [...Object.values(names), ...Object.values(aliases).flat()];
}

export function emptyLookup(): MutableLookup {
  const venues = new Map<string, VenueNames>();
  const participants = new Map<string, ParticipantNames>();
  const known = { participants: new Map<string, readonly string[]>(), venues: new Map<string, readonly string[]>() };
  const chains = new Map<string, readonly string[]>();

  const venuesAround = (id: string | null): readonly string[] => {
    if (id === null) return [];
    const there = chains.get(id);
    if (there !== undefined) return there;
    const found: string[] = [];
    for (let here: string | null = id; here !== null && !found.includes(here); here = venues.get(here)?.within ?? null)
      found.push(here);
    chains.set(id, found);
    return found;
  };
  return {
    add({ collection, record }) {
      if (collection === "venues") {
        const { id, within, country, location, names, aliases } = record;
        venues.set(id, { within, country, location, names, aliases });
        known.venues.delete(id);
        chains.clear();
      } else if (collection === "participants") {
        const { id, kind, names, aliases } = record;
        participants.set(id, { kind, names, aliases });
        known.participants.delete(id);
      }
    },
    venuesAround,
    pointOf(id) {
      const locations = venuesAround(id).map((one) => venues.get(one)?.location ?? null);
      return locations.find((location) => location !== null && location.precision !== "country") ?? null;
    },
    namesOf(collection, id) {
      if (id === null) return [];
      const there = known[collection].get(id);
      if (there !== undefined) return there;
      const record = collection === "venues" ? venues.get(id) : participants.get(id);
      const names = record === undefined ? [] : namesIn(record);
      known[collection].set(id, names);
      return names;
    },
    countryOfVenue: (id) =>
      venuesAround(id)
        .map((one) => venues.get(one)?.country ?? null)
        .find((one) => one !== null) ?? null,
    isCountry: (id) => id !== null && participants.get(id)?.kind === "country",
  };
}

/** Datasets whose places and people others name: the curated ones and the reference tables. */
const NAMED = sql`(SELECT number FROM datasets WHERE kind = 'curated' OR id = ${REFERENCE})`;

/** A world of what rows of bulk datasets may name, and do not bring along. */
export async function sharedLookup(database: Database): Promise<MutableLookup> {
  const lookup = emptyLookup();
  for (const collection of ["participants", "venues"] as const) {
    const rows = await database.query<{ doc: string }>(sql`
      SELECT d.doc FROM ${name(collection)} r JOIN ${name(`${collection}_docs`)} d ON d.n = r.n WHERE r.ds IN ${NAMED}`);
    for (const { doc } of rows) lookup.add({ collection, record: JSON.parse(doc) } as CollectionRecord);
  }
  return lookup;
}
