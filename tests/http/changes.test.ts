// Changes and retired records: what is new since a day, 410 with the reason, 308 to the record that took over.
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readData } from "../../src/intake/curated/read.ts";
import { formatFault } from "../../src/intake/input/faults.ts";
import { type Client, client } from "../support/client.ts";
import { BEIJING } from "../support/fixtures.ts";
import { type Server, startServer } from "../support/server.ts";

const RETIRED = [
  {
    collection: "events",
    id: "2023-10-17-old-talks",
    on: "2026-11-23",
    reason: "Coded twice.",
    mergedInto: "2023-10-17-tokayev-xi-talks",
  },
  {
    collection: "quotes",
    id: "2023-10-17-not-said",
    on: "2026-11-25",
    reason: "The source withdrew it.",
    mergedInto: null,
  },
];

let folder: string;
let server: Server;
let api: Client;

async function dataWith(retired: unknown): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), "communique-retired-"));
  await cp(BEIJING, join(copy, "data"), { recursive: true });
  await writeFile(join(copy, "data", "retired.json"), JSON.stringify(retired));
  return copy;
}

beforeAll(async () => {
  folder = await dataWith(RETIRED);
  server = await startServer({ data: join(folder, "data") });
  api = client(() => server.url);
});

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

const collect = async (path: string) => {
  const found: { day: string; id: string; change: string }[] = [];
  for (let next: string | null = path; next !== null; ) {
    const { json, status } = await api.get(next);
    expect(status).toBe(200);
    found.push(...json.data);
    next = json.links.next;
  }
  return found;
};

describe("a retired record", () => {
  test("GET gives 410 with the reason, for its evidence too", async () => {
    for (const end of ["", "/evidence"]) {
      const { status, json } = await api.get(`/v1/quotes/2023-10-17-not-said${end}`);
      expect(status).toBe(410);
      expect(json).toMatchObject({ type: "/problems/gone", detail: "Retired on 2026-11-25: The source withdrew it." });
    }
  });

  test("GET of a merged record gives 308 to the other, with the parameters of the request", async () => {
    const { status, headers, json } = await api.get("/v1/events/2023-10-17-old-talks?fields=id");
    expect(status).toBe(308);
    expect(headers.location).toBe("/v1/events/2023-10-17-tokayev-xi-talks?fields=id");
    expect(json.detail).toBe("Merged on 2026-11-23: Coded twice.");
    expect((await api.get(headers.location as string)).json.data).toEqual({ id: "2023-10-17-tokayev-xi-talks" });
    const evidence = await api.get("/v1/events/2023-10-17-old-talks/evidence");
    expect(evidence.headers.location).toBe("/v1/events/2023-10-17-tokayev-xi-talks/evidence");
  });

  test("`ids` reports a retired record as missing", async () => {
    const { json } = await api.get("/v1/quotes?ids=2023-10-17-not-said,2023-10-17-tokayev-on-cooperation");
    expect(json.meta.missing).toEqual(["2023-10-17-not-said"]);
  });
});

describe("GET /v1/changes", () => {
  test("changes are sorted by day, then id, retired records among them", async () => {
    const all = await collect("/v1/changes?since=2026-01-01&limit=7");
    const keys = all.map(({ day, id }) => `${day} ${id}`);
    expect(keys).toEqual([...keys].sort());
    // The records, those that are gone, and the table of states that came with bulk data.
    expect(all).toHaveLength(12 + 8 + 7 + 4 + 8 + 2 + 2 + 1);
    expect(all[0]).toEqual({
      day: "2026-11-23",
      change: "merged",
      collection: "events",
      id: "2023-10-17-old-talks",
      dataset: "curated",
      reason: "Coded twice.",
      mergedInto: "2023-10-17-tokayev-xi-talks",
      href: "/v1/events/2023-10-17-tokayev-xi-talks",
    });
    expect(all.find(({ id }) => id === "2023-10-17-not-said")).toMatchObject({
      day: "2026-11-25",
      change: "retired",
      href: null,
    });
  });

  test("`since` leaves out earlier changes", async () => {
    expect((await collect("/v1/changes?since=2026-11-24")).some(({ change }) => change === "merged")).toBe(false);
    expect((await collect("/v1/changes?since=2026-11-25")).map(({ id }) => id)).toEqual([
      "2023-10-17-not-said",
      "reference",
    ]);
    expect((await collect("/v1/changes?since=2026-11-26")).map(({ id }) => id)).toEqual(["reference"]);
  });

  test.each([
    ["", "since", "is missing"],
    ["since=2026-13-01", "since", 'cannot be "2026-13-01"; write a day that exists: 2023-10-17'],
    ["since=2026", "since", 'cannot be "2026"; write a day that exists: 2023-10-17'],
    ["since=2026-01-01&limit=201", "limit", 'cannot be "201"; write a whole number from 1 to 200'],
    ["since=2026-01-01&until=2027-01-01", "until", "is not a parameter here"],
  ])("?%s gives 400", async (query, parameter, detail) => {
    const { status, json } = await api.get(`/v1/changes?${query}`);
    expect(status).toBe(400);
    expect(json.errors).toEqual([{ parameter, detail }]);
  });
});

test("a data/retired.json with faults is refused, every fault named", async () => {
  const [first] = RETIRED;
  const copy = await dataWith([
    first,
    first,
    { ...first, id: "2023-10-17-tokayev-xi-talks" },
    { ...first, id: "x", mergedInto: "2023-10-17-tokayev-xi-talk" },
    { ...first, id: "y", on: "yesterday" },
  ]);
  const { faults } = await readData(join(copy, "data"));
  await rm(copy, { recursive: true });
  expect(faults.map(formatFault)).toEqual([
    expect.stringMatching(/^data\/retired\.json:\/4\/on: "yesterday" is not a valid date/),
  ]);
  const again = await dataWith([
    first,
    first,
    { ...first, id: "2023-10-17-tokayev-xi-talks" },
    { ...first, id: "x", mergedInto: "2023-10-17-tokayev-xi-talk" },
  ]);
  const { faults: more } = await readData(join(again, "data"));
  await rm(again, { recursive: true });
  expect(more.map(formatFault)).toEqual([
    'data/retired.json:/1/id: "events/2023-10-17-old-talks" is retired twice',
    'data/retired.json:/2/id: "events/2023-10-17-tokayev-xi-talks" is still a record; retire it or keep it',
    'data/retired.json:/3/mergedInto: there is no record "events/2023-10-17-tokayev-xi-talk"; did you mean "2023-10-17-tokayev-xi-talks"?',
  ]);
});
