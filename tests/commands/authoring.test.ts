// The way of docs/authoring.md: its commands, in their order, lead from a text to records that are served.
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { BEIJING } from "../support/fixtures.ts";
import { endPrograms, folder, ownSettings, run, start } from "../support/program.ts";

afterAll(endPrograms);

const TEXT = "tests/fixtures/draft/english.txt";
const SHEET = "data/articles/2019-04-26-talks.yaml";

/** The commands of the numbered steps, each as its words, without `npm`, `run` and `--`. */
async function commandsOf(path: string): Promise<string[][]> {
  const [, section = ""] = (await readFile(path, "utf8")).split("## From a text to a served record\n");
  const [steps = ""] = section.split("\n\n`npm");
  return [...steps.matchAll(/`npm (?:run )?([^`]+)`/g)].map(([, command = ""]) => {
    const words = command.match(/"[^"]*"|<[^>]*>|\S+/g) ?? [];
    return words.filter((word) => word !== "--").map((word) => word.replaceAll('"', ""));
  });
}

/** What an editor does to a draft: accepts lines, deletes two records and says of what the figures are. */
function decided(draft: string): string {
  const accepted = draft.replace(/^(\s*[^\s:#]+)\?:/gm, "$1:");
  const shorter = accepted.replace(/^ {2}\S+-(?:madam-prime-minister|eur-\d+):\n(?:(?: {4}.*)?\n)*/gm, "");
  return shorter.replace(/^ {4}measure\.en: mutual trade$/gm, "$&\n    subject.en: Iceland and Mongolia");
}

test("the commands of docs/authoring.md lead from a text to a served record", async () => {
  const data = join(await folder(), "data");
  await cp(BEIJING, data, { recursive: true });
  await mkdir(join(data, "articles"));
  const [sheet, settings] = [
    join(data, "articles/2021-03-05-talks.yaml"),
    { DATA_DIR: data, ...(await ownSettings()) },
  ];
  const source = "test-press-2021-03-05";
  const meant = new Map([
    ["article.txt", TEXT],
    ["http://…", "https://press.example/1"],
    ["kremlin", "Test Press"],
    ["2019-04-26", "2021-03-05"],
    ["<source id>", source],
    [SHEET, sheet],
  ]);
  const told = (await commandsOf("docs/authoring.md")).map((words) => words.map((word) => meant.get(word) ?? word));
  const commands = new Map(told.map(([name = "", ...args]) => [name, args]));
  // The page of the desk has a test of its own, in a browser.
  expect([...commands.keys()]).toEqual(["draft", "desk", "verify", "validate", "communique", "start"]);
  const done = async (name: string) => {
    const { code, stdout, stderr } = await run([name, ...(commands.get(name) ?? [])], settings);
    expect([code, stderr]).toEqual([0, ""]);
    return stdout;
  };

  expect(await done("draft")).toContain("all undecided");
  await writeFile(sheet, decided(await readFile(sheet, "utf8")));
  expect(await done("verify")).toMatch(/spans and 2 quotes of test-press-2021-03-05 verified/);
  expect(await done("validate")).toMatch(/data is valid/);
  const [verb = "", ...args] = commands.get("communique") ?? [];
  const { stdout } = await run([verb, ...args], settings);
  expect(JSON.parse(stdout).quotes).toHaveLength(2);

  const server = start(["serve"], settings);
  const answer = await fetch(`${await server.url}/v1/figures?source=${source}&currency=USD`);
  expect(await answer.json()).toMatchObject({
    data: [{ value: "1800000000", claimant: "proba-mustersdottir", credit: { licence: "CC BY 4.0" } }],
  });
  await server.stop();
});
