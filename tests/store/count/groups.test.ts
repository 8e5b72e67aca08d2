// Groups: over generated data, every group has as many records as the list finds at the group's address.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RECORDS } from "../../../src/model/bundle.ts";
import { COLLECTIONS, type Collection } from "../../../src/model/ids.ts";
import { type CountPlan, countQuery, dimensionsOf, groupQuery } from "../../../src/query/count-query.ts";
import { decimalKey, decimalOf } from "../../../src/query/decimal.ts";
import { partsOf } from "../../../src/query/fields.ts";
import { type ListQuery, listQuery } from "../../../src/query/list-query.ts";
import type { Database } from "../../../src/store/engine/database.ts";
import { load } from "../../../src/store/write/load.ts";
import { runs } from "../../support/databases.ts";
import { grouped, groups, total, undated } from "../asked.ts";
import { queries, RUNS, STATES, worlds } from "../generated.ts";
import type { Query } from "../oracle.ts";
import { country, dataset, entry, event, figure, temporaryDatabase } from "../small.ts";

const ids = [...new Set([...STATES.values()].flat())];
const knowledge = { states: new Map([...STATES, ...ids.map((id) => [id.toUpperCase(), [id]] as const)]) };
const LISTS = COLLECTIONS.map((one) => listQuery(one, partsOf(RECORDS[one]), knowledge, ["json"], []));
const COUNTS = COLLECTIONS.map((one) => countQuery(one, knowledge, ["json"]));

function given(query: Query): object {
  const values: Record<string, string | string[]> = {};
  for (const [name, value] of query) values[name] = name in values ? [values[name] ?? [], value].flat() : value;
  return values;
}

function read<T>(schema: (typeof LISTS)[number] | (typeof COUNTS)[number] | undefined, query: Query): T {
  const result = schema?.safeParse(given(query));
  if (result?.success !== true) throw new Error(`${JSON.stringify(query)}: ${result?.error.message}`);
  return result.data as T;
}

/** How many records the list finds. */
async function listed(database: Database, collection: Collection, query: Query): Promise<number | null> {
  const question = read<ListQuery>(LISTS[COLLECTIONS.indexOf(collection)], query);
  return question.ids === null ? (await total(database, question.plan.criteria, "exact")).total : null;
}

async function counted(database: Database, collection: Collection, query: Query) {
  const count = read<CountPlan>(COUNTS[COLLECTIONS.indexOf(collection)], query);
  const names = count.by.map(({ name }) => name);
  return {
    ...(await groups(database, count.criteria, names, { ...count, limit: count.limit ?? 50 })),
    ...count,
    names,
  };
}

const ENTRY = ["participant", "country", "role"];

/** Filters with `by`; those that hold in one entry come often, because they are the hard ones. */
function counts(collection: Collection): fc.Arbitrary<Query> {
  const names = dimensionsOf(collection).map(({ name }) => name);
  const often = collection === "events" ? Array.from({ length: 5 }, () => ENTRY).flat() : [];
  const by = fc.uniqueArray(fc.constantFrom(...names, ...often), { minLength: 1, maxLength: 2 });
  const filters = queries(collection).map((query) => query.filter(([name]) => name !== "sort"));
  return fc
    .tuple(by, filters)
    .map(([list, query]) => [["by", list.join(",")], ["limit", "200"], ...query] satisfies Query);
}

describe.each(COLLECTIONS)("groups of %s", (collection) => {
  test("each group counts what its address finds, and no address finds a record that no group counts", {
    timeout: 120_000,
  }, async () => {
    const { database } = await temporaryDatabase();
    const asked = fc.array(counts(collection), { minLength: 1, maxLength: 20, size: "max" });
    await fc.assert(
      fc.asyncProperty(worlds(), asked, async (datasets, all) => {
        for (const one of datasets) await load(database, one);
        for (const query of all) {
          const found = await counted(database, collection, query);
          expect(found.groups).toHaveLength(Math.min(found.total, 200));
          const values: Query[] = [];
          for (const { keys, count } of found.groups) {
            const address = groupQuery(query, found.by, keys);
            values.push(address);
            expect([query, keys, count]).toEqual([query, keys, await listed(database, collection, address)]);
          }
          expect(new Set(values.map(String)).size).toBe(values.length);
          // Fields that hold one value are left out here: their filters give way to the group's value.
          if (found.by.some(({ single, name }) => single && query.some(([one]) => one === name))) continue;
          if (found.by.some(({ name, kind }) => name === "dataset" || kind === "flag")) continue;
          const there = new Set(found.groups.map(({ keys }) => JSON.stringify(keys)));
          // Of a field that values are asked of, unknown is no group.
          const asked = found.names.map((name) =>
            query.some(([one, value]) => one === `${name}.all` || (one === name && !value.startsWith("!"))),
          );
          for (const keys of await possible(database, collection, found.names)) {
            if (there.has(JSON.stringify(keys)) || keys.some((key, at) => key === null && asked[at])) continue;
            const address = groupQuery(query, found.by, keys);
            expect([query, keys, 0]).toEqual([query, keys, await listed(database, collection, address)]);
          }
        }
      }),
      // Entries make events the hard ones.
      { numRuns: runs(collection === "events" ? 1.5 * RUNS.events : RUNS[collection]) },
    );
  });
});

