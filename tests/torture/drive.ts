// The drive: lanes of requests side by side, each from a seed of its own; the first fault is shrunk and told.
import fc from "fast-check";
import { clientOf } from "./agent.ts";
import { both } from "./alike.ts";
import { type Ask, type Source, sourcesOf } from "./requests.ts";
import { tried } from "./steps.ts";
import { survey, type World } from "./world.ts";

/** What a drive begins with; one server's serves for others that answer alike. */
export interface Prepared {
  readonly world: World;
  readonly sources: readonly Source[];
}

export async function prepare(url: string): Promise<Prepared> {
  const client = clientOf(url, 1);
  try {
    const world = await survey(client);
    return { world, sources: sourcesOf(world) };
  } finally {
    client.close();
  }
}

export interface Options {
  readonly runs: number;
  readonly seed: number;
  /** Another server, which must answer as the first does. */
  readonly against?: string | undefined;
  /** Runs one lane alone, from this path: what a failure told. */
  readonly path?: string;
  /** Stops at the first fault without looking for a simpler request. */
  readonly hasty?: boolean;
  readonly progress?: (runs: number) => void;
}

export interface Report {
  readonly runs: number;
  /** Requests, next steps included. */
  readonly asked: number;
  readonly seconds: number;
  /** How often each operation, parameter, kind of fault and status came about. */
  readonly seen: ReadonlyMap<string, number>;
  /** What went wrong, null when nothing did. */
  readonly failure: string | null;
}

const LANES = 8;

/** Tortures the server at an address. */
export async function drive(url: string, { world, sources }: Prepared, options: Options): Promise<Report> {
  const { runs, seed, path, against, hasty = false, progress } = options;
  const started = performance.now();
  const one = clientOf(url, LANES * 2);
  const client = against === undefined ? one : both(one, clientOf(against, LANES * 2));
  const seen = new Map<string, number>();
  const note = (mark: string) => seen.set(mark, (seen.get(mark) ?? 0) + 1);
  let done = 0;
  let stopped = false;
  try {
    const property = fc.asyncProperty(fc.oneof(...sources), async (ask) => {
      // Where one lane found a fault, the others have nothing to add.
      if (stopped) return;
      const { answer, faults } = await tried(ask, client, world);
      done++;
      progress?.(done);
      marksOf(ask, answer.status).forEach(note);
      if (faults.length > 0) throw new Error(faults.join("\n"));
    });
    const lanes = path === undefined ? LANES : 1;
    const checks = Array.from({ length: lanes }, async (_, lane) => {
      const numRuns = Math.ceil(runs / lanes);
      const own = path === undefined ? { seed: seed * LANES + lane } : { seed, path };
      const details = await fc.check(property, { ...own, numRuns, endOnFailure: hasty });
      if (!details.failed) return null;
      stopped = true;
      return told(details, against === undefined ? "" : "--engines ");
    });
    const failure = (await Promise.all(checks)).find((one) => one !== null) ?? null;
    const seconds = (performance.now() - started) / 1_000;
    return { runs: done, asked: client.asked, seconds, seen, failure };
  } finally {
    client.close();
  }
}

function marksOf({ documented, values, faults, step }: Ask, status: number): string[] {
  const operation = documented?.operation.operationId ?? "nowhere";
  const parameters = faults.length > 0 ? [] : [...values.keys()].map((name) => `parameter ${operation} ${name}`);
  return [
    `operation ${operation} ${status}`,
    `status ${status}`,
    `step ${step.what}`,
    ...parameters,
    ...faults.map((one) => `fault ${one}`),
  ];
}

/** A text as a person can read it: of many equal letters, one and their number. */
function brief(text: string): string {
  return text
    .replace(/((?:%..)+?|.)\1{99,}/g, (all, one: string) => `${one}{${all.length / one.length}}`)
    .slice(0, 2_000);
}

function told(details: fc.RunDetails<[Ask]>, option: string): string {
  const { counterexample, counterexamplePath, errorInstance, seed, numShrinks } = details;
  const [ask] = counterexample ?? [];
  if (ask === undefined) return "no request could be made";
  const { request, faults, step } = ask;
  const headers = Object.entries(request.headers).map(([name, value]) => `  ${name}: ${brief(value)}`);
  return [
    `${request.method} ${brief(request.path)}`,
    ...headers,
    ...(faults.length > 0 ? [`  made unsound by ${faults.join(" and ")}`] : []),
    ...(step.what === "nothing" ? [] : [`  then ${step.what}`]),
    ...(errorInstance as Error).message.split("\n").map((line) => `✗ ${line}`),
    `again, after ${numShrinks} simplifications: npm run torture -- ${option}--seed ${seed} --path ${counterexamplePath}`,
  ].join("\n");
}
