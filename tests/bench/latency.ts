// Latency: counts over everything by a process that has answered nothing yet, and look-ups beside the worst questions.
import { DatabaseSync } from "node:sqlite";
import type { Report } from "./client.ts";
import { ask, stop } from "./processes.ts";
import { drive, type Pace } from "./rates.ts";
import { median, type Results, rounded } from "./results.ts";
import { type Data, serve } from "./sides.ts";

/** A count over everything, and the same by bare SQLite over the bare table. */
const COUNTS: readonly (readonly [path: string, text: string])[] = [
  ["/v1/stats/events?dataset=gdelt&by=year", "SELECT substr(date, 1, 4), count(*) FROM events GROUP BY 1"],
  ["/v1/stats/events?dataset=gdelt&by=type", "SELECT type, count(*) FROM events GROUP BY 1"],
  [
    "/v1/stats/events?dataset=gdelt&by=country",
    "SELECT country, count(*) FROM (SELECT country1 AS country FROM events UNION ALL SELECT country2 FROM events) GROUP BY 1",
  ],
  ["/v1/dyads?dataset=gdelt", "SELECT country1, country2, count(*), min(date), max(date) FROM events GROUP BY 1, 2"],
];
const TURNS = 3;

async function timed(work: () => unknown): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

export async function measureCounts({ events, ours, bare }: Data): Promise<NonNullable<Results["counts"]>> {
  const asked = [];
  for (const [path, text] of COUNTS) {
    const times: number[] = [];
    const limits: number[] = [];
    for (let turn = 0; turn < TURNS; turn++) {
      const { port, child } = await serve(ours);
      // One answer from the curated records: what is timed is the count, not the first request of a process.
      await ask(port, "/v1/events");
      const time = await timed(async () => {
        const { status } = await ask(port, path);
        if (status !== 200) throw new Error(`${path} is answered with ${status}`);
      });
      times.push(time);
      await stop(child);
      const database = new DatabaseSync(bare, { readOnly: true });
      limits.push(await timed(() => database.prepare(text).all()));
      database.close();
    }
    asked.push({ path, ms: rounded(median(times), 1), bare: rounded(median(limits), 1) });
  }
  return { events, asked };
}

/** Look-ups a second, few enough that they do not wait for each other. */
const LOOKUPS = { connections: 2, pace: 100 };
const WORST = { connections: 4 };

/** The latency of look-ups when nothing else is asked, and while others ask what costs most, each question another. */
export async function measureIsolation(data: Data, { seconds }: Pace): Promise<NonNullable<Results["isolation"]>> {
  const server = await serve(data.ours);
  const { facts, events } = data;
  const lookups = (first: number, time: number) => drive(server, "detail", facts, { first, seconds: time, ...LOOKUPS });
  const latency = ({ p50, p99 }: Report) => ({ p50: rounded(p50, 2), p99: rounded(p99, 2) });
  const warm = await lookups(0, 2);
  const idle = await lookups(warm.next, 2 * seconds);
  const [busy] = await Promise.all([
    lookups(idle.next, 2 * seconds),
    drive(server, "worst", facts, { first: 0, seconds: 2 * seconds, ...WORST }),
  ]);
  await stop(server.child);
  return { events, idle: latency(idle), busy: latency(busy) };
}
