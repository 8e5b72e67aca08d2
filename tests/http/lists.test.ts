// Lists over HTTP: meta and notes, and what `ids`, `fields`, `include` and `count` do.
import { describe, expect, test } from "vitest";
import { BULK_EVENTS } from "../support/filled.ts";
import { useServer } from "../support/server.ts";

const { get } = useServer();

const EVENTS = {
  talks: "2023-10-17-tokayev-xi-talks",
  invitingXi: "2023-10-17-tokayev-invitation-to-xi",
  visit: "2023-10-tokayev-visit-to-china",
  forum: "2023-10-belt-and-road-forum",
  anniversary: "2023-prc-74th-anniversary",
  speechOf2013: "2013-xi-belt-and-road-speech-in-astana",
  games: "2023-hangzhou-asian-games",
  invitingTokayev: "2023-xi-invitation-to-tokayev",
  proposedVisit: "2024-xi-state-visit-to-kazakhstan",
};

describe("GET list: an unknown id gives an empty page with a note", () => {
  test.each([
    [
      "participant=xi-jinpin",
      "`participant`: no record of participants has the id `xi-jinpin`; did you mean `xi-jinping`?",
    ],
    ["venue=bejing&type=talks", "`venue`: no record of venues has the id `bejing`; did you mean `beijing`?"],
    ["relatedTo=nothing-like-this", "`relatedTo`: no record of events has the id `nothing-like-this`"],
  ])("GET /v1/events?%s", async (query, note) => {
    const { json } = await get(`/v1/events?${query}`);
    expect(json).toMatchObject({ data: [], meta: { total: 0, notes: [note] }, links: { next: null } });
  });

  test("there is no note where all ids are known, or something is found", async () => {
    expect((await get("/v1/events?participant=akorda")).json.meta.notes).toEqual([]);
    expect((await get("/v1/events?participant=xi-jinping,nobody")).json.meta.notes).toEqual([]);
  });
});

describe("GET list: `dataset`", () => {
  test.each<[string, number, string[]]>([
    ["", 12, ["curated"]],
    ["?dataset=curated", 12, ["curated"]],
    ["?dataset=all", 12 + BULK_EVENTS, ["curated", "gdelt", "reference", "us-travels", "us-visits"]],
    ["?dataset=!curated", BULK_EVENTS, ["gdelt", "reference", "us-travels", "us-visits"]],
  ])("GET /v1/events%s", async (query, total, datasets) => {
    expect((await get(`/v1/events${query}`)).json.meta).toMatchObject({ total, datasets });
  });
});

describe("GET list: `ids`", () => {
  test("records keep the order of `ids`, and unknown ids are in meta.missing", async () => {
    const asked = [EVENTS.speechOf2013, "nothing", EVENTS.talks, "kz", EVENTS.speechOf2013, EVENTS.games];
    const { json } = await get(`/v1/events?ids=${asked.join(",")}`);
    expect(json.data.map(({ id }: { id: string }) => id)).toEqual([EVENTS.speechOf2013, EVENTS.talks, EVENTS.games]);
    expect(json.meta).toMatchObject({ total: 3, missing: ["nothing", "kz"], limit: 5 });
    expect(json.links.next).toBe(null);
  });
});

describe("`fields`", () => {
  test("records have the parts named and the id, in lists, in details and beside ids", async () => {
    const wanted = { id: EVENTS.talks, title: { en: expect.any(String) }, date: { edtf: "2023-10-17" } };
    const query = "fields=title.en,date.edtf";
    expect((await get(`/v1/events?type=talks&${query}`)).json.data).toEqual([wanted]);
    expect((await get(`/v1/events/${EVENTS.talks}?${query}`)).json.data).toEqual(wanted);
    expect((await get(`/v1/events?ids=${EVENTS.talks}&${query}`)).json.data).toEqual([wanted]);
    expect((await get("/v1/events?type=talks&fields=participants.role")).json.data[0].participants).toEqual(
      Array(4).fill({ role: "participant" }),
    );
  });

  test("included records are not cut", async () => {
    const { json } = await get(`/v1/events/${EVENTS.talks}?fields=id&include=sources`);
    expect(json.data).toEqual({ id: EVENTS.talks });
    expect(Object.keys(json.included.sources[0])).toContain("headline");
  });
});

describe("`include`", () => {
  const detail = `/v1/events/${EVENTS.talks}`;
  test.each<[string, Readonly<Record<string, string>>]>([
    [
      `${detail}?include=participants`,
      { participants: "cn cn-delegation-2023-10-17 kassym-jomart-tokayev kz kz-delegation-2023-10-17 xi-jinping" },
    ],
    [`${detail}?include=venues`, { venues: "beijing china great-eastern-hall great-hall-of-the-people" }],
    [`${detail}?include=sources`, { sources: "akorda-2023-10-17 zakon-kz-2023-10-17" }],
    [
      `${detail}?include=venues,sources&fields=id`,
      {
        sources: "akorda-2023-10-17 zakon-kz-2023-10-17",
        venues: "beijing china great-eastern-hall great-hall-of-the-people",
      },
    ],
    [
      `/v1/events/${EVENTS.anniversary}?include=events,venues,quotes,figures`,
      { events: "", venues: "", quotes: "", figures: "" },
    ],
    [`/v1/events/${EVENTS.visit}?include=events`, { events: `${EVENTS.forum} ${EVENTS.invitingTokayev}` }],
    [`/v1/events/${EVENTS.invitingXi}?include=events`, { events: `${EVENTS.talks} ${EVENTS.proposedVisit}` }],
    [
      `${detail}?include=quotes`,
      {
        quotes:
          "2023-10-17-on-strategic-partnership 2023-10-17-tokayev-on-belt-and-road 2023-10-17-tokayev-on-cooperation 2023-10-17-tokayev-on-invitation",
      },
    ],
    [
      "/v1/quotes?mentions=astana&include=sources,participants",
      {
        participants: "cn kassym-jomart-tokayev kz xi-jinping",
        sources: "zakon-kz-2023-10-17",
      },
    ],
    [
      "/v1/figures?kind=money&include=quotes,events,participants",
      {
        events: EVENTS.talks,
        participants: "kassym-jomart-tokayev",
        quotes: "2023-10-17-tokayev-on-cooperation",
      },
    ],
    ["/v1/venues?ids=astana,hangzhou&include=venues", { venues: "china kazakhstan" }],
  ])("GET %s", async (path, ids) => {
    const { included } = (await get(path)).json;
    const found = Object.entries(included as Record<string, { id: string }[]>).map(
      ([collection, records]) => [collection, records.map(({ id }) => id).join(" ")] as const,
    );
    expect(Object.fromEntries(found)).toEqual(ids);
  });

  test("without `include` nothing is included", async () => {
    expect("included" in (await get(detail)).json).toBe(false);
  });

  test("include=figures of an event has all of its figures", async () => {
    expect((await get(`${detail}?include=figures`)).json.included.figures).toHaveLength(8);
  });
});

describe("GET list: `count`", () => {
  test.each([
    ["", 12],
    ["&count=bounded", 12],
    ["&count=exact", 12],
    ["&count=none", null],
  ])("GET /v1/events?limit=1%s", async (count, total) => {
    const { json } = await get(`/v1/events?limit=1${count}`);
    expect(json.meta).toMatchObject({ total, totalIsLowerBound: false, limit: 1 });
    expect(json.data).toHaveLength(1);
  });
});
