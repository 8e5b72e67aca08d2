// GDELT records: every rule by which a row becomes an event, and the records that go with it.
import { describe, expect, test } from "vitest";
import { GDELT_INFO } from "../../../src/intake/gdelt/importer.ts";
import { WrittenInfo } from "../../../src/model/bundle.ts";
import { readDate } from "../../../src/model/dates.ts";
import { EVENT_TYPES } from "../../../src/model/event-types.ts";
import { event, eventOf, flaws, kept, REFERENCE, read, row, skipped, type Values, warned } from "./rows.ts";

test("the description of the dataset matches the schema of data/dataset.json", () => {
  expect(WrittenInfo.parse(GDELT_INFO)).toEqual(GDELT_INFO);
});

test("a row of talks becomes an event with all of its fields", async () => {
  const [only] = kept(await read([row()]));
  expect(only).toMatchObject({ line: 1, id: "gdelt-501", order: 20190305121500 });
  expect(only && flaws(only)).toEqual([]);
  expect(only && eventOf(only)).toEqual({
    id: "gdelt-501",
    dataset: "gdelt",
    type: "talks",
    status: "occurred",
    statusAsOf: "2019-03-05",
    title: { en: "Kazakhstan – China: engage in negotiation", ru: "Казахстан – Китай: вести переговоры" },
    summary: null,
    description: null,
    date: { edtf: "2019-03-04", earliest: "2019-03-04", latest: "2019-03-04", certain: true },
    countries: ["cn", "kz"],
    rank: null,
    invitation: null,
    reciprocal: true,
    venue: "gdelt-place-minus-1234567",
    credits: [],
    stops: [],
    participants: [
      { participant: "kz", name: null, code: null, role: "actor", office: null, onBehalfOf: null },
      { participant: "cn", name: null, code: null, role: "recipient", office: null, onBehalfOf: null },
    ],
    partOf: null,
    relations: [],
    codes: {
      plover: { event: "CONSULT", mode: null, contexts: ["diplomatic"] },
      cameo: { code: "046" },
      gdelt: {
        goldstein: 7,
        tone: -1.25,
        mentions: 12,
        sources: 2,
        articles: 11,
        url: "https://news.example/talks",
      },
      rule: "row-as-coded",
    },
    topics: [],
    sources: ["gdelt-sample-export"],
    updated: "2019-03-05",
    provenance: [{ path: "", basis: "external", evidence: [], note: "GDELT 2.0, sample.export.CSV, row 1" }],
  });
});

test("the file is a source and its publisher a participant, given with the first kept row only", async () => {
  const rows = kept(
    await read([row({ cameo: "190" }), row({ id: "502" }), row({ id: "503" })], { scope: "diplomatic" }),
  );
  const others = rows.map(({ records }) => records.filter(({ collection }) => collection !== "events"));
  expect(others.map((records) => records.map(({ record }) => record.id))).toEqual([
    ["gdelt-project", "gdelt-sample-export", "gdelt-place-minus-1234567"],
    [],
  ]);
  expect(others[0]?.[0]?.record).toMatchObject({ dataset: "gdelt", kind: "organization", country: null });
  expect(others[0]?.[1]?.record).toMatchObject({ kind: "dataset", publisher: "gdelt-project", headline: null });
  expect(rows.flatMap(flaws)).toEqual([]);
});

describe('a date computed from words of the article ("last week") is approximate', () => {
  // Added on 2019-03-05.
  test.each([
    ["20190305", "2019-03-05", true],
    ["20190304", "2019-03-04", true],
    ["20190303", "2019-03-03", true],
    ["20190226", "2019-02-26~", false],
    ["20190225", "2019-02-25", true],
    ["20190203", "2019-02-03~", false],
    ["20190202", "2019-02-02", true],
    ["20180305", "2018-03-05~", false],
    ["20180304", "2018-03-04", true],
    ["20190312", "2019-03-12", true],
  ])("SQLDATE %s, added on 2019-03-05, is served as %s", async (day, edtf, certain) => {
    const [only] = kept(await read([row({ day })]));
    const date = only === undefined ? null : eventOf(only).date;
    expect(date).toEqual({ edtf, earliest: edtf.slice(0, 10), latest: edtf.slice(0, 10), certain });
    expect(readDate(edtf)).toEqual(date);
  });

  test("a date a year before the import is a warning, a week or a month is not", async () => {
    const rows = await read(["20180305", "20190203", "20190226"].map((day, at) => row({ day, id: String(600 + at) })));
    expect(warned(rows).map(({ detail }) => detail)).toEqual(["dated 2018-03-05, but added on 2019-03-05"]);
  });

  test("the description of the dataset explains it", () => {
    expect(GDELT_INFO.description).toContain("7, 30 or 365 days");
  });
});

