// Dyads over HTTP: Kazakhstan and China in the Beijing records, and invalid requests.
import { describe, expect, test } from "vitest";
import type { Records } from "../../src/model/bundle.ts";
import { useServer } from "../support/server.ts";

interface Line {
  readonly id: string;
}

const api = useServer();
const idsOf = (lines: readonly Line[]) => lines.map(({ id }) => id);

describe("GET /v1/dyads/KZ/CN", () => {
  // biome-ignore lint/suspicious/noExplicitAny: an answer's body
  const dyad = async (query = ""): Promise<any> => (await api.get(`/v1/dyads/KZ/CN${query}`)).json.data;

  test("the list of dyads has it once, with first and last event and counts of what took place and lies ahead", async () => {
    const { json } = await api.get("/v1/dyads");
    expect(json.data).toEqual([
      {
        countries: ["cn", "kz"],
        names: { cn: expect.objectContaining({ en: "China" }), kz: expect.objectContaining({ ru: "Казахстан" }) },
        count: 9,
        held: 6,
        ahead: 3,
        first: expect.objectContaining({ id: "2022-09-xi-state-visit-to-kazakhstan", status: "occurred" }),
        last: expect.objectContaining({ id: "2023-10-tokayev-visit-to-china", status: "ongoing" }),
        href: "/v1/dyads/cn/kz",
      },
    ]);
    expect(json.meta).toMatchObject({ total: 1, limit: 20 });
    expect(json.links.next).toBe(null);
  });

  test("it is the same in either order, by any code and in any case", async () => {
    const { text, json, headers } = await api.get("/v1/dyads/cn/kz");
    expect(json.links.self).toBe("/v1/dyads/cn/kz");
    expect(headers.link).toBe('</v1/dyads/cn/kz>; rel=self, </dyads/cn/kz>; rel=alternate; type="text/html"');
    for (const pair of ["KZ/CN", "CN/KZ", "kaz/CHN", "chn/Kz"])
      expect((await api.get(`/v1/dyads/${pair}`)).text).toBe(text);
  });

  test("it counts the events that the list finds", async () => {
    const { events, count } = await dyad();
    expect(events).toBe("/v1/events?country.all=cn,kz");
    const { json } = await api.get(events);
    expect(json.meta.total).toBe(count);
    expect(idsOf(json.data).sort()).toEqual([
      "2022-09-xi-state-visit-to-kazakhstan",
      "2023-10-17-guard-of-honour-for-tokayev",
      "2023-10-17-tokayev-invitation-to-xi",
      "2023-10-17-tokayev-xi-talks",
      "2023-10-belt-and-road-forum",
      "2023-10-tokayev-visit-to-china",
      "2023-xi-invitation-to-tokayev",
      "2024-kazakhstan-tourism-year-in-china",
      "2024-xi-state-visit-to-kazakhstan",
    ]);
  });

  test("it counts by type, year and status, each with its address", async () => {
    const { types, years, statuses, count } = await dyad();
    type Groups = readonly { keys: object; count: number; href: string }[];
    const told = (groups: Groups) => groups.map((group) => [...Object.values(group.keys), group.count]);
    expect(told(types)).toEqual([
      ["visit", 3],
      ["invitation", 2],
      ["ceremony", 1],
      ["forum", 1],
      ["talks", 1],
      ["theme-year", 1],
    ]);
    expect(told(years)).toEqual([
      ["2022", 1],
      ["2023", 5],
      ["2024", 2],
      [null, 1],
    ]);
    expect(told(statuses)).toEqual([
      ["occurred", 5],
      ["planned", 2],
      ["ongoing", 1],
      ["proposed", 1],
    ]);
    for (const groups of [types, years, statuses] as Groups[]) {
      expect(groups.reduce((sum, group) => sum + group.count, 0)).toBe(count);
      for (const group of groups) expect((await api.get(group.href)).json.meta.total, group.href).toBe(group.count);
    }
  });

  test("it counts visits by rank and direction", async () => {
    const { visits } = await dyad();
    expect(visits).toEqual([
      expect.objectContaining({ rank: "state", visitor: "cn", host: "kz", count: 2, held: 1, ahead: 1 }),
      expect.objectContaining({ rank: null, visitor: "kz", host: "cn", count: 1, held: 1, ahead: 0 }),
    ]);
    // What is proposed is not the last visit.
    expect(visits[0].last.id).toBe("2022-09-xi-state-visit-to-kazakhstan");
  });

  test("it has the open invitation, and leaves out the one that a visit followed", async () => {
    const { invitations, agreements } = await dyad();
    expect(invitations).toEqual({
      total: 1,
      items: [
        expect.objectContaining({
          id: "2023-10-17-tokayev-invitation-to-xi",
          stage: "extended",
          statusAsOf: "2023-10-17",
          inviters: ["kassym-jomart-tokayev"],
          invitees: ["xi-jinping"],
          visits: ["2024-xi-state-visit-to-kazakhstan"],
        }),
      ],
    });
    expect(agreements).toEqual({ total: 0, items: [] });
  });

  test("it has the people who met: Xi and Tokayev", async () => {
    const { people } = await dyad();
    expect(people).toEqual({
      total: 1,
      items: [
        {
          persons: ["xi-jinping", "kassym-jomart-tokayev"],
          names: {
            "xi-jinping": expect.objectContaining({ en: "Xi Jinping" }),
            "kassym-jomart-tokayev": expect.objectContaining({ en: "Kassym-Jomart Tokayev" }),
          },
          // The talks are part of the visit: one occasion.
          count: 1,
          first: expect.objectContaining({ id: "2023-10-tokayev-visit-to-china" }),
          last: expect.objectContaining({ id: "2023-10-tokayev-visit-to-china" }),
        },
      ],
    });
  });

  test("it has the latest figures, with claimant and date", async () => {
    const { figures } = await dyad();
    expect(figures.total).toBe(8);
    expect(figures.items.find(({ id }: Line) => id === "2023-10-17-investment-volume")).toEqual({
      id: "2023-10-17-investment-volume",
      kind: "money",
      raw: "21 млрд долларов",
      value: "21000000000",
      valueMax: null,
      unit: null,
      currency: "USD",
      bound: "exact",
      measure: expect.objectContaining({ en: "volume of investment" }),
      subject: expect.anything(),
      stage: "under-way",
      additive: false,
      claimant: "kassym-jomart-tokayev",
      asOf: expect.objectContaining({ edtf: "2023-10-17" }),
      event: "2023-10-17-tokayev-xi-talks",
      href: "/v1/figures/2023-10-17-investment-volume",
    });
  });

  test("plans stay plans after their date, as they were reported", async () => {
    const { planned } = await dyad();
    expect(planned.items.map(({ id, status, statusAsOf }: Records["events"]) => [id, status, statusAsOf])).toEqual([
      ["2024-kazakhstan-tourism-year-in-china", "planned", "2023-10-17"],
      ["2024-xi-state-visit-to-kazakhstan", "proposed", "2023-10-17"],
      ["2023-10-belt-and-road-forum", "planned", "2023-10-17"],
    ]);
  });

  test("it takes a time window", async () => {
    const { count, events, first, last } = await dyad("?from=2022&to=2022");
    expect([count, events]).toEqual([1, "/v1/events?country.all=cn,kz&from=2022&to=2022"]);
    expect(first).toEqual(last);
    const { json } = await api.get("/v1/dyads?from=2022&to=2022&country=KZ&type=visit");
    expect(json.data).toMatchObject([{ count: 1, href: "/v1/dyads/cn/kz?from=2022&to=2022" }]);
    expect((await api.get("/v1/dyads?from=2021&to=2021")).json.data).toEqual([]);
  });
});

