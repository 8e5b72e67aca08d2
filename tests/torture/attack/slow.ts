// Slow clients: connections that say nothing, half a request or nothing further, and readers that hardly read.
//
// The server has a process of its own, so that what is measured is not the client's work. While a few hundred slow ones
// hold connections, look-ups are asked; the slow ones must be let go in time, and an honest slow reader gets all of it.
import { fork } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { percentile } from "../../bench/results.ts";
import { many, put, upsertHere } from "../../commands/imports.ts";
import { filledPlace } from "../../support/filled.ts";
import { requestText } from "../../support/wire.ts";
import type { Bounds, Outcome, Part } from "./part.ts";

/** Slow ones of each kind. */
const EACH = 100;
/** Milliseconds within which they are gone: the longest time-out is 20 s, and is looked at every 2 s. */
const GONE = 25_000;
/** Records of the export, more than a buffered answer has. */
const EXPORTED = 1_500;
/** Milliseconds that the slowest of a hundred look-ups may take beside them. */
const LOOKUP_MOST = 500;

const GET = (path: string) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
/** What a kind sends at once, and again each second. */
const KINDS: Readonly<Record<string, readonly [first: string, then: string]>> = {
  "says nothing": ["", ""],
  "sends a request line without an end": ["GET /v1/events", ""],
  "sends a header a second": ["GET /v1/events HTTP/1.1\r\nHost: localhost\r\n", "X-Slow: 1\r\n"],
  "announces a body and sends none": ["POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n", ""],
  "asks once and stays": [GET("/livez"), ""],
};

interface Slow {
  readonly kind: string;
  readonly socket: Socket;
  readonly over: Promise<unknown>;
}

function slowOne(port: number, kind: string): Slow {
  const [first, then] = KINDS[kind] ?? ["", ""];
  const socket = connect(port, "127.0.0.1", () => void socket.write(first));
  socket.on("error", () => {});
  socket.on("data", () => {});
  const timer = then === "" ? undefined : setInterval(() => socket.writable && socket.write(then), 1_000);
  const over = new Promise((resolve) => socket.once("close", resolve)).finally(() => clearInterval(timer));
  return { kind, socket, over };
}

/** Look-ups one after the other until something is over: how long each took. */
async function lookups(url: string, until: Promise<unknown>, failed: string[]): Promise<number[]> {
  const times: number[] = [];
  let over = false;
  until.finally(() => (over = true));
  while (!over) {
    const begun = performance.now();
    const { status } = await fetch(`${url}/v1/events?limit=1`);
    times.push(performance.now() - begun);
    if (status !== 200) failed.push(`a look-up is answered with ${status}`);
    await wait(20);
  }
  return times;
}

/** Reads an export so many bytes at a time, and gives all of it. */
async function readSlowly(port: number, path: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.write(requestText("GET", path));
  const chunks: Buffer[] = [];
  for await (const chunk of socket) {
    chunks.push(chunk);
    await wait((chunk.length / 20_000) * 1_000);
  }
  return Buffer.concat(chunks).toString();
}

async function round(url: string): Promise<{ failed: string[]; p99: number; longest: number }> {
  const failed: string[] = [];
  const port = Number(new URL(url).port);
  const begun = performance.now();
  const slow = Object.keys(KINDS).flatMap((kind) => Array.from({ length: EACH }, () => slowOne(port, kind)));
  const released = Promise.all(slow.map(({ over }) => over)).then(() => performance.now() - begun);
  const ended = Promise.race([released, wait(GONE, null)]);
  const [times, longest, whole] = await Promise.all([
    lookups(url, ended, failed),
    ended,
    readSlowly(port, "/v1/events?dataset=gdelt&format=csv"),
  ]);
  if (longest === null) {
    const still = new Set(slow.filter(({ socket }) => !socket.destroyed).map(({ kind }) => kind));
    failed.push(`after ${GONE} ms there is still one that ${[...still].join(" and one that ")}`);
    for (const { socket } of slow) socket.destroy();
  }
  if (!whole.endsWith("\r\n0\r\n\r\n")) failed.push("an export that was read at 20 kB/s ended in the middle");
  const p99 = percentile(times, 0.99);
  if (p99 > LOOKUP_MOST) failed.push(`p99 of look-ups beside ${slow.length} slow clients is ${p99.toFixed()} ms`);
  return { failed, p99, longest: longest ?? GONE };
}

export const slow: Part = {
  does: `${EACH * Object.keys(KINDS).length} slow clients at a time: let go within ${GONE / 1_000} s, look-ups go on (p99 under ${LOOKUP_MOST} ms), a reader of 20 kB/s gets all of its export`,
  async run(bounds: Bounds): Promise<Outcome> {
    const place = await filledPlace("curated and bulk", "sqlite");
    await upsertHere(place.url, await put(many(EXPORTED)));
    const child = fork(new URL("../serving.ts", import.meta.url), [place.url]);
    try {
      const [{ url }] = (await once(child, "message")) as [{ url: string }];
      const rounds = [];
      do rounds.push(await round(url));
      while (!bounds.isOver());
      const noted = `p99 of look-ups ${Math.max(...rounds.map(({ p99 }) => p99)).toFixed(1)} ms, the last let go after ${(Math.max(...rounds.map(({ longest }) => longest)) / 1_000).toFixed(1)} s`;
      const tried = rounds.length * EACH * Object.keys(KINDS).length;
      return { tried, failed: rounds.flatMap(({ failed }) => failed), noted };
    } finally {
      if (child.connected) child.send("stop");
      await once(child, "exit");
      await place.remove();
    }
  },
};
