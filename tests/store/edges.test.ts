// Edges: the first and the last days, windows that dates reach into, months that are short, marks of records that have
// gone, boxes across the antimeridian, and several datasets at a time, by every way a large dataset is asked.
import fc from "fast-check";
import sql from "sql-template-tag";
import { describe, expect, test } from "vitest";
import type { Dataset } from "../../src/model/bundle.ts";
import type { Plan } from "../../src/query/plan.ts";
import { BOUNDS, type Bounds } from "../../src/store/access.ts";
import type { Database } from "../../src/store/database.ts";
import { codesUnder } from "../../src/store/lists.ts";
import { load } from "../../src/store/load.ts";
import { blockOf, dayOf, dayRange, numberOf, placeOf } from "../../src/store/numbers.ts";
import { page } from "../../src/store/pages.ts";
import { total } from "../../src/store/read.ts";
import { idsOf, planOf } from "./asking.ts";
import { answer, type Query } from "./oracle.ts";
import { country, dataset, event, temporaryDatabase, venue } from "./small.ts";

const BOUNDED: readonly Bounds[] = [BOUNDS, { small: 0, probe: 1 }, { small: 0, probe: 0 }];

async function holding(...all: readonly Dataset[]): Promise<Database> {
  const { database } = await temporaryDatabase();
  for (const one of all) await load(database, one);
  return database;
}

/** The ids that a question finds, however it is asked. */
async function found(database: Database, query: Query, collection: "events" | "venues" = "events"): Promise<string[]> {
  const plan = planOf(collection, [...query, ["limit", "200"]]);
  const ids = idsOf((await page(database, plan)).docs);
  for (const bounds of BOUNDED) {
    expect([query, bounds, idsOf((await page(database, plan, bounds)).docs)]).toEqual([query, bounds, ids]);
    for (const mode of ["exact", "bounded"] as const) {
      expect((await total(database, plan.criteria, mode, bounds)).total).toBe(ids.length);
    }
    expect(await total(database, plan.criteria, "none", bounds)).toEqual({ total: null, lowerBound: false });
  }
  return ids;
}

describe("numbers", () => {
  test("count days from the year 0 to the year 9999, and what is no day is the first", () => {
    expect(["0000-01-01", "0000-12-31", "0001-01-01", "9999-12-31"].map(dayOf)).toEqual([0, 365, 366, 3_652_424]);
    for (const text of ["", "x", "-0001-01-01", "10000-01-01", "2023-13-01", "2023-00-10"]) expect(dayOf(text)).toBe(0);
  });

  test("are in the block of their dataset, newest first, unknown days last", () => {
    const days = ["9999-12-31", "2024-02-29", "2024-02-28", "0001-01-01", "0000-01-01", null];
    for (const number of [1, 31]) {
      const all = days.map((day) => numberOf(number, day, 0));
      expect([...all].sort((a, b) => (a < b ? -1 : 1))).toEqual(all);
      const { low, high } = blockOf(number);
      expect(all.every((one) => low <= one && one <= high)).toBe(true);
      expect(dayRange(number, -5)).toEqual(dayRange(number, 0));
      expect(dayRange(number, 9_999_999)).toEqual(dayRange(number, 3_652_424));
    }
    expect(blockOf(31).high).toBeLessThan(2n ** 63n);
  });

  test("place ids of up to ten digits as text sorts them", () => {
    const digits = fc.stringMatching(/^\d{1,10}$/);
    fc.assert(
      fc.property(digits, digits, (a, b) => {
        const [one, other] = [placeOf(`x-${a}`, "x-") ?? -1, placeOf(`x-${b}`, "x-") ?? -1];
        expect(Math.sign(one - other)).toBe(a === b ? 0 : a < b ? -1 : 1);
        expect(one).toBeLessThan(2 ** 35);
      }),
    );
    for (const id of ["x-", "x-12345678901", "x-1a", "y-1", "x-1 ", "x--1"]) expect(placeOf(id, "x-")).toBe(null);
  });

  test("codes that begin like one are all there are of up to four digits", () => {
    expect(codesUnder("0461")).toEqual(["0461"]);
    expect(codesUnder("046")).toHaveLength(11);
    expect(new Set(codesUnder("04")).size).toBe(111);
    expect(codesUnder("04").every((code) => /^04\d{0,2}$/.test(code))).toBe(true);
  });
});

const DATES = [
  ...[
    "0001",
    "9999-12-31",
    "2022/2024",
    "2022-12-31",
    "2023-01-01",
    "2023-02",
    "2023-02-28",
    "2023-03-01",
    "2024-02-29",
  ],
  ...["../2023-02-15", "2023-02-15/..", null],
];
/** One whose dates are days, so that a window is a range of numbers, and one where they are not. */
const exact = dataset("exact", {
  events: DATES.filter((date) => date?.length === 10).map((date, at) => event(`day-${at}`, { date })),
});
const open = dataset("open", { events: DATES.map((date, at) => event(`open-${at}`, { date, updated: "2023-01-02" })) });

