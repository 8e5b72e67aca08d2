// Tables of docs/clients.md: the programs for pandas, R and DuckDB keep codes, `NA` and EDTF whole; each runs where it is.
import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { blocksOf, textOf } from "../documents/markdown.ts";
import { useServer } from "../support/server.ts";

const api = useServer();
const text = textOf("docs/clients.md");
const SECTION = text.slice(text.indexOf("## Tables without guesses"), text.indexOf("## Shell: curl and jq"));
const programOf = (language: string) => blocksOf(SECTION).find((block) => block.language === language)?.text ?? "";
const works = (command: string, ...args: readonly string[]) => spawnSync(command, args).status === 0;

/** Runs a command without blocking the process that answers it. */
const run = promisify(execFile);

/** A program of the document as a file that asks the server of this test. */
async function fileOf(language: string, name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "communique-tables-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, name), programOf(language).replaceAll("http://127.0.0.1:3000", api.url));
  return join(folder, name);
}

/** What the server has: the codes and dates of the first rows. */
async function expected(): Promise<readonly string[]> {
  const query = "dataset=all&format=csv&columns=cameo,dateEdtf";
  const lines = (await api.get(`/v1/events?${query}`)).text.trimEnd().split("\r\n").slice(1);
  return lines.filter((line) => !line.startsWith(",")).slice(0, 3);
}

test("the documents show a program in Python, R and SQL that names every text column", () => {
  for (const language of ["python", "r", "sql"]) {
    for (const column of ["cameo", "dateEdtf", "countries"]) expect(programOf(language)).toContain(column);
  }
});

describe("codes keep their zeros, Namibia its NA, and dates of several days their ends", () => {
  test.skipIf(!works("python3", "-c", "import pandas"))("in pandas", async () => {
    const printed = (await run("python3", [await fileOf("python", "program.py")])).stdout;
    for (const line of await expected()) expect(printed).toMatch(new RegExp(line.replace(",", "\\s+")));
    expect(printed.trimEnd().split("\n").at(-1)).toBe("NA");
  });

  test.skipIf(!works("Rscript", "--version"))("in R", async () => {
    const printed = (await run("Rscript", [await fileOf("r", "program.R")])).stdout;
    for (const line of await expected()) expect(printed).toMatch(new RegExp(line.replace(",", "\\s+")));
  });

  test.skipIf(!works("duckdb", "--version"))("in DuckDB", async () => {
    const printed = (await run("duckdb", ["-csv", "-f", await fileOf("sql", "program.sql")])).stdout;
    for (const line of await expected()) expect(printed).toContain(line);
  });
});

test("what these programs must not guess is in the tables: leading zeros, NA, intervals and qualified days", async () => {
  const { text: events } = await api.get("/v1/events?dataset=all&format=csv&columns=cameo,dateEdtf");
  expect(events).toMatch(/^0\d\d,/m);
  expect(events).toMatch(/,\d{4}-\d\d-\d\d~$/m);
  const states = await api.get("/v1/participants?ids=na&format=csv&columns=id,alpha2,name");
  expect(states.text).toBe("id,alpha2,name\r\nna,NA,Namibia\r\n");
});
