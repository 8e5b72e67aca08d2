// Descriptions of bulk rows: found by a search, shown by every format, with the exact words as evidence.
import { parse } from "csv-parse/sync";
import { XMLParser } from "fast-xml-parser";
import ICAL from "ical.js";
import { describe, expect, test } from "vitest";
import { useServer } from "../support/server.ts";

const api = useServer();
const VISIT = "us-visits-8";
const WORDS = "State visit; then private visit at Camp David.";

test("GET event: the description has its whitespace folded, and its evidence the exact words", async () => {
  const { data } = (await api.get(`/v1/events/${VISIT}?fields=summary,description,provenance.evidence.exact`)).json;
  expect(data).toMatchObject({ summary: null, description: { en: WORDS } });
  expect(data.provenance[0].evidence[0].exact).toBe("State visit; then\n        private visit at Camp David.");
});

test("GET list: curated events have no description; their summary says what happened", async () => {
  const { data } = (await api.get("/v1/events/2023-10-17-tokayev-xi-talks?fields=summary,description")).json;
  expect(data).toMatchObject({ summary: { en: expect.any(String) }, description: null });
});

describe("GET list: q searches descriptions", () => {
  test.each(['"Camp David"', "camp david", '"private visit at Camp David"', "Camp -Helsinki"])(
    "q=%s finds the visit",
    async (q) => {
      const query = `dataset=us-visits&q=${encodeURIComponent(q)}`;
      const list = (await api.get(`/v1/events?${query}`)).json;
      expect(list.data.map(({ id }: { id: string }) => id)).toEqual([VISIT]);
      const hits = (await api.get(`/v1/search?${query}`)).json;
      expect(hits.data.map(({ id }: { id: string }) => id)).toEqual([VISIT]);
    },
  );

  test("GET list: a phrase that no row has finds nothing", async () => {
    expect((await api.get('/v1/events?dataset=us-visits&q="David Camp"')).json.data).toEqual([]);
  });
});

describe("every format shows them", () => {
  test("CSV in a column of its own", async () => {
    const [row] = parse((await api.get(`/v1/events/${VISIT}?format=csv`)).text, { columns: true }) as object[];
    expect(row).toMatchObject({ summary: "", description: WORDS });
  });

  test("Atom as the summary of an entry, iCalendar as DESCRIPTION, GeoJSON as a property", async () => {
    const feed = new XMLParser().parse((await api.get(`/v1/events/${VISIT}?format=atom`)).text).feed;
    expect(feed.entry.summary).toBe(WORDS);
    const calendar = new ICAL.Component(ICAL.parse((await api.get(`/v1/events/${VISIT}?format=ics`)).text));
    const [event] = calendar.getAllSubcomponents("vevent").map((component) => new ICAL.Event(component));
    // Whom to name, as every entry of a calendar says.
    expect(event?.description).toBe(`${WORDS}\n\nSource: Office of the Historian, US Department of State: CC0 1.0`);
    const { json } = await api.get(`/v1/events/${VISIT}?format=geojson`);
    expect(json.features[0].properties).toMatchObject({ summary: null, description: WORDS });
  });
});

describe("feeds and calendars are called by their language and their filters", () => {
  const titleIn = async (path: string) => {
    const { text } = await api.get(path);
    if (path.includes("atom")) return new XMLParser().parse(text).feed.title;
    if (path.includes("geojson")) return JSON.parse(text).title;
    // NAME of RFC 7986 is a text; ical.js does not know it and leaves its escapes.
    const name = new ICAL.Component(ICAL.parse(text)).getFirstPropertyValue("name");
    return String(name).replace(/\\([,;\\])/g, "$1");
  };
  const LIST = "/v1/events?dataset=us-visits&country=KZ,FI&rank=!private,null&from=1961&q=%22Camp+David%22";
  const EN =
    'Communiqué: events, not Private visit or unknown, Kazakhstan or Finland, from 1961, "Camp David", dataset us-visits';
  const RU =
    'Communiqué: события, не Частный визит или не указано, Казахстан или Финляндия, с 1961, "Camp David", dataset us-visits';
  test.each([
    [`${LIST}&format=ics`, EN],
    [`${LIST}&format=atom&lang=ru`, RU],
    [`${LIST}&format=geojson`, EN],
    ["/v1/events?format=ics&lang=ru", "Communiqué: события"],
    ["/v1/figures?format=atom&q=%D1%8E%D0%B0%D0%BD%D1%8C&lang=ru", "Communiqué: цифры, «юань»"],
    ["/v1/quotes?format=atom&lang=ru&speaker=xi-jinping", "Communiqué: цитаты, Си Цзиньпин"],
    ["/v1/events/2023-10-17-tokayev-xi-talks?format=ics&lang=ru", "Переговоры Касым-Жомарта Токаева и Си Цзиньпина"],
    [`/v1/events/${VISIT}?format=atom`, "Visit of Adam Example (Finland) to the United States"],
  ])("GET %s is called %s", async (path, title) => expect(await titleIn(path)).toBe(title));
});
