// Lookup: what a row needs to know of other records: places, what lies around them, and what things are called.
import sql from "sql-template-tag";
import type { Records } from "../../model/bundle.ts";
import { type CollectionRecord, REFERENCE } from "../../model/import-row.ts";
import { namesIn } from "../../model/labels.ts";
import { termsOf } from "../../query/analyzer.ts";
import type { Lookup, TextGroup } from "../catalog/tables.ts";
import type { Database } from "../engine/database.ts";
import { name } from "../engine/sql.ts";

type VenueNames = Pick<Records["venues"], "kind" | "within" | "country" | "location" | "names" | "aliases">;
type ParticipantNames = Pick<Records["participants"], "kind" | "names" | "aliases">;

/** A world that learns of places and people as they come. */
export interface MutableLookup extends Lookup {
  add(carried: CollectionRecord): void;
}

const NOBODY: TextGroup = { proper: true, texts: [] };

/** Whose names stand in running text: the terms of each name there, by their first. */
type Mentions = ReadonlyMap<string, readonly { readonly terms: string; readonly names: TextGroup }[]>;

function mentionsOf(groups: Iterable<TextGroup>): Mentions {
  const query = [...groups].flatMap((names) =>
    names.texts.flatMap(([, text]) => {
      const terms = termsOf(text).map(({ term }) => term);
      return terms.length === 0 ? [] : [{ first: terms[0] ?? "", terms: ` ${terms.join(" ")} `, names }];
    }),
  );
  return Map.groupBy(query, ({ first }) => first);
}

/** What is known of an id, made when it is first asked for. */
function kept<Made>(known: Map<string | null, Made>, id: string | null, make: (id: string | null) => Made): Made {
  const there = known.get(id);
  if (there !== undefined) return there;
  const made = make(id);
  known.set(id, made);
  return made;
}

export function emptyLookup(): MutableLookup {
  const venues = new Map<string, VenueNames>();
  const participants = new Map<string, ParticipantNames>();
  const known = { participants: new Map<string | null, TextGroup>(), venues: new Map<string | null, TextGroup>() };
  let mentions: Mentions | null = null;
  const chains = new Map<string | null, readonly string[]>();
  const points = new Map<string | null, ReturnType<Lookup["pointOf"]>>();
  const countries = new Map<string | null, string | null>();

  const chainOf: Lookup["venuesAround"] = (id) => {
    const found: string[] = [];
    for (let here = id; here !== null && !found.includes(here); here = venues.get(here)?.within ?? null)
      found.push(here);
    return found;
  };
  const venuesAround: Lookup["venuesAround"] = (id) => kept(chains, id, chainOf);
  const pointOf: Lookup["pointOf"] = (id) => {
    // The same points as on a map (formats/places.ts): none is a country's.
    const places = venuesAround(id).map((one) => venues.get(one));
    const located = places.find(
      (one) => one?.kind !== "country" && one?.location?.precision !== "country" && one?.location,
    );
    return located?.location ?? null;
  };
  const countryOf: Lookup["countryOfVenue"] = (id) =>
    venuesAround(id)
      .map((one) => venues.get(one)?.country ?? null)
      .find((one) => one !== null) ?? null;
  const namesOf: Lookup["namesOf"] = (collection, id) => {
    if (id === null) return NOBODY;
    return kept(known[collection], id, () => {
      const record = collection === "venues" ? venues.get(id) : participants.get(id);
      return record === undefined ? NOBODY : { proper: true, texts: namesIn(record.names, record.aliases) };
    });
  };
  return {
    add({ collection, record }) {
      mentions = null;
      if (collection === "venues") {
        const { id, kind, within, country, location, names, aliases } = record;
        venues.set(id, { kind, within, country, location, names, aliases });
        known.venues.delete(id);
        for (const made of [chains, points, countries]) made.clear();
      } else if (collection === "participants") {
        const { id, kind, names, aliases } = record;
        participants.set(id, { kind, names, aliases });
        known.participants.delete(id);
      }
    },
    venuesAround,
    pointOf: (id) => kept(points, id, pointOf),
    namesOf,
    mentionedIn(terms) {
      mentions ??= mentionsOf([
        ...[...participants.keys()].map((id) => namesOf("participants", id)),
        ...[...venues.keys()].map((id) => namesOf("venues", id)),
      ]);
      const padded = ` ${terms} `;
      const found = [...new Set(terms.split(" "))].flatMap((term) => mentions?.get(term) ?? []);
      return [...new Set(found.flatMap(({ terms: name, names }) => (padded.includes(name) ? [names] : [])))];
    },
    countryOfVenue: (id) => kept(countries, id, countryOf),
    isCountry: (id) => id !== null && participants.get(id)?.kind === "country",
  };
}

/** Datasets whose places and people others name: the curated ones and the reference tables. */
const NAMED = sql`(SELECT number FROM datasets WHERE kind = 'curated' OR id = ${REFERENCE})`;

/**
 * A world of what rows of bulk datasets may name, and do not bring along. Whom their texts mention is not looked for:
 * their people and places come one after another, and are as many as the rows.
 */
export async function sharedLookup(database: Database): Promise<MutableLookup> {
  const lookup: MutableLookup = { ...emptyLookup(), mentionedIn: () => [] };
  for (const collection of ["participants", "venues"] as const) {
    const rows = await database.query<{ doc: string }>(sql`
      SELECT d.doc FROM ${name(collection)} r JOIN ${name(`${collection}_docs`)} d ON d.n = r.n WHERE r.ds IN ${NAMED}`);
    for (const { doc } of rows) lookup.add({ collection, record: JSON.parse(doc) } as CollectionRecord);
  }
  return lookup;
}
