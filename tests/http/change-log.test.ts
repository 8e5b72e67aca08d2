// The log of changes over HTTP: imports, updates and drops as a client that polls finds them, on either engine.
import sql from "sql-template-tag";
import { describe, expect, test } from "vitest";
import type { Database } from "../../src/store/engine/database.ts";
import { drop } from "../../src/store/write/drop.ts";
import { load } from "../../src/store/write/load.ts";
import { EMPTY, importing, keptOf } from "../store/bulk.ts";
import { country, dataset, event } from "../store/small.ts";
import { ENGINE, openToWrite } from "../support/databases.ts";
import { useServer } from "../support/server.ts";

interface Entry {
  readonly [field: string]: unknown;
  readonly seq: number;
  readonly id: string;
}

// Nothing is kept: what was committed is asked for at once.
const server = useServer({ bulk: false, settings: { CACHE_BYTES: "0" } });

async function writing<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const writer = await openToWrite(server.place);
  try {
    return await work(writer);
  } finally {
    await writer.close();
    // A notice may still be on its way.
    await server.database.stampNow();
  }
}

/** A client that polls: what is new since it asked last. */
async function poller(): Promise<() => Promise<Entry[]>> {
  let address = "/v1/changes?limit=200";
  const poll = async () => {
    const found: Entry[] = [];
    for (;;) {
      const { json } = await server.get(address);
      found.push(...json.data);
      address = json.links.monitor;
      if (json.links.next === null) return found;
    }
  };
  await poll();
  return poll;
}

const row = (number: number, some: object = {}) =>
  keptOf({ ...EMPTY, number, order: 1, states: ["kz", "cn"], venue: "gdelt-place-1", ...some });
const counts = (added: number, changed: number, removed: number, total: number) => ({ added, changed, removed, total });