describe("layouts by number of columns", () => {
  test.each([
    [58, "GDELT 1.0", "https://news.example/talks"],
    [57, "GDELT 1.0", null],
    [61, "GDELT 2.0", "https://news.example/talks"],
  ] as const)("a row of %i columns is read", async (width, version, url) => {
    const found = await event({}, width);
    expect(found.codes.gdelt?.url).toBe(url);
    expect(found.venue).toBe("gdelt-place-minus-1234567");
    expect(found.updated).toBe("2019-03-05");
    expect(found.provenance[0]?.note).toBe(`${version}, sample.export.CSV, row 1`);
  });

  test("rows of different widths may stand in one file", async () => {
    const rows = kept(await read([row({ id: "1" }), row({ id: "2" }, 58), row({ id: "3" }, 57), row({ id: "4" })]));
    expect(rows.map(({ id, order }) => [id, order])).toEqual([
      ["gdelt-1", 20190305121500],
      // A day alone is its first second, so that rows of both versions compare.
      ["gdelt-2", 20190305000000],
      ["gdelt-3", 20190305000000],
      ["gdelt-4", 20190305121500],
    ]);
    expect(new Set(rows.map(eventOf).map(({ countries }) => countries.join())).size).toBe(1);
  });
});

describe("event types of CAMEO codes", () => {
  const typed = (cameo: string) => event({ cameo });

  test.each([
    ["010", "statement", null],
    ["0211", "appeal", null],
    ["0311", "intent", "AGREE"],
    ["0333", "intent", "AGREE"],
    ["039", "intent", "AGREE"],
    ["036", "invitation", "AGREE"],
    ["017", "ceremony", null],
    ["040", "meeting", "CONSULT"],
    ["041", "call", "CONSULT"],
    ["042", "visit", "CONSULT"],
    ["043", "visit", "CONSULT"],
    ["045", "mediation", "CONSULT"],
    ["051", "praise", "SUPPORT"],
    ["056", "diplomatic-cooperation", "SUPPORT"],
    ["057", "agreement", "SUPPORT"],
    ["062", "cooperation", "COOPERATE"],
    ["075", "aid", "AID"],
    ["081", "concede", "CONCEDE"],
    ["0871", "retreat", "RETREAT"],
    ["090", "accuse", "ACCUSE"],
    ["112", "accuse", "ACCUSE"],
    ["1661", "sanction", "SANCTION"],
    ["190", "assault", "ASSAULT"],
    ["2041", "assault", "ASSAULT"],
  ])("code %s is of the type %s", async (cameo, type, plover) => {
    const { codes, ...found } = await typed(cameo);
    expect([found.type, codes.cameo?.code, codes.plover?.event ?? null]).toEqual([type, cameo, plover]);
    expect(found.reciprocal).toBe(cameo === "046" ? true : null);
  });

  test("every CAMEO code has a type, its own PLOVER coding and a title in both languages", async () => {
    const codes = REFERENCE.cameo.filter(({ code }) => code.length > 2);
    const rows = kept(await read(codes.map(({ code }, at) => row({ id: `${at + 1}`, cameo: code }))));
    expect(rows.flatMap(flaws)).toEqual([]);
    expect(rows.map((one) => eventOf(one).codes.plover)).toEqual(codes.map(({ plover }) => plover));
    const types = new Set(rows.map((one) => eventOf(one).type));
    const coded = EVENT_TYPES.filter(({ id, cameo }) => cameo.length > 0 && id !== "forum").map(({ id }) => id);
    expect([...types].sort()).toEqual(coded.sort());
  });
});

