// WORKERS: several processes on one port; one that dies is replaced, and SIGHUP exchanges all without a failed request.

import { once } from "node:events";
import { rm, writeFile } from "node:fs/promises";
import { type IncomingMessage, request } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { load } from "../../src/store/write/load.ts";
import { at, change } from "../intake/curated/fixture.ts";
import { dataset, event } from "../store/small.ts";
import { type Asked, type Crowd, crowd } from "../support/crowd.ts";
import { ENGINE, emptyPlace, openToWrite, type Place, place } from "../support/databases.ts";
import { closed, type Program, run, secondData, signalled, start } from "../support/program.ts";

const isThere = (pid: number) => signalled(pid, 0);

interface Line {
  readonly pid: number;
  readonly msg: string;
  readonly id?: string;
  readonly process?: number;
}

/** What a program has said but its greeting: each line whole, of those that hold a text. */
function linesOf(program: Program, text: string): Line[] {
  const [before = "", after = ""] = program.output().split(/^Communiqué serves on .*\n(?: {2}.*\n){3}/m);
  const whole = (before + after).split("\n").slice(0, -1);
  return whole.filter((line) => line.includes(text)).map((line) => JSON.parse(line) as Line);
}

/** Looks again and again until it sees something. */
async function seen<T>(look: () => T | undefined): Promise<T> {
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    await wait(50);
  }
}

/** Waits for a line of the log that holds a text. */
function said(program: Program, text: string): Promise<Line> {
  return seen(() => linesOf(program, text)[0]);
}

/** The processes that came to listen, in that order; waits for so many. */
function listeners(program: Program, count: number): Promise<number[]> {
  return seen(() => {
    const found = linesOf(program, '"msg":"listening"').map(({ pid }) => pid);
    return found.length < count ? undefined : found;
  });
}

/** Which process answered which request, after all have written what they had to. */
function answerers(program: Program): ReadonlyMap<string, number> {
  return new Map(linesOf(program, '"msg":"request"').map(({ id = "", pid }) => [id, pid]));
}

/** The processes that answered these requests. */
function pidsOf(program: Program, asked: readonly Asked[]): Set<number | undefined> {
  const pids = answerers(program);
  return new Set(asked.map(({ id }) => pids.get(id ?? "")));
}

interface Several {
  readonly program: Program;
  readonly url: string;
  readonly own: Readonly<Record<string, string>>;
}

/** A place for a database that is gone with the test. */
async function ownPlace(): Promise<string> {
  const { url, remove } = await place();
  onTestFinished(remove);
  return url;
}

async function several(settings: Readonly<Record<string, string>> = {}): Promise<Several> {
  const own = { PORT: "0", WORKERS: "2", DATABASE_URL: await ownPlace(), RATE_LIMIT: "0", ...settings };
  const program = start(["serve"], own);
  // Before its database is removed.
  onTestFinished(async () => {
    await program.stop("SIGKILL");
  });
  return { program, url: await program.url, own };
}

const failures = ({ asked }: Crowd) => asked.filter(({ status }) => status !== 200);

test("WORKERS=n: all processes answer, one log has all lines, and one signal ends all", async () => {
  const { program, url } = await several();
  const pids = await listeners(program, 2);
  const clients = crowd(`${url}/v1/events`, 8, "kept");
  await clients.more(50);
  await clients.end();
  expect(failures(clients)).toEqual([]);
  const { code, stdout, stderr } = await program.stop("SIGINT");
  expect([code, stderr]).toEqual([0, ""]);
  expect(pidsOf(program, clients.asked)).toEqual(new Set(pids));
  // No line is torn by another's.
  expect(linesOf(program, "")).toHaveLength(clients.asked.length + 4);
  expect(stdout.split("serves on")).toHaveLength(2);
  await expect(fetch(`${url}/livez`)).rejects.toThrow();
});

test("SIGHUP: with invalid data nothing changes; with valid data new processes take over, and no request fails", async () => {
  const DATA_DIR = await secondData();
  const { program, url } = await several({ DATA_DIR });
  const old = await listeners(program, 2);
  const path = `${url}/v1/events?limit=200`;
  const crowds = [crowd(path, 6, "kept"), crowd(path, 2, "new")];
  await Promise.all(crowds.map((one) => one.more(20)));
  await change(DATA_DIR, [at("/events/0/type", "party")]);
  process.kill(program.pid, "SIGHUP");
  const { msg } = await said(program, "not restarted: ");
  expect(msg).toMatch(/^not restarted: the data has \d+ faults; nothing is changed:\n.*\/events\/0\/type: /);
  await Promise.all(crowds.map((one) => one.more(2)));
  expect(crowds.map(({ asked }) => asked.at(-1)?.text)).toEqual(crowds.map(({ asked }) => asked[0]?.text));
  expect(await listeners(program, 2)).toEqual(old);
  expect(old.filter(isThere)).toEqual(old);
  await change(DATA_DIR, [at("/events/0/type", "talks")]);
  await change(DATA_DIR, [at("/events/0/title/en", "Renamed talks")]);
  process.kill(program.pid, "SIGHUP");
  await said(program, "all server processes are new");
  expect(old.filter(isThere)).toEqual([]);
  const before = crowds.map(({ asked }) => asked.length);
  for (const one of crowds) {
    await one.more(20);
    await one.end();
    expect(failures(one)).toEqual([]);
    expect(one.asked[0]?.text).not.toContain("Renamed talks");
    expect(one.asked.at(-1)?.text).toContain("Renamed talks");
  }
  expect((await program.stop()).code).toBe(0);
  const now = (await listeners(program, 4)).slice(2);
  // Those asked before are done.
  const last = crowds.flatMap(({ asked }, turn) => asked.slice((before[turn] ?? 0) + 6));
  expect(pidsOf(program, last)).toEqual(new Set(now));
});

