// Turns: the sides of a work asked the same questions one after the other, in reversed order every second round.
//
// Client and servers share the machine, and other work comes and goes: what is told are the median and the quartiles of the
// ratios of each round, by answers a second and by processor time an answer.
import { median, rounded } from "../results.ts";
import { asked } from "./asking.ts";
import { type Compared, type Ratios, type Side, spreadOf } from "./findings.ts";
import type { Contender } from "./sides.ts";
import { usageOf } from "./usage.ts";
import { type Other, PAGES, type SideName, type Work } from "./works.ts";

export interface Pace {
  readonly connections: number;
  /** Of one side in one round. */
  readonly seconds: number;
  readonly rounds: number;
}

interface Turn extends Side {
  /** The first question that was not asked. */
  readonly next: number;
}

async function turn(
  { name, port, child, questions }: Contender,
  work: Work,
  first: number,
  { connections, seconds }: Pace,
  most: number | null,
): Promise<Turn> {
  const before = usageOf(child);
  const report = await asked({
    ports: [port],
    questions,
    first,
    // Who asks at the same time for what nobody keeps gets one answer that is made once.
    connections: PAGES.includes(work) ? 1 : connections,
    seconds,
    ...(most === null ? {} : { most }),
  });
  const after = usageOf(child);
  if (report.failed > 0 || report.answers === 0) {
    throw new Error(`${name}, ${work}: ${report.answers} answers were 2xx, ${report.failed} requests failed`);
  }
  const each = (kind: "all" | "thread") =>
    before === null || after === null ? null : (after[kind] - before[kind]) / 1_000 / report.answers;
  return { rate: report.rate, cpu: each("all"), thread: each("thread"), p99: report.p99, next: report.next };
}

function middle(turns: readonly Side[]): Side {
  const of = (name: keyof Side, digits: number) => {
    const known = turns.map((one) => one[name]).filter((value) => value !== null);
    return known.length === 0 ? null : rounded(median(known), digits);
  };
  return { rate: of("rate", 0) ?? 0, cpu: of("cpu", 1), thread: of("thread", 1), p99: of("p99", 2) ?? 0 };
}

/** How many times as fast ours is, round by round; another side's answer may stand for a part of ours. */
function ratiosOf(ours: readonly Side[], other: readonly Side[], parts: number): Ratios {
  const pairs = ours.flatMap((one, at) => {
    const two = other[at];
    return two === undefined ? [] : [[one, two] as const];
  });
  const cpu = pairs.map(([one, two]) =>
    one.cpu === null || two.cpu === null ? Number.NaN : (two.cpu * parts) / one.cpu,
  );
  return { rate: spreadOf(pairs.map(([one, two]) => (one.rate / two.rate) * parts)), cpu: spreadOf(cpu) };
}

/** Measures one work over so many events; questions begin at a number. */
export async function compared(
  work: Work,
  events: number,
  contenders: readonly Contender[],
  pace: Pace,
  start: number,
): Promise<Compared> {
  const turns = new Map<SideName, Turn[]>(contenders.map(({ name }) => [name, []]));
  // There are only so many details: each round and the warming up get their share.
  const most = work === "detail" ? Math.floor(events / (pace.rounds + 1)) : null;
  let first = start;
  for (let round = -1; round < pace.rounds; round++) {
    let next = first;
    for (const contender of round % 2 === 0 ? contenders : contenders.toReversed()) {
      const one = await turn(contender, work, first, pace, most);
      next = Math.max(next, one.next);
      if (round >= 0) turns.get(contender.name)?.push(one);
    }
    first = next;
  }
  const ours = contenders.find(({ name }) => name === "ours");
  const own = turns.get("ours") ?? [];
  const ratios = contenders
    .filter(({ name }) => name !== "ours")
    .map(({ name, questions }) => {
      const parts = name === "json" ? questions.templates.length / (ours?.questions.templates.length ?? 1) : 1;
      return [name as Other, ratiosOf(own, turns.get(name) ?? [], parts)] as const;
    });
  const sides = [...turns].map(([name, list]) => [name, middle(list)] as const);
  return { events, work, sides: Object.fromEntries(sides), ratios: Object.fromEntries(ratios) };
}
