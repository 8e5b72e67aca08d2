// Lists over HTTP: meta and notes, and what `ids`, `fields`, `include`, `labels` and `count` do.
import { describe, expect, test } from "vitest";
import { BULK_EVENTS } from "../support/filled.ts";
import { useServer } from "../support/server.ts";

const { get } = useServer();

// biome-ignore lint/suspicious/noExplicitAny: bodies of every shape
type Json = any;

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

  test("named parts do not cut included records, whose own parts are named below `included`", async () => {
    const detail = `/v1/events/${EVENTS.talks}?fields=id`;
    const { json } = await get(`${detail}&include=sources`);
    expect(json.data).toEqual({ id: EVENTS.talks });
    expect(Object.keys(json.included.sources[0])).toContain("headline");
    const { data, included } = (await get(`${detail},included.venues.names.en&include=venues,sources`)).json;
    expect(data).toEqual({ id: EVENTS.talks });
    expect(included.venues).toContainEqual({ id: "beijing", names: { en: "Beijing" } });
    expect(Object.keys(included.sources[0])).toContain("headline");
  });

  test.each([
    ["/v1/events?type=talks", (json: Json) => json.data[0]],
    [`/v1/events/${EVENTS.talks}`, (json: Json) => json.data],
  ])("%s: parts with `-` are left out, of included records too", async (path, first) => {
    const join = path.includes("?") ? "&" : "?";
    const whole = (await get(`${path}${join}include=venues`)).json;
    const { json } = await get(`${path}${join}include=venues&fields=-provenance,-date.certain,-participants.office`);
    const { provenance: _, ...rest } = first(whole);
    const { certain, ...date } = rest.date;
    const participants = rest.participants.map(({ office, ...entry }: Json) => entry);
    expect(first(json)).toEqual({ ...rest, date, participants });
    expect(json.included.venues).toEqual(whole.included.venues.map(({ provenance: _, ...venue }: Json) => venue));
  });

  test("an included collection is cut by its own parts where they are named, whatever is left out elsewhere", async () => {
    const query = "fields=-provenance,included.venues.kind,-included.sources.text&include=venues,sources";
    const { data, included } = (await get(`/v1/events/${EVENTS.talks}?${query}`)).json;
    expect(Object.keys(data)).not.toContain("provenance");
    expect(included.venues[0]).toEqual({ id: "beijing", kind: "city" });
    expect(Object.keys(included.sources[0])).toEqual(expect.not.arrayContaining(["provenance", "text"]));
  });

  test.each([
    ["fields=title,-provenance", /both names "title" and leaves out "provenance": either name the parts/],
    ["fields=title&fields=-provenance.note", /both names "title" and leaves out "provenance.note"/],
    ["fields=included.venues.id,-included.venues.names&include=venues", /both names "included.venues.id" and leaves/],
    ["fields=-id", /leaves out `id`, which is always kept/],
    ["fields=-provenence", /names no part "provenence" in "provenence"; did you mean `provenance`/],
    [
      "fields=included.venues&include=venues",
      /names a whole collection in "included.venues"; name parts of its records/,
    ],
    ["fields=included.venue.names&include=venues", /names no part "venue" .*did you mean `venues`/],
    ["fields=included.venues.names", /names parts of `included.venues`, which needs `include=venues`/],
  ])("GET /v1/events?%s is refused with the way out", async (query, says) => {
    const { status, json } = await get(`/v1/events?${query}`);
    expect(status).toBe(400);
    expect(json.errors).toEqual([{ parameter: "fields", detail: expect.stringMatching(says) }]);
  });
});

describe("`labels`", () => {
  test("a list has the names of all ids and words that it shows, by collection and vocabulary", async () => {
    const fields = "fields=title,type,status,countries,venue,participants.role,codes.cameo";
    const { json } = await get(`/v1/events?type=talks&${fields}&labels=en`);
    expect(json.labels).toEqual({
      events: { [EVENTS.talks]: json.data[0].title.en },
      participants: { cn: "China", kz: "Kazakhstan" },
      venues: { "great-eastern-hall": expect.stringMatching(/Hall/) },
      "event-types": { talks: "Talks" },
      statuses: { occurred: "Occurred" },
      roles: { participant: "Participant" },
      cameo: { "046": expect.any(String) },
    });
    const russian = (await get(`/v1/events?type=talks&${fields}&labels=ru`)).json.labels;
    expect(russian).toMatchObject({ participants: { cn: "Китай" }, "event-types": { talks: "Переговоры" } });
  });

  test("a name that stands in another language alone is given in that one", async () => {
    const { json } = await get("/v1/events?dataset=us-visits&limit=5&labels=ru&fields=participants.participant");
    const names = Object.entries(json.labels.participants);
    expect(names.length).toBeGreaterThan(0);
    for (const [id, name] of names) expect(name, id).toMatch(/\S/);
  });

  test.each([
    ["details with what is included", `/v1/events/${EVENTS.visit}?include=participants,quotes`, "participants.kz"],
    ["records by id", `/v1/figures?ids=2023-10-17-investment-volume`, "scales.billion"],
    ["search", "/v1/search?q=talks", `events.${EVENTS.talks}`],
    ["the timeline", "/v1/timeline?type=talks", "participants.cn"],
    ["pairs of states", "/v1/dyads", "statuses.occurred"],
    ["one pair", "/v1/dyads/KZ/CN", "participants.xi-jinping"],
    ["participations", "/v1/participations?type=talks", "roles.participant"],
  ])("%s have labels, and without `labels` they are the same but for these", async (_what, path, some) => {
    const plain = (await get(path)).json;
    const { labels, ...rest } = (await get(`${path}${path.includes("?") ? "&" : "?"}labels=en`)).json;
    const [key = "", id = ""] = some.split(".");
    expect(labels[key][id]).toMatch(/^\S/);
    expect({ ...rest, links: null }).toEqual({ ...plain, links: null });
    // Every id of a record that stands in the data has a name.
    const told = Object.entries(labels as Record<string, object>).flatMap(([, names]) => Object.keys(names));
    const data = JSON.stringify(rest.data);
    for (const id of ["kz", "cn", "xi-jinping", EVENTS.talks].filter((id) => data.includes(`"${id}"`)))
      expect(told).toContain(id);
  });

  test("`labels` goes with JSON alone", async () => {
    const { status, json } = await get("/v1/events?labels=en&format=csv");
    expect([status, json.errors]).toEqual([400, [{ parameter: "labels", detail: "goes with `json` only" }]]);
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
