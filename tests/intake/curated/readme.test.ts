// The steps of data/README.md, followed with the second article: they lead to valid data.
import { cp, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Command } from "../../../src/commands/command.ts";
import { validate } from "../../../src/commands/validate.ts";
import { verify } from "../../../src/commands/verify.ts";
import { readData } from "../../../src/intake/curated/read.ts";
import { addSecond, BEIJING } from "../../support/fixtures.ts";
import { ARTICLE, BUNDLE, change, SECOND, SOURCE, temporary } from "./fixture.ts";

let out: string[] = [];
let err: string[] = [];

beforeEach(() => {
  [out, err] = [[], []];
  vi.spyOn(console, "log").mockImplementation((line) => void out.push(line));
  vi.spyOn(console, "error").mockImplementation((line) => void err.push(line));
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const read = async (path: string) => JSON.parse(await readFile(path, "utf8"));
const run = (command: Command, positionals: string[], values = {}) => command.run({ values, positionals });

/** A draft as step 3 asks for it: words only, and context only where the words occur more than once. */
async function draftOf(path: string): Promise<string> {
  return JSON.stringify(await read(path), (key, value) => {
    if (key === "text" && typeof value === "object") return null;
    if (typeof value?.exact !== "string") return value;
    const { start, end, prefix, suffix, ...draft } = value;
    if (prefix !== "") draft.prefix = prefix;
    if (suffix !== "") draft.suffix = suffix;
    return draft;
  });
}

/** Steps 2 and 3, in a copy of the first article's data directory. */
async function prepare(): Promise<string> {
  const directory = join(await temporary(), "data");
  await cp(BEIJING, directory, { recursive: true });
  await addSecond(directory);
  await writeFile(join(directory, BUNDLE), await draftOf(join(SECOND, "data", BUNDLE)));
  vi.stubEnv("DATA_DIR", directory);
  return directory;
}

describe("the steps of data/README.md", () => {
  test("drafting, verify --write, validate and verify lead to valid data", async () => {
    const directory = await prepare();
    const before = (await readData(BEIJING)).dataset.info;

    expect(await run(validate, [])).toBe(1);
    expect(err.at(-1)).toBe("1 fault in 1 file");

    expect(await run(verify, [ARTICLE], { source: SOURCE, write: true })).toBe(0);
    expect(out).toEqual([
      `filled in: data/${BUNDLE}`,
      `114 spans and 2 quotes of ${SOURCE} verified against ${ARTICLE}`,
    ]);
    expect(await read(join(directory, BUNDLE))).toEqual(await read(join(SECOND, "data", BUNDLE)));
    expect(await readFile(join(directory, BUNDLE), "utf8")).toBe(await readFile(join(SECOND, "data", BUNDLE), "utf8"));

    err = [];
    expect(await run(validate, [])).toBe(0);
    expect(err).toEqual([]);
    const { info } = (await readData(directory)).dataset;
    expect(out.at(-1)).toBe(
      `${directory} is valid: ${["events", "participants", "venues", "quotes", "figures", "sources"]
        .map((collection) => `${info.counts[collection]} ${collection}`)
        .join(", ")} (version ${info.version})`,
    );
    expect(info.counts.events).toBe((before.counts.events ?? 0) + 4);
    expect(info.version).not.toBe(before.version);

    expect(await run(verify, [ARTICLE], { source: SOURCE })).toBe(0);
    expect(await readdir(join(directory, "bundles"))).not.toContainEqual(expect.stringMatching(/tmp/));
  });

  test("a second verify --write changes nothing", async () => {
    await prepare();
    await run(verify, [ARTICLE], { source: SOURCE, write: true });
    out = [];
    expect(await run(verify, [ARTICLE], { source: SOURCE, write: true })).toBe(0);
    expect(out[0]).toBe("nothing to fill in");
  });

  test("words that are not found are reported, and nothing is written", async () => {
    const directory = await prepare();
    await change(directory, [
      [BUNDLE, "/events/0/provenance/0/evidence/0/exact", "провели переговорры"],
      [BUNDLE, "/participants/0/provenance/1/evidence/0/suffix", ""],
      [BUNDLE, "/events/1/provenance/0/evidence/0/exact", undefined],
    ]);
    const draft = await readFile(join(directory, BUNDLE), "utf8");
    expect(await run(verify, [ARTICLE], { source: SOURCE, write: true })).toBe(1);
    expect(err).toEqual([
      `data/${BUNDLE}:/events/0/provenance/0/evidence/0/exact: "провели переговорры" does not occur in the text; the text follows it to "провели переговор", then has "ы и подписал"`,
      `data/${BUNDLE}:/events/1/provenance/0/evidence/0/exact: a draft of evidence gives the words: \`exact\``,
      `data/${BUNDLE}:/participants/0/provenance/1/evidence/0/exact: occurs 2 times (at 218, 715): give a few characters of prefix or suffix, or its start`,
      "nothing was written: 3 faults",
    ]);
    expect(await readFile(join(directory, BUNDLE), "utf8")).toBe(draft);
  });

  test("the text of another article is refused", async () => {
    const directory = await prepare();
    await run(verify, [ARTICLE], { source: SOURCE, write: true });
    const other = join(directory, "..", "other.txt");
    await writeFile(other, `${await readFile(ARTICLE, "utf8")} `);
    expect(await run(verify, [other], { source: SOURCE, write: true })).toBe(1);
    expect(err[0]).toMatch(/\/sources\/0\/text\/sha256: the text given has "[0-9a-f]{64}"; to code from another copy/);
    expect(await run(verify, [other], { source: SOURCE })).toBe(1);
    expect(err.at(-1)).toBe(`not verified against ${other}: 2 faults`);
  });

  test("wrong arguments of verify are reported", async () => {
    const directory = await prepare();
    await expect(run(verify, [ARTICLE])).rejects.toThrow("which source? give --source <id>");
    await expect(run(verify, [], { source: SOURCE })).rejects.toThrow("which text?");
    await expect(run(verify, [ARTICLE, "x"], { source: SOURCE })).rejects.toThrow("one text file is enough");
    await expect(run(verify, [ARTICLE], { source: "primer-2024-03-06" })).rejects.toThrow(`did you mean "${SOURCE}"?`);
    await expect(run(verify, ["nowhere.txt"], { source: SOURCE })).rejects.toThrow("cannot read nowhere.txt");
    await expect(run(validate, [directory, "x"])).rejects.toThrow("one directory is enough");
    const binary = join(directory, "..", "binary.txt");
    await writeFile(binary, Buffer.from([0xd0, 0x9f, 0xff]));
    await expect(run(verify, [binary], { source: SOURCE })).rejects.toThrow("is not UTF-8 at line 1, column 2");
  });
});

test("the guide data/README.md names the steps that this test follows", async () => {
  const readme = await readFile("data/README.md", "utf8");
  expect(readme).toContain(`npm run verify -- --source ${SOURCE} ${ARTICLE} --write\n`);
  expect(readme).toContain(`npm run verify -- --source ${SOURCE} ${ARTICLE}\n`);
  expect(readme).toContain("npm run validate\n");
});