describe("windows, years and months", () => {
  test.each<Query>([
    [["from", "2023"]],
    [["to", "2023"]],
    [
      ["from", "2023-02"],
      ["to", "2023-02"],
    ],
    [
      ["from", "2023-02"],
      ["to", "2023-02"],
      ["certainty", "certain"],
    ],
    [
      ["from", "2022-12-31"],
      ["to", "2023-01-01"],
    ],
    [
      ["from", "0001"],
      ["to", "0001"],
    ],
    [["from", "9999-12-31"]],
    [
      ["to", "9999-12-31"],
      ["from", "2024"],
    ],
    [["year", "2023"]],
    [["year", "!2023"]],
    [["year", "null"]],
    [["year", "!null"]],
    [["year", "2023,null"]],
    [["year", "!2023,null"]],
    [["year", "2022,2024"]],
    [["year", "0001,9999"]],
    [["year", "0000"]],
    [["month", "2023-02"]],
    [
      ["month", "2023-02"],
      ["to", "2023-03-01"],
    ],
    [
      ["month", "2023-02"],
      ["from", "2023-02-28"],
    ],
    [["month", "2024-02,2023-02"]],
    [["month", "!2023-02"]],
    [["month", "2023-02,null"]],
    [
      ["month", "2023-02"],
      ["month", "!2023-01"],
    ],
    [
      ["year", "2023"],
      ["month", "2024-02"],
    ],
    [
      ["year", "2023"],
      ["month", "!2023-02"],
      ["from", "2023-02"],
    ],
    [
      ["year", "2023"],
      ["from", "2024"],
    ],
    [
      ["year", "!2023"],
      ["to", "2023-06"],
    ],
  ])("%j", async (...query) => {
    const database = await holding(exact, open);
    for (const dataset of ["exact", "open", "all"]) {
      for (const sort of ["-date", "date", "-updated"]) {
        const asked: Query = [["dataset", dataset], ["sort", sort], ...query];
        expect(await found(database, asked)).toEqual(answer("events", asked, [exact, open]));
      }
    }
  });
});

describe("a mark", () => {
  /** What comes after a place in an order, told without SQL. */
  const after = (
    ids: readonly string[],
    place: NonNullable<Plan["after"]>,
    keyOf: (id: string) => string | null,
    sort: string,
  ) => {
    const sign = sort.startsWith("-") ? -1 : 1;
    return ids.filter((id) => {
      const [key, mark] = [keyOf(id), place.value];
      if (sort.endsWith("id")) return sign * (id < place.id ? -1 : id > place.id ? 1 : 0) > 0;
      if (key === mark) return id > place.id;
      if (key === null || mark === null) return key === null;
      return sign * (key < mark ? -1 : 1) > 0;
    });
  };

  test("that nobody left, or that a record left which has gone since, is still a place in the order", async () => {
    const database = await holding(exact, open);
    const events = [...exact.records.events, ...open.records.events];
    for (const sort of ["-date", "date", "id", "-id", "updated", "-updated"]) {
      const query: Query = [
        ["dataset", "all"],
        ["sort", sort],
        ["limit", "200"],
      ];
      const ids = answer("events", query, [exact, open]);
      const keyOf = (id: string) => {
        const one = events.find((each) => each.id === id);
        return (sort.endsWith("date") ? one?.date?.earliest : one?.updated) ?? null;
      };
      const key = sort.endsWith("updated") ? "2023-01-01" : "2023-02-28";
      const values = sort.endsWith("id")
        ? [null]
        : sort.endsWith("updated")
          ? [key, "2023-01-03"]
          : [key, null, "2023-02-27", "0000-01-01"];
      for (const value of values) {
        for (const id of ["", "a", "day-3x", "day-3", "open-11", "open-2", "zzz"]) {
          for (const bounds of BOUNDED) {
            const { docs } = await page(database, { ...planOf("events", query), after: { value, id } }, bounds);
            expect([sort, value, id, bounds, idsOf(docs)]).toEqual([
              ...[sort, value, id, bounds],
              after(ids, { value, id }, keyOf, sort),
            ]);
          }
        }
      }
    }
  });

  test("with a value that is no day, or with odd text, is an answer and no fault", async () => {
    const database = await holding(exact, open);
    for (const sort of ["-date", "date", "id", "updated", "-updated"]) {
      for (const value of ["", "x", "2023-02-31", "99999-01-01", "\0", "' OR 1=1", "é", null]) {
        for (const id of ["", "\0", "day-1", "%"]) {
          const plan = planOf("events", [
            ["dataset", "all"],
            ["sort", sort],
          ]);
          for (const bounds of BOUNDED) {
            const { docs } = await page(database, { ...plan, after: { value, id } }, bounds);
            expect(docs.length).toBeLessThanOrEqual(20);
          }
        }
      }
    }
  });
});

