// Against: two builds over databases with the same data, asked the same questions; every answer must be equal to the byte.
//
// A change that should change no answer is held against the state before it: `npm run torture -- --against main`. Each build
// fills databases with its own commands from the same files, so that a changed schema or derivation is part of what is compared.
// First every parameter of every operation is asked with each word that it lists; then come questions of the torture, by a seed,
// from the document and the ids that the working tree knows: several filters together, formats, codings, conditions, pages, faults. They are asked one after the other, so that what
// each server has in its cache is the same too.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type { Engine } from "../../src/store/engine/dialect.ts";
import { startCluster } from "../support/cluster.ts";
import { type Place, place, useCluster } from "../support/databases.ts";
import { parametersOf, UNDOCUMENTED } from "../support/document.ts";
import { endPrograms } from "../support/program.ts";
import { type Client, clientOf, type Received, type Request } from "./agent.ts";
import { type Build, fill, serve } from "./builds.ts";
import { difference } from "./compare.ts";
import { type Amount, type Inputs, writeInputs } from "./inputs.ts";
import { type Ask, sourcesOf } from "./requests.ts";
import { tried } from "./steps.ts";
import { sweep } from "./sweep.ts";
import { survey } from "./world.ts";

export interface Options {
  readonly requests: number;
  readonly seed: number;
  readonly engines: readonly Engine[];
  /** Minutes after which all is ended, whatever has been compared. */
  readonly minutes: number;
  /** Less data than usual. */
  readonly amount?: Amount;
  /** Of the sweep, one of so many questions is asked; all where this is not given. */
  readonly thinned?: number;
  readonly log?: (line: string) => void;
}

export interface Difference {
  readonly engine: Engine;
  readonly request: Request;
  readonly diff: readonly string[];
}

export interface Row {
  readonly engine: Engine;
  /** The operation's id; of what is no operation, the address. */
  readonly operation: string;
  compared: number;
  different: number;
}

export interface Report {
  readonly rows: readonly Row[];
  readonly differences: readonly Difference[];
}

/** The document is compared on its own, but for its words. */
const DOCUMENT = /^\/openapi\./;

/** Differences of an operation that are kept to be shown. */
const SHOWN = 3;

/** Milliseconds for an answer: a build that is slow, on a machine that has other work, answers the same all the same. */
const PATIENCE = 120_000;

/** Every so many sound questions about one dataset are asked of all of them, where large partitions are. */
const WIDENED = 3;

/** The same question of all datasets, where it is sound and names none. */
export function widened(ask: Ask): Ask {
  const { documented, request, values, faults } = ask;
  const open = documented !== null && parametersOf(documented, "query").some(({ name }) => name === "dataset");
  if (!open || faults.length > 0 || values.has("dataset") || values.has("ids")) return ask;
  const path = `${request.path}${request.path.includes("?") ? "&" : "?"}dataset=all`;
  return { ...ask, request: { ...request, path }, values: new Map([...values, ["dataset", ["all"]]]) };
}

type Clients = readonly [Client<Received>, Client<Received>];

interface Comparison extends Report {
  readonly rows: Row[];
  readonly differences: Difference[];
}

/** A client of two servers that gives the answers of the first, and notes what was compared and how it differs. */
function comparing({ rows, differences }: Comparison, engine: Engine, operation: string, clients: Clients): Client {
  const row = rows.find((each) => each.engine === engine && each.operation === operation) ?? {
    engine,
    operation,
    compared: 0,
    different: 0,
  };
  if (!rows.includes(row)) rows.push(row);
  return {
    async ask(request) {
      // An id of the request's own: it is in each answer, and in the bodies of problems.
      const headers = { "x-request-id": `against-${row.compared}`, ...request.headers };
      const named = { ...request, headers };
      const [first, second] = await Promise.all([clients[0].ask(named), clients[1].ask(named)]).catch(
        (error: Error) => {
          throw new Error(`${engine}: ${named.method} ${named.path}: ${error.message}`);
        },
      );
      const diff = DOCUMENT.test(request.path) ? [] : difference(named, first, second);
      row.compared++;
      if (diff.length > 0) {
        row.different++;
        if (row.different <= SHOWN) differences.push({ engine, request: named, diff });
      }
      return first;
    },
    get asked() {
      return row.compared;
    },
    close() {},
  };
}

/** The same document without its words, which may be better ones. */
function withoutWords(value: unknown): unknown {
  const words = ["description", "summary", "title", "version"];
  if (Array.isArray(value)) return value.map(withoutWords);
  if (value === null || typeof value !== "object") return value;
  const texts = Object.entries(value).filter(([key, one]) => !(words.includes(key) && typeof one === "string"));
  return Object.fromEntries(texts.map(([key, one]) => [key, withoutWords(one)]));
}

async function compareDocuments(engine: Engine, { rows, differences }: Comparison, clients: Clients): Promise<void> {
  const request = { method: "GET", path: "/openapi.json", headers: { "x-request-id": "document" } };
  const bare = async (client: Client<Received>): Promise<Received> => {
    const answer = await client.ask(request);
    return {
      ...answer,
      headers: request.headers,
      body: Buffer.from(JSON.stringify(withoutWords(JSON.parse(answer.text)))),
    };
  };
  const diff = difference(request, await bare(clients[0]), await bare(clients[1]));
  rows.push({ engine, operation: "/openapi.json but for words", compared: 1, different: Math.min(1, diff.length) });
  if (diff.length > 0) differences.push({ engine, request, diff });
}

