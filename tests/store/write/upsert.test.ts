// Upserting: however rows come, and come again, the database holds what a map by id would, and counts it right.

import fc from "fast-check";
import sql, { raw } from "sql-template-tag";
import { describe, expect, test } from "vitest";
import { ContentHash } from "../../../src/model/dataset-version.ts";
import { COLLECTIONS } from "../../../src/model/ids.ts";
import type { SerialRow } from "../../../src/model/import-row.ts";
import type { DyadsPlan } from "../../../src/query/dyad-query.ts";
import type { FilterName } from "../../../src/query/filters.ts";
import type { Criteria } from "../../../src/query/plan.ts";
import { datasets } from "../../../src/store/catalog/datasets.ts";
import type { Database } from "../../../src/store/engine/database.ts";
import { byId } from "../../../src/store/read/records.ts";
import { runs } from "../../support/databases.ts";
import { namesIn } from "../../support/inside.ts";
import { groups, page, pairs, total } from "../asked.ts";
import { ABOUT, EMPTY, importing, keptOf, pairsOf, type Told } from "../bulk.ts";
import { asking, bothWays, counted, expected, fresh, imports, of } from "./imports.ts";

const sorted = (counts: ReadonlyMap<string, number>) => [...counts].sort(([a], [b]) => (a < b ? -1 : 1));

async function tallies(database: Database): Promise<Map<string, Map<string, number>>> {
  const rows = await database.query<{ dims: string; one: string; two: string; count: number }>(
    sql`SELECT dims, one, two, count FROM tallies WHERE count <> 0 ORDER BY dims`,
  );
  const all = new Map<string, Map<string, number>>();
  for (const { dims, one, two, count } of rows) {
    const here = all.get(dims) ?? new Map<string, number>();
    all.set(dims, here.set(JSON.stringify([one, two]), count));
  }
  return all;
}

const pairsPlan = (criteria: Criteria): DyadsPlan => ({
  criteria,
  sides: [],
  limit: 200,
  after: null,
  question: "",
  labels: null,
});

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
  const weight = new ContentHash();
  for (const record of [...events, ...named.values()]) weight.add(JSON.stringify(record));
  expect(info?.version).toBe(weight.version());
}

/** What the store knows of the dataset without looking at its records. */
const FACTS = sql`SELECT version, updated, span, open, mirrors, tallied, doc FROM datasets WHERE id = 'gdelt'`;

type Docs = ReadonlyMap<string, string>;

/** The texts of all records of the dataset, by collection and id. */
async function docsOf(database: Database): Promise<Docs> {
  const all = new Map<string, string>();
  for (const of of COLLECTIONS) {
    const rows = await database.query<{ id: string; doc: string }>(sql`
      SELECT r.id, d.doc FROM ${raw(of)} r JOIN ${raw(`${of}_docs`)} d ON d.n = r.n
      WHERE r.ds = (SELECT number FROM datasets WHERE id = ${ABOUT.id})`);
    for (const { id, doc } of rows) all.set(`${of}/${id}`, doc);
  }
  return all;
}

/** What an import did to the records, as the log has it: one entry of the dataset, and one of each record that is gone. */
function logged(before: Docs, after: Docs) {
  const records: Record<string, object> = {};
  for (const of of COLLECTIONS) {
    const own = (docs: Docs) => [...docs.keys()].filter((key) => key.startsWith(`${of}/`));
    const added = own(after).filter((key) => !before.has(key)).length;
    const removed = own(before).filter((key) => !after.has(key)).length;
    const changed = own(after).filter((key) => (before.get(key) ?? after.get(key)) !== after.get(key)).length;
    const total = own(after).length;
    if (total + removed > 0) records[of] = { added, changed, removed, total };
  }
  return { records, gone: [...before.keys()].filter((key) => !after.has(key)).sort() };
}

async function newest(database: Database, after: number) {
  const rows = await database.query<{ seq: number; change: string; collection: string; id: string; detail: string }>(
    sql`SELECT seq, change, collection, id, detail FROM change_log WHERE seq > ${after} ORDER BY seq`,
  );
  const [first, ...gone] = rows;
  if (first === undefined) return null;
  const { records } = JSON.parse(first.detail) as { records: object };
  return { records, gone: gone.map(({ collection, id }) => `${collection}/${id}`).sort() };
}

