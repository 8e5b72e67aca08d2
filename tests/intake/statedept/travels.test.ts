// Foreign travels: each rule by which a row becomes events with a traveller and a place.

import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { TRAVELS_INFO } from "../../../src/intake/statedept/travels.ts";
import { WrittenInfo } from "../../../src/model/bundle.ts";
import { events, parts, records, takeTrips, trip, trips } from "./lists.ts";

test("the description of the dataset matches its schema", () => {
  expect(WrittenInfo.parse(TRAVELS_INFO)).toMatchObject({ id: "us-travels", kind: "bulk", licence: "CC0 1.0" });
});

test.each([
  ["State visit; met with the President.", {}, "state"],
  ["Official working visit.", {}, "official-working"],
  ["Informal visit; met with the Chancellor.", {}, null],
  ["Met with the President. State visit next year.", {}, null],
  ["State visit.", { country: ["Finland", "Sweden"] }, null],
])("remarks state the rank of the visit to one country: %s %j", async (remarks, more, rank) => {
  const found = events(await takeTrips(trip({ remarks, ...more })));
  expect(found.map((event) => event.rank)).toEqual(found.map(() => rank));
  expect(found.map((event) => event.description)).toEqual(found.map(() => ({ en: remarks })));
  expect(found.length).toBeGreaterThan(0);
});

test("a row becomes one event with its traveller, its place and its source", async () => {
  const outcome = await takeTrips(trip());
  expect(outcome.kept.map(({ id, line }) => [id, line])).toEqual([["1", 3]]);
  expect(events(outcome)).toMatchObject([
    {
      id: "us-travels-1",
      dataset: "us-travels",
      type: "visit",
      status: "occurred",
      statusAsOf: "2011-06-07",
      title: { en: "Visit of Adam B. Example to Finland", ru: "Визит: Adam B. Example (США), Финляндия" },
      countries: ["fi", "us"],
      rank: null,
      venue: "us-travels-place-fi-helsinki",
      credits: [],
      stops: [],
      participants: [
        {
          participant: "us-travels-person-us-adam-b-example",
          role: "visitor",
          office: { en: "President of the United States", ru: "президент США" },
          onBehalfOf: "us",
        },
        { participant: "fi", role: "host", office: null, onBehalfOf: null },
      ],
      sources: ["us-travels-file-list"],
      provenance: [
        {
          path: "",
          basis: "external",
          evidence: [{ exact: "Helsinki" }, { exact: "Met with the President." }],
          note: "Dataset us-travels, file list.xml, trip 1 (line 3).",
        },
      ],
    },
  ]);
  expect(records(outcome, "venues")).toMatchObject([
    {
      kind: "city",
      names: { en: "Helsinki" },
      within: "country-fi",
      country: "fi",
      location: null,
      wikidata: null,
      provenance: [{ path: "", basis: "external", evidence: [{ exact: "Helsinki" }] }],
    },
  ]);
});

describe("places of a trip", () => {
  test.each([
    ["", "country-fi", []],
    ["Helsinki", "us-travels-place-fi-helsinki", ["Helsinki city"]],
    ["Åbo", "us-travels-place-fi-abo", ["Åbo city"]],
    ["Helsinki, Turku", "country-fi", ["Helsinki city", "Turku city"]],
    ["Turku; Helsinki; Turku", "country-fi", ["Turku city", "Helsinki city"]],
    ["Helsinki, Helsinki", "us-travels-place-fi-helsinki", ["Helsinki city"]],
    ["Helsinki, 京", "country-fi", ["Helsinki city"]],
    ["Vaasa, D.F.", "us-travels-place-fi-vaasa-d-f", ["Vaasa, D.F. city"]],
    ["Hanko (Uusimaa, Finland)", "us-travels-place-fi-hanko-uusimaa-finland", ["Hanko (Uusimaa, Finland) city"]],
    ["Example Castle", "us-travels-place-fi-example-castle", ["Example Castle building"]],
    ["Example Islands", "us-travels-place-fi-example-islands", ["Example Islands region"]],
    ["京", "country-fi", []],
  ])("the place of %j", async (locale, venue, places) => {
    const outcome = await takeTrips(trip({ locale }));
    expect(events(outcome)[0]?.venue).toBe(venue);
    expect(records(outcome, "venues").map(({ names, kind }) => `${names.en} ${kind}`)).toEqual(places);
  });

  test("several places are stops in the order of the list, and the country is the venue", async () => {
    const outcome = await takeTrips(trip({ locale: "Turku, Helsinki", remarks: "" }), trip({ id: "2" }));
    const [several, one] = events(outcome);
    expect(several?.stops).toEqual(["us-travels-place-fi-turku", "us-travels-place-fi-helsinki"]);
    expect(one?.stops).toEqual([]);
  });

  test("several places stay in the evidence", async () => {
    const outcome = await takeTrips(trip({ locale: "Helsinki, Turku", remarks: "" }));
    expect(events(outcome).map((event) => event.description)).toEqual([null]);
    expect(events(outcome)[0]?.provenance[0]?.evidence.map(({ exact }) => exact)).toEqual(["Helsinki, Turku"]);
  });
});

