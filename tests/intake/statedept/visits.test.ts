// Visits to the United States: each rule by which a row becomes events with people.
import { describe, expect, test } from "vitest";
import { rankOf } from "../../../src/intake/statedept/events.ts";
import { VISITS_INFO } from "../../../src/intake/statedept/visits.ts";
import { WrittenInfo } from "../../../src/model/bundle.ts";
import { events, parts, records, takeText, takeVisits, visit, visits } from "./lists.ts";

test("the description of the dataset matches its schema", () => {
  expect(WrittenInfo.parse(VISITS_INFO)).toMatchObject({ id: "us-visits", kind: "bulk", licence: "CC0 1.0" });
});

test("a row becomes one event with its person and its source", async () => {
  const outcome = await takeVisits(visit());
  expect(outcome.kept.map(({ id, line, order }) => [id, line, order])).toEqual([
    ["1", 3, Date.parse("2011-06-07T08:09:10-05:00")],
  ]);
  expect([outcome.skipped, outcome.warned]).toEqual([[], []]);
  expect(events(outcome)).toEqual([
    {
      id: "us-visits-1",
      dataset: "us-visits",
      type: "visit",
      status: "occurred",
      statusAsOf: "2011-06-07",
      title: {
        en: "Visit of Adam Example (Finland) to the United States",
        ru: "Визит в США: Adam Example (Финляндия)",
      },
      summary: null,
      description: { en: "State visit." },
      date: { edtf: "1985-03-04/1985-03-06", earliest: "1985-03-04", latest: "1985-03-06", certain: true },
      countries: ["fi", "us"],
      rank: "state",
      invitation: null,
      reciprocal: false,
      venue: "country-us",
      credits: [],
      stops: [],
      participants: [
        {
          participant: "us-visits-person-fi-adam-example",
          name: null,
          code: null,
          role: "visitor",
          office: { en: "President" },
          onBehalfOf: "fi",
        },
        { participant: "us", name: null, code: null, role: "host", office: null, onBehalfOf: null },
      ],
      partOf: null,
      relations: [],
      codes: {
        plover: { event: "CONSULT", mode: "visit", contexts: [] },
        cameo: { code: "042" },
        gdelt: null,
        rule: "visit-one-record",
      },
      topics: [],
      sources: ["us-visits-file-list"],
      updated: "2011-06-07",
      provenance: [
        {
          path: "",
          basis: "external",
          evidence: [
            { source: "us-visits-file-list", exact: "State visit.", prefix: "", suffix: "", start: 237, end: 249 },
          ],
          note: "Dataset us-visits, file list.xml, visit 1 (line 3).",
        },
      ],
    },
  ]);
  expect(records(outcome, "participants")).toMatchObject([
    {
      kind: "person",
      names: { en: "Adam Example" },
      country: "fi",
      iso: null,
      offices: [{ title: { en: "President" }, of: "fi", from: null, to: null }],
      wikidata: null,
      updated: "2011-06-07",
    },
  ]);
  const length = Array.from(visits(visit())).length;
  expect(records(outcome, "sources")).toMatchObject([{ kind: "dataset", updated: "2011-06-07", text: { length } }]);
});

describe("the rank is what the description states", () => {
  test.each([
    ["State visit.", "state"],
    ["Official State visit.", "state"],
    ["State Visit at Washington and at a ranch.", "state"],
    ["Official visit. Private visit afterwards.", "official"],
    ["Official Working Visit.", "official-working"],
    ["Working visit to Washington", "working"],
    ["Private visit while en route.", "private"],
    ["Met with the President during a private visit.", "private"],
    ["Came during a two-week, private visit.", "private"],
    ["Informal visit. Made a private visit to Miami.", null],
    ["Unofficial visit.", null],
    ["Official select visit.", null],
    ["Officially returned a visit.", null],
    ["Attended the funeral. Private visit with the President.", null],
    ["Attended a working luncheon.", null],
    ["", null],
  ])("the rank stated by %s", (description, rank) => expect(rankOf(description)).toBe(rank));
});

