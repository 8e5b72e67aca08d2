// Restarts of PostgreSQL: it is stopped, frozen and started while clients ask; they get 503 or stale answers, then 200.

import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import sql from "sql-template-tag";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { load } from "../../src/store/write/load.ts";
import { migrate } from "../../src/store/write/migrate.ts";
import { type Cluster, startCluster } from "../support/cluster.ts";
import type { Exchange } from "../support/contract.ts";
import { openToWrite } from "../support/databases.ts";
import { curatedData } from "../support/filled.ts";
import { type Server, startServer } from "../support/server.ts";
import { type Client, clientOf } from "../torture/agent.ts";

/** Addresses that are asked again and again: the first is kept, the others are different each time. */
const ADDRESSES: readonly ((at: number) => string)[] = [
  () => "/v1/events",
  (at) => `/v1/events?sort=id&limit=${1 + (at % 200)}&country=KZ&updatedSince=0001-01-0${1 + (at % 9)}`,
  (at) => `/v1/search?q=talks&limit=${1 + (at % 200)}`,
  (at) => `/v1/stats/events?by=type,year&limit=${1 + (at % 200)}`,
  (at) => `/v1/events?format=ndjson&updatedSince=0001-02-${10 + (at % 19)}`,
  () => "/readyz",
];
/** So many clients ask for each address, one request after the other. */
const CLIENTS = 2;
/** What a client waits between two requests. */
const BREATH = 5;
/** The time within which all is well again when the database can be reached. */
const RECOVERY = 2_000;
/**
 * Longer than anybody may wait, on a slow machine too: a connection may take two seconds, and is not tried again. Who is
 * forgotten waits for ever.
 */
const LONG = 20_000;

let cluster: Cluster;
let server: Server;
let client: Client;
beforeAll(async () => {
  cluster = await startCluster();
  const url = cluster.url("postgres");
  const writer = await openToWrite(url);
  await migrate(writer);
  await load(writer, (await curatedData()).dataset);
  await writer.close();
  server = await startServer({ place: url, settings: { RATE_LIMIT: "0", QUERY_LIMIT: "2000" } });
  client = clientOf(server.url, 64);
});
afterAll(async () => {
  client?.close();
  await server?.stop();
  await cluster?.stop();
});

type Phase = "up" | "going" | "down" | "coming" | "back";
interface Seen extends Exchange {
  readonly milliseconds: number;
  /** When it was asked, and when it was answered. */
  readonly phases: readonly [Phase, Phase];
}

/** Asks all the time, while `during` tells what happens to the database; each answer with when it was given. */
async function asked(during: (enter: (phase: Phase) => void, seen: readonly Seen[]) => Promise<void>): Promise<Seen[]> {
  const seen: Seen[] = [];
  let phase: Phase = "up";
  let over = false;
  const lanes = ADDRESSES.flatMap((address) => Array<typeof address>(CLIENTS).fill(address));
  const asking = lanes.map(async (address, lane) => {
    for (let at = lane; !over; at += CLIENTS) {
      const [begun, start] = [phase, performance.now()];
      const answer = await client.ask({ method: "GET", path: address(at), headers: {} });
      seen.push({ ...answer, milliseconds: performance.now() - start, phases: [begun, phase] });
      await wait(BREATH);
    }
  });
  await Promise.all([...asking, during((now) => (phase = now), seen).finally(() => (over = true))]);
  return seen;
}

/** Waits until something is so. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await wait(BREATH);
}

const isUnreachable = () => !server.database.reachable();
/** Whether somebody asked while the database was away, and was told so. */
const isTold = ({ phases, status }: Seen) => phases[0] === "down" && status === 503;

const pathOf = (path: string) => path.split("?")[0];

/** Whether every address was asked in a phase, and answered. */
function isAllAsked(phase: Phase, seen: readonly Seen[]): boolean {
  const asked = new Set(seen.filter(({ phases }) => phases[0] === phase).map(({ path }) => pathOf(path)));
  return ADDRESSES.every((address) => asked.has(pathOf(address(0))));
}

const isStale = ({ headers }: Exchange) => headers["cache-status"]?.includes("detail=stale") === true;

/** Everything in which an answer is none that may be given while the database is away. */
function faultOf(one: Exchange): string[] {
  const { status, headers, path } = one;
  if (status === 200 && isStale(one)) return [];
  const type = headers["content-type"] ?? "";
  const told =
    status === 503 && /^\d+$/.test(headers["retry-after"] ?? "") && type.startsWith("application/problem+json");
  return told
    ? []
    : [`${path} answers ${status}, ${type}, retry-after ${headers["retry-after"]}, ${headers["cache-status"]}`];
}

