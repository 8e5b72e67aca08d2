// Conformance: what rules, suites and generators from outside say of the document and of a running server.
//
// It installs pinned packages into a temporary folder, which needs the network: it is no part of `npm test`, which has
// the two smallest generators (`tests/clients.test.ts`) and the MUSTs of W3C in words of its own.
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { COLLECTIONS } from "../../src/model/ids.ts";
import { table } from "../documents/table.ts";
import { startServer } from "../support/server.ts";
import { hasSuite, judge } from "./annotations.ts";
import { conforms, INSPECTOR, inspect, SCENARIOS, SUITE } from "./assistants.ts";
import { GENERATORS } from "./clients.ts";
import { askWith, expectedFrom, run } from "./generate.ts";

const USAGE = `usage: npm run conformance [-- <folder>]
  <folder>  a copy of https://github.com/w3c/web-annotation-tests, whose tests are then run too`;
const SPECTRAL = "@stoplight/spectral-cli@6.16.3";

const { positionals } = parseArgs({ allowPositionals: true });
const [suite] = positionals;
if (positionals.length > 1 || (suite !== undefined && !hasSuite(suite))) {
  console.error(suite === undefined || positionals.length > 1 ? USAGE : `${suite} has no W3C tests\n${USAGE}`);
  process.exit(2);
}

/** What, with which version, says what. */
type Row = readonly [what: string, version: string, result: string, says: string];
const rows: Row[] = [];
let faults = 0;

/** Adds a row; a check that throws has failed with what it says. */
async function row(what: string, version: string, says: string, check: () => Promise<string>): Promise<void> {
  const result = await check().catch((error: Error) => {
    faults++;
    return `fails: ${error.message.replaceAll(/\s+/g, " ").slice(0, 300)}`;
  });
  rows.push([what, version, result, says]);
  console.error(`${what} ${version}: ${result}`);
}

const versionOf = (name: string) => name.slice(name.lastIndexOf("@") + 1);

async function lint(folder: string): Promise<string> {
  await writeFile(join(folder, "ruleset.yaml"), 'extends: ["spectral:oas"]\n');
  const args = ["lint", "-r", "ruleset.yaml", "-f", "json", "--quiet", resolve("openapi/openapi.json")];
  const bin = join(folder, "node_modules", ".bin", "spectral");
  const found = JSON.parse((await run(process.execPath, [bin, ...args], folder)) || "[]") as unknown[];
  if (found.length > 0) throw new Error(`${found.length} results`);
  return "no error, no warning";
}

/** The evidence of every curated record. */
async function pagesOf(url: string) {
  const ask = async <T>(path: string) => (await (await fetch(`${url}/v1/${path}`)).json()) as T;
  const pages: Record<string, unknown>[] = [];
  for (const collection of COLLECTIONS) {
    const { data } = await ask<{ data: { id: string }[] }>(`${collection}?limit=200&fields=id`);
    for (const { id } of data) pages.push(await ask(`${collection}/${id}/evidence`));
  }
  return pages;
}

async function annotations(folder: string, url: string): Promise<string> {
  const { passed, failed } = judge(folder, await pagesOf(url));
  const all = [...failed.values()].reduce((sum, one) => sum + one, passed);
  if (failed.size === 0) return `all ${all} assertions hold`;
  throw new Error(`of ${all} assertions do not hold: ${[...failed].map(([name, times]) => `${name} (${times})`)}`);
}

const folder = await mkdtemp(join(tmpdir(), "communique-conformance-"));
const server = await startServer({ bulk: false });
try {
  await copyFile(".npmrc", join(folder, ".npmrc"));
  await writeFile(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  const packages = [SPECTRAL, INSPECTOR, SUITE, "typescript@6.0.3", ...GENERATORS.flatMap((one) => one.packages)];
  await run(
    "npm",
    ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--legacy-peer-deps", ...packages],
    folder,
  );
  await row("Spectral, `spectral:oas`", versionOf(SPECTRAL), "", () => lint(folder));
  if (suite !== undefined) await row("W3C web-annotation-tests, MUSTs", "", "", () => annotations(suite, server.url));
  await row("MCP inspector, command line", versionOf(INSPECTOR), "", () => inspect(folder, server.url));
  for (const revision of Object.keys(SCENARIOS)) {
    const says = "those that need no tool of the suite's own";
    await row(`MCP conformance, ${revision}`, versionOf(SUITE), says, () => conforms(folder, server.url, revision));
  }
  const expected = JSON.stringify(await expectedFrom(server.url));
  for (const generator of GENERATORS) {
    const { name, packages, says } = generator;
    await row(name, versionOf(packages[0] ?? ""), says, async () => {
      const found = JSON.stringify(await askWith(generator, folder, server.url));
      if (found !== expected) throw new Error(`finds ${found}, not ${expected}`);
      return "generates, finds the same";
    });
  }
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
console.log(
  table(
    ["tool", "version", "result", "lists, and what to know"],
    rows.map((cells) => [...cells]),
  ),
);
process.exitCode = faults === 0 ? 0 : 1;
