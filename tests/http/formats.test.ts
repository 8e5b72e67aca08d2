// Formats over HTTP: by name or by Accept, whole or as a stream, and refused where an address lacks them.
import { check } from "@placemarkio/check-geojson";
import { parse } from "csv-parse/sync";
import ICAL from "ical.js";
import { describe, expect, test } from "vitest";
import { useServer } from "../support/server.ts";
import { FORMATS } from "../torture/rules.ts";

const api = useServer();

const EVERY = ["ndjson", "csv", "atom", "jsonld"] as const;
const COLLECTIONS = {
  events: [...EVERY, "geojson", "ics"],
  venues: [...EVERY, "geojson"],
  participants: EVERY,
  quotes: EVERY,
  figures: EVERY,
  sources: EVERY,
} as const;
const ROWS = Object.entries(COLLECTIONS).flatMap(([collection, formats]) =>
  formats.map((format) => [collection, format] as const),
);

describe("each format of each collection", () => {
  test.each(ROWS)("a list of %s as %s is the same by name and by Accept", async (collection, format) => {
    const named = await api.get(`/v1/${collection}?format=${format}`);
    expect(named.status).toBe(200);
    expect(named.headers["content-type"]).toContain(FORMATS[format]);
    const accepted = await api.get(`/v1/${collection}`, { accept: FORMATS[format] ?? "" });
    const self = (text: string) => text.replaceAll(`?format=${format}`, "");
    expect(self(accepted.text)).toBe(self(named.text));
    expect(named.text.length).toBeGreaterThan(100);
  });

  test.each(ROWS)("one record of %s as %s", async (collection, format) => {
    const { json } = await api.get(`/v1/${collection}?limit=1`);
    const { id } = json.data[0];
    const { status, text } = await api.get(`/v1/${collection}/${id}?format=${format}`);
    expect(status).toBe(200);
    if (format !== "ics") expect(text).toContain(id);
  });
});

describe("formats that an address lacks", () => {
  test.each([
    ["/v1/figures?format=ics", "one of json, ndjson, csv, atom, jsonld"],
    ["/v1/quotes?format=geojson", "one of json, ndjson, csv, atom, jsonld"],
    ["/v1/events?format=xml", "one of json, ndjson, csv, geojson, ics, atom, jsonld"],
    ["/v1/events?format=", "is empty"],
  ])("%s gives 400", async (path, detail) => {
    const { status, json } = await api.get(path);
    expect(status).toBe(400);
    expect(json.errors[0]).toMatchObject({ parameter: "format", detail: expect.stringContaining(detail) });
  });

  test("Accept without any of its types gives 406 with those that there are", async () => {
    const { status, json } = await api.get("/v1/figures", { accept: "text/calendar" });
    expect(status).toBe(406);
    expect(json.detail).toContain("text/csv");
  });

  test.each([
    ["format=csv&fields=id", "fields"],
    ["format=geojson&include=venues", "include"],
    ["format=ndjson&bom=true", "bom"],
    ["bom=true", "bom"],
  ])("%s gives 400: only JSON or CSV has it", async (query, parameter) => {
    const { status, json } = await api.get(`/v1/events?${query}`);
    expect(status).toBe(400);
    expect(json.errors.map((error: { parameter: string }) => error.parameter)).toEqual([parameter]);
  });
});

describe("streams and pages", () => {
  test("without `limit` a stream has all records, in the order of the list", async () => {
    const list = (await api.get("/v1/events?limit=200&fields=id")).json.data;
    const lines = (await api.get("/v1/events?format=ndjson&fields=id")).text.trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual(list);
    const rows = parse((await api.get("/v1/events?format=csv")).text, { columns: true }) as { id: string }[];
    expect(rows.map(({ id }) => ({ id }))).toEqual(list);
  });

  test("with `limit` a page has that many and a link to the next", async () => {
    const { text, headers } = await api.get("/v1/events?format=csv&limit=5");
    expect(parse(text, { columns: true })).toHaveLength(5);
    const next = /<([^>]+)>; rel="?next"?/.exec(headers.link as string)?.[1] ?? "";
    expect(parse((await api.get(next)).text, { columns: true })).toHaveLength(5);
  });

  test("filters hold in every format", async () => {
    const query = "country.all=KZ,CN&from=2022&to=2022";
    expect(parse((await api.get(`/v1/events?format=csv&${query}`)).text, { columns: true })).toHaveLength(1);
    const map = check((await api.get(`/v1/events?format=geojson&${query}`)).text);
    expect(map).toMatchObject({
      type: "FeatureCollection",
      features: [{ properties: { record: "2022-09-xi-state-visit-to-kazakhstan", precision: null }, geometry: null }],
    });
  });

  test("samples and ids come in other formats too", async () => {
    expect((await api.get("/v1/events?format=ndjson&sample=3&seed=a")).text.trimEnd().split("\n")).toHaveLength(3);
    const { text } = await api.get(
      "/v1/events?format=ndjson&ids=2023-prc-74th-anniversary,2023-10-17-tokayev-xi-talks",
    );
    expect(
      text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line).id),
    ).toEqual(["2023-prc-74th-anniversary", "2023-10-17-tokayev-xi-talks"]);
  });
});