test("a worker that is killed fails its own connections only, and is replaced; when the primary is killed, none is left", async () => {
  const { program, url } = await several();
  const [victim = 0, survivor = 0] = await listeners(program, 2);
  const clients = crowd(`${url}/v1/events`, 8, "kept");
  await clients.more(20);
  process.kill(victim, "SIGKILL");
  expect((await said(program, "a server process ended")).process).toBe(victim);
  const [, , successor = 0] = await listeners(program, 3);
  await clients.more(20);
  await clients.end();
  const newcomers = crowd(`${url}/v1/events`, 4, "new");
  await newcomers.more(10);
  await newcomers.end();
  expect(failures(newcomers)).toEqual([]);
  // Lines of the log wait a moment before they are written.
  await seen(() => (pidsOf(program, newcomers.asked).has(undefined) ? undefined : true));
  await program.stop("SIGKILL");
  await seen(() => ([survivor, successor].some(isThere) ? undefined : true));
  await expect(fetch(`${url}/livez`)).rejects.toThrow();
  expect(pidsOf(program, newcomers.asked)).toEqual(new Set([survivor, successor]));
  const failed = failures(clients);
  expect(failed.filter(({ status }) => status !== null)).toEqual([]);
  // Each client may lose its connection, and one more that was on its way to the killed one.
  expect(failed.length).toBeLessThanOrEqual(16);
  // What the killed one had to write last is lost.
  const others = [...pidsOf(program, failed)].filter((pid) => pid !== victim && pid !== undefined);
  expect(others).toEqual([]);
});

/** Events whose export is far more than the buffers between two processes hold, in a database that these tests share. */
const MANY = 1_200;
let ofMany: Place | undefined;
afterAll(() => ofMany?.remove());
async function placeOfMany(): Promise<string> {
  if (ofMany !== undefined) return ofMany.url;
  ofMany = await emptyPlace();
  const { url } = ofMany;
  const text = "x".repeat(20_000);
  const writer = await openToWrite(url);
  const events = Array.from({ length: MANY }, (_, n) => event(`many-${n}`, { title: { en: text, ru: text } }));
  await load(writer, dataset("many", { events }, "bulk"));
  await writer.close();
  return url;
}

// A supervisor or a terminal may tell every process of the server itself.
test.each([
  ["2", "its primary"],
  ["2", "all of its processes"],
  ["1", "all of its processes"],
] as const)("SIGTERM lets an export that is being read end: WORKERS=%s, %s told", async (WORKERS, told) => {
  const own = { PORT: "0", WORKERS, DATABASE_URL: await placeOfMany(), SHUTDOWN: "50000" };
  const program = start(["serve"], own, "in a group of its own");
  onTestFinished(() => void program.stop("SIGKILL"));
  const url = await program.url;
  const asking = request(`${url}/v1/events?dataset=many&format=ndjson`, { agent: false }).end();
  const [answer] = (await once(asking, "response")) as [IncomingMessage];
  await once(answer, "readable");
  process.kill(told === "its primary" ? program.pid : -program.pid, "SIGTERM");
  // The rest is read when nobody listens any more.
  await closed(url);
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  const lines = Buffer.concat(chunks).toString().trimEnd().split("\n");
  expect(new Set(lines.map((line) => (JSON.parse(line) as { id: string }).id)).size).toBe(MANY);
  expect((await program.ended).code).toBe(0);
});

test("WORKERS: a port in use is reported once", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void taken.close());
  await once(taken, "listening");
  const { port } = taken.address() as AddressInfo;
  const own = { PORT: String(port), WORKERS: "2", DATABASE_URL: await ownPlace() };
  const { code, stdout, stderr } = await run(["serve"], own);
  expect([code, stderr]).toEqual([1, `port ${port} on 127.0.0.1 is in use; choose another with PORT=…\n`]);
  expect(stdout).not.toContain("serves on");
});

// A server of PostgreSQL starts without it.
test.runIf(ENGINE === "sqlite")("when no worker comes to serve, the server exits with the reason", async () => {
  const { program, own } = await several();
  const pids = await listeners(program, 2);
  const path = own.DATABASE_URL ?? "";
  for (const end of ["-wal", "-shm"]) await rm(path + end, { force: true });
  await writeFile(path, "a text, no database\n".repeat(500));
  for (const pid of pids) process.kill(pid, "SIGKILL");
  const { code, stderr } = await program.ended;
  expect(code).toBe(1);
  expect(stderr).toMatch(/^no server process comes to serve: the database .* cannot be used: [^\n]*\n$/);
});
