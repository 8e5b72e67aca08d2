// Kills: an import killed with SIGKILL at any moment leaves the old data or the new, whole, and can be run again (R8).
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { cp } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import { chance } from "../support/chance.ts";
import { ownSettings, type Program, signalled, start, startProgram } from "../support/program.ts";
import { flawsOf, held } from "./held.ts";
import { copies, importedHere, many, put, upsertHere } from "./imports.ts";

/** Kills, and moments at which an import stands still and its files are copied: a kill would leave the same. */
const [KILLS, STOPS] = [12, 24];
/** Kills of imports into a database that is not there yet. */
const NEW = 6;
/** Moments of one import. */
const TOGETHER = 8;
/** Processes at a time: one and a half for each core of the smallest machine. */
const LANES = 3;
const [OLD_ROWS, NEW_ROWS] = [300, 400];
const OLDER = { added: "20190305000000", url: "https://news.example/old" };
const NEWER = { added: "20190306000000", url: "https://news.example/new", placeName: "Novy Primerstad, Netherlands" };

let newer: string;
const base = copies(async (database) => {
  await importedHere(database, "gdelt", await put(many(OLD_ROWS, OLDER)));
});
/** A hash of everything before the import, and after it. */
let [before, after] = ["", ""];
/** Of an import that nobody disturbs: milliseconds from its first touch of the database, and bytes of its journal. */
let whole = { milliseconds: 0, bytes: 0 };

type Begin = (database: string) => Program;
const sound: Begin = (database) => start(["import", "gdelt", newer], { DATABASE_URL: database });
const torn: Begin = (database) =>
  startProgram(process.execPath, ["tests/commands/torn.ts", newer], { DATABASE_URL: database });

const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? -1;

/** Waits until the journal is so large or the program has ended; -1 is a journal that is not there yet. */
async function grown(database: string, bytes: number, program: Program): Promise<number> {
  let ended = false;
  program.ended.then(() => {
    ended = true;
  });
  let most = -1;
  while (!ended && most < bytes) {
    await wait(1);
    most = Math.max(most, sizeOf(`${database}-wal`));
  }
  return most;
}

beforeAll(async () => {
  newer = await put(many(NEW_ROWS, NEWER, 101), "newer.CSV");
  const database = await base();
  before = held(database);
  const program = sound(database);
  await grown(database, 0, program);
  const begun = performance.now();
  const bytes = await grown(database, Number.POSITIVE_INFINITY, program);
  whole = { milliseconds: performance.now() - begun, bytes };
  expect((await program.ended).code).toBe(0);
  after = held(database);
  expect(flawsOf(database)).toEqual([]);
  expect(after).not.toBe(before);
});

/** The threads of a process; none when it ended while they were listed. */
function threadsIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Waits until every thread of a process that was told to stand still does (proc_pid_stat(5)). */
async function still(pid: number): Promise<void> {
  const folder = `/proc/${pid}/task`;
  const isStill = (thread: string) => {
    const stat = `${folder}/${thread}/stat`;
    return !existsSync(stat) || /\) [TXZ] /.test(readFileSync(stat, "utf8"));
  };
  // One that has ended has no threads any more.
  while (existsSync(folder) && !threadsIn(folder).every(isStill)) await wait(1);
}

/** The files of a database as they are, in a folder of their own. */
async function copied(database: string): Promise<string> {
  const { DATABASE_URL } = await ownSettings();
  for (const end of ["", "-wal"]) if (existsSync(database + end)) await cp(database + end, DATABASE_URL + end);
  return DATABASE_URL;
}

/** Copies of the files of one import, at parts of its time first, then at parts of its journal, last when that is gone. */
async function stopped(random: () => number): Promise<string[]> {
  const database = await base();
  const program = sound(database);
  let ended = false;
  program.ended.then(() => {
    ended = true;
  });
  const parts = () => Array.from({ length: TOGETHER / 2 }, random).sort();
  await grown(database, 0, program);
  const begun = performance.now();
  const moments = [
    ...parts().map((part) => () => wait(Math.max(0, begun + part * whole.milliseconds - performance.now()))),
    ...parts().map((part) => () => grown(database, part * whole.bytes, program)),
    async () => {
      while (!ended && sizeOf(`${database}-wal`) > 0) await wait(1);
    },
  ];
  const found: string[] = [];
  for (const moment of moments) {
    await moment();
    if (ended || !signalled(program.pid, "SIGSTOP")) break;
    await still(program.pid);
    found.push(await copied(database));
    // One that had come to its end meanwhile leaves what it would leave then.
    signalled(program.pid, "SIGCONT");
  }
  expect((await program.ended).code).toBe(0);
  return found;
}

