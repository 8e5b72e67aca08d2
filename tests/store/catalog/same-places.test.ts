// Same places: what brings records of one place together, and what keeps places of one name apart.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Place } from "../../../src/store/catalog/place-keys.ts";
import { samePlaces } from "../../../src/store/catalog/same-places.ts";
import { venue } from "../small.ts";

type Some = Parameters<typeof venue>[1];
const at = (latitude: number, longitude: number, precision: "building" | "city" | "region" = "city") => ({
  location: { latitude, longitude, precision },
});

function place(dataset: string, name: string, some: Some = {}): Place {
  const id = `${dataset}-${name.toLowerCase().replace(/[^a-z]+/g, "-")}`;
  return venue(id, { dataset, country: "cn", names: { en: name }, ...some });
}

/** The records that are one place, each set once. */
function classes(...places: readonly Place[]): string[] {
  const found = [...samePlaces(places)].map(([id, others]) => [id, ...others].sort().join(" = "));
  return [...new Set(found)].sort();
}

const BEIJING = at(39.9289, 116.388);
const own = place("own", "Beijing", { names: { ru: "Пекин", en: "Beijing" }, aliases: { en: ["Peking"] }, ...BEIJING });
const rows = place("rows", "Beijing, Beijing, China", BEIJING);
const trips = place("trips", "Beijing");

describe("one place", () => {
  test("is told by name, kind and state, or by a point and a name", () => {
    expect(classes(own, rows, trips)).toEqual(["own-beijing = rows-beijing-beijing-china = trips-beijing"]);
    expect(classes(own, place("trips", "PÉKING"))).toEqual(["own-beijing = trips-p-king"]);
    expect(classes(own, { ...rows, country: null })).toEqual(["own-beijing = rows-beijing-beijing-china"]);
    expect(classes(rows, trips)).toEqual(["rows-beijing-beijing-china = trips-beijing"]);
  });

  test("is not told by a point alone, nor by a name alone", () => {
    expect(classes(own, place("rows", "Dongcheng, Beijing, China", BEIJING))).toEqual([]);
    expect(classes({ ...own, location: null }, { ...trips, country: "us" })).toEqual([]);
    expect(classes({ ...own, location: null }, { ...trips, country: null })).toEqual([]);
    expect(classes(own, { ...trips, kind: "region" })).toEqual([]);
  });

  test("is not told by 0, 0, nor by a centroid of a region or a country", () => {
    for (const point of [
      at(0, 0),
      at(10, 20, "region"),
      { location: { latitude: 10, longitude: 20, precision: "country" } },
    ]) {
      const [one, other] = ["one", "other"].map((id) =>
        place(id, "Springfield", { country: null, ...(point as Some) }),
      );
      expect(classes(one as Place, other as Place)).toEqual([]);
    }
    expect(
      classes(place("own", "Hebei", { kind: "region", country: null, ...BEIJING }), { ...rows, country: null }),
    ).toEqual([]);
  });
});

describe("places of one name", () => {
  const [heredia, capital] = [
    place("rows", "San José, Heredia, Costa Rica"),
    place("rows", "San José, San José, Costa Rica"),
  ];
  const listed = place("trips", "San José");

  test("in different divisions of a state are told apart, and a name without division is none of them", () => {
    expect(classes(heredia, listed)).toEqual(["rows-san-jos-heredia-costa-rica = trips-san-jos-"]);
    expect(classes(heredia, capital, listed)).toEqual([]);
  });

  test("are told apart by points that are farther apart than a town is wide", () => {
    const near = place("rows", "Beijing", at(39.9, 116.4));
    expect(classes(own, near)).toEqual(["own-beijing = rows-beijing"]);
    expect(classes(own, { ...near, ...at(31.2, 121.5) })).toEqual([]);
    // Whoever has no point may be either.
    expect(classes(own, { ...near, ...at(31.2, 121.5) }, trips)).toEqual([]);
  });

  test("are told apart where one dataset puts them into different places", () => {
    const [hall, other] = ["palace", "hotel"].map((within) =>
      place("own", "Oval hall", { id: within, kind: "room", within }),
    );
    expect(classes(hall as Place, other as Place)).toEqual([]);
    expect(classes(hall as Place, { ...(other as Place), within: "palace" })).toEqual(["hotel = palace"]);
  });

  test("that a chain of names would join although they are apart are joined by points alone", () => {
    const both = place("trips", "Old Town", { aliases: { en: ["New Town"] } });
    const [old, young] = [place("rows", "Old Town", at(10, 10)), place("rows", "New Town", at(20, 20))];
    const twin = place("own", "New Town", at(20, 20));
    expect(classes(both, old)).toHaveLength(1);
    expect(classes(both, old, young, twin)).toEqual(["own-new-town = rows-new-town"]);
  });
});

test("the order of records makes no difference", () => {
  const of = fc.constantFrom;
  const some = fc.record({
    names: of("A", "B", "A, X, Land", "A, Y, Land").map((en) => ({ en })),
    aliases: of({}, { en: ["B"] }, { ru: ["А"] }) as fc.Arbitrary<Place["aliases"]>,
    dataset: of("one", "two"),
    kind: of("city" as const, "building" as const),
    country: of("kz", "cn", null),
    within: of("kz", "cn", null),
    location: of(null, at(0, 0).location, at(1, 1).location, at(1.2, 1).location, at(9, 9).location),
  });
  const places = fc.array(some, { maxLength: 8 }).map((list) => list.map((one, n) => venue(`v-${n}`, one)));
  const shuffled = places.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  );
  fc.assert(
    fc.property(shuffled, ([list, other]) => {
      const [one, two] = [samePlaces(list), samePlaces(other)];
      expect([...two].sort()).toEqual([...one].sort());
      for (const [id, others] of one) for (const each of others) expect(one.get(each)).toContain(id);
    }),
    { numRuns: 300 },
  );
});
