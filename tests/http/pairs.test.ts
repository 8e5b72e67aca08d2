// Dyads over HTTP: small records that bring every case about.
import { describe, expect, test } from "vitest";
import { country, dataset, entry, event, figure, participant } from "../store/small.ts";
import { useServer } from "../support/server.ts";

const idsOf = (lines: readonly { readonly id: string }[]) => lines.map(({ id }) => id);

const consult = {
  plover: { event: "CONSULT" as const, mode: null, contexts: [] },
  cameo: null,
  gdelt: null,
  rule: null,
};
const both = [entry("ann", "participant", "fr"), entry("bob", "participant", "de")];
const invited = (stage: "extended" | "accepted" | "declined", visit: string[] = []) => ({
  type: "invitation" as const,
  participants: [entry("fr", "inviter"), entry("de", "invitee")],
  invitation: { stage, visit },
});
const visited = [entry("fr", "visitor"), entry("de", "host")];
const small = dataset("small", {
  participants: [
    ...["de", "fr", "it", "pl", "us"].map((id) => country(id)),
    ...["ann", "bob", "cat"].map((id) => participant(id)),
    participant("team", { kind: "delegation" }),
  ],
  events: [
    event("talks", { type: "talks", date: "2020-05-01", codes: consult, participants: both }),
    event("later-talks", { type: "talks", date: "2021-05", codes: consult, status: "ongoing", participants: both }),
    event("call", { type: "call", date: "2022-05", codes: consult, participants: both }),
    event("wreath", { type: "ceremony", date: "2022-04", participants: both }),
    event("planned-talks", { type: "talks", date: "2030", codes: consult, status: "planned", participants: both }),
    event("forum", {
      type: "forum",
      date: "2021-06-01",
      codes: consult,
      participants: [
        ...[entry("ann", "participant", "fr"), entry("cat", "participant", "it"), entry("bob", "mentioned", "de")],
        ...[entry("team", "participant", "de"), entry("pl", "participant")],
      ],
    }),
    event("agreement", {
      type: "agreement",
      date: "2021-05-02",
      participants: [entry("fr", "signatory"), entry("de", "signatory")],
    }),
    event("undated-agreement", {
      type: "agreement",
      participants: [entry("fr", "signatory"), entry("de", "signatory")],
    }),
    event("visit", { date: "2019", rank: "state", participants: visited }),
    event("cancelled-visit", { date: "2019-03", rank: "state", status: "cancelled", participants: visited }),
    event("working-visit", {
      date: "[..2018-01-01]",
      rank: "working",
      participants: [entry("de", "visitor"), entry("fr", "host")],
    }),
    event("two-visits", { rank: "working", participants: [...visited, entry("de", "visitor"), entry("fr", "host")] }),
    event("open", invited("extended")),
    event("open-proposed", invited("accepted", ["proposed-visit"])),
    event("closed-declined", invited("declined")),
    event("closed-visited", invited("accepted", ["visit"])),
    event("closed-fulfilled", invited("accepted")),
    event("not-closed", invited("extended")),
    event("proposed-visit", { status: "proposed", participants: [entry("fr", "visitor")] }),
    event("fulfilling", {
      type: "meeting",
      relations: [
        { type: "fulfils", event: "closed-fulfilled" },
        { type: "recalls", event: "not-closed" },
      ],
    }),
    event("part", { type: "meeting", partOf: "talks" }),
    event("alone", { participants: [entry("us", "actor")] }),
  ],
  figures: [
    figure("claim-1", { event: "talks", asOf: "2020" }),
    figure("claim-2", { event: "part", asOf: "2021" }),
    figure("undated", { event: "agreement" }),
    figure("elsewhere", { event: "alone", asOf: "2022" }),
  ],
});
const rows = dataset(
  "rows",
  { events: [event("row-1", { type: "call" })], figures: [figure("row", { event: "talks" })] },
  "bulk",
);

