// Sameness: two servers over the same data asked the same questions, one after the other; every answer must be equal to the byte.
//
// The torture compares two builds over small databases that it fills itself (`npm run torture -- --against`). This compares
// two servers that run already, over as much data as there is, and asks each question twice: the second answer is one that was
// kept. What a cache did is no part of an answer, so `Cache-Status` may differ; everything else may not.
// By hand: node tests/bench/same.ts http://127.0.0.1:3000 http://127.0.0.1:3001 [seed] [questions]
import fc from "fast-check";
import { widened } from "../torture/against.ts";
import { type Client, clientOf, type Received, type Request } from "../torture/agent.ts";
import { difference } from "../torture/compare.ts";
import { sourcesOf } from "../torture/requests.ts";
import { tried } from "../torture/steps.ts";
import { survey } from "../torture/world.ts";

export interface Different {
  readonly request: Request;
  /** Lines of a diff: `-` is of the first server, `+` of the second. */
  readonly diff: readonly string[];
}

export interface Sameness {
  /** Requests that both servers answered. */
  readonly compared: number;
  readonly different: number;
  /** The first of them. */
  readonly differences: readonly Different[];
}

export interface Questions {
  readonly seed: number;
  /** Questions of the torture, drawn from the document and the ids that the second server knows, each with its next step. */
  readonly generated: number;
  /** Addresses that are asked before. */
  readonly paths?: readonly string[];
}

const SHOWN = 5;
/** Milliseconds for an answer: a slow machine is no difference. */
const PATIENCE = 120_000;
/** Every so many sound questions about one dataset are asked of all of them, where large partitions are. */
const WIDENED = 2;
/** The document has its own words in each build, and the metrics count what was asked. */
const OWN = /^\/(?:openapi\.|metrics|docs)/;

const comparable = (answer: Received): Received => {
  const { "cache-status": _, ...headers } = answer.headers;
  return { ...answer, headers };
};

/**
 * Asks both servers the same questions, each question twice.
 * @param urls addresses of two servers that hold the same data, loaded at the same moment by their clocks
 * @throws Error when a server does not answer
 */
export async function sameness(
  urls: readonly [string, string],
  { seed, generated, paths = [] }: Questions,
): Promise<Sameness> {
  const differences: Different[] = [];
  let [compared, different] = [0, 0];
  const clients = [clientOf(urls[0], 1, PATIENCE), clientOf(urls[1], 1, PATIENCE)] as const;
  async function both(request: Request): Promise<Received> {
    const [first, second] = await Promise.all([clients[0].ask(request), clients[1].ask(request)]);
    const diff = OWN.test(request.path) ? [] : difference(request, comparable(first), comparable(second));
    compared++;
    if (diff.length === 0) return second;
    different++;
    if (differences.length < SHOWN) differences.push({ request, diff });
    return second;
  }
  const client: Client = {
    async ask(request) {
      // An id of the request's own: it is in each answer, and in the bodies of problems.
      const named = { ...request, headers: { "x-request-id": `same-${compared}`, ...request.headers } };
      await both(named);
      return both(named);
    },
    get asked() {
      return compared;
    },
    close() {},
  };
  try {
    for (const path of paths) await client.ask({ method: "GET", path, headers: {} });
    if (generated > 0) {
      // The second server alone: it is the one whose document the working tree has.
      const world = await survey(clients[1]);
      const asks = fc.sample(fc.oneof(...sourcesOf(world)), { seed, numRuns: generated });
      for (const [at, ask] of asks.entries()) await tried(at % WIDENED === 0 ? widened(ask) : ask, client, world);
    }
  } finally {
    for (const one of clients) one.close();
  }
  return { compared, different, differences };
}

/** How many answers were compared, and the first that differ. */
export function toldSameness({ compared, different, differences }: Sameness): string {
  const shown = differences.flatMap(({ request: { method, path, headers }, diff }) => [
    `${method} ${path.slice(0, 500)}`,
    ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value.slice(0, 200)}`),
    ...diff.map((line) => `  ${line}`),
  ]);
  return [`${compared} answers compared, ${different} different`, ...shown].join("\n");
}

if (import.meta.main) {
  const [one = "", two = "", seed = "1", generated = "1000"] = process.argv.slice(2);
  const found = await sameness([one, two], { seed: Number(seed), generated: Number(generated) });
  console.log(toldSameness(found));
  if (found.different > 0) process.exitCode = 1;
}
