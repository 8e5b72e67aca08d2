// A small data directory of its own, made of the invented second article, for tests to break.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readData } from "../../../src/intake/curated/read.ts";
import { formatFault } from "../../../src/intake/input/faults.ts";
import { keysOf } from "../../../src/intake/input/pointers.ts";
import { BUNDLE, copySecond, PEOPLE, PLACES, SECOND } from "../../support/fixtures.ts";

export { BUNDLE, PEOPLE, PLACES, SECOND };
export const ARTICLE = `${SECOND}/article.txt`;
export const SOURCE = "primer-2024-03-05";

/** An empty folder that is gone when the test is over. */
export async function temporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "communique-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A valid data directory with the second article alone, named `data`. */
export async function second(): Promise<string> {
  const directory = join(await temporary(), "data");
  await copySecond(directory);
  return directory;
}

/** One change of one file: the value to put at a pointer, undefined to remove it. */
export type Change = readonly [file: string, pointer: string, value: unknown];

export async function change(directory: string, changes: readonly Change[]): Promise<void> {
  for (const [file, pointer, value] of changes) {
    const path = join(directory, file);
    const whole = JSON.parse(await readFile(path, "utf8"));
    put(whole, keysOf(pointer), value);
    await writeFile(path, JSON.stringify(whole, null, 2));
  }
}

// biome-ignore lint/suspicious/noExplicitAny: tests break values of every shape
export function put(whole: any, keys: readonly string[], value: unknown): void {
  const last = keys.at(-1) ?? "";
  const parent = keys.slice(0, -1).reduce((here, key) => here[key], whole);
  if (value !== undefined) parent[last] = value;
  else if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete parent[last];
}

/** What `validate` would print of a directory. */
export async function faultsOf(directory: string): Promise<string[]> {
  return (await readData(directory)).faults.map(formatFault);
}

/** What breaks, by which changes, and all that `validate` then prints, with `B:` for the bundle. */
export type Row = readonly [breaks: string, changes: readonly Change[], faults: readonly string[]];

export const at = (pointer: string, value?: unknown): Change => [BUNDLE, pointer, value];

export function row(breaks: string, pointer: string, value: unknown, ...faults: string[]): Row {
  return [breaks, [at(pointer, value)], faults];
}

export function missing(breaks: string, pointer: string, ...faults: string[]): Row {
  return [breaks, [at(pointer)], faults];
}

/** Breaks one fresh copy of the valid directory for each row. */
export function breaking(rows: readonly Row[]): void {
  test.each(rows)("validate reports %s", async (_breaks, changes, faults) => {
    const directory = await second();
    await change(directory, changes);
    const printed = await faultsOf(directory);
    expect(printed.map((line) => line.replaceAll(`data/${BUNDLE}:`, "B:"))).toEqual(faults);
  });
}
