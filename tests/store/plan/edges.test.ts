// Edges of windows and cursors: dates that reach into a window, short months, cursors of records that are gone.

import { describe, expect, test } from "vitest";
import type { ListPlan } from "../../../src/query/plan.ts";
import { page } from "../asked.ts";
import { idsOf, planOf } from "../asking.ts";
import { answer, type Query } from "../oracle.ts";
import { dataset, event } from "../small.ts";
import { BOUNDED, found, holding } from "../ways.ts";

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
      ["month", "2023-01"],
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
  ])("the window %j finds the records whose dates may lie in it", async (...query) => {
    const database = await holding(exact, open);
    for (const dataset of ["exact", "open", "all"]) {
      for (const sort of ["-date", "date", "-updated"]) {
        const asked: Query = [["dataset", dataset], ["sort", sort], ...query];
        expect(await found(database, asked)).toEqual(answer("events", asked, [exact, open]));
      }
    }
  });
});

describe("a cursor position", () => {
  /** What comes after a place in an order, told without SQL. */
  const after = (
    ids: readonly string[],
    place: NonNullable<ListPlan["after"]>,
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

  test("a position of no record, or of one that has gone since, is still a place in the order", async () => {
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

  test("a position with a value that is no day, or with unusual text, gives a page and no error", async () => {
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
