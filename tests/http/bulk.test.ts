// Bulk datasets: asked for by name, never mixed in, and duplicates counted once.
import { describe, expect, test } from "vitest";
import { country, dataset, entry, event, venue } from "../store/small.ts";
import { useServer } from "../support/server.ts";

const told = (id: string, more: Parameters<typeof event>[1] = {}) =>
  event(id, { date: "2019-05-13", participants: [entry("hu", "visitor"), entry("us", "host")], ...more });

const visits = dataset(
  "us-visits",
  {
    events: [
      told("us-visits-1", { venue: "country-us" }),
      told("us-visits-2", { relations: [{ type: "same-as", event: "us-visits-1" }] }),
      told("us-visits-3", { date: "2020-01-08" }),
    ],
    participants: [country("hu"), country("us")],
    venues: [venue("country-us", { kind: "country", country: "us" })],
  },
  "bulk",
);

const server = useServer({ bulk: false, datasets: [visits] });

describe("bulk records", () => {
  test("bulk records are in no answer that does not name their dataset", async () => {
    for (const path of ["/v1/events?country=us", "/v1/search?q=us-visits-1", "/v1/timeline?country=US"]) {
      const { json } = await server.get(path);
      expect([path, json.data, json.meta.datasets]).toEqual([path, [], ["curated"]]);
    }
    expect((await server.get("/v1/dyads")).json.meta.total).toBe(1);
    expect((await server.get("/v1/suggest?q=country-us")).json.data).toEqual([]);
  });

  test("dataset=… gives bulk records, alone or with curated ones", async () => {
    const ids = async (path: string) => (await server.get(path)).json.data.map(({ id }: { id: string }) => id);
    expect(await ids("/v1/events?dataset=us-visits")).toEqual(["us-visits-3", "us-visits-1"]);
    const all = await ids("/v1/events?dataset=all&from=2019");
    expect(all.filter((id: string) => id.startsWith("us-visits-"))).toHaveLength(2);
    expect(all.indexOf("2023-10-17-tokayev-xi-talks")).toBeLessThan(all.indexOf("us-visits-3"));
    expect(await ids("/v1/search?q=us-visits-1&dataset=us-visits")).toContain("us-visits-1");
  });

  test("bulk records are reached by id, and `include` reaches every dataset", async () => {
    const { json } = await server.get("/v1/events/us-visits-1?include=participants,venues");
    expect(json.meta.datasets).toEqual(["us-visits"]);
    expect(json.included.participants.map(({ id }: { id: string }) => id)).toEqual(["hu", "us"]);
    expect(json.included.venues.map(({ id }: { id: string }) => id)).toEqual(["country-us"]);
  });
});

describe("events linked by same-as", () => {
  test("GET stats: duplicates count once, and the list at the group's address has as many", async () => {
    const { json } = await server.get("/v1/stats/events?by=country&dataset=us-visits");
    expect(json.meta.total).toBe(2);
    for (const { count, href } of json.data) {
      expect(count).toBe(2);
      expect((await server.get(href)).json.meta.total).toBe(2);
    }
  });

  test("GET stats: distinct=false counts duplicates", async () => {
    const { json } = await server.get("/v1/stats/events?by=type&dataset=us-visits&distinct=false");
    expect(json.data[0].count).toBe(3);
    expect((await server.get(json.data[0].href)).json.meta.total).toBe(3);
  });

  test("lists, calendars, feeds, exports and timelines have duplicates once, and twice with distinct=false", async () => {
    const ids = async (path: string) => new Set((await server.get(path)).text.match(/us-visits-\d/g));
    for (const more of ["", "&format=ndjson", "&format=csv", "&format=ics", "&format=atom", "&format=jsonld"]) {
      const path = `/v1/events?dataset=us-visits&fields=id${more}`.replace(
        more.match(/n.json|^$/) ? /$^/ : "&fields=id",
        "",
      );
      expect([more, await ids(path)]).toEqual([more, new Set(["us-visits-1", "us-visits-3"])]);
      expect([more, (await ids(`${path}&distinct=false`)).size]).toEqual([more, 3]);
    }
    expect((await server.get("/v1/timeline?dataset=us-visits")).json.data).toHaveLength(2);
  });

  test("a note says that duplicates are left out, or that they are there", async () => {
    const notes = async (path: string) => (await server.get(path)).json.meta.notes.join();
    for (const path of ["/v1/events", "/v1/stats/events", "/v1/timeline", "/v1/dyads", "/v1/dyads/us/hu"]) {
      expect([path, await notes(`${path}?dataset=us-visits`)]).toEqual([
        path,
        expect.stringMatching(/twice come once/),
      ]);
    }
    expect(await notes("/v1/events?dataset=us-visits&distinct=false")).toMatch(/twice come twice/);
    expect(await notes("/v1/events")).not.toMatch(/twice/);
  });

  test("GET dyad: duplicates are one event", async () => {
    const { json } = await server.get("/v1/dyads/us/hu?dataset=us-visits");
    expect([json.data.count, json.data.types[0].count]).toEqual([2, 2]);
    expect((await server.get(json.data.events)).json.meta.total).toBe(2);
  });

  test("GET stats: curated counts have no note on duplicates", async () => {
    const { json } = await server.get("/v1/stats/events?by=type");
    for (const { href } of json.data) expect(href).not.toContain("distinct");
  });
});
