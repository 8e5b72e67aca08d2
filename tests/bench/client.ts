// The client: autocannon in a process of its own, asking one path again and again or each path once.
import { createRequire } from "node:module";
import { type Asked, type Facts, PATHS, PLANS, type Plan, type Work } from "./questions.ts";
import { percentile } from "./results.ts";

export interface Drive {
  /** Of servers with the same data; connections are shared out to them in turn. */
  readonly ports: readonly number[];
  /** The number of the first question; the report says the next one that was not asked. */
  readonly first: number;
  readonly connections: number;
  readonly seconds: number;
  /** The most requests, where different questions run out. */
  readonly most?: number;
  /** Requests a second, where not as many as possible. */
  readonly pace?: number;
  /** Headers of each request, beside those that every client sends. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Order extends Drive {
  readonly side: Asked;
  readonly work: Work | Plan;
  readonly facts: Facts;
}

export interface Report {
  readonly next: number;
  readonly answers: number;
  readonly rate: number;
  readonly p50: number;
  readonly p99: number;
  readonly bytes: number;
  readonly failed: number;
}

interface Instance extends NodeJS.EventEmitter {
  stop(): void;
}
interface Outcome {
  readonly non2xx: number;
  readonly errors: number;
  readonly "2xx": number;
  readonly throughput: { readonly total: number };
}
type Autocannon = (options: object, done: (error: Error | null, outcome: Outcome) => void) => Instance;

/** A connection is renewed before the server's limit of 1,000 requests: autocannon heeds no `Connection: close`. */
const RENEWED = 900;
/** Seconds after which autocannon itself gives up; the client ends it long before. */
const LONGEST = 86_400;
/** How many times as long as asked for. */
const PATIENCE = 6;

/** @param path the address of the n-th question, or the one that is asked again and again */
export function drive(order: Drive, path: ((n: number) => string) | string): Promise<Report> {
  const autocannon = createRequire(import.meta.url)("autocannon") as Autocannon;
  const { ports, connections, seconds, most, pace, headers } = order;
  let next = order.first;
  // Building a request for each question costs the client; one that stays the same is built once.
  const request =
    typeof path === "string" ? { path } : { setupRequest: (given: object) => ({ ...given, path: path(next++) }) };
  const times: number[] = [];
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    let last = begun;
    const options = {
      url: ports.map((port) => `http://127.0.0.1:${port}`),
      connections,
      duration: LONGEST,
      reconnectRate: RENEWED,
      timeout: 60,
      requests: [request],
      ...(headers === undefined ? {} : { headers }),
      ...(most === undefined ? {} : { amount: most }),
      ...(pace === undefined ? {} : { overallRate: pace, ignoreCoordinatedOmission: true }),
    };
    const instance = autocannon(options, (error, outcome) => {
      if (error !== null) return reject(error);
      const answers = outcome["2xx"];
      const failed = outcome.non2xx + outcome.errors;
      const rate = (answers * 1_000) / (last - begun);
      const bytes = Math.round(outcome.throughput.total / Math.max(1, answers));
      resolve({ next, answers, rate, p50: percentile(times, 0.5), p99: percentile(times, 0.99), bytes, failed });
    });
    // A side so slow that not every connection has had its answer gets more time, so that there is something to count.
    const timer = setInterval(() => {
      const passed = performance.now() - begun;
      const enough = times.length >= connections || passed >= PATIENCE * seconds * 1_000;
      if (passed >= seconds * 1_000 && enough) instance.stop();
    }, 20);
    instance.once("done", () => clearInterval(timer));
    instance.on("response", (_client, _status, _bytes, milliseconds: number) => {
      last = performance.now();
      times.push(milliseconds);
    });
  });
}

function pathOf({ side, work, facts }: Order): ((n: number) => string) | string {
  const path = work in PLANS ? PLANS[work as Plan] : PATHS[work as Work][side];
  if (path === undefined) throw new Error(`${side} cannot be asked for ${work}`);
  return work === "repeated" ? path(facts, 0) : (n) => path(facts, n);
}

if (import.meta.main) {
  const order = JSON.parse(process.argv[2] ?? "") as Order;
  console.log(JSON.stringify(await drive(order, pathOf(order))));
}
