// Day sums: a count from running sums is what is counted record by record, and their memory keeps to its limit.
import fc from "fast-check";
import sql from "sql-template-tag";
import { describe, expect, onTestFinished, test } from "vitest";
import type { DimensionName } from "../../../src/query/count-query.ts";
import type { Criteria } from "../../../src/query/plan.ts";
import { groups, knownGroups } from "../../../src/store/count/groups.ts";
import { sumsByValue } from "../../../src/store/count/running-sums.ts";
import { SUMS_BYTES, sumsMemory, sumsOf } from "../../../src/store/count/sums-memory.ts";
import { knownTotal, total } from "../../../src/store/count/totals.ts";
import type { Database } from "../../../src/store/engine/database.ts";
import { openSqlite } from "../../../src/store/engine/sqlite.ts";
import { planFor } from "../../../src/store/plan/probe.ts";
import { load } from "../../../src/store/write/load.ts";
import { ENGINE, openToRead, runs } from "../../support/databases.ts";
import { EMPTY, importing, keptOf, type Told } from "../bulk.ts";
import type { Query } from "../oracle.ts";
import { temporaryDatabase } from "../small.ts";
import { asking, CURATED, imports, of } from "../write/imports.ts";

/** Every dataset is asked as a large one is. */
const BOUNDS = { maxScan: 0, maxProbe: 2 };
const SORT = { sort: "key", limit: 200 } as const;

/** What one condition of an index says, alone or two together, a search, and what no sums are kept of. */
const ASKED: readonly Query[] = [
  [],
  [["type", "talks"]],
  [["status", "null"]],
  [["plover", "CONSULT"]],
  [["plover", "null"]],
  [["cameoRoot", "04"]],
  [["cameo", "04"]],
  [["country", "KZ"]],
  [["country", "KZ,CN"]],
  [["country.all", "KZ,CN"]],
  [
    ["country", "KZ"],
    ["type", "talks"],
  ],
  [["participant", "cn"]],
  [["role", "host"]],
  [["source", "file-1,file-2"]],
  [["q", "one"]],
  [["q", "talks two"]],
  [["q", "visit -three"]],
  [["type", "!talks"]],
  [
    ["country", "KZ"],
    ["q", "one"],
  ],
  [
    ["participant", "kz"],
    ["role", "visitor"],
  ],
];
const FIELDS: readonly DimensionName[] = ["type", "status", "country", "plover", "cameoRoot"];
/** Each question is counted by one of them in turn; there are as many questions that the turns shift with each window. */
const fieldOf = (at: number) => FIELDS[at % FIELDS.length] as DimensionName;

const periods = ["2022", "2022-12", "2022-12-31", "2023", "2023-01-01", "2023-02", "2024-02-29"];
const window: fc.Arbitrary<Query> = fc
  .record({ from: fc.option(of(...periods)), to: fc.option(of(...periods)), year: fc.option(of("2022", "2023")) })
  .map(({ from, to, year }) => [
    ...(from === null ? [] : [["from", from] as const]),
    ...(to === null || (from !== null && from.slice(0, 4) > to.slice(0, 4)) ? [] : [["to", to] as const]),
    ...(year === null ? [] : [["year", year] as const]),
  ])
  .filter((query) => {
    const [from, to] = ["from", "to"].map((name) => query.find(([one]) => one === name)?.[1]);
    return from === undefined || to === undefined || from <= to;
  });
const questions = fc
  .array(fc.tuple(window, of("true", "false")), { minLength: 2, maxLength: 3 })
  .map((windows) =>
    windows.flatMap(([query, distinct]) =>
      ASKED.map((asked) => asking([...asked, ...query, ["distinct", distinct]]).criteria),
    ),
  );

/** A database that remembers what it read until the data change, as a server's does. */
async function openServing(url: string): Promise<Database> {
  const database = ENGINE === "sqlite" ? openSqlite(url, "read") : await openToRead(url);
  onTestFinished(() => database.close());
  return database;
}

async function filled(rows: readonly (readonly Told[])[]) {
  const { url, database: writer } = await temporaryDatabase();
  await load(writer, CURATED);
  for (const some of rows) await importing(writer, some.map(keptOf));
  return { url, writer };
}

/** Asks until nothing more is made of it, and answers what is then known without a query. */
async function summed(database: Database, criteria: Criteria, by: DimensionName | null = null) {
  const plan = await planFor(database, criteria, BOUNDS);
  const known = () => (by === null ? knownTotal(database, plan, "exact") : knownGroups(database, plan, [by], SORT));
  for (let turn = 0; turn < 2; turn++) {
    known();
    await sumsOf(database).settled();
  }
  return known();
}

