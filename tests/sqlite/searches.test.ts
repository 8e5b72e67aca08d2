// Searches of several words, in process where running sums tell that their first records are among few (R6).
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sumsOf } from "../../src/store/count/sums-memory.ts";
import type { Database } from "../../src/store/engine/database.ts";
import { openSqlite } from "../../src/store/engine/sqlite.ts";
import { migrate } from "../../src/store/write/migrate.ts";
import { page, total } from "../store/asked.ts";
import { planOf } from "../store/asking.ts";
import { EMPTY, importing, keptOf } from "../store/bulk.ts";
import { faultsOf, type Watched, watch } from "./watched.ts";

const BOUNDS = { maxScan: 100, maxProbe: 200 };
const ROWS = 2_000;

let folder = "";
let readers: Database;
let watched: Watched;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "communique-searches-"));
  const file = join(folder, "large.db");
  const writer = openSqlite(file, "write");
  await migrate(writer);
  const rows = Array.from({ length: ROWS }, (_, at) => ({
    ...{ ...EMPTY, number: 1_000 + at, day: `20${10 + Math.floor(at / 200)}-0${1 + (at % 9)}-15`, same: at % 8 === 0 },
    // One row in three has both words; one in three hundred has the third.
    text: ["one", at % 3 === 0 ? "two" : "", at % 300 === 0 ? "three" : ""].filter(Boolean).join(" "),
  }));
  await importing(
    writer,
    rows.map((row) => keptOf(row)),
    500,
  );
  await writer.close();
  readers = openSqlite(file, "read");
  watched = watch(file, readers);
});
afterAll(async () => {
  watched.close();
  await readers.close();
  await rm(folder, { recursive: true });
});

test("GET list: of a search for two words the process looks at few records, and of a rare one a reader at all", async () => {
  const { database } = watched;
  // As a server does, it remembers what it read.
  const remembered = new Map<string, readonly unknown[]>();
  const serving: Database = {
    ...database,
    queryCached<T>(query: Parameters<Database["queryCached"]>[0]) {
      const rows = remembered.get(query.sql) ?? (database.query<T>(query) as T[]);
      remembered.set(query.sql, rows);
      return rows as readonly T[];
    },
  };
  const ask = async (q: string) => {
    const plan = planOf("events", [
      ["dataset", "gdelt"],
      ["q", q],
      ["from", "2012"],
    ]);
    watched.take();
    const { docs } = await page(serving, plan, BOUNDS);
    const counted = await total(serving, plan.criteria, "exact", BOUNDS);
    const asked = watched.take();
    expect(asked.flatMap((one) => faultsOf(one, BOUNDS))).toEqual([]);
    return { docs, counted, readers: asked.filter(({ where }) => where === "reader").length };
  };
  const found = [];
  for (const q of ["one two", "one three"]) {
    const first = await ask(q);
    for (let turn = 0; turn < 2; turn++) {
      await ask(q);
      await sumsOf(serving).settled();
    }
    const last = await ask(q);
    expect([last.docs, last.counted]).toEqual([first.docs, first.counted]);
    found.push([q, first.readers > 0, last.readers > 0]);
  }
  expect(found).toEqual([
    ["one two", true, false],
    ["one three", true, true],
  ]);
});
