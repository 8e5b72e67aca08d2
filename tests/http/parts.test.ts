// Parts of a list: calendars, feeds and suggestions say what they leave out, and feeds begin with what changed last.
import { describe, expect, test } from "vitest";
import { dataset, event, participant } from "../store/small.ts";
import { useServer } from "../support/server.ts";

const DAYS = Array.from({ length: 1_050 }, (_, at) => new Date(Date.UTC(2020, 0, 1 + at)).toISOString().slice(0, 10));
const events = DAYS.map((date, at) =>
  event(`talks-${at}`, { date, updated: `2024-01-${String(1 + (at % 28)).padStart(2, "0")}` }),
);
const participants = Array.from({ length: 60 }, (_, at) => participant(`person-${at}`));
const server = useServer({ data: null, datasets: [dataset("many", { events, participants })] });

describe("GET /v1/events as a calendar", () => {
  test("without `limit` the description and the Link header say where the rest is", async () => {
    const { text, headers } = await server.get("/v1/events?format=ics");
    const unfolded = text.replaceAll("\r\n ", "");
    expect(unfolded.match(/BEGIN:VEVENT/g)).toHaveLength(1_000);
    const next = /This is a part: 1000 of 1050 events\. The next ones: (\S+)/.exec(unfolded)?.[1] ?? "";
    expect(headers.link).toContain(`<${next}>; rel=next`);
    const rest = (await server.get(next)).text;
    expect(rest.match(/BEGIN:VEVENT/g)).toHaveLength(50);
    expect(rest).not.toContain("This is a part");
  });
});

describe("GET lists as a feed", () => {
  const updatedIn = (text: string) =>
    [...text.matchAll(/<entry>[\s\S]*?<updated>(.{10})/g)].map((match) => match[1] ?? "");

  test.each<[string, Record<string, string>]>([
    ["format=atom", {}],
    ["", { accept: "application/atom+xml" }],
  ])("%s %o: what changed last comes first, and following rel=next meets every record once", async (query, headers) => {
    const ids: string[] = [];
    const days: string[] = [];
    let next = `/v1/events?limit=200${query === "" ? "" : `&${query}`}`;
    while (next !== "") {
      const { text } = await server.get(next, headers);
      ids.push(...[...text.matchAll(/<id>urn:communique:events:([^<]+)/g)].map((match) => match[1] ?? ""));
      days.push(...updatedIn(text));
      next = (/<link rel="next" href="([^"]+)"/.exec(text)?.[1] ?? "").replaceAll("&amp;", "&");
    }
    expect([ids.length, new Set(ids).size]).toEqual([1_050, 1_050]);
    expect(days).toEqual(days.toSorted().reverse());
  });

  test("`sort` says the order of a feed where it is given", async () => {
    const { text } = await server.get("/v1/events?format=atom&sort=date&limit=1");
    expect(text).toContain("urn:communique:events:talks-0<");
  });
});

test("GET /v1/suggest: a note counts the suggestions that are left out", async () => {
  const { json } = await server.get("/v1/suggest?q=person&limit=10");
  expect(json.data).toHaveLength(10);
  expect(json.meta.notes).toEqual([expect.stringMatching(/^50 further names answer what was typed/)]);
  expect((await server.get("/v1/suggest?q=person-7")).json.meta.notes).toEqual([]);
});

describe("GET /v1", () => {
  const twice = [
    event("us-visits-1", { date: "2019-05-13" }),
    event("us-visits-2", { date: "2019-05-13", relations: [{ type: "same-as", event: "us-visits-1" }] }),
  ];
  const visits = dataset("us-visits", { events: twice, participants: [participant("us-visits-person")] }, "bulk");
  const several = useServer({ bulk: false, datasets: [visits] });

  test("each count, in all and by dataset, is the total of the list at its address", async () => {
    const { json } = await several.get("/v1");
    for (const { href, count, datasets } of json.data.collections) {
      expect([href, (await several.get(href)).json.meta.total]).toEqual([href, count]);
      for (const one of datasets)
        expect([one.href, (await several.get(one.href)).json.meta.total]).toEqual([one.href, one.count]);
    }
    expect(json.data.collections[0]).toMatchObject({
      id: "events",
      count: 12,
      datasets: [
        { id: "curated", count: 12 },
        { id: "us-visits", href: "/v1/events?dataset=us-visits", count: 1 },
      ],
    });
  });
});