describe("counts from running sums by day", () => {
  test("they are those that are counted record by record", async () => {
    let [known, groupsKnown] = [0, 0];
    await fc.assert(
      fc.asyncProperty(imports, questions, async (told, asked) => {
        const rows = told.map((some) => some.map((row) => ({ ...row, same: row.number % 3 === 0 })));
        const { url, writer } = await filled(rows);
        await writer.run(sql`UPDATE datasets SET tallied = 0`);
        const plain = [];
        for (const [at, criteria] of asked.entries()) {
          const plan = await planFor(writer, criteria, BOUNDS);
          const grouped = await groups(writer, plan, [fieldOf(at)], SORT);
          plain.push({ total: await total(writer, plan, "exact"), grouped });
        }
        await writer.run(sql`UPDATE datasets SET tallied = 1 WHERE id = 'gdelt'`);
        const reader = await openServing(url);
        for (const [at, criteria] of asked.entries()) {
          const right = plain[at];
          const found = await summed(reader, criteria);
          if (found !== null) known++;
          expect([criteria, found ?? right?.total]).toEqual([criteria, right?.total]);
          const read = await summed(reader, criteria, fieldOf(at));
          if (read !== null) groupsKnown++;
          expect([criteria, fieldOf(at), read ?? right?.grouped]).toEqual([criteria, fieldOf(at), right?.grouped]);
        }
      }),
      { numRuns: runs(6) },
    );
    // Of the questions all but three or four have sums.
    expect(known).toBeGreaterThanOrEqual(runs(6) * 2 * (ASKED.length - 4));
    // Two in three have a window, without which the rollups answer, or no filter.
    expect(groupsKnown).toBeGreaterThan(known / 4);
  });

  test("they are of the data that a change left", async () => {
    const { url, writer } = await filled([[EMPTY, { ...EMPTY, number: 2, day: "2023-01-02" }]]);
    const reader = await openServing(url);
    const { criteria } = asking([["from", "2023-01-02"]]);
    expect(await summed(reader, criteria)).toEqual({ total: 1, lowerBound: false });
    await importing(writer, [keptOf({ ...EMPTY, number: 3, day: "2023-01-03" })]);
    await reader.stampNow();
    expect(await summed(reader, criteria)).toEqual({ total: 2, lowerBound: false });
  });
});

describe("the memory of running sums", () => {
  /** Sums of a word of each day of two years. */
  const word = [{ value: "", sums: new Uint8Array(8 * 731) }];
  const data = {};
  const answering = (rows: readonly unknown[]) => ({
    async snapshot() {
      async function* stream() {}
      return { query: async <T>() => rows as T[], stream, close: async () => {} };
    },
  });

  test("10,000 different words do not pass its limit, and the least used go first", async () => {
    const limit = Math.floor(SUMS_BYTES / 10);
    const memory = sumsMemory(limit);
    const find = async (key: string) => {
      const there = memory.find(answering(word), data, key, () => sql`SELECT 1`);
      await memory.settled();
      return there;
    };
    await find("any");
    for (let n = 0; n < 10_000; n++) {
      await find(`word ${n}`);
      if (n % 100 > 0) continue;
      await find("often");
      expect(memory.size().bytes).toBeLessThanOrEqual(limit);
    }
    expect(memory.size().questions).toBeGreaterThan(200);
    expect(await find("often")).toEqual(sumsByValue(word));
    expect(await find("word 9999")).not.toBeNull();
    expect(await find("word 0")).toBeNull();
  });

  test("a few wishes are made by one reader after another, and who waits for one has it then", async () => {
    const memory = sumsMemory();
    let [open, most, made] = [0, 0, 0];
    const counted = {
      async snapshot() {
        most = Math.max(most, ++open);
        const close = async () => void open--;
        return { ...(await answering(word).snapshot()), close };
      },
    };
    const rows = () => {
      made++;
      return sql`SELECT 1`;
    };
    const find = (nth: number) => memory.find(counted, data, `word ${nth}`, rows);
    const all = Array.from({ length: 40 }, (_, nth) => nth);
    find(0);
    expect(all.map(find).every((one) => one === null)).toBe(true);
    await memory.soon(data, "word 9");
    expect([find(9), memory.soon(data, "word 9"), memory.soon(data, "word 39")]).toEqual([
      sumsByValue(word),
      null,
      null,
    ]);
    await memory.settled();
    expect([made, most, open]).toEqual([16, 1, 0]);
  });

  test("sums that are larger than its share are not kept, nor made again", async () => {
    const memory = sumsMemory(10_000);
    let made = 0;
    const find = async () => {
      const there = memory.find(answering(word), data, "all", () => {
        made++;
        return sql`SELECT 1`;
      });
      await memory.settled();
      return there;
    };
    for (let turn = 0; turn < 4; turn++) expect(await find()).toBeNull();
    expect(made).toBe(1);
    expect(memory.size().bytes).toBeLessThan(1_000);
  });
});
