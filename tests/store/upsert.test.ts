// Upserting: however rows come, and come again, the database holds what a map by id would, and has counted it right.
import fc from "fast-check";
import sql from "sql-template-tag";
import { describe, expect, test } from "vitest";
import type { Kept } from "../../src/model/bulk.ts";
import type { AnyRecord, Records } from "../../src/model/bundle.ts";
import type { PairsPlan } from "../../src/query/dyads.ts";
import type { Criteria } from "../../src/query/plan.ts";
import type { Database } from "../../src/store/database.ts";
import { load } from "../../src/store/load.ts";
import { page } from "../../src/store/pages.ts";
import { pairs } from "../../src/store/pairs.ts";
import { byId, datasets, total } from "../../src/store/read.ts";
import { migrate } from "../../src/store/schema.ts";
import { openSqlite } from "../../src/store/sqlite.ts";
import { groups } from "../../src/store/stats.ts";
import { weightOf } from "../../src/store/weights.ts";
import { planOf } from "./asking.ts";
import { ABOUT, EMPTY, importing, keptOf, pairsOf, says, type Told } from "./bulk.ts";
import type { Query } from "./oracle.ts";
import { country, dataset, event } from "./small.ts";

const CURATED = dataset("curated", {
  participants: ["kz", "cn", "us"].map((id) => country(id)),
  events: [event("own")],
});

async function fresh(): Promise<Database> {
  const database = openSqlite(":memory:", "write");
  await migrate(database);
  await load(database, CURATED);
  return database;
}

const of = <const T>(...values: readonly T[]) => fc.constantFrom(...values);

/** Few ids and few orders: rows of one id meet, and some of them at the same time. */
const told: fc.Arbitrary<Told> = fc.record({
  // As text 10 comes before 2, and 100 between them.
  number: of(1, 2, 3, 10, 20, 100, 101, 9_999_999_999),
  order: fc.integer({ min: 0, max: 6 }),
  day: of("2022-12-31", "2023-01-01", "2024-02-29"),
  type: of("visit", "talks"),
  status: of("occurred", "occurred", "ongoing", "planned"),
  states: of([], ["kz"], ["kz", "cn"], ["cn", "kz"], ["us", "cn", "kz"], ["kz", "kz"]),
  venue: of(null, "gdelt-place-1", "gdelt-place-2", "gdelt-place-6"),
  code: of(null, "042", "046", "190"),
  plover: of(null, "CONSULT"),
  text: of("one", "two", "three"),
  file: of("file-1", "file-2"),
});
const imports = fc.array(fc.array(told, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 4 });

/** What is there at the end: of rows of one id the one of the greatest order, among equal ones the last. */
function expected(all: readonly (readonly Told[])[]) {
  const rows = new Map<string, Kept>();
  const named = new Map<string, AnyRecord>();
  for (const [line, one] of all.flat().entries()) {
    const kept = keptOf(one, line);
    for (const { collection, record } of kept.records) if (collection !== "events") named.set(record.id, record);
    const other = rows.get(kept.id);
    if (other === undefined || other.order <= kept.order) rows.set(kept.id, kept);
  }
  const events = [...rows.values()].map(({ records }) => records.at(-1)?.record as Records["events"]);
  events.sort((a, b) => {
    const [one, other] = [a.date?.earliest ?? "", b.date?.earliest ?? ""];
    return one === other ? (a.id < b.id ? -1 : 1) : one < other ? 1 : -1;
  });
  return { events, named };
}

const asking = (query: Query = []) => planOf("events", [["dataset", "gdelt"], ["limit", "200"], ...query]);

/** How many events have each value of some fields, or each two. */
function counted(events: readonly Records["events"][], fields: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const event of events) {
    const [first = [], second = [""]] = fields.map((field) => says(event)[field] ?? []);
    for (const one of first)
      for (const two of second) {
        const key = JSON.stringify([one, two]);
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
  }
  return counts;
}

const sorted = (counts: ReadonlyMap<string, number>) => [...counts].sort(([a], [b]) => (a < b ? -1 : 1));