/** Kills it at a part of its time, or, where it writes, at a part of its journal. */
async function kill(program: Program, database: string, at: { time?: number; journal?: number }): Promise<void> {
  await grown(database, 0, program);
  if (at.time !== undefined) await Promise.race([wait(1.3 * at.time * whole.milliseconds), program.ended]);
  if (at.journal !== undefined) await grown(database, Math.max(1, at.journal * whole.bytes), program);
  await program.stop("SIGKILL");
}

type State = "old" | "new" | string;

function stateOf(database: string): State {
  const flaws = flawsOf(database);
  const now = held(database);
  if (flaws.length === 0 && now === before) return "old";
  if (flaws.length === 0 && now === after) return "new";
  return `neither the old nor the new: ${flaws.join("; ")}`;
}

/** Does so many things, some at a time. */
async function inLanes<T>(count: number, work: (at: number) => Promise<T>): Promise<T[]> {
  const done: T[] = [];
  let next = 0;
  const lane = async () => {
    for (let at = next++; at < count; at = next++) done[at] = await work(at);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return done;
}

/** Each leaves the old or the new, and an import after it ends as if nothing had been; gives what they left. */
async function sifted(databases: readonly string[]): Promise<ReadonlySet<State>> {
  const states: State[] = [];
  for (const [at, database] of databases.entries()) {
    states.push(stateOf(database));
    if (at % 10 === 0) await importedHere(database, "gdelt", newer);
    else await upsertHere(database, newer);
    expect(stateOf(database), `after kill ${at}, which left the ${states[at]}`).toBe("new");
  }
  return new Set(states);
}

test(`${KILLS} imports killed at random times and journal sizes leave the old data or the new, and a further import ends as if none had been`, async () => {
  const random = chance(20_231_017);
  const moments = Array.from({ length: KILLS }, (_, at) => (at % 2 === 0 ? { time: random() } : { journal: random() }));
  const databases = await inLanes(KILLS, async (at) => {
    const database = await base();
    await kill(sound(database), database, moments[at] ?? {});
    return database;
  });
  // Only now: whoever watches a journal has no time for this.
  for (const state of await sifted(databases)) expect(["old", "new"]).toContain(state);
}, 120_000);

const standing = existsSync("/proc/self/stat") ? "" : " (skipped: there is no /proc here to see a process stand still)";
test.skipIf(standing !== "")(
  `${STOPS} more imports stopped and killed at any moment leave the old data or the new${standing}`,
  async () => {
    const random = chance(20_190_305);
    const databases: string[] = [];
    while (databases.length < STOPS) databases.push(...(await stopped(random)));
    for (const state of await sifted(databases)) expect(["old", "new"]).toContain(state);
  },
  120_000,
);

test(`${NEW} first imports killed at random times leave no database or the whole one, and a further import ends as if none had been`, async () => {
  const random = chance(20_260_101);
  const begun = performance.now();
  const { DATABASE_URL: undisturbed } = await ownSettings();
  expect((await sound(undisturbed).ended).code).toBe(0);
  const milliseconds = performance.now() - begun;
  const complete = held(undisturbed);
  const moments = Array.from({ length: NEW }, random);
  const databases = await inLanes(NEW, async (at) => {
    const { DATABASE_URL } = await ownSettings();
    const program = sound(DATABASE_URL);
    await Promise.race([wait((moments[at] ?? 0) * milliseconds), program.ended]);
    await program.stop("SIGKILL");
    return DATABASE_URL;
  });
  for (const database of databases) {
    if (existsSync(database)) expect([held(database), flawsOf(database)]).toEqual([complete, []]);
    await importedHere(database, "gdelt", newer);
    expect([held(database), flawsOf(database)]).toEqual([complete, []]);
  }
}, 120_000);

test("a writer without transactions is caught by the same kills", async () => {
  const states = await inLanes(LANES, async (at) => {
    const database = await base();
    const program = torn(database);
    await grown(database, 1, program);
    await wait(50 + 100 * at);
    await program.stop("SIGKILL");
    return stateOf(database);
  });
  expect(states.filter((state) => state.startsWith("neither"))).not.toEqual([]);
});
