// Look-ups beside the worst questions: every address of the OpenAPI document is asked, and the dear ones more often.
//
// Look-ups come on a fixed clock, so that one that waits does not keep the next from being counted. They are measured
// alone and beside four clients that ask all addresses in turn, in several rounds of both; answers are not kept. The promise is a p99 under three times the idle one. It is
// of a machine that does nothing else: the median of the rounds is judged, and the table has the figures.
import { fork } from "node:child_process";
import { once } from "node:events";
import { availableParallelism, loadavg } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { median, percentile } from "../../bench/results.ts";
import { invented } from "../../sqlite/large.ts";
import { importing, keptOf } from "../../store/bulk.ts";
import { openToWrite, type Place } from "../../support/databases.ts";
import { addressOf, OPERATIONS } from "../../support/document.ts";
import { filledPlace } from "../../support/filled.ts";
import { type Client, clientOf } from "../agent.ts";
import { DEAR } from "../routes.ts";
import type { Outcome, Part } from "./part.ts";

/** Invented events beside the usual data. */
const EVENTS = 20_000;
/** Clients with the worst questions, and milliseconds between two look-ups. */
const [CLIENTS, CLOCK] = [4, 10];
/** Milliseconds of one measurement, and the least number of rounds. */
const [SPAN, ROUNDS] = [4_000, 3];
const LOOKUP = "/v1/venues/beijing";
/** How many times the idle p99 the busy one may be. */
const MOST = 3;

async function filled(): Promise<Place> {
  const place = await filledPlace("curated and bulk", "sqlite");
  const writer = await openToWrite(place.url);
  await importing(writer, invented(EVENTS).map(keptOf), 5_000);
  await writer.tidy();
  await writer.close();
  return place;
}

/** Asks for a record every so many milliseconds; how long each answer took, in milliseconds. */
async function lookups(client: Client, failed: string[]): Promise<number[]> {
  const times: number[] = [];
  const waiting: Promise<void>[] = [];
  const begun = performance.now();
  for (let at = 0; at * CLOCK < SPAN; at++) {
    await wait(Math.max(0, begun + at * CLOCK - performance.now()));
    // What was due and not yet sent has waited too.
    const due = begun + at * CLOCK;
    const answer = client.ask({ method: "GET", path: LOOKUP, headers: {} }).then(({ status }) => {
      times.push(performance.now() - due);
      if (status !== 200) failed.push(`a look-up is answered with ${status}`);
    });
    waiting.push(answer.catch((error) => void failed.push(`a look-up: ${error.message}`)));
  }
  await Promise.all(waiting);
  return times;
}

/** Asks all addresses again and again, from another one on each client. */
async function worst(client: Client, addresses: readonly string[], isOver: () => boolean, from: number) {
  let asked = 0;
  for (let at = from; !isOver(); at++, asked++) {
    const path = addresses[at % addresses.length] ?? "/v1";
    await client.ask({ method: "GET", path, headers: {} }).catch(() => {});
  }
  return asked;
}

export const beside: Part = {
  does: `look-ups beside ${CLIENTS} clients that ask every address of the document and the dearest questions known, over ${EVENTS} events, nothing kept: p99 under ${MOST} times the idle one`,
  async run(bounds): Promise<Outcome> {
    const place = await filled();
    const child = fork(new URL("../serving.ts", import.meta.url), [place.url]);
    const failed: string[] = [];
    try {
      const [{ url }] = (await once(child, "message")) as [{ url: string }];
      const [quick, dear] = [clientOf(url, 32), clientOf(url, CLIENTS, 60_000)];
      const addresses = [...OPERATIONS.filter(({ method }) => method === "get").map(addressOf), ...DEAR];
      // Warm: each address once.
      for (const path of addresses) await dear.ask({ method: "GET", path, headers: {} }).catch(() => {});
      const rounds: { idle: number; busy: number }[] = [];
      let tried = 0;
      while (rounds.length < ROUNDS || !bounds.isOver()) {
        const idle = percentile(await lookups(quick, failed), 0.99);
        let over = false;
        const others = Array.from({ length: CLIENTS }, (_, at) =>
          worst(dear, addresses, () => over, Math.floor((at * addresses.length) / CLIENTS)),
        );
        const busy = percentile(await lookups(quick, failed), 0.99);
        over = true;
        tried += (await Promise.all(others)).reduce((sum, asked) => sum + asked, 0);
        rounds.push({ idle, busy });
      }
      quick.close();
      dear.close();
      const ratios = rounds.map(({ idle, busy }) => busy / idle);
      const ratio = median(ratios);
      const of = (which: "idle" | "busy") => median(rounds.map((one) => one[which])).toFixed(1);
      const spread = `${Math.min(...ratios).toFixed(1)} to ${Math.max(...ratios).toFixed(1)}`;
      const machine = `load average ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} processors`;
      const noted = `p99 idle ${of("idle")} ms, beside ${of("busy")} ms: ${ratio.toFixed(1)} times (${spread} in ${rounds.length} rounds; ${machine})`;
      if (ratio >= MOST) failed.push(noted);
      return { tried, failed, noted };
    } finally {
      if (child.connected) child.send("stop");
      await once(child, "exit");
      await place.remove();
    }
  },
};
