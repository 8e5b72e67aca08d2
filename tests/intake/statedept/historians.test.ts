// The real lists of the State Department, where they are at hand: every row, every span, ten rows of each by hand.

import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import { slugOf } from "../../../src/model/ids.ts";
import { events, type List, type Outcome, parts, records, take } from "./lists.ts";

const FOLDERS = { visits: "../shared/data/state-dept-visits", trips: "../shared/data/state-dept-travels" };
const DATASETS = { visits: "us-visits", trips: "us-travels" };
const there = Object.values(FOLDERS).every((folder) => existsSync(folder));

/** Read once for all tests. */
const outcomes = new Map<List, Promise<Outcome>>();
function outcomeOf(list: List): Promise<Outcome> {
  const found = outcomes.get(list) ?? take(list, [FOLDERS[list]]);
  outcomes.set(list, found);
  return found;
}

const COUNTS = [
  ["visits", "visit", { kept: 1975, skipped: 0, warned: 1, people: 872, places: 0, sources: 6 }],
  ["trips", "trip", { kept: 385, skipped: 0, warned: 0, people: 5, places: 220, sources: 5 }],
] as const;

describe.skipIf(!there)(`the real lists${there ? "" : " (skipped: ../shared is not there)"}`, () => {
  test.each(COUNTS)("the list of %s is read whole, each <%s> accounted for", async (list, element, counts) => {
    const outcome = await outcomeOf(list);
    const rows = [...outcome.kept, ...outcome.skipped];
    for (const [file, found] of Map.groupBy(rows, (row) => row.file)) {
      const lines = readFileSync(file, "utf8").split("\n");
      const wanted = lines.flatMap((line, at) => (new RegExp(`<${element}[ >]`).test(line) ? [at + 1] : []));
      expect(
        found.map(({ line }) => line),
        file,
      ).toEqual(wanted);
    }
    expect({
      kept: outcome.kept.length,
      skipped: outcome.skipped.length,
      warned: outcome.warned.length,
      people: records(outcome, "participants").length,
      places: records(outcome, "venues").length,
      sources: records(outcome, "sources").length,
    }).toEqual(counts);
    expect(events(outcome)).toHaveLength(counts.kept);
  });

  test.each<List>(["visits", "trips"])(
    "%s: every evidence span stands where its offsets say, in the file of its source",
    async (list) => {
      const outcome = await outcomeOf(list);
      const texts = new Map<string, string[]>();
      for (const file of new Set(outcome.kept.map((row) => row.file))) {
        const id = `${DATASETS[list]}-file-${slugOf(basename(file, ".xml"))}`;
        const bytes = readFileSync(file);
        const sha256 = createHash("sha256").update(bytes).digest("hex");
        const points = Array.from(bytes.toString("utf8"));
        texts.set(id, points);
        const source = records(outcome, "sources").find((one) => one.id === id);
        expect(source?.text).toEqual({ sha256, length: points.length });
      }
      let spans = 0;
      for (const { provenance } of [...events(outcome), ...records(outcome, "venues")]) {
        for (const { source, exact, start, end } of provenance.flatMap(({ evidence }) => evidence)) {
          spans += 1;
          expect(texts.get(source)?.slice(start, end).join("")).toBe(exact);
        }
      }
      expect(spans).toBeGreaterThan(700);
    },
  );

  test.each<List>(["visits", "trips"])(
    "%s: every reference is to a record that comes along, to a state or to a country's venue",
    async (list) => {
      const outcome = await outcomeOf(list);
      const known = new Set([...records(outcome, "participants"), ...records(outcome, "venues")].map(({ id }) => id));
      for (const { participants, venue, countries } of events(outcome)) {
        const named = [venue, ...participants.map(({ participant }) => participant)].filter((id) =>
          id?.startsWith("us-"),
        );
        for (const id of named) expect(known).toContain(id);
        expect(countries).toContain("us");
        expect(countries).toEqual([...new Set(countries)].sort());
      }
    },
  );

  test("visits: the one warning is of the state without a record, and the one pair of duplicates is linked", async () => {
    const outcome = await outcomeOf("visits");
    expect(outcome.warned.map(({ detail }) => detail)).toEqual([
      "no record stands for Kosovo on 2008-07-17; it is kept by name",
    ]);
    const alike = events(outcome).flatMap(({ id, relations }) => relations.map(({ event }) => [id, event]));
    expect(alike).toEqual([["us-visits-2064", "us-visits-2044"]]);
  });

  test("trips: the rank is that of the remarks that begin with one", async () => {
    const ranks = Map.groupBy(events(await outcomeOf("trips")), ({ rank }) => rank);
    const counted = [...ranks].map(([rank, list]) => [rank, list.length]);
    expect(Object.fromEntries(counted)).toEqual({ null: 348, state: 23, official: 10, "official-working": 4 });
  });

  test.each<readonly [List, string, string, string | null, string, string, readonly string[]]>([
    ["visits", "2138", "1874-12-12/1874-12-23", null, "us", "2010-10-25", ["King | Kalakaua | for hawaii"]],
    [
      "visits",
      "2173",
      "1938-03-03/1938-03-06",
      "private",
      "us",
      "2010-10-25",
      ["Sultan | Said bin Taimur Bin Faisal | for muscat-and-oman"],
    ],
    ["visits", "2463", "1962-05-22/1962-05-25", "state", "us", "2010-10-25", ["President | Houphouet-Boigny | for ci"]],
    [
      "visits",
      "1",
      "1966-02-06/1966-02-08",
      "official",
      "us",
      "2010-02-25",
      ["President | Nguyen Van Thieu | for south-vietnam"],
    ],
    [
      "visits",
      "28",
      "1967-06-23/1967-06-25",
      null,
      "us",
      "2010-02-25",
      ["Chairman | Aleksei N. Kosygin | for soviet-union"],
    ],
    ["visits", "78", "1969-03-05", "private", "us", "2010-02-25", ["President | Emile D. Zinsou | for dahomey"]],
    ["visits", "402", "1980-01-31", "private", "us", "2010-02-25", ["Prime Minister | John Malcolm Fraser | for au"]],
    [
      "visits",
      "521",
      "1983-08-02/1983-08-06",
      "official-working",
      "us",
      "2010-02-25",
      ["President | Mobutu Sese Seko | for zaire"],
    ],
    ["visits", "3059", "1997-04-30", "official", "us", "", ["President | Jose Aznar | for es"]],
    [
      "visits",
      "1957",
      "2008-07-17/2008-07-21",
      "working",
      "us",
      "",
      ["President | Fatmir Sejdiu", "Prime Minister | Hashim Thaci", '- | "Kosovo"'],
    ],
    [
      "trips",
      "1788",
      "1905-08-01/1905-08-31",
      null,
      "gb",
      "2010-02-27",
      ["Secretary of State of the United States | Elihu Root | for us"],
    ],
    ["trips", "4050", "1919-01-04", null, "it-rome", "", ["President of the United States | Woodrow Wilson | for us"]],
    [
      "trips",
      "2819",
      "1969-02-23/1969-02-24",
      null,
      "be-brussels",
      "2010-02-27",
      ["President of the United States | Richard M. Nixon | for us"],
    ],
    [
      "trips",
      "2820",
      "1969-02-24/1969-02-26",
      null,
      "gb-london",
      "2018-09-17",
      ["President of the United States | Richard M. Nixon | for us"],
    ],
    [
      "trips",
      "2821",
      "1969-02-26/1969-02-27",
      null,
      "de-west-berlin",
      "2013-08-29",
      ["President of the United States | Richard M. Nixon | for us"],
    ],
    [
      "trips",
      "2824",
      "1969-03-02",
      null,
      "va",
      "2010-02-27",
      ["President of the United States | Richard M. Nixon | for us"],
    ],
    [
      "trips",
      "2828",
      "1969-07-30",
      null,
      "south-vietnam",
      "2010-02-27",
      ["President of the United States | Richard M. Nixon | for us"],
    ],
    [
      "trips",
      "2837",
      "1970-09-30/1970-10-02",
      "state",
      "yugoslavia-belgrade",
      "2010-02-27",
      ["President of the United States | Richard M. Nixon | for us"],
    ],
    [
      "trips",
      "2957",
      "1988-05-29/1988-06-02",
      null,
      "soviet-union-moscow",
      "2010-02-27",
      ["President of the United States | Ronald Reagan | for us"],
    ],
    [
      "trips",
      "1450",
      "2005-02-07",
      null,
      "ps-ramallah",
      "2010-02-27",
      ["Secretary of State of the United States | Condoleezza Rice | for us"],
    ],
  ])("%s, row %s, gives what was coded by hand", async (list, id, edtf, rank, place, updated, visitors) => {
    const outcome = await outcomeOf(list);
    const at = events(outcome).findIndex((one) => one.id === `${DATASETS[list]}-${id}`);
    const event = events(outcome)[at];
    const host = place.replace(/^(south-vietnam|soviet-union|[^-]+).*/, "$1");
    const venue = place === host ? `country-${host}` : `us-travels-place-${place}`;
    expect(event).toMatchObject({ rank, venue, date: { edtf } });
    if (updated !== "") expect(event?.updated).toBe(updated);
    expect(parts(outcome, at)).toEqual([...visitors.map((one) => `visitor | ${one}`), `host | - | ${host}`]);
  });
});
