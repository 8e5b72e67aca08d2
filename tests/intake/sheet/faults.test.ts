// Sheets edited by hand: every fault names sheet, line and column, and the way out.
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { fillSource } from "../../../src/intake/curated/offsets.ts";
import { decode } from "../../../src/intake/input/utf8.ts";
import { pack } from "../../../src/intake/sheet/pack.ts";
import { writeOffsets } from "../../../src/intake/sheet/offsets.ts";
import { ARTICLE, BUNDLE, faultsOf, SOURCE, second, temporary } from "../curated/fixture.ts";

const NAME = "2024-03-05-primerov-obraztsova";
const SHEET = `articles/${NAME}.yaml`;
const OFFSETS = `articles/${NAME}.offsets.json`;

let whole: { sheet: string; offsets: string };
beforeAll(async () => {
  const { sheet, offsets } = pack(JSON.parse(await readFile(join("tests/fixtures/second/data", BUNDLE), "utf8")));
  whole = { sheet, offsets: writeOffsets(offsets) };
});

/** A data directory with the second article as a sheet, changed in one place. */
async function edited(from: string, to: string, offsets: string | null = whole.offsets): Promise<string> {
  const directory = await second();
  await rm(join(directory, "bundles"), { recursive: true });
  await mkdir(join(directory, "articles"));
  expect(whole.sheet).toContain(from);
  await writeFile(join(directory, SHEET), whole.sheet.replace(from, to));
  if (offsets !== null) await writeFile(join(directory, OFFSETS), offsets);
  return directory;
}

/** The faults of a sheet with one change, without the name of the file. */
async function faults(from: string, to: string): Promise<string[]> {
  return (await faultsOf(await edited(from, to))).map((line) => line.replace(`data/${SHEET}:`, ""));
}

describe("a sheet in a data directory", () => {
  test("is valid, and gives the records that its bundle gives", async () => {
    expect(await faults("sheet: 1", "sheet: 1")).toEqual([]);
  });

  test.each([
    ["a line that is not decided", "    status: ", "    status?: "],
    ["a record that is not decided", "  2024-03-05-primerov", "  2024-03-05-primerov"],
  ])("with %s does not load", async (_, from, to) => {
    if (from === to) return;
    expect(await faults(from, to)).toEqual([expect.stringMatching(/^\d+:5: .*is not decided/)]);
  });
});