describe("after any imports", () => {
  test("the log has an entry of each import with what it did to the records, and of each record that is gone", {
    timeout: 30_000,
  }, async () => {
    const withdrawn = fc.array(of(1, 2, 3, 10, 20), { maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(imports, withdrawn, async (all, gone) => {
        const database = await fresh();
        for (const rows of all) {
          const before = await docsOf(database);
          const [{ last } = { last: 0 }] = await database.query<{ last: number }>(
            sql`SELECT last FROM change_log_state`,
          );
          const taken: SerialRow[] = rows.map(keptOf);
          const out = gone.map((number): SerialRow => ({ kind: "withdrawn", id: `gdelt-${number}`, order: 4 }));
          const { changed } = await importing(database, [...taken, ...out, ...taken.slice(0, 2)]);
          const did = logged(before, await docsOf(database));
          expect(await newest(database, last)).toEqual(changed ? did : null);
        }
        await database.close();
      }),
      { numRuns: runs(40) },
    );
  });

  test("the database holds what a map by id holds, in order, and its version is the sum of their hashes", {
    timeout: 30_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(imports, async (all) => {
        const database = await fresh();
        for (const rows of all) await importing(database, rows.map(keptOf));
        await holds(database, all);
        const [facts] = await database.query(FACTS);
        expect(facts).toMatchObject({ span: 0, open: 0, mirrors: 0, tallied: 1 });
        // What is there already changes nothing when it comes again.
        const again = await importing(database, (all.at(-1) ?? []).map(keptOf));
        expect(again.changed).toBe(false);
        expect(await database.query(FACTS)).toEqual([facts]);
        await database.close();
      }),
      { numRuns: runs(40) },
    );
  });

  test("rows with a day of import give the same data in any order", { timeout: 30_000 }, async () => {
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
        expect(await two.query(FACTS)).toEqual(await one.query(FACTS));
        expect(await page(two, asking())).toEqual(await page(one, asking()));
        expect(await tallies(two)).toEqual(await tallies(one));
        for (const database of [one, two]) await database.close();
      }),
      { numRuns: runs(20) },
    );
  });

  test("rollups count what is there, and answers from them are the answers without", { timeout: 30_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(imports, async (all) => {
        const database = await fresh();
        for (const rows of all) await importing(database, rows.map(keptOf));
        const { events } = expected(all);
        const there = await tallies(database);
        expect(there.size).toBe(53);
        for (const [dims, counts] of there) {
          const fields = dims.split(",") as FilterName[];
          const right = counted(events, fields);
          expect([dims, sorted(counts)]).toEqual([dims, sorted(right)]);
          // No list is asked for by a pair or a day, nor by a role beside a field that holds in its entry.
          if (["pair", "day"].some((name) => dims.split(",").includes(name))) continue;
          const { criteria } = asking();
          const [byCounts, live] = await bothWays(database, () =>
            groups(database, criteria, fields, { sort: "key", limit: 200 }),
          );
          expect([dims, byCounts]).toEqual([dims, live]);
          expect(byCounts.groups.map(({ count }) => count).sort()).toEqual([...right.values()].sort());
          for (const { keys, count } of byCounts.groups) {
            const words = fields.map((field, at) => [field, [{ not: false, values: [keys[at] ?? null] }]] as const);
            const asked = { ...criteria, filters: new Map(words) };
            const totals = await bothWays(database, () => total(database, asked, "exact", { maxScan: 0, maxProbe: 2 }));
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
      { numRuns: runs(10) },
    );
  });
});

describe("a row that cannot be written", () => {
  const row = (number: number): Told => ({ ...EMPTY, number });

  test.each([
    ["its id is not the dataset's", { ...keptOf(row(2)), id: "other-2" as const }],
    ["its id has eleven digits", keptOf(row(10_000_000_000))],
    ["its event has no day", keptOf({ ...row(2), day: "../2023-01-01" })],
  ])("%s: nothing is written, and what was there stays, with its indexes", async (_, wrong) => {
    const database = await fresh();
    await importing(database, [keptOf(row(1))]);
    const before = await namesIn(database);
    await expect(importing(database, [keptOf(row(3)), wrong])).rejects.toThrow(/the id|no day/);
    await holds(database, [[row(1)]]);
    expect(await namesIn(database)).toEqual(before);
    await database.close();
  });
});

test("rows of one id, and rows older than the stored one, are counted as duplicates", async () => {
  const database = await fresh();
  const row = (number: number, order: number) => keptOf({ ...EMPTY, number, order });
  expect(await importing(database, [row(1, 5), row(2, 5), row(1, 6)])).toMatchObject({ kept: 2, duplicates: 1 });
  expect(await importing(database, [row(1, 4), row(3, 1)])).toMatchObject({ kept: 1, duplicates: 1, changed: true });
  await database.close();
});

test("first and last event of a pair are by day and id, from rollups or not", async () => {
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
