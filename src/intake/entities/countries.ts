// Reference dataset: the tables of countries and former states as records that bulk rows name, with their territories.
//
// Bulk rows name nearly every state, and the curated data describes a few. Countries that no curated record describes
// are a dataset of their own, `reference`, which is loaded with the first import, so that every id in a bulk row can be
// read. Once curated data describes a country, that record stands in its place under the same id, and lists of this dataset
// have it among all states (store/plan/partitions.ts).
//
// A territory is a venue without a point: the centroid of a country is no place where anything happened.
import type { Dataset, Records } from "../../model/bundle.ts";
import { datasetVersion } from "../../model/dataset-version.ts";
import { COLLECTIONS, type Collection } from "../../model/ids.ts";
import { REFERENCE } from "../../model/import-row.ts";
import type { Country, HistoricState, Reference } from "../../model/reference.ts";

/** The day on which the tables were last changed by hand. */
const UPDATED = "2026-11-30";

const provenance: Records["participants"]["provenance"] = [
  {
    path: "",
    basis: "external",
    evidence: [],
    note: "The reference tables of countries and former states; their sources are named in data/reference.",
  },
];

function participant(state: Country | HistoricState): Records["participants"] {
  const { id, alpha2, alpha3, names, aliases, wikidata } = state;
  return {
    id,
    updated: UPDATED,
    provenance,
    dataset: REFERENCE,
    kind: "country",
    names,
    aliases,
    country: id,
    iso: { alpha2, alpha3 },
    offices: [],
    wikidata,
  };
}

/** The venue that a country's territory has where no curated one stands for it. */
function territory({ id, names, aliases, wikidata }: Country | HistoricState): Records["venues"] {
  return {
    id: `country-${id}`,
    updated: UPDATED,
    provenance,
    dataset: REFERENCE,
    kind: "country",
    names,
    aliases,
    within: null,
    country: id,
    location: null,
    wikidata,
    sameAs: [],
  };
}

/** The id of the venue that stands for a country's territory: the curated one, where there is one. */
export function countryVenues({ records }: Dataset): (country: string) => string {
  const curated = new Map(
    records.venues.flatMap(({ id, kind, country }) => (kind === "country" && country !== null ? [[country, id]] : [])),
  );
  return (country) => curated.get(country) ?? `country-${country}`;
}

/** The dataset of all states that the curated data does not describe itself. */
export function referenceDataset({ countries, historicStates }: Reference, curated: Dataset): Dataset {
  const described = new Set(curated.records.participants.map(({ id }) => id));
  const venueOf = countryVenues(curated);
  const states = [...countries, ...historicStates];
  const records: Dataset["records"] = {
    events: [],
    participants: states.flatMap((one) => (described.has(one.id) ? [] : [participant(one)])),
    venues: states.flatMap((one) => (venueOf(one.id) === `country-${one.id}` ? [territory(one)] : [])),
    quotes: [],
    figures: [],
    sources: [],
  };
  const counts = Object.fromEntries(
    COLLECTIONS.map((collection: Collection) => [collection, records[collection].length]),
  );
  return {
    info: {
      id: REFERENCE,
      kind: "bulk",
      title: "Countries and former states",
      description:
        "The states of ISO 3166 and former states that bulk rows name, with codes and names, and the territory of each as a venue without a point. A state that curated data describes is listed with them as its curated record.",
      licence: "Codes and official names PDDL, names Unicode License v3",
      licenceUrl: null,
      attribution: "datasets/country-codes; Unicode CLDR; Office of the Historian",
      version: datasetVersion(records),
      updated: UPDATED,
      counts,
    },
    records,
  };
}
