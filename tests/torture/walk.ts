// The walk of a request: through how many functions and files of `src` a list and a record go, and how often back again.
//
// What is counted, from the first byte of a request to what is done after its answer:
//   calls      entries into functions of `src` that have a name: declarations, methods, functions that are given to a variable or
//              a property. A callback without a name is part of the function that it stands in; callbacks are counted apart.
//   files      files in which such a function was entered.
//   returns    entries into a file that was entered before and left since: after a.ts, b.ts, a.ts there is one. A walk without
//              returns can be read file after file.
// Each build serves the same small data on SQLite, with nothing in its cache: the first list is the first request of all.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { endPrograms } from "../support/program.ts";
import { clientOf } from "./agent.ts";
import { type Build, fill, serve } from "./builds.ts";
import { type Inputs, writeInputs } from "./inputs.ts";

export interface Walk {
  readonly what: string;
  readonly calls: number;
  readonly files: number;
  readonly returns: number;
  readonly callbacks: number;
  /** File and name of each function that was entered, in their order. */
  readonly entries: readonly string[];
}

const QUESTIONS: readonly (readonly [what: string, path: string])[] = [
  ["a first list", "/v1/events?limit=20"],
  ["a kept list", "/v1/events?limit=20"],
  ["a first record", "/v1/events/gdelt-1"],
  ["a kept record", "/v1/events/gdelt-1"],
];

/** Counts what was entered: a file and a name each, of callbacks the file alone. */
export function walkOf(what: string, entered: readonly (readonly [file: string, name: string])[]): Walk {
  const named = entered.filter(([, name]) => name !== "");
  const stays = named.filter(([file], at) => file !== named[at - 1]?.[0]).length;
  const files = new Set(named.map(([file]) => file)).size;
  const entries = named.map(([file, name]) => `${file} ${name}`);
  return {
    what,
    calls: named.length,
    files,
    returns: stays - files,
    callbacks: entered.length - named.length,
    entries,
  };
}

/** Lines of the trace, when there are so many. */
async function traced(file: string, lines: number): Promise<string[]> {
  for (let tries = 0; tries < 200; tries++, await wait(50)) {
    const found = (await readFile(file, "utf8").catch(() => "")).split("\n").slice(0, -1);
    if (found.length >= lines) return found;
  }
  throw new Error(`the server traced fewer than ${lines} requests`);
}

async function walksOf(build: Build, inputs: Inputs, folder: string): Promise<Walk[]> {
  const database = join(folder, "walk.db");
  const trace = join(folder, "trace.jsonl");
  await fill(build, inputs, database);
  const program = serve(build, inputs, database, {
    node: ["--import", join(import.meta.dirname, "trace.ts")],
    settings: { TRACE_FILE: trace },
  });
  const client = clientOf(await program.url, 1);
  const walks: Walk[] = [];
  for (const [what, path] of QUESTIONS) {
    const { status } = await client.ask({ method: "GET", path, headers: {} });
    if (status !== 200) throw new Error(`GET ${path} answers ${status}`);
    const line = (await traced(trace, walks.length + 1)).at(-1) ?? "";
    walks.push(walkOf(`${what}, GET ${path}`, JSON.parse(line)));
  }
  client.close();
  await program.stop();
  return walks;
}

/** The walks of a build; nothing that is made for them is left. */
export async function walk(build: (folder: string) => Promise<Build>): Promise<{ build: Build; walks: Walk[] }> {
  const folder = await mkdtemp(join(tmpdir(), "communique-walk-"));
  try {
    const one = await build(folder);
    const inputs = await writeInputs(folder, { copies: 1, rows: 100 });
    return { build: one, walks: await walksOf(one, inputs, folder) };
  } finally {
    await endPrograms();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A table of the walks, a line each. */
export function toldWalks(walks: readonly Walk[]): string {
  const line = (what: string, ...counts: (string | number)[]) =>
    [what.padEnd(44), ...counts.map((count) => String(count).padStart(11))].join("");
  return [
    line("", "calls", "files", "returns", "callbacks"),
    ...walks.map(({ what, calls, files, returns, callbacks }) => line(what, calls, files, returns, callbacks)),
  ].join("\n");
}