test("GET dyad: a pair without events has zeros", async () => {
  for (const pair of ["kz/us", "SU/KZ", "SUN/fra"]) {
    const { status, json } = await api.get(`/v1/dyads/${pair}`);
    expect(status).toBe(200);
    const { countries, names, events, ...rest } = json.data;
    const none = { total: 0, items: [] };
    expect(Object.keys(names)).toEqual(countries);
    expect(events).toBe(`/v1/events?country.all=${countries}`);
    expect(rest).toEqual({
      ...{ count: 0, held: 0, ahead: 0, first: null, last: null, types: [], years: [], statuses: [], visits: [] },
      ...{ agreements: none, invitations: none, people: none, figures: none, planned: none },
    });
  }
});

describe("GET dyads: invalid requests", () => {
  test.each([
    ["XX/YY", 404, /^no state has the code or id "XX".*; no state has the code or id "YY"/],
    ["KZ/kazakstan", 404, /^no state has the code or id "kazakstan"/],
    ["KZ/CM2", 404, /did you mean `CM/],
    ["KZ/%00", 404, /^no state has the code or id "�"/],
    ["KZ/KZ", 400, /^1 fault: `b` is the same state as `a` \(kz\)/],
    ["KZ/kaz", 400, /^1 fault: `b` is the same state as `a` \(kz\)/],
    ["CS/KZ", 400, /^1 fault: `a` stood for several states; write one of czechoslovakia, serbia-and-montenegro$/],
    ["KZ/CN?type=visit", 400, /^1 fault: `type` is not a parameter here/],
    ["KZ/CN?dataset=nothing", 400, /^1 fault: `dataset` knows no dataset "nothing"/],
    ["KZ/CN?from=2024&to=2023", 400, /^1 fault: `from` begins after `to` ends$/],
    ["KZ", 404, /nothing at this address/],
  ])("GET /v1/dyads/%s is refused", async (rest, status, detail) => {
    const answer = await api.get(`/v1/dyads/${rest}`);
    expect([answer.status, answer.json.detail]).toEqual([status, expect.stringMatching(detail)]);
  });

  test.each([
    ["limit=0", "limit"],
    ["limit=201", "limit"],
    ["sort=date", "sort"],
    ["country=XX", "country"],
    ["role=host", "role"],
    ["cursor=abc", "cursor"],
  ])("GET /v1/dyads?%s is refused", async (query, parameter) => {
    const { status, json } = await api.get(`/v1/dyads?${query}`);
    expect(status).toBe(400);
    expect(json.errors).toEqual([{ parameter, detail: expect.any(String) }]);
  });
});

describe("GET dyads with PUBLIC_URL", () => {
  const named = useServer({ settings: { PUBLIC_URL: "https://news.example.org" } });

  test("links are absolute", async () => {
    const { json } = await named.get("/v1/dyads/KZ/CN");
    expect(json.links.self).toBe("https://news.example.org/v1/dyads/cn/kz");
    expect(json.data.types[0].href).toMatch(/^https:\/\/news\.example\.org\/v1\/events\?/);
  });
});
