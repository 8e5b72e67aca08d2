// First matches: pages of a search are the same whichever way leads to its first records.
import { beforeAll, expect, test } from "vitest";
import type { CursorPosition } from "../../../src/query/cursor.ts";
import { readSearch } from "../../../src/query/search.ts";
import { firstDays } from "../../../src/store/count/first-matches.ts";
import { sumsOf } from "../../../src/store/count/sums-memory.ts";
import type { Database } from "../../../src/store/engine/database.ts";
import { openSqlite } from "../../../src/store/engine/sqlite.ts";
import { planFor } from "../../../src/store/plan/probe.ts";
import { countFound, findHits } from "../../../src/store/search/hits.ts";
import { load } from "../../../src/store/write/load.ts";
import { ENGINE, emptyDatabase, openToRead } from "../../support/databases.ts";
import { walked } from "../asked.ts";
import { idsOf } from "../asking.ts";
import { EMPTY, importing, keptOf, type Told } from "../bulk.ts";
import type { Query } from "../oracle.ts";
import { asking, CURATED } from "../write/imports.ts";

/** A large dataset, whose first records are few, or too many to be looked at. */
const FEW = { maxScan: 0, maxProbe: 60 };
const MANY = { maxScan: 0, maxProbe: 2 };
const LIMIT = 7;
/** The end of a month that is shorter than others, and the days behind it. */
const DAYS = ["02-24", "02-25", "02-26", "02-27", "02-28", "03-01", "03-02", "03-03", "03-04"];

const textOf = (at: number) => [at % 3 < 2 ? "one" : "three", at % 4 < 2 ? "two" : "", at % 31 === 0 ? "rare" : ""];

/** Rows of ten to a day, newest last; of each ten two are told twice. */
const ROWS: readonly Told[] = Array.from({ length: 90 }, (_, at) => ({
  ...EMPTY,
  number: 100 + at,
  day: `2023-${DAYS[Math.floor(at / 10)]}`,
  type: at % 2 === 0 ? "talks" : "visit",
  text: textOf(at).filter(Boolean).join(" "),
  same: at % 10 < 2,
}));

const has = (word: string) => (row: Told) => row.text.split(" ").includes(word);

const CASES: readonly (readonly [q: string, found: (row: Told) => boolean])[] = [
  ["one", has("one")],
  ["one two", (row) => has("one")(row) && has("two")(row)],
  ['"one two"', (row) => has("one")(row) && has("two")(row)],
  ["one -two", (row) => has("one")(row) && !has("two")(row)],
  ["rare two", (row) => has("rare")(row) && has("two")(row)],
  ["rare", has("rare")],
  ["absent", () => false],
];
const WINDOWS: readonly Query[] = [
  [],
  [
    ["from", "2023-02-26"],
    ["to", "2023-03-02"],
  ],
  [["month", "2023-02"]],
  [["distinct", "false"]],
];

let writer: Database;
let reader: Database;
beforeAll(async () => {
  const { url, database, close } = await emptyDatabase();
  writer = database;
  await load(writer, CURATED);
  await importing(
    writer,
    ROWS.map((row) => keptOf(row)),
  );
  reader = ENGINE === "sqlite" ? openSqlite(url, "read") : await openToRead(url);
  return async () => {
    await reader.close();
    await close();
  };
});

function expected(query: Query, found: (row: Told) => boolean): string[] {
  const given = Object.fromEntries(query);
  const rows = ROWS.filter((row) => found(row) && (given.distinct === "false" || row.same === false))
    .filter(({ day }) => day >= (given.from ?? "") && day <= (given.to ?? "9") && day.startsWith(given.month ?? ""))
    .toSorted((a, b) => (a.day === b.day ? a.number - b.number : a.day < b.day ? 1 : -1));
  return rows.map(({ number }) => `gdelt-${number}`);
}

/** The ids of all pages behind a position. */
async function walkedIds(database: Database, query: Query, bounds: typeof FEW, after: CursorPosition | null = null) {
  return idsOf(await walked(database, { ...asking(query), limit: LIMIT, after }, bounds, ROWS.length));
}

/** Asks until the sums of a question and of all records are there. */
async function summed(query: Query) {
  const { parts } = await planFor(reader, asking(query).criteria, FEW);
  const [part] = parts;
  if (part === undefined) throw new Error("nobody is asked");
  const known = () => firstDays(reader, part, part.range, LIMIT, false);
  for (let turn = 0; turn < 2; turn++) {
    known();
    await sumsOf(reader).settled();
  }
  return known();
}

/** All hits of a search, page by page, and their count are those expected. */
async function compareHits(q: string, right: readonly string[], bounds: typeof FEW): Promise<void> {
  const scope = { collections: ["events"], datasets: "all" } as const;
  const hits: string[] = [];
  for (let after: CursorPosition | null = null; hits.length <= ROWS.length; ) {
    const page: Awaited<ReturnType<typeof findHits>> = await findHits(
      ...([reader, readSearch(q), [], scope, LIMIT, after, bounds] as const),
    );
    hits.push(...page.hits.map(({ id }) => id));
    if (page.next === null) break;
    after = page.next;
  }
  const { total } = await countFound(reader, readSearch(q), scope, bounds);
  expect([bounds, total, hits]).toEqual([bounds, right.length, right]);
}

test.each(CASES)(
  "GET list, GET search: pages of %s join to the whole, with running sums and without",
  async (q, found) => {
    for (const window of WINDOWS) {
      const query: Query = [["q", q], ...window];
      const right = expected(query, found);
      expect([window, await walkedIds(writer, query, FEW)]).toEqual([window, right]);
      expect((await summed(query))?.records).toEqual(expect.any(Number));
      // A position whose record has gone, between two records of a day.
      const gone = { value: "2023-03-01", id: "gdelt-1545" };
      const isBehind = ({ day, number }: Told) => day < gone.value || (day === gone.value && number >= 155);
      const rest = expected(query, (row) => found(row) && isBehind(row));
      for (const bounds of [FEW, MANY]) {
        expect([window, bounds, await walkedIds(reader, query, bounds)]).toEqual([window, bounds, right]);
        expect([window, bounds, await walkedIds(reader, query, bounds, gone)]).toEqual([window, bounds, rest]);
      }
    }
    for (const bounds of [FEW, MANY]) await compareHits(q, expected([["distinct", "false"]], found), bounds);
  },
);
