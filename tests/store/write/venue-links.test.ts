// Links of venues: made of all that is loaded, whatever came first, asked by `venue` and `within`, and no part of a version.
import sql from "sql-template-tag";
import { expect, test } from "vitest";
import type { Dataset } from "../../../src/model/bundle.ts";
import { total } from "../../../src/store/count/totals.ts";
import type { Database } from "../../../src/store/engine/database.ts";
import { planFor } from "../../../src/store/plan/probe.ts";
import { drop } from "../../../src/store/write/drop.ts";
import { load } from "../../../src/store/write/load.ts";
import { upsert } from "../../../src/store/write/upsert.ts";
import { planOf } from "../asking.ts";
import { ABOUT, EMPTY, keptOf } from "../bulk.ts";
import { country, dataset, event, temporaryDatabase, venue } from "../small.ts";

const location = { latitude: 39.9289, longitude: 116.388, precision: "city" } as const;
const own = dataset("curated", {
  participants: [country("cn")],
  venues: [
    venue("china", { kind: "country", country: "cn" }),
    venue("beijing", { names: { en: "Beijing" }, country: "cn", within: "china", location }),
    venue("hall", { kind: "building", names: { en: "Great Hall" }, country: "cn", within: "beijing" }),
  ],
  events: [event("talks", { venue: "hall" }), event("visit", { venue: "beijing" })],
});
const trips = dataset(
  "trips",
  {
    venues: [
      venue("trips-beijing", { names: { en: "Beijing" }, country: "cn", within: "china" }),
      venue("trips-xian", { names: { en: "Xi'an" }, country: "cn", within: "china" }),
      venue("trips-hall", { kind: "building", names: { en: "Great Hall" }, country: "cn", within: "china" }),
    ],
    events: [
      event("trip", { venue: "china", stops: ["trips-beijing", "trips-xian"] }),
      event("dinner", { venue: "trips-hall" }),
    ],
  },
  "bulk",
);

/** Rows that name one place, which has no state of its own. */
function rows(name: string) {
  const names = { en: name };
  const taken = keptOf({ ...EMPTY, venue: "gdelt-place-1" });
  const records = taken.records.map((one) =>
    one.collection === "venues" ? { ...one, record: { ...one.record, names, location, country: null } } : one,
  );
  return [{ ...taken, records }];
}

const put = {
  own: (database: Database) => load(database, own),
  trips: (database: Database) => load(database, trips),
  rows: (database: Database, name = "Beijing, Beijing, China") =>
    upsert(
      database,
      ABOUT,
      (async function* () {
        yield rows(name);
      })(),
    ),
};

/** What the database says of links, and the versions of its datasets. */
async function state(database: Database) {
  const docs = await database.query<{ doc: string }>(sql`SELECT doc FROM venues_docs`);
  const venues = docs.map(({ doc }) => JSON.parse(doc) as Dataset["records"]["venues"][number]);
  const same = venues.filter(({ sameAs }) => sameAs.length > 0).map(({ id, sameAs }) => [id, ...sameAs]);
  const links = await database.query<{ value: string; found: string }>(sql`SELECT value, found FROM venue_links`);
  const versions = await database.query(sql`SELECT id, version FROM datasets ORDER BY id`);
  return { same: same.sort(), links: links.map(({ value, found }) => `${value} ${found}`).sort(), versions };
}

/** How many events a question finds. */
async function found(database: Database, ...query: readonly (readonly [string, string])[]): Promise<number> {
  const { criteria } = planOf("events", [["dataset", "all"], ...query]);
  return (await total(database, await planFor(database, criteria), "exact"))?.total ?? -1;
}

const CITY = ["beijing", "gdelt-place-1", "trips-beijing"];

test("the order of imports makes no difference, and no version knows of a link", async () => {
  const states: unknown[] = [];
  for (const order of [
    ["own", "trips", "rows"],
    ["rows", "own", "trips"],
    ["own", "rows", "trips", "own", "rows"],
  ] as const) {
    const { database } = await temporaryDatabase();
    for (const one of order) await put[one](database);
    states.push(await state(database));
  }
  expect(states[1]).toEqual(states[0]);
  expect(states[2]).toEqual(states[0]);
  expect((states[0] as { same: string[][] }).same).toEqual([
    ["beijing", "gdelt-place-1", "trips-beijing"],
    ["gdelt-place-1", "beijing", "trips-beijing"],
    ["hall", "trips-hall"],
    ["trips-beijing", "beijing", "gdelt-place-1"],
    ["trips-hall", "hall"],
  ]);
  const { database } = await temporaryDatabase();
  await put.trips(database);
  expect((await state(database)).versions).toEqual([{ id: "trips", version: trips.info.version }]);
});

test("venue finds what happened at any record of the place and within each, once", async () => {
  const { database } = await temporaryDatabase();
  for (const one of ["own", "trips", "rows"] as const) await put[one](database);
  for (const city of CITY) expect([city, await found(database, ["venue", city])]).toEqual([city, 5]);
  expect(await found(database, ["venue", "!beijing"])).toBe(0);
  expect(await found(database, ["venue", "trips-hall"])).toBe(2);
  expect(await found(database, ["venue", "trips-xian"])).toBe(1);
  // By its own record the row's place lies in no state.
  expect(await found(database, ["venue", "china"])).toBe(5);
  expect(await found(database, ["venue.all", "beijing,trips-xian"])).toBe(1);
  const { criteria } = planOf("venues", [
    ["dataset", "all"],
    ["within", "trips-beijing"],
  ]);
  expect(await total(database, await planFor(database, criteria), "exact")).toMatchObject({ total: 1 });
});

test("links go with what made them, and come back with it", async () => {
  const { database } = await temporaryDatabase();
  for (const one of ["own", "trips", "rows"] as const) await put[one](database);
  const before = await state(database);
  await put.rows(database, "Chang'an, Beijing, China");
  // Names are put together: what a place was called it is called still.
  expect((await state(database)).same).toEqual(before.same);
  await drop(database, "gdelt");
  expect((await state(database)).same).toEqual([
    ["beijing", "trips-beijing"],
    ["hall", "trips-hall"],
    ["trips-beijing", "beijing"],
    ["trips-hall", "hall"],
  ]);
  await drop(database, "trips");
  expect(await state(database)).toMatchObject({ same: [], links: [] });
  await put.rows(database);
  await put.trips(database);
  expect(await state(database)).toEqual(before);
});