describe("places", () => {
  const at = (latitude: number, longitude: number) => ({ latitude, longitude, precision: "city" }) as const;
  const points = [
    at(-17, 178),
    at(-17, -178),
    at(-17, 180),
    at(-17, -180),
    at(52, 5),
    at(90, 0),
    at(89.9, 120),
    at(-17, 0),
  ];
  const venues = [
    ...points.map((location, number) => venue(`place-${number}`, { location })),
    venue("whole", { location: { latitude: -17, longitude: 179, precision: "country" } }),
  ];
  const placed = dataset("placed", { venues, events: venues.map(({ id }) => event(`at-${id}`, { venue: id })) });

  test.each([
    ["bbox", "170,-20,-170,-10", ["place-0", "place-1", "place-2", "place-3"]],
    ["bbox", "170,-20,180,-10", ["place-0", "place-2"]],
    ["bbox", "-180,-90,180,90", points.map((_, number) => `place-${number}`)],
    ["bbox", "5,52,5,52", ["place-4"]],
    ["bbox", "6,-90,4,90", ["place-0", "place-1", "place-2", "place-3", "place-5", "place-6", "place-7"]],
    ["near", "-17,179.9", ["place-2", "place-3"]],
    ["near", "90,77", ["place-5", "place-6"]],
  ])("%s=%s", async (name, value, ids) => {
    const database = await holding(placed);
    expect(await found(database, [[name, value]], "venues")).toEqual(ids);
    expect(await found(database, [[name, value]])).toEqual(ids.map((id) => `at-${id}`));
    expect(
      await found(database, [
        [name, value],
        ["type", "visit"],
      ]),
    ).toEqual(ids.map((id) => `at-${id}`));
    expect(
      await found(database, [
        [name, value],
        ["type", "talks"],
      ]),
    ).toEqual([]);
  });
});

describe("several datasets", () => {
  const relation = (id: string) => [{ type: "recalls", event: id }] as const;
  const date = "2023-10-17";
  const one = dataset("one", {
    participants: [country("kz")],
    events: [event("b", { date, relations: [...relation("c")] }), event("d", { date }), event("f")],
  });
  const two = dataset("two", {
    events: [event("a", { date, relations: [...relation("d")] }), event("c", { date }), event("e")],
  });
  const rows = dataset(
    "rows",
    { events: [event("bulk", { date, relations: [...relation("b"), ...relation("gone")] })] },
    "bulk",
  );
  const all = [one, two, rows];

  test.each<Query>([
    [["relatedTo", "c"]],
    [["relatedTo", "b"]],
    [
      ["relatedTo", "d"],
      ["dataset", "all"],
    ],
    [
      ["relatedTo", "gone"],
      ["dataset", "all"],
    ],
    [
      ["relatedTo", "!b"],
      ["dataset", "all"],
    ],
    [
      ["relatedTo", "null"],
      ["dataset", "all"],
    ],
    [
      ["relatedTo", "!null"],
      ["dataset", "one"],
    ],
    [
      ["relatedTo", "b"],
      ["relatedTo", "d"],
      ["dataset", "all"],
    ],
    [["dataset", "!rows"]],
    [["dataset", "null"]],
    [["dataset", "!null"]],
    [["dataset", "one,rows"]],
    [["dataset", "one,null"]],
    [["dataset", "!one,two"]],
    [
      ["dataset", "!one"],
      ["dataset", "!two"],
    ],
    [
      ["dataset", "one,two"],
      ["dataset", "!two"],
    ],
    [["dataset", "nobody"]],
    [
      ["dataset", "all"],
      ["sort", "date"],
    ],
    [
      ["dataset", "all"],
      ["sort", "-id"],
    ],
    [
      ["dataset", "all"],
      ["sort", "updated"],
    ],
  ])("%j", async (...query) => {
    const database = await holding(...all);
    expect(await found(database, query)).toEqual(answer("events", query, all));
  });

  test("a record whose number is another one's place after a change is found by its mark's day", async () => {
    const database = await holding(...all);
    const plan = planOf("events", [
      ["dataset", "all"],
      ["limit", "2"],
    ]);
    const { next } = await page(database, plan);
    expect(next).toEqual({ value: date, id: "b" });
    await load(database, dataset("one", { events: [event("d", { date }), event("b", { date: "2020" }), event("f")] }));
    const rest = await page(database, { ...plan, limit: 200, after: next });
    expect(idsOf(rest.docs)).toEqual(["bulk", "c", "d", "b", "e", "f"]);
    expect(await database.all(sql`SELECT count(*) AS n FROM events`)).toEqual([{ n: 7 }]);
  });
});