describe("actors of GDELT", () => {
  const entries = async (values: Values) => {
    const { participants, countries, title } = await event(values);
    return { names: participants.map(({ participant, name, code }) => participant ?? [name, code]), countries, title };
  };

  test("a body of a known state stands under the state", async () => {
    const found = await entries({ code1: "NGOUSAXYZ", name1: "SOME LEAGUE", country1: "USA" });
    expect(found.names).toEqual(["us", "cn"]);
  });

  test.each([
    ["ROM", "ro"],
    ["MTN", "me"],
    ["TMP", "tl"],
    ["TWN", "tw"],
    ["PSE", "ps"],
    ["ANT", "netherlands-antilles"],
  ])("the actor %s is %s", async (country1, id) => {
    expect((await entries({ code1: country1, country1 })).countries).toEqual([id, "cn"].sort());
  });

  test("a region is a name and no country", async () => {
    const found = await entries({ code1: "AFR", name1: "AFRICAN", country1: "AFR" });
    expect(found.names).toEqual([[{ en: "Africa", ru: "Африка" }, "AFR"], "cn"]);
    expect(found.countries).toEqual(["cn"]);
    expect(found.title.ru).toBe("Африка – Китай: вести переговоры");
  });

  test("a body of a region keeps its own name", async () => {
    const found = await entries({ code1: "IGOEURXYZ", name1: "AN EXAMPLE UNION", country1: "EUR" });
    expect(found.names).toEqual([[{ en: "AN EXAMPLE UNION" }, "IGOEURXYZ"], "cn"]);
  });

  test("an actor of no state keeps its name and code as given", async () => {
    const found = await entries({ code2: "BUS", name2: "MERCHANT", country2: "" });
    expect(found.names).toEqual(["kz", [{ en: "MERCHANT" }, "BUS"]]);
    expect(found.title.en).toBe("Kazakhstan – MERCHANT: engage in negotiation");
  });

  test("a country code that CAMEO does not list is no state", async () => {
    expect((await entries({ code1: "XQZ", name1: "ATLANTIS", country1: "XQZ" })).countries).toEqual(["cn"]);
    expect((await entries({ code1: "toString", name1: "A", country1: "toString" })).countries).toEqual(["cn"]);
    expect((await entries({ code1: "CHE", name1: "", country1: "" })).countries).toEqual(["cn"]);
  });

  test("an empty actor is no participation", async () => {
    expect((await entries({ code2: "", name2: "", country2: "" })).names).toEqual(["kz"]);
    const nobody = { code1: "", name1: "", country1: "", code2: "", name2: "", country2: "" };
    expect(await entries(nobody)).toEqual({
      names: [],
      countries: [],
      title: { en: "engage in negotiation", ru: "вести переговоры" },
    });
  });

  test("two actors of one state give one country", async () => {
    expect((await entries({ code2: "KAZ", name2: "ASTANA", country2: "KAZ" })).countries).toEqual(["kz"]);
  });

  test("C1 control characters of names are mended as Windows-1252", async () => {
    const found = await entries({ code2: "BUS", name2: "MILO\u009a \u0081", country2: "" });
    expect(found.names[1]).toEqual([{ en: "MILOš \ufffd" }, "BUS"]);
  });
});

describe("scope of the import", () => {
  const verdicts = async (values: Values) => {
    const taken = await read([row(values)], { scope: "diplomatic" });
    return skipped(taken).map(({ reason, broken, column }) => [reason, broken, column]);
  };
  const none = { code2: "", name2: "", country2: "" };

  test.each<[string, Values, string[]]>([
    ["talks", {}, []],
    ["material cooperation", { cameo: "064" }, []],
    ["a statement", { cameo: "010" }, []],
    ["aid", { cameo: "070" }, ["out of scope"]],
    ["a fight", { cameo: "190" }, ["out of scope"]],
    ["one state with itself", { country2: "KAZ" }, ["domestic"]],
    ["one state and nobody", none, []],
    ["one state and a union", { code2: "IGOEURXYZ", country2: "EUR" }, []],
    ["two regions", { country1: "AFR", country2: "EUR" }, ["no known state"]],
    ["a company alone", { code1: "BUS", country1: "", ...none }, ["no known state"]],
  ])("scope: %s", async (_, values, reasons) => {
    expect(await verdicts(values)).toEqual(reasons.map((reason) => [reason, false, null]));
    expect(kept(await read([row(values)], { scope: "all" }))).toHaveLength(1);
  });
});

test("a row dated a year or more from its import is kept, with a warning", async () => {
  const taken = await read([
    row({ id: "1", day: "20180305" }),
    row({ id: "2", day: "20180306" }),
    row({ id: "3", day: "20200305" }),
  ]);
  expect(kept(taken)).toHaveLength(3);
  expect(warned(taken)).toMatchObject([
    { line: 1, detail: "dated 2018-03-05, but added on 2019-03-05" },
    { line: 3, detail: "dated 2020-03-05, but added on 2019-03-05" },
  ]);
});

test("missing numbers and addresses are null", async () => {
  const found = await event({ goldstein: "", mentions: "", sources: "", articles: "", tone: "", url: "" });
  expect(Object.values(found.codes.gdelt ?? {})).toEqual([null, null, null, null, null, null]);
  expect((await event({ tone: "4.4408920985006E-16" })).codes.gdelt?.tone).toBe(4.4408920985006e-16);
});

test("a header line is skipped and not broken", async () => {
  expect(skipped(await read([row({ id: "GLOBALEVENTID" }), row()]))).toMatchObject([
    { line: 1, reason: "header", broken: false },
  ]);
});
