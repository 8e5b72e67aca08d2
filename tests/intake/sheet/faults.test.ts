// Sheets edited by hand: every fault names sheet, line and column, and the way out.
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fillSource } from "../../../src/intake/curated/offsets.ts";
import { readHoldings } from "../../../src/intake/curated/read.ts";
import { formatFault } from "../../../src/intake/input/faults.ts";
import { writeOffsets } from "../../../src/intake/sheet/offsets.ts";
import { pack } from "../../../src/intake/sheet/pack.ts";
import { endPrograms, run } from "../../support/program.ts";
import { ARTICLE, BUNDLE, faultsOf, SECOND, SOURCE, second } from "../curated/fixture.ts";

const NAME = "2024-03-05-primerov-obraztsova";
const SHEET = `articles/${NAME}.yaml`;
const OFFSETS = `articles/${NAME}.offsets.json`;

let whole: { sheet: string; offsets: string };
afterAll(endPrograms);
beforeAll(async () => {
  const { sheet, offsets } = pack(JSON.parse(await readFile(join(SECOND, "data", BUNDLE), "utf8")));
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
    ["a line that is not decided", "    venue: zal", "    venue?: zal", /^\d+:5: is not decided: accept it/],
    ["a record that is not decided", "  zal-prob:", "  zal-prob?:", /^\d+:3: is not decided/],
    [
      "a word that no list has",
      "status: occurred",
      "status: ocurred",
      /: status: "ocurred" is not one of .*did you mean "occurred"\?$/,
    ],
    [
      "a path that no record has",
      "    venue: zal",
      "    venu: zal",
      /^\d+:11: venu: no record of events has this path; did you mean "venue"\?$/,
    ],
    ["a name without words", "type: talks <<", "type: talks << w99 +", /:11: type: no words are named "w99"$/],
    ["an open quotation mark", 'type: talks << "', 'type: talks << +"', /: type: /],
    [
      "a colon that YAML reads as a key",
      "within: ulaanbaatar <! -- I",
      "within: ulaanbaatar <! -- i: I",
      /^\d+:\d+: has `: ` in it.*single quotes/,
    ],
    ["another version", "sheet: 1", "sheet: 2", /^3:8: a sheet says its version: `sheet: 1`$/],
    [
      "a key that no sheet has",
      "updated: 2026",
      "updatet: 2026",
      /^4:1: unknown key "updatet"; did you mean "updated"\?$/,
    ],
    [
      "a list with a hole",
      "participants.1:",
      "participants.2:",
      /: participants\.2: the list has no item before this one/,
    ],
    ["an alias", "type: talks", "type: *talks", /: an alias \(`\*`\) is not read here/],
  ])("with %s is a fault in its line and column, and does not load", async (_, from, to, wanted) => {
    expect(await faults(from, to)).toContainEqual(expect.stringMatching(wanted));
  });

  test("whose words have changed is a fault that names the command", async () => {
    const [fault, ...more] = await faults('"провели переговоры"', '"провели"');
    expect(more).toEqual([]);
    expect(fault).toMatch(
      /^1:1: its words are not looked up: .* has the places of other words; `npm run verify -- --source primer-2024-03-05 <text file> --write`/,
    );
  });

  test("without offsets gets them from a copy of its text, the same as it had", async () => {
    const directory = await edited("sheet: 1", "sheet: 1", null);
    expect(await faultsOf(directory)).toEqual([expect.stringContaining("there is no data/articles/")]);
    const { written } = await fillSource(directory, SOURCE, await readFile(ARTICLE, "utf8"));
    expect(written).toEqual([expect.stringContaining(OFFSETS)]);
    expect(await readFile(join(directory, OFFSETS), "utf8")).toBe(whole.offsets);
    expect(await faultsOf(directory)).toEqual([]);
  });

  test("is not looked up in another text, nor words that occur several times", async () => {
    const article = await readFile(ARTICLE, "utf8");
    const directory = await edited('"провели переговоры"', '"соглашение"');
    const { written, faults } = await fillSource(directory, SOURCE, `${article} соглашение`);
    expect(written).toEqual([]);
    expect(faults.map(formatFault)).toEqual([
      expect.stringMatching(/offsets\.json:.*the text given has .* first remove/),
      expect.stringMatching(/type: occurs \d+ times .*; write "\{?.* or "/),
    ]);
  });
});

test("a real fault is told beside the one that the words of a sheet are not looked up, by verify and expand alike", async () => {
  const directory = await edited("status: occurred <<", 'status: ocurred << "нет таких слов" +');
  const { faults: all, told } = await readHoldings(directory);
  const said = told(all).map(formatFault);
  expect(said).toEqual([
    expect.stringMatching(/^data\/articles\/.*:1:1: its words are not looked up: /),
    expect.stringMatching(/: status: "ocurred" is not one of .*did you mean "occurred"\?$/),
  ]);
  const { code, stderr } = await run(["expand", join(directory, SHEET)]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/\/articles\/2024-03-05-primerov-obraztsova\.yaml:1:1: its words are not looked up: /);
  expect(stderr).not.toContain("articles/articles");
});