describe("a client that polls `links.monitor`", () => {
  test("finds an entry of each import and drop with counts, versions and an address, and none where nothing changed", async () => {
    const poll = await poller();
    const version = async () => (await server.get("/v1")).json.meta.version;
    const before = await version();
    const first = await writing((database) => importing(database, [row(1), row(2), row(3)]));
    const [loaded, ...none] = await poll();
    expect(none).toEqual([]);
    expect(loaded).toMatchObject({ change: "loaded", dataset: "gdelt", collection: null, id: "gdelt" });
    expect(loaded?.version).toEqual({ before: null, after: first.info.version });
    expect(loaded?.records).toMatchObject({ events: counts(3, 0, 0, 3), venues: counts(1, 0, 0, 1) });
    expect(loaded?.href).toMatch(/^\/v1\/events\?dataset=gdelt&updatedSince=.*&sort=-updated$/);
    expect((await server.get(String(loaded?.href))).json.meta.total).toBe(3);

    await writing((database) => importing(database, [row(1), row(2), row(3)]));
    expect(await poll()).toEqual([]);

    await writing((database) => importing(database, [row(2, { order: 2, type: "talks" }), row(4)]));
    const [updated] = await poll();
    expect(updated).toMatchObject({ change: "updated", records: { events: counts(1, 1, 0, 4) } });
    expect(updated?.version).toMatchObject({ before: first.info.version });

    await writing((database) => drop(database, "gdelt"));
    const [dropped] = await poll();
    expect(dropped).toMatchObject({ change: "dropped", href: null, version: { after: null } });
    expect(dropped?.records).toMatchObject({ events: counts(0, 0, 4, 0) });
    // The log is no part of the version.
    expect(await version()).toBe(before);
    const { json } = await server.get("/v1/changes?limit=200");
    expect(json.data.slice(-3).map(({ change }: Entry) => change)).toEqual(["loaded", "updated", "dropped"]);
  });

  test("finds an entry of each curated record that was added, changed or retired, beside that of the dataset", async () => {
    const poll = await poller();
    const events = [event("one"), event("two"), event("three")];
    const own = (list: typeof events, retired = {}) => {
      const made = dataset("other", { events: list, participants: [country("kz2")] });
      return { ...made, info: { ...made.info, kind: "curated" as const }, ...retired };
    };
    await writing((database) => load(database, own(events)));
    expect((await poll()).map(({ change, id }) => `${change} ${id}`)).toEqual([
      "loaded other",
      ...["one", "three", "two"].map((id) => `added ${id}`),
      "added kz2",
    ]);
    const [one, two] = events;
    const on = "2026-11-30";
    const gone = { collection: "events" as const, id: "three", on, reason: "Told twice.", mergedInto: "one" };
    const changed = own([{ ...one, topics: ["trade"] } as (typeof events)[number], two as (typeof events)[number]], {
      retired: [gone],
    });
    await writing((database) => load(database, changed));
    const found = await poll();
    expect(found.map(({ change, id }) => `${change} ${id}`)).toEqual(["updated other", "changed one", "merged three"]);
    expect(found[0]?.records).toMatchObject({ events: counts(0, 1, 1, 2) });
    expect(found[2]).toMatchObject({ reason: "Told twice.", mergedInto: "one", href: "/v1/events/one" });
    await writing((database) => drop(database, "other"));
    await poll();
  });

  test("misses no entry while several writers commit", { timeout: 30_000 }, async () => {
    const poll = await poller();
    const found: Entry[] = [];
    let writing = true;
    // A writer of SQLite that waits for another one lets nothing else of its process go on.
    const [count, turns] = ENGINE === "sqlite" ? [1, 12] : [3, 4];
    const writers = Array.from({ length: count }, async (_, at) => {
      const database = await openToWrite(server.place);
      for (let turn = 0; turn < turns; turn++) {
        await load(database, dataset(`set-${at}`, { events: [event(`event-${at}-${turn}`)] }));
      }
      await database.close();
    });
    const polling = (async () => {
      while (writing) found.push(...(await poll()));
    })();
    await Promise.all(writers);
    writing = false;
    await polling;
    await server.database.stampNow();
    found.push(...(await poll()));
    const datasets = found.filter(({ collection }) => collection === null);
    expect(datasets).toHaveLength(12);
    expect(found.map(({ seq }) => seq)).toEqual([...new Set(found.map(({ seq }) => seq))].sort((a, b) => a - b));
    const all = (await server.get(`/v1/changes?after=${(found[0]?.seq ?? 0) - 1}&limit=200`)).json.data;
    expect(found).toEqual(all);
  });
});

test("entries older than 400 days go with the next one, and the log says since when it is kept", async () => {
  const [{ cut }] = (await server.database.query(sql`SELECT cut FROM change_log_state`)) as [{ cut: number }];
  const [first] = (await server.get("/v1/changes?limit=1")).json.data as Entry[];
  await writing(async (database) => {
    await database.run(sql`UPDATE change_log SET at = '2020-01-01T00:00:00.000Z' WHERE seq = ${first?.seq ?? 0}`);
    await importing(database, [row(9)]);
  });
  const { data, meta } = (await server.get(`/v1/changes?after=${cut}&limit=200`)).json;
  expect(data[0].seq).toBeGreaterThan(first?.seq ?? 0);
  expect(data.at(-1)).toMatchObject({ collection: null, id: "gdelt" });
  expect(meta.notes[0]).toMatch(/^Entries are kept for 400 days; this log begins at 2025-.*What happened before/);
  expect((await server.get(`/v1/changes?after=${first?.seq}`)).json.meta.notes[0]).not.toContain("before that");
});

test("a clock that is set back does not set the log back", async () => {
  const poll = await poller();
  const ahead = Date.now() + 3_600_000;
  await writing(async (database) => {
    await database.run(sql`UPDATE change_log_state SET last = ${ahead}, at = ${new Date(ahead).toISOString()}`);
    await importing(database, [row(10)]);
  });
  const [entry] = await poll();
  expect(entry).toMatchObject({ seq: ahead + 1, at: new Date(ahead).toISOString() });
});
