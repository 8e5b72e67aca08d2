// Overload: what a server answers at several times the rate that it can, by arrivals on a fixed clock.
//
// The capacity is measured in the same run, as the best rate of a closed loop of 16 connections; the server has the usual
// settings, but for its cache, which is off. Server and client are processes of their own, each with a processor of its own
// where `taskset` is at hand: they would otherwise compete, and what the client takes would count as the server's.

import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import type { Order, Outcome } from "./arrivals.ts";
import { filled } from "./routes.ts";

const CONNECTIONS = 16;
/** Seconds of one closed loop, of which the best of so many counts. */
const [CLOSED, TRIES] = [3, 3];
const FACTORS = [1, 2, 4, 10];
/** Milliseconds between two probes, and within which one is answered when all is as usual again. */
const [PROBE, USUAL] = [50, 100];

/** What is asked: full pages of fifty, of several states and types. */
const PATHS = ["US", "CN", "RU", "US,CN"].flatMap((country) =>
  ["visit", "statement", "meeting", "visit,talks"].map(
    (type) => `/v1/events?dataset=gdelt&limit=50&country=${country}&type=${type}`,
  ),
);

export interface Overloaded {
  readonly factor: number;
  /** Requests a second: those that were due, and 200s that came within the time. */
  readonly offered: number;
  readonly goodput: number;
  /** Milliseconds, of the 200s. */
  readonly admitted: { readonly p50: number; readonly p99: number };
  /** Milliseconds after the beginning at which the first 503 came, null where none did; and how long they took. */
  readonly first503: number | null;
  readonly refused: { readonly count: number; readonly p99: number };
  /** Requests whose connection failed, or that were never answered. */
  readonly failed: number;
  /** How late the client itself was, in milliseconds, the 99th percentile: its times begin when it has sent. */
  readonly late: number;
  /** The longest answer of `/livez` meanwhile, in milliseconds. */
  readonly livez: number;
  /** Milliseconds after the end from which on every probe was 200 in time. */
  readonly recovery: number;
}

export interface Measured {
  /** Requests a second. */
  readonly capacity: number;
  /** Whether server and client each had a processor of their own. */
  readonly isPinned: boolean;
  readonly rows: readonly Overloaded[];
}

