// Mirrors: pages of a large dataset leave out what it tells twice, however many of it lie between the others.
import { expect, test } from "vitest";
import { walked } from "../asked.ts";
import { idsOf } from "../asking.ts";
import { EMPTY, importing, keptOf, type Told } from "../bulk.ts";
import type { Query } from "../oracle.ts";
import { asking, fresh } from "../write/imports.ts";

/** As a large dataset is asked. */
const BOUNDS = { maxScan: 0, maxProbe: 2 };
const LIMIT = 3;

/** Rows of ten to a day, newest last; of each ten two are told twice, and so are all of a stretch longer than a page looks at. */
const ROWS: readonly Told[] = Array.from({ length: 90 }, (_, at) => ({
  ...EMPTY,
  number: 100 + at,
  day: `2023-01-0${1 + Math.floor(at / 10)}`,
  type: at % 3 === 0 ? "talks" : "visit",
  states: at % 2 === 0 ? ["kz", "cn"] : ["kz"],
  text: at % 4 === 0 ? "one" : "two",
  same: at % 10 < 2 || (at >= 30 && at < 60),
}));

const CASES: readonly (readonly [Query, (row: Told) => boolean])[] = [
  [[], () => true],
  [[["to", "2023-01-06"]], ({ day }) => day <= "2023-01-06"],
  [[["type", "talks"]], ({ type }) => type === "talks"],
  [
    [
      ["country", "KZ"],
      ["type", "visit"],
    ],
    ({ type }) => type === "visit",
  ],
  [[["country.all", "KZ,CN"]], ({ states }) => states.length === 2],
  [[["q", "one"]], ({ text }) => text === "one"],
  [[["q", "absent"]], () => false],
];

test("the pages of a list without events told twice join to the whole, without a gap or a repeat", async () => {
  const database = await fresh();
  await importing(database, ROWS.map(keptOf));
  for (const [query, holds] of CASES) {
    for (const distinct of ["true", "false"]) {
      const rows = ROWS.filter((row) => holds(row) && (distinct === "false" || row.same !== true));
      const right = rows.toSorted((a, b) => (a.day === b.day ? a.number - b.number : a.day < b.day ? 1 : -1));
      const list = { ...asking([...query, ["distinct", distinct]]), limit: LIMIT };
      const found = idsOf(await walked(database, list, BOUNDS, ROWS.length, right.length));
      expect([query, distinct, found]).toEqual([query, distinct, right.map(({ number }) => `gdelt-${number}`)]);
    }
  }
  await database.close();
});
