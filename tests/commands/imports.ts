// Imports as a person runs them: files of invented rows, the command as a process, and its summary.
import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { countryVenues } from "../../src/intake/entities/countries.ts";
import { GDELT_INFO, readGdelt } from "../../src/intake/gdelt/importer.ts";
import { openWriter } from "../../src/store/engine/open.ts";
import { upsert } from "../../src/store/write/upsert.ts";
import { row, type Values } from "../intake/gdelt/rows.ts";
import { curatedData } from "../support/filled.ts";
import { type Ended, folder, ownSettings, run } from "../support/program.ts";
import { runHere } from "./here.ts";

export interface Summary {
  readonly dataset: string;
  readonly read: number;
  readonly kept: number;
  readonly skipped: Readonly<Record<string, number>>;
  readonly duplicates: number;
  readonly version: string;
  readonly changed: boolean;
  readonly warnings: number;
  readonly counts: Readonly<Record<string, number>>;
}

/** A file with this text in a folder of its own. */
export async function put(content: string | Uint8Array, name = "rows.export.CSV"): Promise<string> {
  const path = join(await folder(), name);
  await writeFile(path, content);
  return path;
}

export const lines = (...rows: readonly string[]) => rows.map((one) => `${one}\n`).join("");

/** A file of so many sound rows, numbered on from `first`. */
export function many(count: number, values: Values = {}, first = 1): string {
  return lines(
    ...Array.from({ length: count }, (_, at) =>
      row({ id: String(first + at), day: `2019030${1 + (at % 4)}`, ...values }),
    ),
  );
}

/** Rows of more bytes than are read at a time (256 KiB): an import that waits for more of a pipe has begun to write. */
export const BLOCK_ROWS = 2_000;

/** Runs an import as a program, which must succeed, and gives its summary, in which every row is accounted for. */
export async function imported(database: string, ...args: readonly string[]): Promise<Summary> {
  return summaryOf(await run(["import", ...args, "--json"], { DATABASE_URL: database }));
}

/** The same within this process. */
export async function importedHere(database: string, ...args: readonly string[]): Promise<Summary> {
  return summaryOf(await runHere(["import", ...args, "--json"], { DATABASE_URL: database }));
}

export function summaryOf({ code, stdout, stderr }: Ended): Summary {
  expect(code, stderr).toBe(0);
  expect(stdout).toMatch(/^\{.*\}\n$/);
  const summary: Summary = JSON.parse(stdout);
  const skipped = Object.values(summary.skipped).reduce((sum, count) => sum + count, 0);
  expect(summary.kept + skipped + summary.duplicates).toBe(summary.read);
  return summary;
}

/** Runs an import within this process that must fail with code 1 and gives what it says; no stack is in it. */
export async function refused(database: string, ...args: readonly string[]): Promise<string> {
  return refusalOf(await runHere(["import", ...args], { DATABASE_URL: database }));
}

export function refusalOf({ code, stdout, stderr }: Ended): string {
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).not.toMatch(/^\s+at /m);
  return stderr;
}

/** Makes a database once, when the first copy is asked for, and gives copies of it, each in a folder of its own. */
export function copies(make: (database: string) => Promise<unknown>): () => Promise<string> {
  let made: Promise<string> | null = null;
  const first = async () => {
    const { DATABASE_URL } = await ownSettings();
    await make(DATABASE_URL);
    return DATABASE_URL;
  };
  return async () => {
    made ??= first();
    const { DATABASE_URL } = await ownSettings();
    await cp(await made, DATABASE_URL);
    return DATABASE_URL;
  };
}

/** What the command calls for the rows of a file of GDELT, and nothing else of it: the curated files are read once for all. */
export async function upsertHere(url: string, file: string): Promise<void> {
  const { dataset, reference } = await curatedData();
  const database = await openWriter(url, "import");
  const reading = { reference, countryVenue: countryVenues(dataset), scope: "diplomatic" } as const;
  await upsert(database, GDELT_INFO, readGdelt([file], reading)).finally(() => database.close());
}
