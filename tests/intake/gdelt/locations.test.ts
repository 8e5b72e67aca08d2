// GDELT locations: types of geography, FIPS 10-4 codes that look like ISO, and what is missing.
import { expect, test } from "vitest";
import { eventOf, flaws, kept, read, row, type Values, venuesOf } from "./rows.ts";

const placed = async (values: Values) => {
  const rows = kept(await read([row(values)]));
  expect(rows.flatMap(flaws)).toEqual([]);
  return { venue: rows[0] && eventOf(rows[0]).venue, records: venuesOf(rows) };
};

test("a city of the world is a venue with its point, country and feature id", async () => {
  expect((await placed({})).records).toEqual([
    {
      id: "gdelt-place-minus-1234567",
      dataset: "gdelt",
      kind: "city",
      names: { en: "Primerstad, Primerland (general), Netherlands" },
      aliases: {},
      within: "country-nl",
      country: "nl",
      location: { latitude: 52.5, longitude: 5.75, precision: "city" },
      wikidata: null,
      sameAs: [],
      // Of all rows that name it, not of the first.
      updated: "2026-11-24",
      provenance: [
        {
          path: "",
          basis: "external",
          evidence: [],
          note: "GDELT, the geography (ActionGeo) of the rows that name it",
        },
      ],
    },
  ]);
});

test.each([
  ["2", "region", "OZ", "gdelt-place-oz"],
  ["3", "city", "998877", "gdelt-place-998877"],
  ["4", "city", "-998877", "gdelt-place-minus-998877"],
  ["5", "region", "998877", "gdelt-place-998877"],
])("geography type %s is a %s", async (place, kind, feature, id) => {
  const { venue, records } = await placed({ place, feature, fips: "US" });
  expect(venue).toBe(id);
  expect(records).toMatchObject([{ id, kind, location: { precision: kind }, within: "country-us", country: "us" }]);
});

test("type 1 is the venue of the country, without GDELT's point", async () => {
  const china = { place: "1", fips: "CH", feature: "CH", placeName: "China" };
  expect(await placed(china)).toEqual({ venue: "china", records: [] });
  expect(await placed({ ...china, fips: "SZ", feature: "SZ" })).toEqual({ venue: "country-ch", records: [] });
});

test.each(["OS", "KV", "YI", "OC", "UR", "QQ", ""])("FIPS %j names no country", async (fips) => {
  expect(await placed({ place: "1", fips, feature: fips })).toEqual({ venue: null, records: [] });
  expect((await placed({ fips })).records).toMatchObject([{ country: null, within: null }]);
});

test.each([
  ["RI", "rs"],
  // The gazetteer's older code of Serbia, and the two parts of Palestine in ISO 3166-1.
  ["RB", "rs"],
  ["WE", "ps"],
  ["GZ", "ps"],
  ["UK", "gb"],
  ["AS", "au"],
  ["AU", "at"],
  ["GM", "de"],
  ["SP", "es"],
  ["RS", "ru"],
  ["NI", "ng"],
  ["PS", "pw"],
  ["IS", "il"],
])("FIPS %s is %s, whatever ISO 3166-1 says", async (fips, country) => {
  expect((await placed({ fips })).records).toMatchObject([{ country, within: `country-${country}` }]);
});

test("a row without a place, a point or a feature id has what is known and null otherwise", async () => {
  expect(await placed({ place: "0", fips: "" })).toEqual({ venue: null, records: [] });
  expect(await placed({ place: "", fips: "" })).toEqual({ venue: null, records: [] });
  const nowhere = { feature: "", latitude: "", longitude: "" };
  expect(await placed(nowhere)).toEqual({ venue: "country-nl", records: [] });
  expect(await placed({ ...nowhere, fips: "QQ" })).toEqual({ venue: null, records: [] });
  // A row without a place says nothing of its point.
  expect(await placed({ place: "0", fips: "", latitude: "", longitude: "5.75" })).toEqual({ venue: null, records: [] });
  expect((await placed({ latitude: "", longitude: "" })).records).toMatchObject([{ location: null }]);
  expect((await placed({ latitude: "0", longitude: "0" })).records).toMatchObject([{ location: null }]);
});

test("places without a feature of their own are told apart by name and point (GDELT 1.0 numbers all states 0)", async () => {
  const virginia = { place: "2", feature: "0", fips: "US", placeName: "Virginia, United States", latitude: "37.77" };
  const texas = { ...virginia, placeName: "Texas, United States", latitude: "31.1" };
  const rows = kept(await read([virginia, texas, virginia, { ...virginia, feature: "" }].map((one) => row(one, 57))));
  const venues = rows.map((one) => eventOf(one).venue);
  expect(new Set(venues).size).toBe(2);
  expect([venues[2], venues[3]]).toEqual([venues[0], venues[0]]);
  expect(venuesOf(rows).map(({ id, names, location }) => [id, names.en, location?.latitude])).toEqual([
    [venues[0], "Virginia, United States", 37.77],
    [venues[1], "Texas, United States", 31.1],
  ]);
  expect(venues[0]).toMatch(/^gdelt-place-virginia-united-states-[0-9a-f]{8}$/);
});

test("a place is handed on once, and again when its point becomes known", async () => {
  const rows = kept(await read([row({ id: "1", latitude: "0", longitude: "0" }), row({ id: "2" }), row({ id: "3" })]));
  expect(venuesOf(rows).map(({ location }) => location?.latitude ?? null)).toEqual([null, 52.5]);
});

test("C1 control characters in names are mended", async () => {
  expect((await placed({ placeName: "Bre\u009eice" })).records).toMatchObject([{ names: { en: "Brežice" } }]);
});
