// Tables over HTTP: columns chosen by name, in files and on pages, the schema of each file, and participants a row each.
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { COLUMNS, TABLE_NAMES } from "../../src/formats/columns.ts";
import { columnWords } from "../../src/formats/words/columns.ts";
import { COLLECTIONS } from "../../src/model/ids.ts";
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

describe("columns of the page of a list", () => {
  const open = (path: string) => api.get(path, { accept: "text/html" });
  const wordsOf = (html: string) => html.replace(/<[^>]+>/g, "").replace(/ [↑↓]?$/, "");
  const headsOf = (text: string) =>
    [...text.matchAll(/<th scope="col"[^>]*>(.*?)<\/th>/g)].map(([, of = ""]) => wordsOf(of));

  test("are those of the CSV, and the links of the page and its CSV keep them", async () => {
    const chosen = "columns=id,dateEdtf,status,participants,updated";
    const { text } = await open(`/events?limit=1&${chosen}`);
    expect(headsOf(text)).toEqual(["id", "Date", "Status", "Taking part, ids", "Updated"]);
    const [row = ""] = text.split("<tbody>")[1]?.split("</tr>") ?? [];
    const cells = row.split("</td>").slice(0, -1).map(wordsOf);
    const [inFile] = await rowsOf(`/v1/events?format=csv&limit=1&sort=-date&${chosen}`);
    expect([cells[0], cells[3]]).toEqual([inFile?.id, inFile?.participants?.replaceAll("|", ", ")]);
    const links = [...text.matchAll(/ href="([^"#]*)"/g)].map(([, link = ""]) => link.replaceAll("&amp;", "&"));
    const keeps = (part: string) =>
      new Set(links.filter((one) => one.includes(part)).map((one) => one.includes(chosen)));
    for (const part of ["cursor=", "sort=updated", "type=visit", "format=csv"])
      expect([part, ...keeps(part)]).toEqual([part, true]);
    // What is no table of these columns does not take them.
    for (const part of ["format=atom", "/timeline", "/stats/events", "/v1/events?limit=1"])
      expect([part, ...keeps(part)]).toEqual([part, false]);
    for (const link of new Set(links.filter((one) => one.includes("columns="))))
      expect([link, (await open(link)).status]).toEqual([link, 200]);
  });

  test("are one list where a form sends them one by one, and the usual ones where none is named", async () => {
    const { status, headers } = await open("/figures?columns=raw&kind=money&columns=updated&lang=ru");
    expect([status, headers.location]).toEqual([307, "/figures?kind=money&lang=ru&columns=raw,updated"]);
    const { text } = await open("/figures");
    expect(headsOf(text)).toEqual(["As of", "Figure", "Of what", "Claimed by"]);
    const boxes = [...text.matchAll(/type="checkbox" name="columns" value="(\w+)"( checked)?/g)];
    const usual = ["asOfEdtf", "value", "unit", "currency", "measure", "subject", "claimantName"];
    expect(boxes.filter(([, , checked]) => checked !== undefined).map(([, name]) => name)).toEqual(usual);
    expect(boxes.map(([, name]) => name).sort()).toEqual(COLUMNS.figures.map(({ name }) => name).sort());
  });

  test.each(COLLECTIONS)(
    "GET /%s: each column of the CSV has words of its own in both languages",
    async (collection) => {
      const names = COLUMNS[collection].map(({ name }) => name);
      for (const lang of ["en", "ru"] as const) {
        const { status, text } = await open(`/${collection}?dataset=all&columns=${names.join()}&lang=${lang}`);
        const words = names.map((name) => columnWords(name, lang));
        expect([status, new Set(words).size, words.includes(null)]).toEqual([200, names.length, false]);
        expect(headsOf(text)).toEqual(words);
        expect(text).not.toMatch(/\[object |undefined|NaN/);
      }
    },
  );

  test("leave out nothing that the file has, where the usual ones are brief", async () => {
    const { text } = await open("/participants?columns=countryName&ids=cn");
    expect(wordsOf(text.split("<tbody>")[1]?.split("</td>")[0] ?? "")).toBe("China");
    expect(wordsOf((await open("/participants?ids=cn")).text.split("<tbody>")[1]?.split("</td>")[2] ?? "")).toBe("");
  });

  test("the files that a list's page offers answer, in its language, whatever shape its JSON has", async () => {
    const { text } = await open("/events?type=talks&fields=title&labels=en&lang=ru&columns=title");
    const files = [...text.matchAll(/ href="([^"]*format=[^"]*)"/g)].map(([, file = ""]) =>
      file.replaceAll("&amp;", "&"),
    );
    expect(files.length).toBeGreaterThan(4);
    for (const file of files) expect([file, (await api.get(file)).status]).toEqual([file, 200]);
    const csv = files.find((file) => file.includes("format=csv")) ?? "";
    expect((await api.get(csv)).text).toMatch(/^title\r\nПереговоры/);
  });

  test("that the table does not have are faults, as a page", async () => {
    const { status, text } = await open("/venues?columns=id,latitud");
    expect([status, text.includes("<code>columns</code>"), text.includes("latitude")]).toEqual([400, true, true]);
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