describe("visitors of a row", () => {
  test.each([
    ["King Adam and Queen Bela", ["visitor | King | Adam | for fi", "visitor | Queen | Bela | for fi"]],
    ["Adam Example", ["visitor | - | Adam Example | for fi"]],
    [
      "President Adam Example and Mrs. Example",
      ["visitor | President | Adam Example | for fi", 'visitor | - | "Mrs. Example" | for fi'],
    ],
  ])("%s are read without a warning", async (visitor, wanted) => {
    const outcome = await takeVisits(visit({ visitor }));
    expect(parts(outcome)).toEqual([...wanted, "host | - | us"]);
    expect(outcome.warned).toEqual([]);
  });

  test("visitors that cannot be told apart stay one participation, with a warning", async () => {
    const outcome = await takeVisits(visit({ visitor: "Crown Prince and Princess Bela" }));
    expect(parts(outcome)).toEqual(['visitor | - | "Crown Prince and Princess Bela" | for fi', "host | - | us"]);
    expect(outcome.warned).toEqual([
      {
        kind: "warned",
        file: expect.any(String),
        line: 3,
        detail: '"Crown Prince and Princess Bela" cannot be split for certain and stays one participant',
      },
    ]);
    expect(records(outcome, "participants")).toEqual([]);
  });

  test("visitors of several states in pairs give one event for each state", async () => {
    const outcome = await takeVisits(
      visit({ visitor: ["President Adam", "Prime Minister Bela"], from: ["Finland", "U.S.S.R."] }),
    );
    expect(outcome.kept).toHaveLength(1);
    expect(events(outcome).map(({ id, countries }) => [id, countries])).toEqual([
      ["us-visits-1", ["fi", "us"]],
      ["us-visits-1-2", ["soviet-union", "us"]],
    ]);
    expect(parts(outcome, 1)[0]).toBe("visitor | Prime Minister | Bela | for soviet-union");
  });

  test("visitors of several states without an order stay with all of them, with a warning", async () => {
    const outcome = await takeVisits(visit({ visitor: "President Adam", from: "Finland; Sweden" }));
    expect(parts(outcome)).toEqual([
      'visitor | President | "Adam"',
      "visitor | - | fi",
      "visitor | - | se",
      "host | - | us",
    ]);
    expect(events(outcome)[0]?.countries).toEqual(["fi", "se", "us"]);
    expect(outcome.warned.map(({ detail }) => detail)).toEqual(["does not say which visitor is of which state"]);
  });

  test("missing visitors and visitors of no state are warnings", async () => {
    const outcome = await takeVisits(visit({ visitor: "" }), visit({ id: "2", from: undefined }));
    expect(parts(outcome, 0)).toEqual(["visitor | - | fi", "host | - | us"]);
    expect(parts(outcome, 1)).toEqual(['visitor | President | "Adam Example"', "host | - | us"]);
    expect(outcome.warned.map(({ detail }) => detail)).toEqual([
      "names no visitor",
      "names no state; its visitors are not linked to other visits",
    ]);
  });

  test("a state without a record is kept by name", async () => {
    const outcome = await takeVisits(visit({ from: "Kosovo", "start-date": "2008-07-17", "end-date": "2008-07-21" }));
    expect(parts(outcome)).toEqual(["visitor | President | Adam Example", 'visitor | - | "Kosovo"', "host | - | us"]);
    expect(events(outcome)[0]).toMatchObject({ countries: ["us"], title: { en: expect.stringContaining("(Kosovo)") } });
    expect(outcome.warned).toHaveLength(1);
  });

  test("people are linked by exact name and state only", async () => {
    const rows = [
      visit({ visitor: "President Adam Example" }),
      visit({ id: "2", visitor: "Prime Minister Adam Example", "start-date": "1990-01-01", "end-date": "1990-01-02" }),
      visit({ id: "3", visitor: "President Adam Example", from: "Sweden" }),
      visit({ id: "4", visitor: "President Adám Example" }),
      visit({ id: "5", visitor: "President A. Example" }),
    ];
    const outcome = await takeVisits(...rows);
    const ids = events(outcome).map(({ participants }) => participants[0]?.participant);
    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(4);
    const [adam] = records(outcome, "participants");
    expect(adam?.offices.map(({ title }) => title.en)).toEqual(["President", "Prime Minister"]);
  });
});

describe("dates of a visit", () => {
  test.each([
    [{ "end-date": "1985-03-04" }, "1985-03-04", "1985-03-04", "1985-03-04", 0],
    [{ "start-date": "1985-02-28", "end-date": "1985-03-01" }, "1985-02-28/1985-03-01", "1985-02-28", "1985-03-01", 0],
    [{ "start-date": "1985-03", "end-date": "1985-03" }, "1985-03", "1985-03-01", "1985-03-31", 0],
    [{ "start-date": "1985-06-12", "end-date": "1985-06" }, "1985-06-12/1985-06", "1985-06-12", "1985-06-30", 0],
    [{ "start-date": "1985-06", "end-date": "1985-06-12" }, "1985-06/1985-06-12", "1985-06-01", "1985-06-12", 0],
    [{ "start-date": "1985-06-12", "end-date": "1985" }, "1985-06-12/1985", "1985-06-12", "1985-12-31", 0],
    [{ "end-date": undefined }, "1985-03-04/", "1985-03-04", null, 1],
    [{ "start-date": "" }, "/1985-03-06", null, "1985-03-06", 1],
  ])("the dates of %j", async (values, edtf, earliest, latest, doubts) => {
    const outcome = await takeVisits(visit(values));
    expect(events(outcome)[0]?.date).toMatchObject({ edtf, earliest, latest });
    expect(outcome.warned).toHaveLength(doubts);
  });

  test.each([
    [{}, "2011-06-07", "2011-06-07"],
    [{ "last-modified-datetime": "" }, "2010-01-02", null],
    [{ "last-modified-datetime": undefined, "created-datetime": undefined }, "1985-03-06", null],
    [{ "last-modified-datetime": "yesterday" }, "2010-01-02", null],
  ])("the day of the last change: %j", async (values, updated, statusAsOf) => {
    expect(events(await takeVisits(visit(values)))[0]).toMatchObject({ updated, statusAsOf });
  });
});