describe("GET /v1/dyads on small records", () => {
  const other = useServer({ data: null, datasets: [small, rows] });
  // biome-ignore lint/suspicious/noExplicitAny: an answer's body
  const dyad = async (): Promise<any> => (await other.get("/v1/dyads/fr/de")).json.data;

  test("every two states of an event are a pair, those with most events first", async () => {
    const { json } = await other.get("/v1/dyads");
    const told = json.data.map(({ countries, count }: { countries: string[]; count: number }) => [
      countries.join(),
      count,
    ]);
    expect(told).toEqual([["de,fr", 18], ...["de,it", "de,pl", "fr,it", "fr,pl", "it,pl"].map((pair) => [pair, 1])]);
    for (const { countries, count } of json.data) {
      expect((await other.get(`/v1/events?country.all=${countries}`)).json.meta.total).toBe(count);
    }
  });

  test("pages have every pair once", async () => {
    const seen: string[] = [];
    for (let path = "/v1/dyads?limit=1"; path !== null; ) {
      const { json } = await other.get(path);
      expect(json.meta.total).toBe(6);
      seen.push(...json.data.map(({ href }: { href: string }) => href));
      path = json.links.next;
    }
    const { json } = await other.get("/v1/dyads");
    expect(seen).toEqual(json.data.map(({ href }: { href: string }) => href));
    const { next } = (await other.get("/v1/dyads?limit=1")).json.links;
    const foreign = await other.get(`${next}&country=FR`);
    expect(foreign.json.errors).toEqual([{ parameter: "cursor", detail: expect.stringMatching(/^belongs to other/) }]);
  });

  test.each([
    ["country=IT", ["de,it", "fr,it", "it,pl"]],
    ["country=IT,PL", ["de,it", "de,pl", "fr,it", "fr,pl", "it,pl"]],
    ["country=IT&country[]=PL", ["de,it", "de,pl", "fr,it", "fr,pl", "it,pl"]],
    ["country.all=IT,PL", ["it,pl"]],
    ["country.all=FR&country=IT,DE", ["de,fr", "fr,it"]],
    ["country=!IT", ["de,fr", "de,pl", "fr,pl"]],
    ["country.all=FR&country=!IT,PL", ["de,fr"]],
    ["country=null", []],
    ["country=US", []],
    ["type=forum&country=fr", ["de,fr", "fr,it", "fr,pl"]],
    ["type=visit", ["de,fr"]],
  ])("filtered by %s", async (query, pairs) => {
    const { json } = await other.get(`/v1/dyads?${query}`);
    expect(json.data.map(({ countries }: { countries: string[] }) => countries.join()).sort()).toEqual(pairs);
    expect(json.meta.total).toBe(pairs.length);
  });

  test("the people who met were present, each for one side, and not on the telephone", async () => {
    const { people } = await dyad();
    expect(people.total).toBe(1);
    expect(people.items).toMatchObject([
      { persons: ["bob", "ann"], count: 2, first: { id: "talks" }, last: { id: "later-talks" } },
    ]);
    const forum = (await other.get("/v1/dyads/fr/it")).json.data;
    expect(forum.people.items).toMatchObject([{ persons: ["ann", "cat"], count: 1 }]);
  });

  test("invitations are open or not", async () => {
    const { invitations } = await dyad();
    expect(idsOf(invitations.items)).toEqual(["not-closed", "open", "open-proposed"]);
    expect(invitations.items[2]).toMatchObject({
      stage: "accepted",
      visits: ["proposed-visit"],
      inviters: ["fr"],
      invitees: ["de"],
    });
  });

  test("visits are counted by rank and direction, with first and last of what took place", async () => {
    const { visits, first, last, count, held, ahead } = await dyad();
    expect(visits).toMatchObject([
      {
        rank: "state",
        visitor: "fr",
        host: "de",
        count: 2,
        held: 1,
        ahead: 0,
        first: { id: "visit" },
        last: { id: "visit" },
      },
      // Open at its beginning, and yet the only one.
      { rank: "working", visitor: "de", host: "fr", count: 1, first: { id: "working-visit" } },
      { rank: "working", visitor: null, host: null, count: 1, held: 1, first: null, last: null },
    ]);
    expect([first.id, last.id]).toEqual(["visit", "call"]);
    expect([count, held, ahead]).toEqual([18, 16, 1]);
  });

  test("agreements and figures are the latest, figures of parts too, of the datasets asked", async () => {
    const { agreements, figures, planned } = await dyad();
    expect([agreements.total, idsOf(agreements.items)]).toEqual([2, ["agreement", "undated-agreement"]]);
    expect([figures.total, idsOf(figures.items)]).toEqual([3, ["claim-2", "claim-1", "undated"]]);
    expect(idsOf(planned.items)).toEqual(["planned-talks"]);
    const { json } = await other.get("/v1/dyads/fr/de?dataset=all");
    expect(idsOf(json.data.figures.items)).toEqual(["claim-2", "claim-1", "row", "undated"]);
    expect(json.meta).toMatchObject({ datasets: ["rows", "small"] });
    expect(json.meta.notes).toEqual([
      expect.stringMatching(/each pair/),
      expect.stringMatching(/`rows` are counts of rows/),
    ]);
    expect(json.data.events).toBe("/v1/events?country.all=de,fr&dataset=all");
  });
});
