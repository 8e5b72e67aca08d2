// Rates: each work done by each side that can, in turn, one side at a time.
import type { Order, Report } from "./client.ts";
import { LOOPED } from "./loop.ts";
import { finish, isEnding, stop } from "./processes.ts";
import { type Facts, PATHS, type Plan, SIDES, type SideName, WORKS, type Work } from "./questions.ts";
import { type Cell, median, type Rates, rounded } from "./results.ts";
import { type Data, LOGGED, mirror, prove, Refusal, SEVERAL, type Server, serve, servePeer } from "./sides.ts";

export interface Pace {
  readonly connections: number;
  readonly seconds: number;
  readonly rounds: number;
}

/** Runs the client in its own process. @throws Refusal when an answer was no 200, but that what costs most may be refused */
export async function drive(
  { port, asked, beside }: Server,
  work: Work | Plan,
  facts: Facts,
  rest: Omit<Order, "ports" | "side" | "work" | "facts">,
): Promise<Report> {
  const ports = [port, ...(beside === undefined ? [] : [beside.port])];
  const order: Order = { ports, side: asked, work, facts, ...rest };
  const report = JSON.parse(await finish(["tests/bench/client.ts", JSON.stringify(order)])) as Report;
  if (report.failed > 0 && work !== "worst") {
    throw new Refusal(`of ${asked}, ${work}: ${report.answers} answers were 2xx, ${report.failed} requests failed`);
  }
  return report;
}

function middle(rounds: readonly Cell[]): Cell {
  const of = (name: keyof Cell) => median(rounds.map((round) => round[name]));
  return {
    rate: rounded(of("rate")),
    p99: rounded(of("p99"), 2),
    bytes: rounded(of("bytes")),
  };
}

/** One side doing one work, in one round after another; different questions go on where the last round ended. */
type Turn = () => Promise<Cell>;

function turnOf(server: Server, work: Work, facts: Facts, { connections, seconds, rounds }: Pace): Turn {
  let first = 0;
  // There are only so many details: a tenth of them to warm up, the rest for the rounds.
  const share = work === "detail" ? Math.floor(facts.events / (10 * rounds)) : null;
  const most = (parts: number) => (share === null ? {} : { most: share * parts });
  return async () => {
    const warm = await drive(server, work, facts, { first, connections, seconds: 1, ...most(1) });
    first = warm.next;
    const report = await drive(server, work, facts, { first, connections, seconds, ...most(8) });
    if (report.answers === 0) throw new Refusal(`${server.asked} gave no answer to ${work}`);
    first = report.next;
    return { rate: report.rate, p99: report.p99, bytes: report.bytes };
  };
}

/** The sides that are on PostgreSQL, and the most seconds that a round of theirs takes. */
const ON_POSTGRES: readonly SideName[] = ["postgres", "pair"];
export const POSTGRES_SECONDS = 3;

type Servers = Readonly<Partial<Record<SideName, Server>>>;

/** The sides of a work. */
async function turnsOf(work: Work, servers: Servers, data: Data, pace: Pace): Promise<Map<SideName, Turn>> {
  const turns = new Map<SideName, Turn>();
  for (const [name, server] of Object.entries(servers) as [SideName, Server][]) {
    const only = name === "node" || name === "logged";
    if ((only && work !== "repeated") || PATHS[work][server.asked] === undefined) continue;
    if (!ON_POSTGRES.includes(name)) {
      await prove(server, work, data.facts);
      turns.set(name, turnOf(server, work, data.facts, pace));
      continue;
    }
    const turn = turnOf(server, work, data.facts, { ...pace, seconds: Math.min(pace.seconds, POSTGRES_SECONDS) });
    turns.set(name, async () => {
      for (const one of [server, ...(server.beside === undefined ? [] : [server.beside])]) {
        await prove(one, work, data.facts);
      }
      return turn();
    });
  }
  if (servers.ours !== undefined && LOOPED.includes(work)) {
    const order = { database: data.bare, words: data.words, work, facts: data.facts, seconds: pace.seconds };
    turns.set("sqlite", async () => JSON.parse(await finish(["tests/bench/loop.ts", JSON.stringify(order)])) as Cell);
  }
  return turns;
}

/** Starts those that are asked: ours and other programs over SQLite, ours over PostgreSQL. */
async function startAll(works: readonly Work[], data: Data): Promise<Servers> {
  const servers: Partial<Record<SideName, Server>> = {};
  if (data.others) {
    servers.ours = await serve(data.ours);
    if (works.includes("repeated")) {
      servers.node = await mirror(servers.ours, PATHS.repeated.ours?.(data.facts, 0) ?? "");
      servers.logged = await serve(data.ours, LOGGED);
    }
    servers.several = await serve(data.ours, SEVERAL);
    for (const peer of ["platformatic", "jsonServer"] as const) {
      const server = await servePeer(peer, data);
      if (server !== null) servers[peer] = server;
    }
  }
  if (data.postgres !== null) {
    servers.postgres = await serve(data.postgres);
    // Other processes than the one that is asked alone: what it has answered it keeps.
    servers.pair = { ...(await serve(data.postgres)), beside: await serve(data.postgres) };
  }
  return servers;
}

/** Measures works over one import's data, one after another; what a side on PostgreSQL fails in is noted. */
export async function* measureRates(
  works: readonly Work[],
  data: Data,
  pace: Pace,
  note: (text: string) => void,
): AsyncGenerator<Rates> {
  const servers = await startAll(works, data);
  for (const work of works) {
    const turns = [...(await turnsOf(work, servers, data, pace))];
    const cells = new Map<SideName, Cell[]>(turns.map(([name]) => [name, []]));
    for (let round = 0; round < pace.rounds; round++) {
      for (const [name, turn] of round % 2 === 0 ? turns : turns.toReversed()) {
        try {
          cells.get(name)?.push(await turn());
        } catch (error) {
          if (!ON_POSTGRES.includes(name) || !(error instanceof Refusal) || isEnding()) throw error;
          if (cells.delete(name)) {
            note(`${SIDES[name]}, ${WORKS[work]} of ${data.events.toLocaleString("en")}: ${error.message}`);
          }
        }
      }
    }
    const sides = Object.fromEntries([...cells].map(([name, list]) => [name, middle(list)]));
    const line = Object.entries(sides).map(([name, { rate, p99 }]) => `${name} ${rate}/s (p99 ${p99} ms)`);
    console.log(`  ${work.padEnd(9)} ${line.join(", ")}`);
    yield { events: data.events, work, sides };
  }
  for (const server of Object.values(servers)) {
    await stop(server.child);
    if (server.beside !== undefined) await stop(server.beside.child);
  }
}