describe("countries of a trip", () => {
  test.each([
    ["U.S.S.R.", "1972-05-22", "soviet-union", "the Soviet Union"],
    ["Yugoslavia", "1970-09-30", "yugoslavia", "Yugoslavia"],
    ["Vietnam", "1969-07-30", "south-vietnam", "Republic of Viet-Nam"],
    ["Germany", "1969-02-26", "de", "Germany"],
    ["Philippines", "1969-07-26", "ph", "the Philippines"],
  ])("the country of %s on %s", async (country, day, id, title) => {
    const outcome = await takeTrips(trip({ country, "start-date": day, "end-date": day }));
    expect(parts(outcome)[1]).toBe(`host | - | ${id}`);
    expect(events(outcome)[0]?.title.en).toBe(`Visit of Adam B. Example to ${title}`);
  });

  test.each([[""], ["At sea"], ["International waters"], ["North Atlantic Ocean"]])(
    "%j names no country",
    async (country) => {
      const outcome = await takeTrips(trip({ country, locale: "Aboard USS Example" }));
      expect(events(outcome)).toMatchObject([
        { countries: ["us"], venue: null, title: { en: "Travel of Adam B. Example" } },
      ]);
      expect(parts(outcome)).toHaveLength(1);
      expect(outcome.warned.map(({ detail }) => detail)).toEqual(["names no country; it has no host and no venue"]);
    },
  );

  test("each of several countries has an event of the row", async () => {
    const outcome = await takeTrips(trip({ country: ["Finland", "Sweden"] }));
    expect(outcome.kept).toHaveLength(1);
    expect(events(outcome).map(({ id, venue, countries }) => [id, venue, countries])).toEqual([
      ["us-travels-1", "country-fi", ["fi", "us"]],
      ["us-travels-1-2", "country-se", ["se", "us"]],
    ]);
  });

  test("an unknown country skips the row", async () => {
    const outcome = await takeTrips(trip({ country: "Atlantis" }));
    expect(outcome.skipped).toMatchObject([{ reason: "unknown state", line: 3, column: 3, broken: true }]);
  });
});

describe("the traveller of a trip", () => {
  test.each([
    ["president", "President of the United States", 0],
    ["secretary", "Secretary of State of the United States", 0],
    ["ambassador", undefined, 1],
    ["constructor", undefined, 1],
  ])("the traveller is %s", async (role, office, doubts) => {
    const outcome = await takeTrips(trip({ role }));
    expect(events(outcome)[0]?.participants[0]?.office?.en).toBe(office);
    expect(outcome.warned).toHaveLength(doubts);
  });

  test("the role is the row's attribute where no element says it", async () => {
    const outcome = await takeTrips(trip({ role: undefined }, ' role="secretary"'));
    expect(events(outcome)[0]?.participants[0]?.office?.en).toMatch(/^Secretary/);
  });

  test("a traveller is one record over all rows", async () => {
    const outcome = await takeTrips(trip(), trip({ id: "2", role: "secretary", country: "Sweden", locale: "Lund" }));
    expect(records(outcome, "participants").map(({ offices }) => offices.length)).toEqual([2]);
  });

  test("a row without a traveller is skipped", async () => {
    expect((await takeTrips(trip({ name: "" }))).skipped).toMatchObject([{ reason: "no traveller" }]);
  });
});

test("rows with the same traveller, country, places and dates are linked by same-as", async () => {
  const outcome = await takeTrips(trip(), trip({ id: "2", remarks: "" }), trip({ id: "3", locale: "Turku" }));
  expect(events(outcome).map(({ relations }) => relations)).toEqual([
    [],
    [{ type: "same-as", event: "us-travels-1" }],
    [],
  ]);
});

test("`-` reads the standard input", () => {
  const reader = pathToFileURL(resolve("src/intake/statedept/travels.ts")).href;
  const program = `
    const { readTravels } = await import(${JSON.stringify(reader)});
    const options = { reference: { countries: [], historicStates: [], cameo: [] }, countryVenue: (id) => id };
    for await (const batch of readTravels(["-"], options)) console.log(JSON.stringify(batch));`;
  const run = (input: string) =>
    spawnSync(process.execPath, ["--input-type=module", "-e", program], { input, encoding: "utf8" });
  const [kept] = JSON.parse(run(trips(trip({ country: "U.S.S.R.", locale: "" }))).stdout);
  expect(kept).toMatchObject({ kind: "kept", file: "-", line: 3, id: "1" });
  expect(kept.records[0].record).toMatchObject({
    id: "us-travels-file-stdin",
    headline: expect.stringMatching(/standard input$/),
  });
  expect(run("<trips>\n<trip>").stderr).toContain("-:2:7: Missing end tag for element trip");
});

test.each([
  ["France (Provisional Government)", "france", "1944-11-11", "fr"],
  ["Poland (government-in-exile)", "poland", "1942-01-01", "pl"],
  ["United Kingdom (Northern Ireland)", "united-kingdom", "1995-11-30", "gb"],
  ["U.S.S.R.", "russia", "1992-01-15", "ru"],
])("%s is the state that its attribute names", async (name, id, day, state) => {
  const text = trip({ "start-date": day, "end-date": day, country: "@" });
  const found = await takeTrips(text.replace("<country>@", `<country id="${id}">${name}`));
  expect([found.skipped, events(found)[0]?.countries]).toEqual([[], [state, "us"].sort()]);
});
