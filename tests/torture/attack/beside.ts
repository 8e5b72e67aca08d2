// Look-ups beside the worst questions: every address of the OpenAPI document is asked, and the dear ones more often.
//
// Look-ups come on a fixed clock, so that one that waits does not keep the next from being counted. They are measured
// alone and beside four clients that ask all addresses in turn, in several rounds of both; answers are not kept. The
// promise is a p99 under three times the idle one. It is of a machine that does nothing else: the median of the rounds is
// judged, and the table has the figures. Clients are processes of their own, for what one reads would delay what the
// other is told; those with the worst questions, which would run on other machines, have the lowest priority of all.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { availableParallelism, constants, loadavg, setPriority } from "node:os";
import { median, percentile } from "../../bench/results.ts";
import { addressOf, OPERATIONS } from "../../support/document.ts";
import type { Outcome as Arrived, Order } from "../arrivals.ts";
import { DEAR, filled } from "../routes.ts";
import type { Outcome, Part } from "./part.ts";

/** Invented events beside the usual data. */
const EVENTS = 20_000;
/** Clients with the worst questions, and look-ups in a second. */
const [CLIENTS, RATE] = [4, 100];
/** Seconds of one measurement, and the least number of rounds. */
const [SPAN, ROUNDS] = [4, 3];
/** Node's options of `npm start`. */
const AS_STARTED = ["--max-semi-space-size=16"];
const LOOKUP = "/v1/venues/beijing";
/** How many times the idle p99 the busy one may be. */
const MOST = 3;

interface Told {
  readonly outcomes: readonly Arrived[];
}

async function told(client: ChildProcess, order: Order): Promise<readonly Arrived[]> {
  const answer = once(client, "message");
  client.send(order);
  return ((await answer)[0] as Told).outcomes;
}

/** A client of its own, which does not wait for what others read. */
const client = () => fork(new URL("../arrivals.ts", import.meta.url), [], { serialization: "advanced" });

export const beside: Part = {
  does: `look-ups beside ${CLIENTS} clients that ask every address of the document and the dearest questions known, over ${EVENTS} events, nothing kept: p99 under ${MOST} times the idle one`,
  async run(bounds): Promise<Outcome> {
    const place = await filled(EVENTS);
    const server = fork(new URL("../serving.ts", import.meta.url), [place.url], { execArgv: AS_STARTED });
    const [quick, dear] = [client(), client()];
    setPriority(dear.pid ?? 0, constants.priority.PRIORITY_LOW);
    const failed: string[] = [];
    try {
      const [{ url }] = (await once(server, "message")) as [{ url: string }];
      const port = Number(new URL(url).port);
      const paths = [...OPERATIONS.filter(({ method }) => method === "get").map(addressOf), ...DEAR];
      const lookups = async () => {
        const arrived = await told(quick, { port, paths: [LOOKUP], seconds: SPAN, rate: RATE });
        for (const [status] of arrived) if (status !== 200) failed.push(`a look-up is answered with ${status}`);
        return percentile(
          arrived.map(([, due, , answered]) => answered - due),
          0.99,
        );
      };
      const worst = () => told(dear, { port, paths, seconds: SPAN, connections: CLIENTS });
      await worst();
      const rounds: { idle: number; busy: number }[] = [];
      let tried = 0;
      while (rounds.length < ROUNDS || !bounds.isOver()) {
        const idle = await lookups();
        const others = worst();
        const busy = await lookups();
        tried += (await others).length;
        rounds.push({ idle, busy });
      }
      const ratios = rounds.map(({ idle, busy }) => busy / idle);
      const ratio = median(ratios);
      const of = (which: "idle" | "busy") => median(rounds.map((one) => one[which])).toFixed(1);
      const spread = `${Math.min(...ratios).toFixed(1)} to ${Math.max(...ratios).toFixed(1)}`;
      const machine = `load average ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} processors`;
      const noted = `p99 idle ${of("idle")} ms, beside ${of("busy")} ms: ${ratio.toFixed(1)} times (${spread} in ${rounds.length} rounds; ${machine})`;
      if (ratio >= MOST) failed.push(noted);
      return { tried, failed, noted };
    } finally {
      for (const one of [quick, dear]) one.disconnect();
      if (server.connected) server.send("stop");
      await once(server, "exit");
      await place.remove();
    }
  },
};
