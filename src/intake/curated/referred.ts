// Referred countries: a state or its territory that records name by its id comes from the reference tables.
//
// A country needs no record by hand: its names, codes and item stand in `data/reference/countries.json`, each with its
// source. A country of which a source says more than its name has a record in a register or an article, which is then
// the one that is served.
import { COLLECTIONS, slugOf } from "../../model/ids.ts";
import type { Country, Reference } from "../../model/reference.ts";
import { idsAt, REFERENCES } from "../../model/references.ts";
import type { DataFile } from "../input/directory.ts";
import { isList, isObject, type Json, type JsonObject } from "../input/pointers.ts";

const NOTE = "From the table of countries of this dataset, data/reference/countries.json, which names its sources.";

interface Named {
  readonly participants: Map<string, string>;
  readonly venues: Map<string, string>;
}

/** The countries and territories that files name and have no record of, as a file of records. */
export function referredIn(files: readonly DataFile[], { countries }: Reference, file: string): DataFile {
  const named: Named = { participants: new Map(), venues: new Map() };
  const own: Named = { participants: new Map(), venues: new Map() };
  for (const { value } of files) if (isObject(value)) read(value, named, own);
  const wanted = (collection: keyof Named, id: string) =>
    own[collection].has(id) ? undefined : named[collection].get(id);
  const venues = countries.flatMap((country) => {
    const id = slugOf(country.names.en ?? "");
    const day = wanted("venues", id);
    // The territory of a state is a venue of that state, which is then named too.
    if (day !== undefined && !named.participants.has(country.id)) named.participants.set(country.id, day);
    return day === undefined ? [] : [venueOf(country, id, day)];
  });
  const participants = countries.flatMap((country) => {
    const day = wanted("participants", country.id);
    return day === undefined ? [] : [participantOf(country, day)];
  });
  return { file, path: file, value: { participants, venues }, faults: [] };
}

/** Notes which ids records name, each with the earliest day of a record that does, and which they have. */
function read(value: JsonObject, named: Named, own: Named): void {
  for (const collection of COLLECTIONS) {
    const records = value[collection];
    for (const record of isList(records) ? records.filter(isObject) : []) {
      const day = typeof record.updated === "string" ? record.updated : "";
      if (collection === "participants" || collection === "venues") own[collection].set(String(record.id), day);
      for (const [pattern, target] of Object.entries(REFERENCES[collection])) {
        if (target !== "participants" && target !== "venues") continue;
        for (const id of idsAt(record, pattern)) {
          const known = named[target].get(id);
          if (known === undefined || day < known) named[target].set(id, day);
        }
      }
    }
  }
}

function entries(paths: readonly string[]): Json {
  return paths.map((path) => ({ path, basis: "external", evidence: [], note: NOTE }));
}

function participantOf({ id, alpha2, alpha3, names, aliases, wikidata }: Country, updated: string): JsonObject {
  return {
    ...{ id, updated, kind: "country", names, aliases, country: id, iso: { alpha2, alpha3 }, offices: [], wikidata },
    provenance: entries(["/kind", "/names", "/aliases", "/country", "/iso", "/wikidata"]),
  };
}

/** Its territory: no point stands for it. */
function venueOf(country: Country, id: string, updated: string): JsonObject {
  const { names, aliases, wikidata } = country;
  return {
    ...{ id, updated, kind: "country", names, aliases, within: null, country: country.id, location: null, wikidata },
    provenance: entries(["/kind", "/names", "/aliases", "/country", "/wikidata"]),
  };
}