/** Every combination of values that records of any dataset have, and unknown. */
async function possible(database: Database, collection: Collection, names: readonly string[]) {
  let all: (string | null)[][] = [[]];
  for (const name of names) {
    const query: Query = [
      ["by", name],
      ["dataset", "all"],
      ["limit", "200"],
    ];
    const found = await counted(database, collection, query);
    const values = new Set([null, ...found.groups.map(({ keys }) => keys[0] ?? null)]);
    all = all.flatMap((keys) => [...values].map((value) => [...keys, value]));
  }
  return all;
}

const taken = [
  event("a", { type: "talks", date: "2023-10-17", participants: [entry("kz", "host"), entry("cn", "visitor")] }),
  event("b", { type: "visit", date: "2023", participants: [entry("kz", "host")] }),
  event("c", { type: "visit", date: "2022/2023", participants: [entry("cn", "host"), entry("kz", "visitor")] }),
  event("d", { type: "call" }),
];
const claimed = [
  figure("a", { kind: "money", currency: "USD", value: "21000000000.10" }),
  figure("b", { kind: "money", currency: "USD", value: "-0.5" }),
  figure("c", { kind: "money", currency: "KZT", value: "9" }),
  figure("d", { kind: "count", unit: "project" }),
  figure("e", { kind: "duration", unit: "year", value: "9" }),
  figure("f", { kind: "duration", unit: "year", value: "10" }),
  figure("g", { kind: "duration", value: "10" }),
];
const small = dataset("small", { events: taken, figures: claimed, participants: [country("kz"), country("cn")] });

async function database(): Promise<Database> {
  const { database } = await temporaryDatabase();
  await load(database, small);
  return database;
}

async function rows(collection: Collection, ...query: Query) {
  const found = await counted(await database(), collection, query);
  return [...found.groups.map(({ keys, count }) => [...keys, count]), found.total];
}

describe("groups", () => {
  test("sorted by count, then by key, unknown last", async () => {
    expect(await rows("events", ["by", "year"])).toEqual([["2023", 2], [null, 2], 2]);
    expect(await rows("events", ["by", "type"])).toEqual([["visit", 2], ["call", 1], ["talks", 1], 3]);
    expect(await rows("events", ["by", "type"], ["sort", "count"])).toEqual([
      ["call", 1],
      ["talks", 1],
      ["visit", 2],
      3,
    ]);
    expect(await rows("events", ["by", "month"], ["sort", "key"])).toEqual([["2023-10", 1], [null, 3], 2]);
    expect(await rows("events", ["by", "year,type"], ["sort", "key"])).toEqual([
      ["2023", "talks", 1],
      ["2023", "visit", 1],
      [null, "call", 1],
      [null, "visit", 1],
      4,
    ]);
  });

  test("groups beyond the limit are counted, and no records give no groups", async () => {
    expect(await rows("events", ["by", "type"], ["limit", "1"])).toEqual([["visit", 2], 3]);
    expect(await rows("events", ["by", "type"], ["type", "forum"])).toEqual([0]);
  });

  test("by=country,role leaves out pairs that no participation holds together", async () => {
    const by: Query = [["by", "country,role"]];
    expect(await rows("events", ...by)).toEqual([
      ["kz", "host", 2],
      ["cn", "host", 1],
      ["cn", "visitor", 1],
      ["kz", "visitor", 1],
      4,
    ]);
    const { criteria } = await counted(await database(), "events", by);
    expect(await grouped(await database(), criteria, ["country", "role"])).toBe(3);
  });

  test("actors without a record are one group of unknown for each state", async () => {
    const { database } = await temporaryDatabase();
    const row = event("row", { participants: [entry(null, "actor", "kz"), entry(null, "recipient", "cn")] });
    await load(database, dataset("small", { events: [row], participants: [country("kz"), country("cn")] }));
    const found = await counted(database, "events", [
      ["by", "participant"],
      ["country.all", "KZ,CN"],
    ]);
    expect(found.groups).toEqual([{ keys: [null], count: 1, range: null }]);
  });

  test("by=country with a country filter counts every state that shares an event with it", async () => {
    expect(await rows("events", ["by", "country"], ["country", "KZ"])).toEqual([["kz", 3], ["cn", 2], 2]);
    expect(await rows("events", ["by", "country"], ["country", "KZ"], ["role", "visitor"])).toEqual([["kz", 1], 1]);
  });
});

