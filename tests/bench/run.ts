// The bench: our server beside others over the same rows, what it costs in time and memory, and what was aimed at.
import { readFile, stat, writeFile } from "node:fs/promises";
import { availableParallelism, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { knownFindings } from "./against/findings.ts";
import { against } from "./against/run.ts";
import { againstSection } from "./against/tables.ts";
import { copyRows, factsOf, writeJson } from "./copies.ts";
import { besideSqlite, canImport, compareImport, importRows, sqliteVersion } from "./imports.ts";
import { measureCounts, measureIsolation } from "./latency.ts";
import { measureExport, measureMemory, measureStart } from "./memory.ts";
import { merge } from "./merge.ts";
import { installPeers, peerVersions } from "./peers.ts";
import { type Postgres, startPostgres } from "./postgres.ts";
import { end, folder, isEnding } from "./processes.ts";
import type { Part } from "./questions.ts";
import { measureRates, POSTGRES_SECONDS } from "./rates.ts";
import { page, render } from "./render.ts";
import { type Measured, type Rates, type Results, rounded } from "./results.ts";
import { rowsFile } from "./rows.ts";
import type { Data } from "./sides.ts";
import { readComparison, readOptions, USAGE, type Wish } from "./wish.ts";

const RESULTS = "tests/bench/results.json";
const PAGE = "docs/benchmarks.md";
/** json-server holds everything in one object and writes it out whole. */
const MOST_JSON = 10_000;

const because = (error: unknown) => (error as Error).message.split("\n")[0] ?? "";

async function versionsOf(peers: boolean, postgres: Postgres | null): Promise<Record<string, string>> {
  const installed = async (name: string) =>
    (JSON.parse(await readFile(join("node_modules", name, "package.json"), "utf8")) as { version: string }).version;
  const sqlite3 = await sqliteVersion();
  return {
    "SQLite of Node": process.versions.sqlite ?? "",
    fastify: await installed("fastify"),
    autocannon: await installed("autocannon"),
    ...(peers ? await peerVersions() : {}),
    ...(postgres === null ? {} : { PostgreSQL: postgres.version }),
    ...(sqlite3 === null ? {} : { "sqlite3 command": sqlite3 }),
  };
}

interface Sides {
  readonly peers: boolean;
  readonly others: boolean;
  readonly postgres: Postgres | null;
}

/** Imports so many rows, timed, and hands the documents on to the other sides. */
async function prepare(events: number, { peers, others, postgres }: Sides) {
  const file = await rowsFile(events);
  const path = (name: string) => join(folder, `${events}-${name}`);
  const ours = path("ours.db");
  const imported = await importRows(file, ours);
  const [bare, words] = [path("bare.db"), path("words.db")];
  copyRows(ours, bare, words);
  const json = peers && events <= MOST_JSON ? path("db.json") : null;
  if (json !== null) writeJson(bare, json);
  const { size } = await stat(ours);
  console.log(
    `${events} events: ${imported.kept} kept in ${imported.seconds.toFixed(1)} s, ${Math.round(size / 2 ** 20)} MiB`,
  );
  const address = (await postgres?.make(`events_${events}`)) ?? null;
  const second = address === null ? null : besideSqlite(await importRows(file, address), imported);
  await postgres?.settle();
  if (second !== null) console.log(`  ${"postgres".padEnd(9)} ${JSON.stringify(second)}`);
  const data: Data = { events, facts: factsOf(bare), ours, postgres: address, others, bare, words, peers, json };
  return { file, imported, second, data };
}

/** What can be had of a side; what cannot is noted. */
async function tried<T>(work: () => Promise<T>, left: string, notes: string[]): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    notes.push(`${left}: ${because(error)}`);
    return null;
  }
}

async function measure(wish: Wish, found: (results: Results) => Promise<void>): Promise<Results> {
  const { sizes, pace, queries, works, parts, others } = wish;
  const load = rounded(loadavg()[0] ?? 0, 1);
  const notes: string[] = [];
  if (!(await canImport())) throw new Error("this program has no verb `import`: there is nothing to measure");
  // What cannot be had is said before anything is installed.
  for (const events of sizes) await rowsFile(events);
  const missing = "Platformatic DB and json-server were left out, they could not be installed";
  const peers = others && (await tried(() => installPeers().then(() => true), missing, notes)) === true;
  const unstarted = "PostgreSQL was left out, it could not be started";
  const postgres = wish.postgres ? await tried(startPostgres, unstarted, notes) : null;
  const versions = await versionsOf(peers, postgres);

  const rates: Rates[] = [];
  let measured: Measured = {
    import: null,
    postgres: null,
    start: null,
    memory: null,
    counts: null,
    isolation: null,
    export: null,
  };
  const results = (): Results => ({
    day: new Date().toISOString().slice(0, 10),
    machine: {
      cores: availableParallelism(),
      memoryGiB: rounded(totalmem() / 2 ** 30),
      system: `${process.platform} ${process.arch}`,
      node: process.versions.node,
      load,
    },
    versions,
    settings: { ...pace, ...(postgres === null ? {} : { postgres: Math.min(pace.seconds, POSTGRES_SECONDS) }) },
    rates,
    ...measured,
    notes,
  });
  for (const events of sizes) {
    const { file, imported, second, data } = await prepare(events, { peers, others, postgres });
    const last = events === sizes.at(-1);
    if (last) measured = { ...measured, postgres: second };
    for await (const one of measureRates(works, data, pace, (note) => notes.push(note))) {
      rates.push(one);
      await found(results());
    }
    if (!last) continue;
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
      await found(results());
    }
  }
  return results();
}

async function save(results: Results): Promise<void> {
  await writeFile(RESULTS, `${JSON.stringify(results, null, 2)}\n`);
  await writeFile(PAGE, page(results, knownFindings()));
}

async function main(): Promise<void> {
  const comparison = readComparison();
  if (comparison !== null) {
    const findings = await against(comparison);
    console.log(`\n${againstSection(findings)}`);
    if (comparison.isKept) await writeFile(PAGE, page(JSON.parse(await readFile(RESULTS, "utf8")), findings));
    return;
  }
  const wish = readOptions();
  if (wish === null) return console.log(USAGE);
  const { merged, whole } = wish;
  const before = merged === null ? null : (JSON.parse(await readFile(RESULTS, "utf8")) as Results);
  // A run that is cut short has then left what it came to.
  const results = await measure(wish, async (found) => {
    if (before !== null && merged !== null && !isEnding()) await save(merge(before, found, merged));
  });
  console.log(`\n${render(results)}`);
  if (before === null && whole) await save(results);
  if (before !== null || whole) console.log(`\nwritten: ${RESULTS}, ${PAGE}`);
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  // What starts PostgreSQL would end the process before the folder is gone.
  process.removeAllListeners(signal);
  process.once(signal, () => void end().then(() => process.exit(130)));
}
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