async function compareServers(
  engine: Engine,
  urls: readonly [string, string],
  { requests, seed, log, thinned = 1 }: Options,
  comparison: Comparison,
): Promise<void> {
  const clients: Clients = [clientOf(urls[0], 1, PATIENCE), clientOf(urls[1], 1, PATIENCE)];
  try {
    await compareDocuments(engine, comparison, clients);
    for (const path of UNDOCUMENTED.filter((each) => !DOCUMENT.test(each)))
      await comparing(comparison, engine, path, clients).ask({ method: "GET", path, headers: {} });
    const world = await survey(comparing(comparison, engine, "all ids", clients));
    const client = (operation: string) => comparing(comparison, engine, operation, clients);
    for (const { documented, path } of sweep(world).filter((_, at) => at % thinned === 0))
      await client(documented.operation.operationId).ask({ method: "GET", path, headers: {} });
    log?.(`${engine}: every parameter is compared, now ${requests} generated questions`);
    const asks = fc.sample(fc.oneof(...sourcesOf(world)), { seed, numRuns: requests });
    for (const [at, each] of asks.entries()) {
      if (at > 0 && at % 500 === 0) log?.(`${engine}: ${at} of ${requests}`);
      const question = at % WIDENED === 0 ? widened(each) : each;
      const operation = question.documented?.operation.operationId ?? "addresses that there are not";
      // What the contract says of an answer is the torture's; here it only has to be the same.
      await tried(question, client(operation), world);
    }
  } finally {
    for (const client of clients) client.close();
  }
}

/** Fills a database with each build, serves both and compares them. */
async function compareOn(
  engine: Engine,
  builds: readonly [Build, Build],
  inputs: Inputs,
  options: Options,
  comparison: Comparison,
): Promise<void> {
  const places: Place[] = [];
  try {
    for (const _ of builds) places.push(await place(undefined, engine));
    const [one = "", two = ""] = places.map(({ url }) => url);
    options.log?.(`${engine}: each build fills a database`);
    await Promise.all([fill(builds[0], inputs, one), fill(builds[1], inputs, two)]);
    const programs = [serve(builds[0], inputs, one), serve(builds[1], inputs, two)] as const;
    const urls = await Promise.all([programs[0].url, programs[1].url]);
    await compareServers(engine, urls, options, comparison);
    for (const program of programs) await program.stop();
  } finally {
    await endPrograms();
    for (const each of places) await each.remove();
  }
}

async function compareAll(builds: readonly [Build, Build], options: Options, folder: string): Promise<Report> {
  const comparison: Comparison = { rows: [], differences: [] };
  const inputs = await writeInputs(folder, options.amount);
  for (const engine of options.engines) {
    const cluster = engine === "postgres" ? await startCluster() : null;
    if (cluster !== null) useCluster(cluster.url("postgres"));
    try {
      await compareOn(engine, builds, inputs, options, comparison);
    } finally {
      await cluster?.stop();
    }
  }
  return comparison;
}

/**
 * Compares two builds on each engine; a build is made in the folder given, which is gone afterwards.
 * @throws Error when a build cannot be made, filled or served, or the time is over; nothing that it made is left
 */
export async function compareBuilds(
  builds: (folder: string) => Promise<readonly [Build, Build]>,
  options: Options,
): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), "communique-against-"));
  let over: string | null = null;
  let ending: NodeJS.Timeout | undefined;
  // Whoever waits for a program that was ended fails, and all that was made is removed on the way out.
  const end = (why: string) => {
    over ??= why;
    ending ??= setInterval(() => void endPrograms(), 200);
  };
  const timer = setTimeout(() => end(`not done within ${options.minutes} minutes`), options.minutes * 60_000);
  const interrupted = () => end("interrupted");
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  try {
    return await compareAll(await builds(folder), options, folder);
  } catch (error) {
    throw over === null ? error : new Error(over, { cause: error });
  } finally {
    clearTimeout(timer);
    clearInterval(ending);
    process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
    await endPrograms();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A table of what was compared, an operation a line, and the first differences. */
export function told({ rows, differences }: Report): string {
  const totals = [...new Set(rows.map(({ engine }) => engine))].map((engine) => {
    const own = rows.filter((row) => row.engine === engine);
    const sum = (of: (row: Row) => number) => own.reduce((all, row) => all + of(row), 0);
    return { engine, operation: "all", compared: sum((row) => row.compared), different: sum((row) => row.different) };
  });
  const line = (engine: string, operation: string, ...counts: (string | number)[]) =>
    [engine.padEnd(10), operation.padEnd(30), ...counts.map((count) => String(count).padStart(10))].join("");
  const shown = differences.flatMap(({ engine, request: { method, path, headers }, diff }) => [
    "",
    `${engine}: ${method} ${path.slice(0, 500)}`,
    ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value.slice(0, 200)}`),
    ...diff.map((each) => `  ${each}`),
  ]);
  return [
    line("engine", "operation", "compared", "equal", "different"),
    ...[...rows, ...totals].map((row) =>
      line(row.engine, row.operation, row.compared, row.compared - row.different, row.different),
    ),
    ...shown,
  ].join("\n");
}
