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

interface Entry {
  readonly [field: string]: unknown;
  readonly seq: number;
  readonly at: string;
  readonly id: string;
  readonly change: string;
}

/** All entries of a list, page by page, and what to ask later. */
async function collect(path: string, of: Client = api): Promise<{ all: Entry[]; monitor: string; notes: string[] }> {
  const all: Entry[] = [];
  for (let next = path; ; ) {
    const { json, status } = await of.get(next);
    expect(status).toBe(200);
    all.push(...json.data);
    const { monitor } = json.links;
    if (json.links.next === null) return { all, monitor, notes: json.meta.notes };
    next = json.links.next;
  }
}

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

  test("GET of their pages gives 410 and 308 too: a page that says so, and the other's page", async () => {
    const html = { headers: { accept: "text/html" }, redirect: "manual" } as const;
    const gone = await fetch(`${server.url}/quotes/2023-10-17-not-said`, html);
    expect([gone.status, (await gone.text()).includes("The source withdrew it.")]).toEqual([410, true]);
    const merged = await fetch(`${server.url}/events/2023-10-17-old-talks?lang=ru`, html);
    expect([merged.status, merged.headers.get("location")]).toEqual([
      308,
      "/events/2023-10-17-tokayev-xi-talks?lang=ru",
    ]);
  });

  test("`ids` reports a retired record as missing", async () => {
    const { json } = await api.get("/v1/quotes?ids=2023-10-17-not-said,2023-10-17-tokayev-on-cooperation");
    expect(json.meta.missing).toEqual(["2023-10-17-not-said"]);
  });
});

const day = (from: number) => new Date(Date.now() + from * 86_400_000).toISOString().slice(0, 10);

describe("GET /v1/changes", () => {
  test("entries are sorted by seq, datasets with their counts, curated records and retired ids one by one", async () => {
    const { all } = await collect("/v1/changes?limit=7");
    const [first] = all;
    expect(all.map(({ seq }) => seq)).toEqual([...new Set(all.map(({ seq }) => seq))].sort((a, b) => a - b));
    expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).sort());
    // The records, those that are gone, curated data as a whole, and the table of states that came with bulk data.
    const datasets = all.filter(({ collection }) => collection === null);
    expect(all).toHaveLength(12 + 8 + 7 + 4 + 8 + 2 + 2 + datasets.length);
    expect(first).toMatchObject({ change: "loaded", dataset: "curated", id: "curated", reason: null });
    expect(first?.records).toMatchObject({ events: { added: 12, changed: 0, removed: 0, total: 12 } });
    const { json } = await api.get("/v1/datasets");
    const versions = new Map(json.data.map(({ id, version }: Record<string, string>) => [id, version]));
    expect(datasets.map(({ id }) => id).sort()).toEqual([...versions.keys()]);
    for (const { id, version } of datasets) expect(version).toEqual({ before: null, after: versions.get(id) });
    expect(all.find(({ change }) => change === "merged")).toMatchObject({
      collection: "events",
      id: "2023-10-17-old-talks",
      dataset: "curated",
      reason: "Coded twice.",
      mergedInto: "2023-10-17-tokayev-xi-talks",
      records: null,
      href: "/v1/events/2023-10-17-tokayev-xi-talks",
    });
    expect(all.find(({ id }) => id === "2023-10-17-not-said")).toMatchObject({ change: "retired", href: null });
    expect(all.find(({ id }) => id === "2023-10-17-tokayev-xi-talks")).toMatchObject({ change: "added" });
  });

  test("`href` of a dataset lists its records by change, all of those that were added among them", async () => {
    const [first] = (await collect("/v1/changes?limit=1")).all;
    expect(first?.href).toMatch(/^\/v1\/events\?dataset=curated&updatedSince=\d{4}-\d\d-\d\d&sort=-updated$/);
    expect((await api.get(String(first?.href))).json.meta.total).toBe(12);
  });

  test("`since` is a day here; an earlier one than the log has is told", async () => {
    expect((await collect(`/v1/changes?since=${day(1)}`)).all).toEqual([]);
    const { all, notes } = await collect(`/v1/changes?since=${day(-1)}&limit=200`);
    expect(all).toEqual((await collect("/v1/changes?limit=200")).all);
    expect(notes).toEqual([
      expect.stringMatching(
        /^Entries are kept for 400 days; this log begins at .*Z\. What happened before that is not in it\.$/,
      ),
    ]);
  });

  test("`after` and `links.monitor` go on where the last page ended", async () => {
    const { all, monitor } = await collect("/v1/changes?limit=200");
    expect(monitor).toBe(`/v1/changes?after=${all.at(-1)?.seq}&limit=200`);
    const later = await collect(monitor);
    expect([later.all, later.monitor]).toEqual([[], monitor]);
    expect((await collect(`/v1/changes?after=${all[2]?.seq}`)).all).toEqual(all.slice(3));
    expect((await collect("/v1/changes?after=1")).notes[0]).toContain("What happened before that is not in it.");
    expect((await collect(`/v1/changes?since=${day(1)}`)).monitor).toBe(`/v1/changes?since=${day(1)}&limit=50`);
  });

  test.each([
    ["since=2026-13-01", "since", 'cannot be "2026-13-01"; write a day that exists: 2023-10-17'],
    ["since=2026", "since", 'cannot be "2026"; write a day that exists: 2023-10-17'],
    ["after=-1", "after", 'cannot be "-1"; write the `seq` of an entry'],
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
