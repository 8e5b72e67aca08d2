// Kills on PostgreSQL: an import that is killed at any moment leaves the old data or the new, whole (R8).

import { setTimeout as wait } from "node:timers/promises";
import sql from "sql-template-tag";
import { beforeAll, expect, test, vi } from "vitest";
import { GDELT_INFO } from "../../src/intake/gdelt/importer.ts";
import { datasets } from "../../src/store/catalog/datasets.ts";
import type { Database } from "../../src/store/engine/database.ts";
import { importedHere, many, put, upsertHere } from "../commands/imports.ts";
import { openToWrite, type Place, place } from "../support/databases.ts";
import { filledPlace } from "../support/filled.ts";
import { contentsOf, damage } from "../support/inside.ts";
import { start } from "../support/program.ts";

/** Imports that are killed, and imports of this process whose connection is cut: the database sees the same. */
const [KILLS, CUTS] = [3, 18];
const ALL = KILLS + CUTS;
/** Imports at a time, each into a database of its own. */
const LANES = 3;
const OLDER = { added: "20190305000000", url: "https://news.example/old" };
const NEWER = { added: "20190306000000", url: "https://news.example/new", placeName: "Novy Primerstad, Netherlands" };

let base: Place;
let newer: string;
let states: readonly string[];
/** Milliseconds that the import of the newer rows takes from its lock to its end, by the command and in this process. */
let whole = { there: 0, here: 0 };

/** Whether an import has the writers' lock. */
async function isWriting(database: Database): Promise<boolean> {
  const rows = await database.query(sql`SELECT 1 FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
    WHERE l.locktype = 'advisory' AND l.granted AND a.datname = current_database()`);
  return rows.length > 0;
}

beforeAll(async () => {
  base = await filledPlace("curated");
  await importedHere(base.url, "gdelt", await put(many(150, OLDER), "older.CSV"));
  newer = await put(many(200, NEWER, 51), "newer.CSV");
  const copy = await place(base.url);
  const database = await openToWrite(copy.url);
  const before = await contentsOf(database);
  const program = start(["import", "gdelt", newer], { DATABASE_URL: copy.url });
  await vi.waitFor(async () => expect(await isWriting(database)).toBe(true), { timeout: 20_000, interval: 2 });
  const begun = performance.now();
  expect((await program.ended).code).toBe(0);
  const there = performance.now() - begun;
  states = [before, await contentsOf(database)];
  await database.close();
  await copy.remove();
  const other = await place(base.url);
  const again = performance.now();
  await upsertHere(other.url, newer);
  whole = { there, here: performance.now() - again };
  await other.remove();
  return base.remove;
});

/** Ends one import after a share of the time that it takes; says what it left: 0 the old data, 1 the new. */
async function ended(database: Database, url: string, at: number): Promise<number> {
  const writing = () =>
    vi.waitFor(async () => expect(await isWriting(database)).toBe(true), { timeout: 30_000, interval: 2 });
  if (at % (ALL / KILLS) === 0) {
    const program = start(["import", "gdelt", newer], { DATABASE_URL: url });
    await writing();
    await wait(((at + 0.5) / ALL) * whole.there);
    await program.stop("SIGKILL");
  } else {
    const done = upsertHere(url, newer).catch(() => {});
    await Promise.race([writing(), done]);
    await wait(((at + 0.5) / ALL) * whole.here);
    await database.query(sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name LIKE 'communique import%'`);
    await done;
  }
  await vi.waitFor(async () => expect(await isWriting(database)).toBe(false), { timeout: 30_000, interval: 5 });
  expect(await damage(database)).toEqual([]);
  return states.indexOf(await contentsOf(database));
}

test(`${ALL} imports killed at random times leave the old data or the new, and an import afterwards ends as if none had been`, async () => {
  expect(new Set(states).size).toBe(2);
  const left: number[] = [];
  let next = 0;
  async function lane(): Promise<void> {
    let copy: Place | null = null;
    let database: Database | null = null;
    while (next < ALL) {
      copy ??= await place(base.url);
      database ??= await openToWrite(copy.url);
      const state = await ended(database, copy.url, next++);
      left.push(state);
      if (state === 0) continue;
      await database.close();
      await copy.remove();
      [copy, database] = [null, null];
    }
    copy ??= await place(base.url);
    database ??= await openToWrite(copy.url);
    await importedHere(copy.url, "gdelt", newer);
    expect(states.indexOf(await contentsOf(database))).toBe(1);
    expect((await datasets(database)).map(({ id }) => id)).toContain(GDELT_INFO.id);
    await database.close();
    await copy.remove();
  }
  await Promise.all(Array.from({ length: LANES }, lane));
  expect(left.filter((state) => state === -1)).toEqual([]);
  expect(left.filter((state) => state === 0).length).toBeGreaterThan(ALL / 3);
}, 300_000);