const quantile = (sorted: readonly number[], part: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;

async function told<T>(child: ChildProcess, order: Order): Promise<T> {
  const answer = once(child, "message");
  child.send(order);
  return (await answer)[0] as T;
}

interface Told {
  readonly begun: number;
  readonly outcomes: readonly Outcome[];
  readonly open: number;
}

/** Has a process run on one processor alone; whether that was possible. */
function pinned({ pid }: ChildProcess, processor: number): boolean {
  if (availableParallelism() < 2) return false;
  return spawnSync("taskset", ["-a", "-p", "-c", String(processor), String(pid)]).status === 0;
}

async function timed(url: string): Promise<{ status: number; milliseconds: number }> {
  const begun = performance.now();
  const status = await fetch(url).then(
    (response) => response.arrayBuffer().then(() => response.status),
    () => 0,
  );
  return { status, milliseconds: performance.now() - begun };
}

/** The longest that `/livez` takes until `ended` is. */
async function watched(url: string, ended: Promise<unknown>): Promise<number> {
  let [longest, over] = [0, false];
  ended.finally(() => {
    over = true;
  });
  while (!over) {
    const { milliseconds } = await timed(`${url}/livez`);
    longest = Math.max(longest, milliseconds);
    await new Promise((resolve) => setTimeout(resolve, PROBE));
  }
  return longest;
}

/** When all is as usual again, after now. */
async function recovered(url: string): Promise<number> {
  const begun = performance.now();
  let since = begun;
  for (let good = 0; good < 10; ) {
    const at = performance.now();
    const { status, milliseconds } = await timed(`${url}${PATHS[0]}`);
    good = status === 200 && milliseconds <= USUAL ? good + 1 : 0;
    if (good === 1) since = at;
    if (at - begun > 30_000) return Number.POSITIVE_INFINITY;
    await new Promise((resolve) => setTimeout(resolve, PROBE));
  }
  return since - begun;
}

function judged(factor: number, rate: number, seconds: number, { begun, outcomes, open }: Told) {
  const end = begun + seconds * 1_000;
  const of = (status: number) => outcomes.filter(([one]) => one === status);
  const times = (some: readonly Outcome[]) => some.map(([, , sent, answered]) => answered - sent).sort((a, b) => a - b);
  const [good, refused] = [of(200), of(503)];
  const first = Math.min(...refused.map(([, , , answered]) => answered));
  return {
    factor,
    offered: rate,
    goodput: good.filter(([, , , answered]) => answered <= end).length / seconds,
    admitted: { p50: quantile(times(good), 0.5), p99: quantile(times(good), 0.99) },
    first503: refused.length === 0 ? null : first - begun,
    refused: { count: refused.length, p99: quantile(times(refused), 0.99) },
    late: quantile(
      outcomes.map(([, due, sent]) => sent - due).sort((a, b) => a - b),
      0.99,
    ),
    failed: outcomes.length - good.length - refused.length + open,
  };
}

/** What a server that is offered ten times its capacity has to keep to; milliseconds, and a part of the capacity. */
const [FIRST, ADMITTED, RECOVERED, GOODPUT] = [1_000, 1_000, 2_000, 0.9];

/** Which of the aims are missed at the highest multiple, each with its figure; none where all are met. */
export function missed({ capacity, rows }: Measured): string[] {
  const worst = rows.at(-1);
  if (worst === undefined) return ["nothing was measured"];
  const { first503, admitted, goodput, recovery, factor } = worst;
  const all: readonly (readonly [boolean, string])[] = [
    [first503 !== null && first503 < FIRST, `the first 503 came after ${first503?.toFixed() ?? "no"} ms`],
    [admitted.p99 < ADMITTED, `the p99 of what was answered is ${admitted.p99.toFixed()} ms`],
    [goodput >= GOODPUT * capacity, `the goodput is ${(goodput / capacity).toFixed(2)} of the capacity`],
    [recovery < RECOVERED, `all was as usual again after ${recovery.toFixed()} ms`],
  ];
  return all.flatMap(([isMet, says]) => (isMet ? [] : [`${factor} x: ${says}`]));
}

/** Measures the capacity, and offers multiples of it for some seconds each. */
export async function overload(rows: number, seconds: number): Promise<Measured> {
  const place = await filled(rows);
  const server = fork(new URL("./serving.ts", import.meta.url), [place.url]);
  const client = fork(new URL("./arrivals.ts", import.meta.url), [], { serialization: "advanced" });
  try {
    const [{ url }] = (await once(server, "message")) as [{ url: string }];
    const isPinned = pinned(server, 0) && pinned(client, 1);
    const port = Number(new URL(url).port);
    const rates: number[] = [];
    for (let turn = 0; turn <= TRIES; turn++) {
      const { outcomes } = await told<Told>(client, { port, paths: PATHS, seconds: CLOSED, connections: CONNECTIONS });
      // The first one warms up.
      if (turn > 0) rates.push(outcomes.filter(([status]) => status === 200).length / CLOSED);
    }
    const capacity = Math.max(...rates);
    const all: Overloaded[] = [];
    for (const factor of FACTORS) {
      const rate = Math.round(capacity * factor);
      const asking = told<Told>(client, { port, paths: PATHS, seconds, rate });
      const livez = watched(url, asking);
      await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
      const recovery = await recovered(url);
      all.push({ ...judged(factor, rate, seconds, await asking), livez: await livez, recovery });
    }
    return { capacity, isPinned, rows: all };
  } finally {
    client.disconnect();
    if (server.connected) server.send("stop");
    await once(server, "exit");
    await place.remove();
  }
}

/** A table of what was measured. */
export function toldOverload({ capacity, isPinned, rows }: Measured): string {
  const head =
    "offered | of capacity | admitted p50 / p99 ms | first 503 ms | 503s, p99 ms | goodput | of capacity | failed | client late, p99 ms | /livez most ms | recovery ms";
  const lines = rows.map((row) =>
    [
      `${row.offered}/s`,
      `${row.factor} x`,
      `${Math.round(row.admitted.p50)} / ${Math.round(row.admitted.p99)}`,
      row.first503 === null ? "none" : Math.round(row.first503),
      `${row.refused.count}, ${Math.round(row.refused.p99)}`,
      `${Math.round(row.goodput)}/s`,
      (row.goodput / capacity).toFixed(2),
      row.failed,
      Math.round(row.late),
      Math.round(row.livez),
      Math.round(row.recovery),
    ].join(" | "),
  );
  const where = isPinned ? "each on a processor of its own" : "on the same processors";
  return `capacity ${Math.round(capacity)}/s, server and client ${where}\n${head}\n${lines.join("\n")}`;
}