async function tallies(database: Database): Promise<Map<string, Map<string, number>>> {
  const rows = await database.all<{ dims: string; one: string; two: string; count: number }>(
    sql`SELECT dims, one, two, count FROM tallies WHERE count <> 0 ORDER BY dims`,
  );
  const all = new Map<string, Map<string, number>>();
  for (const { dims, one, two, count } of rows) {
    const here = all.get(dims) ?? new Map<string, number>();
    all.set(dims, here.set(JSON.stringify([one, two]), count));
  }
  return all;
}

/** Answers with what was counted as it came in, and without. */
async function bothWays<T>(database: Database, answer: () => Promise<T>): Promise<[T, T]> {
  const counted = await answer();
  await database.run(sql`UPDATE datasets SET tallied = 0`);
  const live = await answer();
  await database.run(sql`UPDATE datasets SET tallied = 1 WHERE id = 'gdelt'`);
  return [counted, live];
}

const pairsPlan = (criteria: Criteria): PairsPlan => ({ criteria, sides: [], limit: 200, after: null, question: "" });

async function holds(database: Database, all: readonly (readonly Told[])[]): Promise<void> {
  const { events, named } = expected(all);
  const { docs } = await page(database, asking());
  expect(docs).toEqual(events.map((one) => JSON.stringify(one)));
  for (const collection of ["venues", "sources"] as const) {
    const ids = [...named.keys()].filter((id) => id.startsWith("file-") === (collection === "sources"));
    const found = await byId(database, collection, ids);
    expect([...found]).toEqual(expect.arrayContaining(ids.map((id) => [id, JSON.stringify(named.get(id))])));
  }
  const info = (await datasets(database)).find(({ id }) => id === ABOUT.id);
  const venues = [...named.keys()].filter((id) => !id.startsWith("file-")).length;
  const counts = { events: events.length, venues, sources: named.size - venues };
  expect(info?.counts).toMatchObject(counts);
  const weight = weightOf(null);
  for (const record of [...events, ...named.values()]) weight.add(JSON.stringify(record));
  expect(info?.version).toBe(weight.version());
}

/** What the store knows of the dataset without looking at its records. */
const FACTS = sql`SELECT version, updated, span, open, mirrors, tallied, doc FROM datasets WHERE id = 'gdelt'`;

