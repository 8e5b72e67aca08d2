// Faults of PostgreSQL: it is stopped, frozen, its connections are cut, used up or held by locks, while clients ask.
//
// Answers are not kept, for those would hide that it is away. Each answer is 200, or 503 with Retry-After, and comes in
// time; two seconds after each fault all are 200 again.
import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { load } from "../../../src/store/write/load.ts";
import { migrate } from "../../../src/store/write/migrate.ts";
import { type Cluster, startCluster } from "../../support/cluster.ts";
import { openToWrite } from "../../support/databases.ts";
import { curatedData } from "../../support/filled.ts";
import { startServer } from "../../support/server.ts";
import { type Client, clientOf } from "../agent.ts";
import { type Bounds, type Outcome, oneOf, type Part, upTo } from "./part.ts";

/** One day after the other. */
const day = (at: number) => new Date(Date.UTC(2000, 0, 1 + at)).toISOString().slice(0, 10);
/** Addresses, another one each time. */
const ADDRESSES: readonly ((at: number) => string)[] = [
  (at) => `/v1/events?limit=5&to=${day(at)}`,
  (at) => `/v1/search?q=talks&limit=${1 + (at % 200)}`,
  (at) => `/v1/stats/events?by=type&to=${day(at)}`,
  (at) => `/v1/events?format=ndjson&to=${day(at)}`,
];
/** Clients that ask all the time. */
const CLIENTS = 6;
/** Milliseconds: of a fault, at most; until all is well again; and the longest that an answer may take. */
const [FAULT, RECOVERY, LONGEST] = [1_500, 2_000, 15_000];

type Fault = (cluster: Cluster, during: () => Promise<unknown>) => Promise<unknown>;

async function asked<T>(cluster: Cluster, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(cluster.url("postgres"));
  client.on("error", () => {});
  await client.connect();
  return work(client).finally(() => client.end());
}

/** Every process of a cluster; its children are named by Linux alone. */
function processesOf(cluster: Cluster): number[] {
  const main = cluster.pid();
  const children = readFileSync(`/proc/${main}/task/${main}/children`, "utf8").trim().split(" ").map(Number);
  return [main, ...children];
}

const FAULTS: Readonly<Record<string, Fault>> = {
  async stopped(cluster, during) {
    await cluster.down();
    await during();
    await cluster.up();
  },
  async frozen(cluster, during) {
    const all = processesOf(cluster);
    for (const pid of all) process.kill(pid, "SIGSTOP");
    await during().finally(() => {
      for (const pid of all) process.kill(pid, "SIGCONT");
    });
  },
  "its connections cut": (cluster) =>
    asked(cluster, (client) =>
      client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'communique %'"),
    ),
  "its tables locked": (cluster, during) =>
    asked(cluster, async (client) => {
      await client.query("BEGIN; LOCK TABLE events, events_docs");
      await during();
      await client.query("ROLLBACK");
    }),
  async "its connections used up"(cluster, during) {
    const held: pg.Client[] = [];
    for (;;) {
      const client = new pg.Client(cluster.url("postgres"));
      client.on("error", () => {});
      try {
        await client.connect();
      } catch {
        break;
      }
      held.push(client);
    }
    await during();
    await Promise.all(held.map((client) => client.end()));
  },
};

/** Asks until something is over; gives what was wrong. */
async function asking(client: Client, isOver: () => boolean, counted: () => number, may: readonly number[]) {
  const failed: string[] = [];
  while (!isOver()) {
    const at = counted();
    const path = ADDRESSES[at % ADDRESSES.length]?.(at) ?? "/v1";
    const begun = performance.now();
    try {
      const { status, headers } = await client.ask({ method: "GET", path, headers: {} });
      if (!may.includes(status)) failed.push(`${path} is answered with ${status}`);
      if (status === 503 && headers["retry-after"] === undefined) failed.push(`${path}: 503 without Retry-After`);
    } catch (error) {
      failed.push(`${path}: ${(error as Error).message}`);
    }
    const took = performance.now() - begun;
    if (took > LONGEST) failed.push(`${path} took ${took.toFixed()} ms`);
    await wait(5);
  }
  return failed;
}

async function round(cluster: Cluster, client: Client, bounds: Bounds, counted: () => number): Promise<string[]> {
  const [name, fault] = oneOf(Object.entries(FAULTS), bounds);
  const clients = (isOver: () => boolean, may: readonly number[]) =>
    Promise.all(Array.from({ length: CLIENTS }, () => asking(client, isOver, counted, may)));
  let over = false;
  const beside = clients(() => over, [200, 503]);
  await fault(cluster, () => wait(200 + upTo(FAULT, bounds)));
  await wait(RECOVERY);
  over = true;
  const until = performance.now() + 500;
  const afterwards = (await beside).flat();
  afterwards.push(...(await clients(() => performance.now() > until, [200])).flat());
  return afterwards.map((one) => `PostgreSQL ${name}: ${one}`);
}

export const postgres: Part = {
  does: "PostgreSQL stopped, frozen, cut, locked or full of connections under six clients, nothing kept: 200 or 503 with Retry-After in time, 200 two seconds after",
  async run(bounds): Promise<Outcome> {
    const cluster = await startCluster(["max_connections=40"]);
    try {
      const url = cluster.url("postgres");
      const writer = await openToWrite(url);
      await migrate(writer);
      await load(writer, (await curatedData()).dataset);
      await writer.close();
      const settings = { CACHE_BYTES: "0", RATE_LIMIT: "0", QUERY_LIMIT: "1000" };
      const server = await startServer({ place: url, settings });
      const client = clientOf(server.url, 64, LONGEST + 5_000);
      const failed: string[] = [];
      let [rounds, requests] = [0, 0];
      for (; !bounds.isOver(); rounds++) failed.push(...(await round(cluster, client, bounds, () => requests++)));
      client.close();
      await server.stop();
      return { tried: rounds, failed, noted: `${requests} requests beside` };
    } finally {
      await cluster.stop();
    }
  },
};
