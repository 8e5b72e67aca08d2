// The bench: our server beside others over the same rows, what it costs in time and memory, and what was aimed at.
import { readFile, stat, writeFile } from "node:fs/promises";
import { availableParallelism, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { copyRows, factsOf, writeJson } from "./copies.ts";
import { canImport, compareImport, importRows, sqliteVersion } from "./imports.ts";
import { measureCounts, measureIsolation } from "./latency.ts";
import { measureExport, measureMemory, measureStart } from "./memory.ts";
import { installPeers, peerVersions } from "./peers.ts";
import { end, folder } from "./processes.ts";
import { PARTS, type Part, WORKS, type Work } from "./questions.ts";
import { measureRates, type Pace } from "./rates.ts";
import { render, rewrite } from "./render.ts";
import { type Measured, type Rates, type Results, rounded } from "./results.ts";
import { rowsFile } from "./rows.ts";
import type { Data } from "./sides.ts";

const RESULTS = "tests/bench/results.json";
const README = "README.md";
/** json-server holds everything in one object and writes it out whole. */
const MOST_JSON = 10_000;

const USAGE = `usage: npm run bench -- [options]

  --small         10,000 events, 2 seconds a side, 20,000 questions; results.json and README.md stay as they are
  --only <a,b>    only these: ${[...Object.keys(WORKS), ...PARTS].join(", ")}; writes nothing either
  --queries <n>   different questions after which memory is looked at (1,000,000)
  --events <a,b>  other numbers of events (10000,1000000); writes nothing either
  --help          prints this`;

interface Wish {
  readonly sizes: readonly number[];
  readonly pace: Pace;
  readonly queries: number;
  readonly works: readonly Work[];
  readonly parts: readonly Part[];
  /** Whether the results are those that the README tells. */
  readonly whole: boolean;
}

/** @throws Error when the command line is wrong */
function readWish(): Wish | null {
  const text = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  const { values } = parseArgs({ options: { small: flag, only: text, queries: text, events: text, help: flag } });
  if (values.help) return null;
  const works = Object.keys(WORKS) as Work[];
  const only = values.only?.split(",") ?? [...works, ...PARTS];
  const unknown = only.filter((name) => !([...works, ...PARTS] as string[]).includes(name));
  if (unknown.length > 0) throw new Error(`there is no ${unknown.join(", ")}\n\n${USAGE}`);
  const numbers = (list: string) => list.split(",").map(Number);
  const sizes = values.events === undefined ? (values.small ? [10_000] : [10_000, 1_000_000]) : numbers(values.events);
  const queries = Number(values.queries ?? (values.small ? 20_000 : 1_000_000));
  if (![...sizes, queries].every((number) => Number.isInteger(number) && number >= 10_000)) {
    throw new Error(`numbers of events and of questions are whole, 10,000 or more\n\n${USAGE}`);
  }
  return {
    sizes: sizes.toSorted((a, b) => a - b),
    pace: { connections: 16, seconds: values.small ? 2 : 5, rounds: values.small ? 1 : 2 },
    queries,
    works: works.filter((work) => only.includes(work)),
    parts: PARTS.filter((part) => only.includes(part)),
    whole: !values.small && values.only === undefined && values.events === undefined,
  };
}

const because = (error: unknown) => (error as Error).message.split("\n")[0] ?? "";

async function versionsOf(peers: boolean): Promise<Record<string, string>> {
  const installed = async (name: string) =>
    (JSON.parse(await readFile(join("node_modules", name, "package.json"), "utf8")) as { version: string }).version;
  const sqlite3 = await sqliteVersion();
  return {
    "SQLite of Node": process.versions.sqlite ?? "",
    fastify: await installed("fastify"),
    autocannon: await installed("autocannon"),
    ...(peers ? await peerVersions() : {}),
    ...(sqlite3 === null ? {} : { "sqlite3 command": sqlite3 }),
  };
}

/** Imports so many rows, timed, and hands the documents on to the other sides. */
async function prepare(events: number, peers: boolean) {
  const file = await rowsFile(events);
  const path = (name: string) => join(folder, `${events}-${name}`);
  const ours = path("ours.db");
  const imported = await importRows(file, ours);
  const [bare, words] = [path("bare.db"), path("words.db")];
  copyRows(ours, bare, words);
  const json = peers && events <= MOST_JSON ? path("db.json") : null;
  if (json !== null) writeJson(bare, json);
  const data: Data = { events, facts: factsOf(bare), ours, bare, words, peers, json };
  const { size } = await stat(ours);
  console.log(
    `${events} events: ${imported.kept} kept in ${imported.seconds.toFixed(1)} s, ${Math.round(size / 2 ** 20)} MiB`,
  );
  return { file, imported, data };
}

async function measure({ sizes, pace, queries, works, parts }: Wish): Promise<Results> {
  const load = rounded(loadavg()[0] ?? 0, 1);
  const notes: string[] = [];
  if (!(await canImport())) throw new Error("this program has no verb `import`: there is nothing to measure");
  // What cannot be had is said before anything is installed.
  for (const events of sizes) await rowsFile(events);
  const peers = await installPeers().then(
    () => true,
    (error: unknown) => {
      notes.push(`Platformatic DB and json-server were left out, they could not be installed: ${because(error)}`);
      return false;
    },
  );

  const rates: Rates[] = [];
  let measured: Measured = {
    import: null,
    start: null,
    memory: null,
    counts: null,
    isolation: null,
    export: null,
  };
  for (const events of sizes) {
    const { file, imported, data } = await prepare(events, peers);
    rates.push(...(await measureRates(works, data, pace)));
    if (events !== sizes.at(-1)) continue;
    // In the order of PARTS; all over the largest number of events.
    const part: { [P in Part]: () => Promise<Results[P]> } = {
      import: () => compareImport(file, imported),
      start: () => measureStart(data),
      memory: () => measureMemory(data, pace, queries),
      counts: () => measureCounts(data),
      isolation: () => measureIsolation(data, pace),
      export: () => measureExport(data),
    };
    for (const name of parts) {
      measured = { ...measured, [name]: await part[name]() };
      console.log(`  ${name.padEnd(9)} ${JSON.stringify(measured[name])}`);
    }
  }
  return {
    day: new Date().toISOString().slice(0, 10),
    machine: {
      cores: availableParallelism(),
      memoryGiB: rounded(totalmem() / 2 ** 30),
      system: `${process.platform} ${process.arch}`,
      node: process.versions.node,
      load,
    },
    versions: await versionsOf(peers),
    settings: pace,
    rates,
    ...measured,
    notes,
  };
}

async function main(): Promise<void> {
  const wish = readWish();
  if (wish === null) return console.log(USAGE);
  const results = await measure(wish);
  console.log(`\n${render(results)}`);
  if (!wish.whole) return;
  await writeFile(RESULTS, `${JSON.stringify(results, null, 2)}\n`);
  await writeFile(README, rewrite(await readFile(README, "utf8"), results));
  console.log(`\nwritten: ${RESULTS}, ${README}`);
}

for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void end().then(() => process.exit(130)));
try {
  await main();
} catch (error) {
  console.error((error as Error).message);
  const log = await readFile(join(folder, "log"), "utf8").catch(() => "");
  if (log !== "") console.error(`\nthe servers' last words:\n${log.slice(-2_000)}`);
  process.exitCode = 1;
} finally {
  await end();
}
