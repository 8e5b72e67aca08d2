// Routes: how long each address holds the thread of the server, over a hundred thousand events beside the usual data.
//
// The server runs in a process of its own, and its thread tells the processor time that it has taken (`threadCpuUsage`):
// neither the client nor other programs of the machine are counted, nor are the reader processes. Answers are not kept.

import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { ALL_LIMIT, VALUES_LIMIT } from "../../src/query/value-list.ts";
import { invented } from "../sqlite/large.ts";
import { importing, keptOf } from "../store/bulk.ts";
import { openToWrite, type Place } from "../support/databases.ts";
import { addressOf, OPERATIONS } from "../support/document.ts";
import { filledPlace } from "../support/filled.ts";

/** Milliseconds that an answer may hold the thread, warm, the median of {@link TIMES}. */
export const THREAD_MOST = 10;
const TIMES = 20;
const WARM = 5;

/** Addresses that are dear, beside one of each route. */
export const DEAR = [
  "/v1/dyads/MX/BR",
  "/v1/dyads/US/CN?dataset=all",
  "/v1/events?format=ics",
  "/v1/events?format=ics&limit=200&dataset=all",
  "/v1/events?format=ics&dataset=all",
  "/v1/events?format=atom&limit=200&dataset=all",
  "/v1/events?format=jsonld&limit=200&dataset=all",
  "/v1/events?format=csv&limit=200&dataset=all",
  "/v1/events?limit=200&include=participants,venues,quotes,figures,sources,events&dataset=all",
  "/v1/search?q=president%20visit",
  "/v1/search?q=president%20visit&dataset=all",
  "/v1/suggest?q=Pres&dataset=all",
  "/v1/stats/events?by=venue,country&dataset=all",
  "/v1/timeline?limit=200&dataset=all",
  "/v1/changes?since=2000-01-01&limit=200",
];

/** As many states as a list may name, and as many as a record may have to have all of. */
function countryLists(states: readonly string[]): string {
  const all = states.slice(0, ALL_LIMIT).join(",");
  return `/v1/events?dataset=all&country=${states.slice(0, VALUES_LIMIT).join(",")}&country.all=${all}`;
}

interface Timed {
  readonly address: string;
  readonly milliseconds: number;
}

/** A database with the usual data and so many invented events. */
export async function filled(rows: number): Promise<Place> {
  const place = await filledPlace("curated and bulk", "sqlite");
  const writer = await openToWrite(place.url);
  await importing(writer, invented(rows).map(keptOf), 5_000);
  await writer.tidy();
  await writer.close();
  return place;
}

async function said<T>(child: ChildProcess, message: string): Promise<T> {
  const answer = once(child, "message");
  child.send(message);
  return (await answer)[0] as T;
}

async function timed(child: ChildProcess, url: string, address: string): Promise<Timed> {
  const times: number[] = [];
  for (let turn = 0; turn < WARM + TIMES; turn++) {
    const before = await said<{ microseconds: number }>(child, "cpu");
    const response = await fetch(`${url}${address}`);
    await response.arrayBuffer();
    const after = await said<{ microseconds: number }>(child, "cpu");
    if (response.status >= 400 && response.status !== 503) {
      throw new Error(`${address} is answered with ${response.status}`);
    }
    if (turn >= WARM) times.push((after.microseconds - before.microseconds) / 1000);
  }
  times.sort((a, b) => a - b);
  return { address, milliseconds: times[TIMES / 2] ?? 0 };
}

/** Asks every route, and tells how long each held the thread, the longest first. */
export async function timeRoutes(rows: number): Promise<Timed[]> {
  const place = await filled(rows);
  const child = fork(new URL("./serving.ts", import.meta.url), [place.url]);
  try {
    const [{ url }] = (await once(child, "message")) as [{ url: string }];
    const listed = (await (await fetch(`${url}/v1/vocabularies/countries`)).json()) as {
      data: { terms: { codes?: { alpha2: string | null } }[] };
    };
    const states = listed.data.terms.flatMap(({ codes }) => codes?.alpha2 ?? []);
    const routes = OPERATIONS.filter(({ method }) => method === "get").map(addressOf);
    const all: Timed[] = [];
    for (const address of [...routes, ...DEAR, countryLists(states)]) all.push(await timed(child, url, address));
    return all.sort((a, b) => b.milliseconds - a.milliseconds);
  } finally {
    if (child.connected) child.send("stop");
    await once(child, "exit");
    await place.remove();
  }
}
