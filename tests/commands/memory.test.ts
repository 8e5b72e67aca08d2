// Memory: importing a broken, hostile or long file needs little more memory than a sound small one (R11).
import { existsSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { row } from "../intake/gdelt/rows.ts";
import { zip } from "../intake/input/zips.ts";
import { visit, visits } from "../intake/statedept/lists.ts";
import { ownSettings, runProgram } from "../support/program.ts";
import { lines, put } from "./imports.ts";

/** MiB that an import may need over one of a sound small file. */
const BOUND = 64;
const MIB = 1024 * 1024;
const skipped = existsSync("/proc/self/status") ? "" : " (skipped: there is no /proc here that tells it)";

/** What `npm run import` tells Node. */
const OPTIONS: string[] = JSON.parse(readFileSync("package.json", "utf8")).scripts.import.match(/--max-\S+/g) ?? [];

/** The most memory that an import had, in MiB, and what else it said. */
async function peakOf(kind: string, content: string | Uint8Array, name: string) {
  const path = await put(content, name);
  const { DATABASE_URL } = await ownSettings();
  const args = [...OPTIONS, "--import", "./tests/commands/peak.ts", "src/cli.ts", "import", kind, path];
  const { code, stderr } = await runProgram(process.execPath, args, { DATABASE_URL });
  const [, said, peak] = /^([\s\S]*)peak (\d+)\n$/.exec(stderr) ?? [];
  expect(Number(peak), stderr).toBeGreaterThan(10);
  return { code, said, peak: Number(peak) };
}

const long = (mebibytes: number) => "a".repeat(mebibytes * MIB);
/** Entities of entities: a thousand million letters, were they expanded. */
const ENTITIES = Array.from({ length: 9 }, (_, at) => {
  const [one, next] = ["abcdefghij"[at], "abcdefghij"[at + 1]];
  return `<!ENTITY ${next} "${`&${one};`.repeat(10)}">`;
}).join("");
const attributes = (count: number) => Array.from({ length: count }, (_, at) => ` a${at}=""`).join("");

/** As many rows as a file may have: twice those of the largest real one. */
const LIST = () => visits(...Array.from({ length: 1_600 }, (_, at) => visit({ id: String(at + 1) })));

const FILES: readonly (readonly [what: string, kind: string, name: string, () => string | Uint8Array, RegExp])[] = [
  ["a line of 64 MiB", "gdelt", "a.CSV", () => long(64), /a line longer than/],
  ["a zip of a line of 256 MiB", "gdelt", "a.zip", () => zip([{ name: "a.CSV", data: long(256) }]), /:1:1: /],
  ["a gzip of a line of 256 MiB", "gdelt", "a.gz", () => gzipSync(long(256)), /a line longer than/],
  ["columns without end", "gdelt", "a.CSV", () => "\t".repeat(32 * MIB), /a line longer than/],
  ["lines that are no rows", "gdelt", "a.CSV", () => `${row()}\n${"a\n".repeat(8 * MIB)}`, /broken rows/],
  [
    "entities of entities",
    "us-visits",
    "a.xml",
    () => `<!DOCTYPE visits [<!ENTITY a "a">${ENTITIES}]><visits>&j;</visits>`,
    /document type/,
  ],
  ["millions of elements", "us-visits", "a.xml", () => `<visits>${"<a/>".repeat(2 * MIB - 8)}</visits>`, /tags/],
  ["as many as are read", "us-visits", "a.xml", () => `<visits>${"<a/>".repeat(29_990)}</visits>`, /rows are broken/],
  ["elements in elements", "us-visits", "a.xml", () => `<visits>${"<a>".repeat(29_990)}`, /nested too deeply/],
  ["many attributes", "us-visits", "a.xml", () => `<visits><a${attributes(500_000)}/></visits>`, /attributes/],
  ["sound rows, as many as are read", "us-visits", "a.xml", LIST, /^$/],
  ["one long text", "us-visits", "a.xml", () => visits(visit({ description: long(7) })), /<visit> is longer than/],
];

describe.skipIf(skipped !== "")(`peak memory of an import${skipped}`, () => {
  const usual: Record<string, number> = {};
  beforeAll(async () => {
    usual.gdelt = (await peakOf("gdelt", lines(row()), "a.CSV")).peak;
    usual["us-visits"] = (await peakOf("us-visits", visits(visit()), "a.xml")).peak;
  });

  test.each(FILES)("the peak stays within 64 MiB of a small file's: %s", async (_what, kind, name, content, says) => {
    const { said, peak } = await peakOf(kind, content(), name);
    expect(said).toMatch(says);
    expect(peak).toBeLessThan((usual[kind] ?? 0) + BOUND);
  });
});
