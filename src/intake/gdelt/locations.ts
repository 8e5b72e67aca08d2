// GDELT locations: where the geography columns say that an event took place, as a venue.
//
// Only present states are looked up by their FIPS 10-4 code. Codes of former states live on in gazetteers (YI, Serbia
// and Montenegro, in rows of 2018), and codes of what is no state in ISO 3166-1 (KV, OS) find nothing: such a place has no
// country rather than a wrong one. FIPS and ISO share letters and differ in meaning, so a code is never tried as both.
//
// A point at 0, 0 is no point: GDELT writes it for places of which it has none. A country's own point is not taken at
// all. A place has the id of its gazetteer feature; what has none is told from others by its name and point.
import { createHash } from "node:crypto";
import { slugOf } from "../../model/ids.ts";
import type { Reference } from "../../model/reference.ts";
import type { Venue } from "../../model/venue.ts";
import { brief } from "../input/faults.ts";
import { memo } from "../input/memo.ts";
import { mended } from "../input/tsv.ts";

/** Where a row took place; one object for all rows that say the same. */
export interface ActionLocation {
  /** The venue of the event; null where the row names none that is known. */
  readonly venue: string | null;
  /** The venue's own record, short of its upkeep; null where another dataset has it. */
  readonly place: Omit<Venue, "id" | "dataset" | "updated" | "provenance"> | null;
}

/** What is wrong with the columns, and with which of them, counted from the first of the geography. */
interface Misplaced {
  readonly reason: string;
  readonly detail: string;
  readonly at: number;
}

const KINDS: ReadonlyMap<string, "country" | "region" | "city" | null> = new Map([
  ["", null],
  ["0", null],
  ["1", "country"],
  ["2", "region"],
  ["3", "city"],
  ["4", "city"],
  ["5", "region"],
] as const);

const NOWHERE: ActionLocation = { venue: null, place: null };
const DECIMAL = /^-?\d{1,3}(?:\.\d{1,20})?$/;

/**
 * Reads the columns of a geography with their tabs: type, full name, country, one or two divisions, latitude,
 * longitude and feature.
 *
 * Its country codes are FIPS 10-4. Only present states are looked up: the codes of former ones (YI, Serbia and
 * Montenegro) live on in gazetteers, and codes of what is no state in ISO (Kosovo KV) or of nobody (oceans, OS) find
 * nothing. Their places stay, without a country.
 */
export function locationReader(
  reference: Reference,
  countryVenue: (country: string) => string,
): (columns: string) => ActionLocation | Misplaced {
  const known = reference.countries.flatMap(({ fips, id }) => (fips === null ? [] : [[fips, id] as const]));
  const countries = new Map([...known, ...Object.entries(FURTHER)]);
  return memo(50_000, (key) => {
    const columns = mended(key).split("\t");
    const [type = "", name = "", fips = ""] = columns.map((column) => column.trim());
    const [latitude = "", longitude = "", feature = ""] = columns.slice(-3).map((column) => column.trim());
    const kind = KINDS.get(type);
    if (kind === undefined) return { reason: "bad place type", detail: `${brief(type)} is not 0 to 5`, at: 0 };
    // A row that says that it has no place says nothing else of one.
    if (kind === null) return NOWHERE;
    const wrong = wrongPoint(latitude, longitude);
    if (wrong !== null) return { ...wrong, at: columns.length - 3 + wrong.at };
    const country = countries.get(fips) ?? null;
    const within = country === null ? null : countryVenue(country);
    // What has no name of its own is known by its country alone.
    if (kind === "country" || name === "") return { venue: within, place: null };
    const location = pointOf(latitude, longitude, kind);
    const id = featureId(feature) ?? (location === null && feature !== "0" ? null : ownId(name, fips, location));
    if (id === null) return { venue: within, place: null };
    const place = { kind, names: { en: name }, aliases: {}, within, country, location, wikidata: null, sameAs: [] };
    return { venue: id, place };
  });
}

/**
 * Codes of GDELT's geography that the table of countries lacks: Serbia by the code that its gazetteer still has, and the
 * West Bank and Gaza, which are the territory of Palestine in ISO 3166-1.
 */
const FURTHER: Readonly<Record<string, string>> = { RB: "rs", WE: "ps", GZ: "ps" };

/**
 * Numbers of the GNS go below zero and those of the GNIS do not: the sign is part of the number. Nought is the number of
 * nothing, or of every state of the United States in the tables of version 1.0.
 */
function featureId(feature: string): string | null {
  if (/^-?0+$/.test(feature)) return null;
  const slug = feature.replace(/^-(?=\d)/, "minus-").toLowerCase();
  return /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(slug) && slug.length <= 40 ? `gdelt-place-${slug}` : null;
}

/** A place without a feature is told from others by all that the row says of it. */
function ownId(name: string, fips: string, location: Venue["location"]): string {
  const hash = createHash("sha256")
    .update(JSON.stringify([name, fips, location]))
    .digest("hex")
    .slice(0, 8);
  const slug = slugOf(name).slice(0, 60).replace(/-$/, "");
  return ["gdelt-place", slug, hash].filter((part) => part !== "").join("-");
}

function wrongPoint(latitude: string, longitude: string): Misplaced | null {
  if (latitude === "" && longitude === "") return null;
  for (const [at, text, most] of [
    [0, latitude, 90],
    [1, longitude, 180],
  ] as const) {
    if (DECIMAL.test(text) && Math.abs(Number(text)) <= most) continue;
    const what = at === 0 ? "latitude" : "longitude";
    return { reason: "bad coordinates", detail: `${brief(text)} is no ${what}`, at };
  }
  return null;
}

/** GDELT writes 0, 0 for places of which it has no point; there is nothing in the sea at that point. */
function pointOf(latitude: string, longitude: string, precision: "region" | "city"): Venue["location"] {
  const point = { latitude: Number(latitude), longitude: Number(longitude), precision };
  return latitude === "" || (point.latitude === 0 && point.longitude === 0) ? null : point;
}
