// The timeline over HTTP: every dated event in order, with its precision, and invalid requests.
import { describe, expect, test } from "vitest";
import { dataset, event } from "../store/small.ts";
import { useServer } from "../support/server.ts";

interface Item {
  readonly id: string;
  readonly precision: string;
  readonly start: string | null;
  readonly end: string | null;
}

const api = useServer();
const idsOf = (items: readonly Item[]) => items.map(({ id }) => id);

test("GET /v1/timeline: events are sorted by first day, open beginnings last", async () => {
  const { json } = await api.get("/v1/timeline");
  expect(json.data.map(({ id, precision, start, end }: Item) => [id, precision, start, end])).toEqual([
    ["2013-xi-belt-and-road-speech-in-astana", "year", "2013-01-01", "2013-12-31"],
    ["2022-09-xi-state-visit-to-kazakhstan", "month", "2022-09-01", "2022-09-30"],
    ["2023-prc-74th-anniversary", "year", "2023-01-01", "2023-12-31"],
    ["2023-10-belt-and-road-forum", "month", "2023-10-01", "2023-10-31"],
    ["2023-10-17-guard-of-honour-for-tokayev", "day", "2023-10-17", "2023-10-17"],
    ["2023-10-17-tokayev-invitation-to-xi", "day", "2023-10-17", "2023-10-17"],
    ["2023-10-17-tokayev-xi-talks", "day", "2023-10-17", "2023-10-17"],
    ["2023-10-tokayev-visit-to-china", "day", "2023-10-17", "2023-10-17"],
    ["2024-kazakhstan-tourism-year-in-china", "year", "2024-01-01", "2024-12-31"],
    ["2024-xi-state-visit-to-kazakhstan", "year", "2024-01-01", "2024-12-31"],
    ["2023-hangzhou-asian-games", "open", null, "2023-10-17"],
    ["2023-xi-invitation-to-tokayev", "open", null, "2023-10-17"],
  ]);
  expect(json.meta).toMatchObject({ total: 12, limit: 20, notes: [] });
});

test("GET /v1/timeline: an item has start, end, precision and a qualified date", async () => {
  const { json } = await api.get("/v1/timeline?type=visit&status=ongoing");
  expect(json.data).toEqual([
    {
      id: "2023-10-tokayev-visit-to-china",
      title: expect.objectContaining({ en: "Visit of Kassym-Jomart Tokayev to China" }),
      type: "visit",
      status: "ongoing",
      statusAsOf: "2023-10-17",
      date: { edtf: "2023-10-17~", earliest: "2023-10-17", latest: "2023-10-17", certain: false },
      precision: "day",
      start: "2023-10-17",
      end: "2023-10-17",
      countries: ["cn", "kz"],
      partOf: null,
      href: "/v1/events/2023-10-tokayev-visit-to-china",
    },
  ]);
});

test("GET /v1/timeline: pages join to the whole", async () => {
  const seen: string[] = [];
  for (let path = "/v1/timeline?limit=5"; path !== null; ) {
    const { json } = await api.get(path);
    seen.push(...idsOf(json.data));
    path = json.links.next;
  }
  expect(seen).toEqual(idsOf((await api.get("/v1/timeline?limit=200")).json.data));
});

test.each([
  "country.all=KZ,CN",
  "from=2023-10&to=2023-10",
  "from=2023-10&to=2023-10&certainty=certain",
  "certainty=certain",
  "q=инвестиций",
  "near=39.9,116.4&radius=10",
  "topic=sport,tourism",
  "dataset=all",
])("GET /v1/timeline%s finds the events that the list finds", async (query) => {
  const { json } = await api.get(`/v1/timeline?${query}`);
  const list = await api.get(`/v1/events?${query}&sort=date`);
  expect(list.json.data.length).toBeGreaterThan(0);
  expect(idsOf(json.data)).toEqual(idsOf(list.json.data));
  expect(json.meta.total).toBe(list.json.meta.total);
});

const DATES = {
  day: ["2023-10-17", "2023-10-17?", "[2023-10-17]"],
  month: ["2023-10", "2024-02~", "2023-10-XX"],
  year: ["2023", "2023%", "2023-XX", "2023-XX-XX"],
  range: [
    "202X",
    "20XX",
    "2023-10-1X",
    "2023-10-17/2023-10-18",
    "2023-01/2023-12",
    "2023-10-01/2023-10-31",
    "{2023-01,2023-12}",
  ],
  open: ["[..2023-10-17]", "[2023-10-17..]", "2023-10-17/..", "../2023-10-17"],
};

describe("GET /v1/timeline: dates of every form", () => {
  const forms = Object.entries(DATES).flatMap(([precision, dates]) => dates.map((edtf) => [precision, edtf] as const));
  const events = [
    ...forms.map(([precision, edtf], at) => event(`${precision}-${at}`, { date: edtf })),
    ...["no-date-1", "no-date-2"].map((id) => event(id)),
    event("of-another-type", { type: "call" }),
  ];
  const other = useServer({ data: null, datasets: [dataset("small", { events })] });

  test("items have the precision and the days of their EDTF", async () => {
    const { json } = await other.get("/v1/timeline?limit=200");
    expect(json.data).toHaveLength(forms.length);
    for (const { id, precision, start, end, date } of json.data) {
      expect([date.edtf, precision]).toEqual([date.edtf, id.split("-")[0]]);
      expect([start, end]).toEqual([date.earliest, date.latest]);
      expect(start === null || end === null).toBe(precision === "open");
    }
  });

  test("events without a date are left out, and a note counts them", async () => {
    const all = await other.get("/v1/timeline?limit=1");
    expect(all.json.meta).toMatchObject({ total: forms.length, notes: ["Left out for want of a date: 3."] });
    const calls = await other.get("/v1/timeline?type=call");
    expect(calls.json).toMatchObject({ data: [], meta: { total: 0, notes: ["Left out for want of a date: 1."] } });
    // A window leaves them out by itself, as it does in lists.
    expect((await other.get("/v1/timeline?from=2023")).json.meta.notes).toEqual([]);
  });
});

describe("GET /v1/timeline: invalid requests", () => {
  test.each([
    ["limit=0", "limit"],
    ["limit=201", "limit"],
    ["sort=date", "sort"],
    ["ids=a", "ids"],
    ["fields=id", "fields"],
    ["type=party", "type"],
    ["from=2023-13", "from"],
    ["radius=5", "radius"],
    ["cursor=abc", "cursor"],
    ["noSuch=1", "noSuch"],
  ])("?%s gives 400", async (query, parameter) => {
    const { status, json } = await api.get(`/v1/timeline?${query}`);
    expect(status).toBe(400);
    expect(json.errors).toEqual([{ parameter, detail: expect.any(String) }]);
  });

  test("cursors of other filters and of the list give 400", async () => {
    const { next } = (await api.get("/v1/timeline?limit=1")).json.links;
    for (const path of [`${next}&type=visit`, next.replace("timeline", "events")]) {
      const { status, json } = await api.get(path);
      expect([status, json.errors[0].parameter]).toEqual([400, "cursor"]);
    }
  });
});
