// Several datasets: boxes across the antimeridian, relations and lists over datasets, by every access path.

import sql from "sql-template-tag";
import { describe, expect, test } from "vitest";
import { load } from "../../../src/store/write/load.ts";
import { page } from "../asked.ts";
import { idsOf, planOf } from "../asking.ts";
import { answer, type Query } from "../oracle.ts";
import { country, dataset, entry, event, venue } from "../small.ts";
import { found, holding } from "../ways.ts";

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
  ])("%s=%s finds the places inside", async (name, value, ids) => {
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

describe("a state and a type together", () => {
  const states = [["kz"], ["kz", "cn"], ["cn"], [], ["us", "kz"]];
  const events = states.flatMap((list, at) =>
    (["visit", "talks"] as const).map((type) =>
      event(`${type}-${at}`, {
        type,
        date: at % 2 === 0 ? "2023-10-17" : "2022-09-01",
        participants: list.map((state) => entry(state, "participant")),
      }),
    ),
  );
  const participants = ["kz", "cn", "us"].map((id) => country(id));
  const all = [
    dataset("one", { participants, events }),
    dataset("two", { events: [event("other", { type: "talks" })] }),
  ];

  test.each<Query>([
    [],
    [["from", "2023"]],
    [
      ["from", "2022"],
      ["to", "2022"],
    ],
    [["country.all", "CN"]],
    [["country.all", "KZ,CN"]],
    [["status", "occurred"]],
    [["sort", "date"]],
    [["dataset", "all"]],
    [["role", "participant"]],
  ])("events of a state and a type, beside %j", async (...more) => {
    const database = await holding(...all);
    for (const type of ["visit", "talks", "call", "!visit", "visit,talks"]) {
      for (const state of ["KZ", "CN", "US", "!KZ", "KZ,CN", "null"]) {
        const query: Query = [["country", state], ["type", type], ...more];
        expect([query, await found(database, query)]).toEqual([query, answer("events", query, all)]);
      }
    }
  });
});

describe("lists over several datasets", () => {
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
      ["dataset", "one"],
      ["dataset", "two"],
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
  ])("the list %j", async (...query) => {
    const database = await holding(...all);
    expect(await found(database, query)).toEqual(answer("events", query, all));
  });

  test("a record whose rowid is another's after a change is found by the day of the cursor", async () => {
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
    expect(await database.query(sql`SELECT count(*) AS n FROM events`)).toEqual([{ n: 7 }]);
  });
});