describe("rows that are skipped", () => {
  test.each([
    [{ id: undefined }, "no id", null],
    [{ id: "" }, "no id", null],
    [{ id: "a/b" }, "bad id", '"a/b" (line 4, column 5)'],
    [{ id: ["1", "2"] }, "repeated element", "<id> stands 2 times (line 5, column 5)"],
    [{ description: ["a", "b"] }, "repeated element", "<description> stands 2 times (line 10, column 5)"],
    [{ "start-date": "", "end-date": undefined }, "no date", null],
    [{ "start-date": "March 4" }, "bad date", 'start-date "March 4" is no day, YYYY-MM-DD (line 5, column 5)'],
    [{ "start-date": "1985-02-29" }, "bad date", 'start-date "1985-02-29" is no day, YYYY-MM-DD (line 5, column 5)'],
    [{ "end-date": "1985-03-03" }, "ends before it begins", "1985-03-04/1985-03-03 (line 6, column 5)"],
    [{ "end-date": "1985-02" }, "ends before it begins", "1985-03-04/1985-02 (line 6, column 5)"],
    [{ from: "Finnland" }, "unknown state", '"Finnland" on 1985-03-04; the nearest is "Finland" (line 8, column 5)'],
    [{ from: "Xyzzy" }, "unknown state", '"Xyzzy" on 1985-03-04; none is near (line 8, column 5)'],
    [{ from: "Hawaii" }, "unknown state", '"Hawaii" was no state on 1985-03-04 (line 8, column 5)'],
  ])("a row is skipped with a reason: %j", async (values, reason, detail) => {
    const outcome = await takeVisits(visit(values), visit({ id: "9" }));
    expect(outcome.kept.map(({ id }) => id)).toEqual(["9"]);
    expect(outcome.skipped).toEqual([
      { kind: "skipped", file: expect.stringMatching(/list\.xml$/), line: 3, column: 3, reason, detail, broken: true },
    ]);
  });
});

describe("duplicate rows", () => {
  const title = (at: number) => ({ id: `${at}` });
  test("rows with the same visitors, state and dates are linked by same-as, the later to the first", async () => {
    const outcome = await takeVisits(
      visit(title(1)),
      visit({ ...title(2), description: "Private visit." }),
      visit({ ...title(3), "end-date": "1985-03-07" }),
      visit({ ...title(4), from: "Sweden" }),
      visit({ ...title(5), visitor: "President Bela Example" }),
      visit(title(6)),
    );
    const same = events(outcome).map(({ relations }) => relations.map(({ type, event }) => `${type} ${event}`).join());
    expect(same).toEqual(["", "same-as us-visits-1", "", "", "", "same-as us-visits-1"]);
  });

  test("rows of one id are one event, not linked to itself", async () => {
    const outcome = await takeVisits(visit(), visit());
    expect(outcome.kept).toHaveLength(2);
    expect(events(outcome).map(({ relations }) => relations)).toEqual([[]]);
  });
});

test("a description is evidence word for word, wherever it stands in the file", async () => {
  const description = "Private visit. Spoke to the 😀 & others at\n            Camp Example.";
  const text = `<!-- Ünïcode 😀 -->${visits(visit({ description }), visit({ id: "2", description: "" })).replace(/<\?.*\?>/, "")}`;
  const [first, second] = events(await takeText("visits", text.replaceAll("\n", "\r\n")));
  const [span] = first?.provenance[0]?.evidence ?? [];
  const points = Array.from(text.replaceAll("\n", "\r\n"));
  expect(points.slice(span?.start, span?.end).join("")).toBe(span?.exact);
  expect(span?.exact).toBe("Private visit. Spoke to the 😀 &amp; others at\r\n            Camp Example.");
  expect(first?.description).toEqual({ en: "Private visit. Spoke to the 😀 & others at Camp Example." });
  expect([second?.provenance[0]?.evidence, second?.rank, second?.description]).toEqual([[], null, null]);
});
