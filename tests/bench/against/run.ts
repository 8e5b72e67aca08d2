// Against: the build at hand beside that of a commit, both asked the same in turn; first whether they answer the same.
import { writeFile } from "node:fs/promises";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import { buildOf, CURRENT } from "../../torture/builds.ts";
import { installPeers } from "../peers.ts";
import { type Postgres, startPostgres } from "../postgres.ts";
import { ask, folder, resident, stop } from "../processes.ts";
import { rounded } from "../results.ts";
import { sameness, toldSameness } from "../same.ts";
import { type Server, serve } from "../sides.ts";
import { asked } from "./asking.ts";
import { type Builds, compareImports, type Filled, fillBoth } from "./fill.ts";
import { type Compared, FINDINGS, type Findings, type Remembered } from "./findings.ts";
import { addressOf, type Drawn, drawn, learn, type Questions } from "./questions.ts";
import { contendersOf, PATIENT, startAll } from "./sides.ts";
import { toldCompared } from "./tables.ts";
import { compared, type Pace } from "./turns.ts";
import { ON_POSTGRES, type Part, type Work } from "./works.ts";

export interface Options {
  readonly ref: string;
  readonly seed: number;
  readonly sizes: readonly number[];
  readonly works: readonly Work[];
  readonly parts: readonly Part[];
  readonly pace: Pace;
  /** Questions of the torture that both builds must answer the same. */
  readonly generated: number;
  /** Rows of an import that is timed, and how often. */
  readonly rows: number;
  readonly imports: number;
  /** Different requests after which memory is looked at. */
  readonly requests: number;
  readonly postgres: boolean;
  /** Whether what is found is kept for docs/benchmarks.md. */
  readonly isKept: boolean;
}

const because = (error: unknown) => (error as Error).message.split("\n")[0] ?? "";
const url = ({ port }: Server) => `http://127.0.0.1:${port}`;

/** The questions for this data, by what a server of it knows. @throws Error when one is not answered with 200 */
async function questionsFor({ databases, data }: Filled, seed: number): Promise<Drawn> {
  const server = await serve(databases[0], PATIENT);
  const found = async (path: string) => {
    const { status, body } = await ask(server.port, path);
    if (status !== 200) throw new Error(`${path} is answered with ${status}: ${body.slice(0, 300)}`);
    return body;
  };
  const questions = drawn(seed, data.facts, await learn(async (path) => JSON.parse(await found(path))));
  for (const path of someAddresses(questions)) await found(path);
  await stop(server.child);
  return questions;
}

/** Addresses of all works, some of each. */
function someAddresses(questions: Drawn): string[] {
  const own = Object.values(questions).flatMap(({ ours, json }) => [ours, json].filter((one) => one !== undefined));
  const few = (some: Questions) =>
    Array.from({ length: Math.min(40, 2 * some.templates.length) }, (_, n) => addressOf(some, n));
  return [...new Set(own.flatMap(few))];
}

/** Whether both builds answer the same. */
async function compareAnswers(filled: Filled, questions: Drawn, options: Options) {
  const { databases, postgres, builds, data } = filled;
  const found: Findings["same"][number][] = [];
  for (const [engine, places] of [
    ["SQLite", databases],
    ["PostgreSQL", postgres],
  ] as const) {
    if (places === null) continue;
    const before = await serve(places[1], PATIENT, builds[1].folder);
    const ours = await serve(places[0], PATIENT);
    const paths = someAddresses(questions);
    const same = await sameness([url(before), url(ours)], { seed: options.seed, generated: options.generated, paths });
    console.log(`${data.events} events on ${engine}: ${toldSameness(same)}`);
    found.push({ events: data.events, engine, compared: same.compared, different: same.different });
    for (const { child } of [before, ours]) await stop(child);
  }
  return found;
}

/** Resident memory of each build after as many different first lists. */
async function compareMemory({ databases, builds, data }: Filled, questions: Drawn, most: number): Promise<Remembered> {
  const some = questions.first.ours;
  const found: number[] = [];
  for (const [at, database] of databases.entries()) {
    const { port, child } = await serve(database, PATIENT, builds[at]?.folder);
    if (some !== undefined) {
      await asked({ ports: [port], questions: some, first: 0, connections: 16, seconds: 36_000, most });
    }
    found.push(await resident(child));
    await stop(child);
  }
  const [ours = 0, before = 0] = found;
  return { events: data.events, asked: most, ours, before };
}

/** What can be had; what cannot is noted. */
async function tried<T>(work: () => Promise<T>, left: string, note: (text: string) => void): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    note(`${left}: ${because(error)}`);
    return null;
  }
}

/** Compares over one number of events; each work as soon as it is measured. */
async function* compareAt(filled: Filled, questions: Drawn, options: Options): AsyncGenerator<Compared> {
  const { works, pace, seed } = options;
  const { events } = filled.data;
  const servers = await startAll(works, filled, questions);
  for (const work of works) {
    const contenders = contendersOf(work, servers, questions);
    if (!contenders.some(({ name }) => name === "before")) continue;
    yield await compared(work, events, contenders, pace, seed % 1_000);
  }
  for (const server of Object.values(servers)) if (server !== null) await stop(server.child);
}

/** Compares the build at hand with that of a commit. */
export async function against(options: Options): Promise<Findings> {
  const load = rounded(loadavg()[0] ?? 0, 1);
  const notes: string[] = [];
  const note = (text: string) => void notes.push(text);
  const build = await buildOf(options.ref, join(folder, "before"));
  const builds: Builds = [CURRENT, build];
  const peers = options.works.some((work) => !ON_POSTGRES.includes(work))
    ? await tried(
        () => installPeers().then(() => true),
        "Platformatic DB was left out, it could not be installed",
        note,
      )
    : null;
  const postgres: Postgres | null = options.postgres
    ? await tried(startPostgres, "PostgreSQL was left out, it could not be started", note)
    : null;
  let findings: Findings = {
    day: new Date().toISOString().slice(0, 10),
    machine: {
      cores: availableParallelism(),
      system: `${process.platform} ${process.arch}`,
      node: process.versions.node,
      load,
    },
    before: build.name,
    seed: options.seed,
    settings: options.pace,
    same: [],
    works: [],
    import: null,
    memory: [],
    notes,
  };
  console.log(`${CURRENT.name} against ${build.name}, seed ${options.seed}`);
  const add = async (more: Partial<Findings>) => {
    findings = { ...findings, ...more };
    if (options.isKept) await keep(findings);
  };
  for (const events of options.sizes) {
    const filled = await fillBoth(events, builds, postgres, peers === true);
    const questions = await questionsFor(filled, options.seed);
    await add({ same: [...findings.same, ...(await compareAnswers(filled, questions, options))] });
    for await (const one of compareAt(filled, questions, options)) {
      await add({ works: [...findings.works, one] });
      console.log(toldCompared(one));
    }
    if (options.parts.includes("memory")) {
      await add({ memory: [...findings.memory, await compareMemory(filled, questions, options.requests)] });
    }
  }
  if (options.parts.includes("import")) {
    await add({ import: await compareImports(options.rows, options.imports, builds) });
  }
  return findings;
}

/** Keeps what was found for the page of benchmarks. */
async function keep(findings: Findings): Promise<void> {
  await writeFile(FINDINGS, `${JSON.stringify(findings, null, 2)}\n`);
}