describe("ranges of figures", () => {
  async function ranges(by: string) {
    const found = await counted(await database(), "figures", [
      ["by", by],
      ["sort", "key"],
    ]);
    return found.groups.map(({ keys, range }) => [keys.join(), range]);
  }

  test("ranges are exact, of one kind, unit and currency", async () => {
    expect(await ranges("kind,currency")).toEqual([
      ["count,", null],
      ["duration,", null],
      ["money,KZT", { kind: "money", unit: null, currency: "KZT", min: "9", max: "9" }],
      ["money,USD", { kind: "money", unit: null, currency: "USD", min: "-0.5", max: "21000000000.1" }],
    ]);
  });

  test("figures that do not compare, and unknown values, have no range", async () => {
    expect(await ranges("kind")).toEqual([
      ["count", null],
      ["duration", null],
      ["money", null],
    ]);
    expect(await ranges("unit")).toEqual([
      ["project", null],
      ["year", { kind: "duration", unit: "year", currency: null, min: "9", max: "10" }],
      ["", null],
    ]);
  });

  test("sort keys of decimals are read back", () => {
    const digits = (most: number) => fc.stringMatching(new RegExp(`^[0-9]{1,${most}}$`));
    const decimal = fc.tuple(fc.constantFrom("", "-"), digits(31), digits(18)).map(([sign, whole, parts]) => {
      return `${sign}${whole.replace(/^0+(?=\d)/, "")}.${parts}`;
    });
    fc.assert(
      fc.property(decimal, (text) => {
        const read = decimalOf(decimalKey(text));
        expect(decimalKey(read)).toBe(decimalKey(text));
        expect(read).toMatch(/^-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/);
      }),
    );
  });
});

describe("a count query", () => {
  const parse = (query: Query) =>
    COUNTS[0]?.safeParse(given(query)).error?.issues.map(({ path, message }) => [path, message]);

  test("takes no filter of so many values that a group's value has no place beside them", () => {
    const all = (count: number): [string, string] => ["source.all", "abcdefghij".slice(0, count).split("").join(",")];
    expect(parse([["by", "source"], all(9)])).toBeUndefined();
    const [[path, message] = []] = parse([["by", "source"], all(10)]) ?? [];
    expect([path, message]).toEqual([["source.all"], expect.stringMatching(/^has 10 values; at most 9 when counting/)]);
    expect(parse([["by", "type"], all(10)])).toBeUndefined();
  });

  test("of unknown participants leaves out the field's values, and keeps what none of them may be", () => {
    const by = [{ name: "participant", single: false } as const];
    const given: Query = [
      ["participant", "!xi"],
      ["role", "visitor"],
    ];
    expect(groupQuery(given, by, [null])).toEqual([...given, ["participant", "null"]]);
    expect(groupQuery(given, by, ["kz"])).toEqual([...given, ["participant.all", "kz"]]);
    expect(groupQuery([["participant.all", "a,b"]], by, ["kz"])).toEqual([["participant.all", "a,b,kz"]]);
    expect(groupQuery([["role", "host"]], by, ["kz"])).toEqual([
      ["role", "host"],
      ["participant", "kz"],
    ]);
  });

  test("every dimension of a closed list has its vocabulary", () => {
    for (const collection of COLLECTIONS) {
      for (const { name, kind, terms } of dimensionsOf(collection)) {
        expect([name, kind === "term"]).toEqual([name, terms !== null]);
      }
    }
  });
});

test("undated counts the records without any date", async () => {
  const open = event("e", { date: "[..2023-10-17]" });
  const { database } = await temporaryDatabase();
  await load(database, dataset("small", { events: [...taken, open], participants: [country("kz"), country("cn")] }));
  const { criteria } = await counted(database, "events", [["by", "type"]]);
  expect(await undated(database, criteria)).toBe(1);
});