/** What holds of all that was seen. */
function judge(seen: readonly Seen[]): void {
  const statuses = (phase: Phase) => [
    ...new Set(seen.filter(({ phases }) => phases.every((one) => one === phase)).map(({ status }) => status)),
  ];
  expect(statuses("up")).toEqual([200]);
  expect(seen.filter(({ status }) => status !== 200).flatMap(faultOf)).toEqual([]);
  const down = seen.filter(({ phases }) => phases[0] === "down");
  expect(down.filter(({ phases }) => phases[1] === "down").flatMap(faultOf)).toEqual([]);
  expect(down.some(isStale)).toBe(true);
  expect(down.some(isTold)).toBe(true);
  expect(seen.filter(({ milliseconds }) => milliseconds > LONG).map(({ path }) => path)).toEqual([]);
  expect(statuses("back")).toEqual([200]);
  expect(seen.filter(({ phases }) => phases[0] === "back").some(isStale)).toBe(false);
}

/** The usual settings: those for short questions, those for long ones, and the one that listens. */
const CONNECTIONS = 10 + 2 + 1;

/** Connections to our database, but for the one that asks. */
async function connections(): Promise<number> {
  const rows = await server.database.query<{ n: number }>(
    sql`SELECT count(*) AS n FROM pg_stat_activity WHERE application_name LIKE 'communique %' AND pid <> pg_backend_pid()`,
  );
  return rows[0]?.n ?? 0;
}

test("PostgreSQL stopped and started: 503 and stale answers meanwhile, 200 again when it is back", async () => {
  const seen = await asked(async (enter, seen) => {
    await until(() => isAllAsked("up", seen));
    enter("going");
    await cluster.down();
    await until(isUnreachable);
    enter("down");
    await until(() => isAllAsked("down", seen));
    enter("coming");
    await cluster.up();
    await until(() => server.database.reachable());
    await wait(RECOVERY);
    enter("back");
    await until(() => isAllAsked("back", seen));
  });
  judge(seen);
});

/** What sends a signal to every process of the cluster. */
function signalled(): (signal: NodeJS.Signals) => void {
  const main = cluster.pid();
  return (signal) => {
    const children = readFileSync(`/proc/${main}/task/${main}/children`, "utf8").trim().split(" ").map(Number);
    for (const pid of [main, ...children]) process.kill(pid, signal);
  };
}

test("PostgreSQL frozen and resumed: every request ends in time, and answers are 200 again", async () => {
  const signal = signalled();
  const seen = await asked(async (enter, seen) => {
    await until(() => isAllAsked("up", seen));
    enter("going");
    signal("SIGSTOP");
    await until(isUnreachable);
    enter("down");
    await until(() => isAllAsked("down", seen));
    enter("coming");
    signal("SIGCONT");
    await until(() => server.database.reachable());
    await wait(RECOVERY);
    enter("back");
    await until(() => isAllAsked("back", seen));
  });
  judge(seen);
  // Those that were given up while it was frozen are gone.
  await until(async () => (await connections()) <= CONNECTIONS);
});

test("PostgreSQL frozen: an export whose client has gone is released", async () => {
  const signal = signalled();
  const snapshot = await server.database.snapshot();
  const rows = snapshot.stream(sql`SELECT generate_series(1, 1000) AS n`)[Symbol.asyncIterator]();
  expect((await rows.next()).done).toBe(false);
  signal("SIGSTOP");
  try {
    expect(await snapshot.close()).toBeUndefined();
  } finally {
    signal("SIGCONT");
  }
});

test("PostgreSQL started as a replica without NOTIFY: its data is served, and answers are not stale", async () => {
  const [place] = await server.database.query<{ data_directory: string }>(
    sql`SELECT current_setting('data_directory') AS data_directory`,
  );
  const mark = join(place?.data_directory ?? "", "standby.signal");
  await cluster.down();
  await until(isUnreachable);
  writeFileSync(mark, "");
  // PostgreSQL does not run as root, who may have made the file.
  chmodSync(mark, 0o666);
  // A replica never says that it takes everything.
  cluster.up().catch(() => {});
  await until(() => server.database.reachable());
  const asked = [];
  for (const path of ["/v1/events?limit=1", "/v1/events?limit=1", "/readyz"])
    asked.push(await client.ask({ method: "GET", path, headers: {} }));
  expect(asked.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(asked[1]?.headers["cache-status"]).toBe("communique; hit");
  const writer = await openToWrite(cluster.url("postgres"));
  onTestFinished(() => writer.close());
  await expect(writer.run(sql`DELETE FROM stamp`)).rejects.toThrow(/may only be read/);
});