test("ics: a calendar has the events whose days are known, in Russian with lang=ru", async () => {
  const { text } = await api.get("/v1/events?format=ics&lang=ru");
  const calendar = new ICAL.Component(ICAL.parse(text));
  const events = calendar.getAllSubcomponents("vevent").map((event) => new ICAL.Event(event));
  expect(events.map(({ uid }) => uid).sort()).toEqual([
    "urn:communique:events:2023-10-17-guard-of-honour-for-tokayev",
    "urn:communique:events:2023-10-17-tokayev-invitation-to-xi",
    "urn:communique:events:2023-10-17-tokayev-xi-talks",
    "urn:communique:events:2023-10-tokayev-visit-to-china",
  ]);
  expect(events.map(({ endDate, startDate }) => [startDate.toString(), endDate.toString()])).toEqual(
    events.map(() => ["2023-10-17", "2023-10-18"]),
  );
  expect(calendar.getFirstPropertyValue("x-communique-left-out")).toBe("8");
  expect(text).toContain("Переговоры");
});

describe("Content-Disposition", () => {
  test.each([
    ["/v1/events?format=csv", "communique-events.csv"],
    ["/v1/events?format=csv&dataset=us-visits", "communique-events-us-visits.csv"],
    ["/v1/events?format=ndjson&limit=1", "communique-events.ndjson"],
    ["/v1/events?format=ics", "communique-events.ics"],
    ["/v1/venues?format=geojson", "communique-venues.geojson"],
    ["/v1/events/2023-10-17-tokayev-xi-talks?format=ics", "communique-events-2023-10-17-tokayev-xi-talks.ics"],
    ["/v1/stats/events?by=type&format=csv", "communique-stats-events.csv"],
    ["/v1/participations?format=csv&dataset=!gdelt", "communique-participations-gdelt.csv"],
    ["/v1/events", null],
    ["/v1/events?format=atom", null],
    ["/v1/events?format=jsonld", null],
  ])("GET %s: the file name is %s", async (path, name) => {
    const { headers } = await api.get(path);
    expect(headers["content-disposition"]).toBe(name === null ? undefined : `attachment; filename="${name}"`);
  });
});

test("an export of at most 1,000 records has a Content-Length, and GeoJSON its total", async () => {
  for (const format of ["csv", "ndjson", "geojson"]) {
    const { headers, text } = await api.get(`/v1/events?format=${format}&dataset=us-visits`, {
      "accept-encoding": "identity",
    });
    expect(headers["content-length"]).toBe(String(Buffer.byteLength(text)));
  }
  const { text } = await api.get("/v1/events?format=geojson&dataset=us-visits");
  expect(JSON.parse(text).meta.total).toBe(JSON.parse(text).features.length);
});

test("csv with bom=true has a byte order mark and labels by `lang`", async () => {
  const { text } = await api.get("/v1/figures?format=csv&bom=true&lang=ru");
  expect(text.startsWith("\uFEFFid,")).toBe(true);
  expect(text).toContain("объём инвестиций");
});

describe("formats of counts", () => {
  test("GET stats: csv and ndjson, by name and by Accept", async () => {
    const { text } = await api.get("/v1/stats/events?by=type,status&format=csv");
    const rows = parse(text, { columns: true }) as Record<string, string>[];
    const groups = (await api.get("/v1/stats/events?by=type,status")).json.data;
    expect(rows).toEqual(
      groups.map(({ keys, count, href }: { keys: object; count: number; href: string }) => ({
        ...keys,
        count: String(count),
        href,
      })),
    );
    const lines = (await api.get("/v1/stats/events?by=type,status", { accept: "application/x-ndjson" })).text;
    expect(
      lines
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toEqual(groups);
  });

  test("GET stats: csv of figures has the exact range", async () => {
    const { text } = await api.get("/v1/stats/figures?by=kind&kind=money&format=csv");
    expect(parse(text, { columns: true })).toEqual([
      {
        kind: "money",
        count: "1",
        rangeKind: "money",
        rangeUnit: "",
        rangeCurrency: "USD",
        rangeMin: "21000000000",
        rangeMax: "21000000000",
        href: "/v1/figures?kind=money",
      },
    ]);
  });

  test("GET stats: format=ics gives 400", async () => {
    expect((await api.get("/v1/stats/events?format=ics")).json.errors[0].parameter).toBe("format");
    expect((await api.get("/v1/stats/events", { accept: "text/calendar" })).status).toBe(406);
  });
});