describe("after any imports", () => {
  test("there is what a map by id holds, in order, and its version is theirs", { timeout: 30_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(imports, async (all) => {
        const database = await fresh();
        for (const rows of all) await importing(database, rows.map(keptOf));
        await holds(database, all);
        const [facts] = await database.all(FACTS);
        expect(facts).toMatchObject({ span: 0, open: 0, mirrors: 0, tallied: 1 });
        // What is there already changes nothing when it comes again.
        const again = await importing(database, (all.at(-1) ?? []).map(keptOf));
        expect(again.changed).toBe(false);
        expect(await database.all(FACTS)).toEqual([facts]);
        await database.close();
      }),
      { numRuns: 40 },
    );
  });

  test("it does not matter in which order rows came that tell when they were made", { timeout: 30_000 }, async () => {
    const shuffled = imports.chain((all) => {
      const rows = all.flat().map((row, order) => ({ ...row, order }));
      return fc.tuple(
        fc.constant(rows),
        fc.shuffledSubarray(rows, { minLength: rows.length }),
        fc.integer({ min: 1, max: 9 }),
      );
    });
    await fc.assert(
      fc.asyncProperty(shuffled, async ([rows, other, cut]) => {
        const [one, two] = [await fresh(), await fresh()];
        await importing(
          one,
          rows.map((row) => keptOf(row)),
          50,
        );
        await importing(
          two,
          other.slice(0, cut).map((row) => keptOf(row)),
        );
        if (other.length > cut)
          await importing(
            two,
            other.slice(cut).map((row) => keptOf(row)),
          );
        expect(await two.all(FACTS)).toEqual(await one.all(FACTS));
        expect(await page(two, asking())).toEqual(await page(one, asking()));
        expect(await tallies(two)).toEqual(await tallies(one));
        for (const database of [one, two]) await database.close();
      }),
      { numRuns: 20 },
    );
  });

  test("counts are those of what is there, and answers by them are those without", { timeout: 30_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(imports, async (all) => {
        const database = await fresh();
        for (const rows of all) await importing(database, rows.map(keptOf));
        const { events } = expected(all);
        const there = await tallies(database);
        expect(there.size).toBe(44);
        for (const [dims, counts] of there) {
          const fields = dims.split(",");
          const right = counted(events, fields);
          expect([dims, sorted(counts)]).toEqual([dims, sorted(right)]);
          // No list is asked for by a pair, nor by a role beside a field that holds in its entry.
          if (fields.includes("pair")) continue;
          const { criteria } = asking();
          const [byCounts, live] = await bothWays(database, () =>
            groups(database, criteria, fields, { sort: "key", limit: 200 }),
          );
          expect([dims, byCounts]).toEqual([dims, live]);
          expect(byCounts.groups.map(({ count }) => count).sort()).toEqual([...right.values()].sort());
          for (const { keys, count } of byCounts.groups) {
            const words = fields.map((field, at) => [field, [{ not: false, values: [keys[at] ?? null] }]] as const);
            const asked = { ...criteria, words: new Map(words) };
            const totals = await bothWays(database, () => total(database, asked, "exact", { small: 0, probe: 2 }));
            const found = { total: count, lowerBound: false };
            expect([dims, keys, ...totals]).toEqual([dims, keys, found, found]);
          }
        }
        const plan = pairsPlan(asking().criteria);
        const [byCounts, live] = await bothWays(database, () => pairs(database, plan));
        expect(live.pairs).toEqual(pairsOf(events));
        expect(byCounts).toEqual(live);
        await database.close();
      }),
      { numRuns: 10 },
    );
  });
});

describe("a row that cannot be taken", () => {
  const row = (number: number): Told => ({ ...EMPTY, number });

  test.each([
    ["its id is not the dataset's", { ...keptOf(row(2)), id: "other-2" }],
    ["its id has eleven digits", keptOf(row(10_000_000_000))],
    ["its event has no day", keptOf({ ...row(2), day: "../2023-01-01" })],
  ])("%s: nothing is taken, and what was there stays, with its indexes", async (_, wrong) => {
    const database = await fresh();
    await importing(database, [keptOf(row(1))]);
    const before = await database.all(sql`SELECT name FROM sqlite_schema ORDER BY name`);
    await expect(importing(database, [keptOf(row(3)), wrong])).rejects.toThrow(/the id|no day/);
    await holds(database, [[row(1)]]);
    expect(await database.all(sql`SELECT name FROM sqlite_schema ORDER BY name`)).toEqual(before);
    await database.close();
  });
});

test("rows of one id are told apart from rows that came too late", async () => {
  const database = await fresh();
  const row = (number: number, order: number) => keptOf({ ...EMPTY, number, order });
  expect(await importing(database, [row(1, 5), row(2, 5), row(1, 6)])).toMatchObject({ kept: 2, duplicates: 1 });
  expect(await importing(database, [row(1, 4), row(3, 1)])).toMatchObject({ kept: 1, duplicates: 1, changed: true });
  await database.close();
});

test("the first and the last event of a pair are told by day and id, counted or not", async () => {
  const database = await fresh();
  const days = ["2022-01-01", "2022-01-01", "2023-01-01", "2023-01-01", "2023-01-02", "2021-01-01"];
  const rows = days.map((day, at): Told => {
    const status = at < 4 ? "occurred" : "planned";
    return { ...EMPTY, number: at + 1, day, status, states: ["kz", "cn"] };
  });
  await importing(database, rows.map(keptOf));
  const plan = pairsPlan(asking().criteria);
  for (const { pairs: found } of await bothWays(database, () => pairs(database, plan))) {
    expect(found).toMatchObject([{ a: "cn", b: "kz", held: 4, ahead: 2, first: "gdelt-1", last: "gdelt-4" }]);
  }
  await database.close();
});
