// GeoJSON (RFC 7946): valid, every record once, each point with its precision, and no point for a country.
import { check, getIssues } from "@placemarkio/check-geojson";
import fc from "fast-check";
import { expect, test } from "vitest";
import { geojson } from "../../src/formats/geojson.ts";
import type { Lang } from "../../src/formats/labels.ts";
import { surroundings } from "../../src/formats/places.ts";
import type { Event } from "../../src/model/event.ts";
import type { Venue } from "../../src/model/venue.ts";
import { curatedData } from "../support/filled.ts";
import { relatedIn } from "./related.ts";

const { dataset } = await curatedData();
const { events } = dataset.records;
const [talks] = events.filter(({ type }) => type === "talks") as [Event];
const [beijing] = dataset.records.venues.filter(({ id }) => id === "beijing") as [Venue];

function written(records: readonly (Event | Venue)[], venues = dataset.records.venues, lang: Lang = "en", base = "") {
  const collection = records.some((record) => "venue" in record) ? ("events" as const) : ("venues" as const);
  const related = relatedIn({ ...dataset.records, venues });
  const self = `${base}/v1/${collection}?format=geojson`;
  const scene = { collection, lang, base, self, version: "v1", total: records.length, title: "Places", related };
  const pieces = records.map((record, index) => geojson.record(record, scene, index === 0));
  return geojson.head(scene) + pieces.join("") + geojson.tail();
}

interface Features {
  readonly features: readonly { id: string; geometry: { coordinates: number[] } | null; properties: Properties }[];
}
type Properties = Readonly<Record<string, unknown>>;

function read(text: string): Features["features"] {
  expect(getIssues(text)).toEqual([]);
  expect(check(text)).toEqual(JSON.parse(text));
  return (JSON.parse(text) as Features).features;
}

test("GeoJSON of events: each once; the talks have the point of the city around their hall", () => {
  const features = read(written(events, undefined, "ru", "https://example.org"));
  expect(features.map(({ id }) => id)).toEqual(events.map(({ id }) => `urn:communique:events:${id}`));
  const placed = features.filter(({ geometry }) => geometry !== null);
  expect(placed.map(({ properties }) => properties.record)).toEqual(["2023-10-17-tokayev-xi-talks"]);
  expect(placed[0]).toMatchObject({
    type: "Feature",
    geometry: { type: "Point", coordinates: [116.388, 39.9289] },
    properties: {
      collection: "events",
      label: "Переговоры Касым-Жомарта Токаева и Си Цзиньпина",
      type: "talks",
      status: "occurred",
      dateEdtf: "2023-10-17",
      dateEarliest: "2023-10-17",
      dateLatest: "2023-10-17",
      dateCertain: true,
      rank: null,
      summary: expect.stringMatching(/^Президент Казахстана/),
      description: null,
      venue: "great-eastern-hall",
      venueName: "Большой восточный зал",
      countries: ["cn", "kz"],
      countryNames: ["Китай", "Казахстан"],
      sourceCredits: ["zakon-kz", "akorda"],
      sourceLicences: [null, null],
      precision: "city",
      located: "beijing",
      href: "https://example.org/v1/events/2023-10-17-tokayev-xi-talks",
    },
  });
});

test("GeoJSON of venues: a room has the point of its city, and says whose it is", () => {
  const located = read(written(dataset.records.venues)).map(({ properties }) => [
    properties.record,
    properties.located,
  ]);
  expect(Object.fromEntries(located)).toEqual({
    astana: null,
    beijing: "beijing",
    china: null,
    "great-eastern-hall": "beijing",
    "great-hall-of-the-people": "beijing",
    hangzhou: null,
    kazakhstan: null,
  });
});

test("GeoJSON: an empty collection is valid, and has its name, version and total", () => {
  const text = written([]);
  expect(read(text)).toEqual([]);
  expect(JSON.parse(text)).toMatchObject({ name: "venues", title: "Places", meta: { version: "v1", total: 0 } });
});

const made = (more: Partial<Venue>): Venue => ({ ...beijing, within: null, ...more });
const centroid = { latitude: 48.2, longitude: 67.3, precision: "country" } as const;
const capital = { latitude: 51.1, longitude: 71.4, precision: "city" } as const;

test("GeoJSON: a country's centroid is never a point, neither its own nor for what lies in it", () => {
  const around = [
    made({ id: "land", kind: "country", location: centroid }),
    made({ id: "metonym", kind: "country", location: capital }),
    made({ id: "town", kind: "city", location: centroid, within: "land" }),
    made({ id: "hall", kind: "room", location: null, within: "metonym" }),
  ];
  const meetings = around.map(({ id }) => ({ ...talks, id, venue: id }));
  for (const { geometry, properties } of [...read(written(meetings, around)), ...read(written(around, around))]) {
    expect(geometry).toBeNull();
    expect(properties).toMatchObject({ precision: null, located: null });
  }
});

test("GeoJSON: a coarse point inside gives way to a finer one around it, never to a country's", () => {
  const around = [
    made({ id: "land", kind: "country", location: centroid }),
    made({ id: "town", kind: "city", location: capital, within: "land" }),
    made({ id: "hall", kind: "building", location: centroid, within: "town" }),
  ];
  expect(read(written([{ ...talks, venue: "hall" }], around))[0]?.properties).toMatchObject({ located: "town" });
});

test("GeoJSON: venues that lie in each other do not loop", () => {
  const ring = new Map([made({ id: "a", within: "b" }), made({ id: "b", within: "a" })].map((one) => [one.id, one]));
  expect(surroundings(ring.get("a"), ring).map(({ id }) => id)).toEqual(["a", "b"]);
});

test("GeoJSON: an unknown venue gives no point", () => {
  expect(
    read(
      written([
        { ...talks, venue: "nowhere" },
        { ...talks, venue: null },
      ]),
    ),
  ).toMatchObject([{ geometry: null }, { geometry: null }]);
});

test("GeoJSON: any text and any point gives valid output", () => {
  const place = fc.record({
    latitude: fc.double({ min: -90, max: 90, noNaN: true }),
    longitude: fc.double({ min: -180, max: 180, noNaN: true }),
    precision: fc.constantFrom("building" as const, "city" as const, "region" as const),
  });
  fc.assert(
    fc.property(fc.string({ unit: "binary", minLength: 1 }), place, (title, location) => {
      const around = [made({ id: "town", location })];
      const [found] = read(written([{ ...talks, title: { en: title }, venue: "town" }], around));
      expect(found?.properties).toMatchObject({ label: title, precision: location.precision });
      expect(found?.geometry?.coordinates).toEqual([location.longitude + 0, location.latitude + 0]);
    }),
  );
});
