// Tables over HTTP: columns chosen by name, the schema of each file, and participants a row each.
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { COLUMNS, TABLE_NAMES } from "../../src/formats/columns.ts";
import { useServer } from "../support/server.ts";

const api = useServer();
type Row = Record<string, string>;
const rowsOf = async (path: string) => parse((await api.get(path)).text, { columns: true }) as Row[];
const describedBy = (link: string) => /<([^>]+)>; rel="?describedby"?/.exec(link)?.[1] ?? "";

describe("columns", () => {
  test("come in the order asked for, in lists, details and with a byte order mark", async () => {
    const { text } = await api.get("/v1/events?format=csv&columns=dateEdtf,countryNames,id&limit=1&sort=date");
    expect(text.split("\r\n")[0]).toBe("dateEdtf,countryNames,id");
    const [row] = await rowsOf("/v1/events/2023-10-17-tokayev-xi-talks?format=csv&columns=venueName,id&lang=ru");
    expect(row).toEqual({ venueName: "Большой восточный зал", id: "2023-10-17-tokayev-xi-talks" });
    expect((await api.get("/v1/events?format=csv&columns=id&bom=true")).text).toMatch(/^\uFEFFid\r\n/);
  });

  test("that no table has are named with the nearest, every one of them", async () => {
    const { status, json } = await api.get("/v1/events?format=csv&columns=id,venuName,cuntries");
    expect(status).toBe(400);
    expect(json.errors.map(({ detail }: { detail: string }) => detail)).toEqual([
      expect.stringMatching(/names no column "venuName"; did you mean `venueName`\?.*\(any of id, type, status/),
      expect.stringMatching(/names no column "cuntries"; did you mean `countries`\?/),
    ]);
  });

  test.each(["columns=id", "format=ndjson&columns=id", "format=json&columns=id"])("%s is no CSV", async (query) => {
    const { status, json } = await api.get(`/v1/events?${query}`);
    expect([status, json.errors[0].parameter]).toEqual([400, "columns"]);
  });
});

describe("the schema of a table", () => {
  test.each(TABLE_NAMES)("%s: a field for each column of the file that points to it", async (table) => {
    const { text, headers } = await api.get(`/v1/${table}?format=csv&limit=3`);
    expect(describedBy(headers.link as string)).toBe(`/v1/tables/${table}`);
    const { json } = await api.get(`/v1/tables/${table}`);
    expect(json.fields.map(({ name }: { name: string }) => name)).toEqual(text.split("\r\n")[0]?.split(","));
    expect(json.primaryKey).toEqual(table === "participations" ? ["event", "position"] : ["id"]);
  });

  test("has the columns of the file, texts as texts and lists with their separator", async () => {
    const { headers } = await api.get("/v1/events?format=csv&columns=cameo,countries,dateEdtf,gdeltTone");
    const path = describedBy(headers.link as string);
    expect(path).toBe("/v1/tables/events?columns=cameo,countries,dateEdtf,gdeltTone");
    const { fields, primaryKey, missingValues } = (await api.get(path)).json;
    expect(fields).toMatchObject([
      { name: "cameo", type: "string" },
      { name: "countries", type: "list", delimiter: "|", itemType: "string" },
      { name: "dateEdtf", type: "string" },
      { name: "gdeltTone", type: "number" },
    ]);
    expect([primaryKey, missingValues]).toEqual([undefined, [""]]);
  });

  test("is listed, and of no other table", async () => {
    const { data } = (await api.get("/v1/tables")).json;
    expect(data.map(({ id }: { id: string }) => id)).toEqual(TABLE_NAMES);
    for (const { csv, schema, columns, id } of data) {
      expect((await api.get(schema)).json.fields).toHaveLength(columns);
      expect((await api.get(csv)).text.split("\r\n")[0]?.split(",")).toEqual(
        COLUMNS[id as (typeof TABLE_NAMES)[number]].map(({ name }) => name),
      );
    }
    const unknown = await api.get("/v1/tables/event");
    expect([unknown.status, unknown.json.detail]).toEqual([404, expect.stringContaining("did you mean `events`?")]);
    const foreign = await api.get("/v1/tables/venues?columns=id,rank");
    expect([foreign.status, foreign.json.errors[0].parameter]).toEqual([400, "columns"]);
  });
});

describe("participations", () => {
  const TALKS = "2023-10-17-tokayev-xi-talks";

  test("a row an entry, with names, state, office, rank and date", async () => {
    const { data, meta } = (await api.get(`/v1/participations?type=talks&country=KZ`)).json;
    expect(data.map(({ event, position }: { event: string; position: number }) => [event, position])).toEqual([
      ...[1, 2, 3, 4].map((position) => [TALKS, position]),
    ]);
    expect(data[0]).toMatchObject({
      participant: "kassym-jomart-tokayev",
      kind: "person",
      name: { en: "Kassym-Jomart Tokayev", ru: "Касым-Жомарт Токаев" },
      role: "participant",
      office: { en: "President of Kazakhstan" },
      state: "kz",
      stateName: { en: "Kazakhstan" },
      rank: null,
      date: { edtf: "2023-10-17" },
      venueName: { en: "Great Eastern Hall" },
    });
    expect(meta).toMatchObject({ total: 1, notes: [expect.stringContaining("count events")] });
  });

  test("a state that takes part itself is its own; a visitor without a record is there by name", async () => {
    const visits = await rowsOf("/v1/participations?dataset=us-visits&format=csv");
    const host = visits.find(({ role }) => role === "host");
    expect(host).toMatchObject({ participant: "us", kind: "country", state: "us", stateName: "United States" });
    const visitor = visits.find(({ role }) => role === "visitor");
    expect(visitor).toMatchObject({ name: "Adam Example", office: "President", state: "fi", stateName: "Finland" });
  });

  test("CSV, NDJSON and JSON page by page have the same rows, as many as events have participants", async () => {
    const csv = await rowsOf("/v1/participations?format=csv&dataset=all");
    const lines = (await api.get("/v1/participations?format=ndjson&dataset=all")).text.trimEnd().split("\n");
    const keyOf = ({ event, position }: { event: string; position: number | string }) => `${event} ${position}`;
    const streamed = lines.map((line) => keyOf(JSON.parse(line)));
    expect(csv.map((row) => `${row.event} ${row.position}`)).toEqual(streamed);
    const paged: string[] = [];
    let expected = 0;
    for (let next: string | null = "/v1/participations?dataset=all&limit=200"; next !== null; ) {
      const { json } = await api.get(next);
      const events = new Set(json.data.map(({ event }: { event: string }) => event));
      expect(events.size).toBeLessThanOrEqual(200);
      paged.push(...json.data.map(keyOf));
      next = json.links.next;
    }
    const events = await api.get("/v1/events?format=ndjson&dataset=all");
    for (const line of events.text.trimEnd().split("\n")) expected += JSON.parse(line).participants.length;
    expect(paged).toEqual(streamed);
    expect(paged).toHaveLength(expected);
    expect(expected).toBeGreaterThan(500);
  });

  test("NDJSON with and without a limit has the rows of JSON", async () => {
    const { data } = (await api.get("/v1/participations?type=visit")).json;
    for (const limit of ["", "&limit=20"]) {
      const { text } = await api.get(`/v1/participations?type=visit&format=ndjson${limit}`);
      const lines = text.trimEnd().split("\n");
      expect(lines.map((line) => JSON.parse(line))).toEqual(data);
    }
  });

  test("filters are those of events, and what is of records alone is no parameter", async () => {
    const rows = await rowsOf("/v1/participations?format=csv&participant=xi-jinping&columns=event,participant");
    const found = (await api.get("/v1/events?participant=xi-jinping&limit=200&fields=id")).json.data;
    expect([...new Set(rows.map(({ event }) => event))]).toEqual(found.map(({ id }: { id: string }) => id));
    for (const name of ["ids", "fields", "include"]) {
      const { status, json } = await api.get(`/v1/participations?${name}=id`);
      expect([status, json.errors[0].parameter]).toEqual([400, name]);
    }
  });

  test("a sample and a limit are of events", async () => {
    const { data } = (await api.get("/v1/participations?sample=2&seed=a&dataset=us-visits")).json;
    expect(new Set(data.map(({ event }: { event: string }) => event)).size).toBe(2);
    const rows = await rowsOf("/v1/participations?limit=3&format=csv&dataset=us-travels");
    expect(new Set(rows.map(({ event }) => event)).size).toBe(3);
  });
});
