// draft: a sheet of proposals from a text, the score against what was accepted, and texts that cannot be drafted from.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { COLLECTIONS } from "../../src/model/ids.ts";
import { BEIJING } from "../support/fixtures.ts";
import { endPrograms, folder, run } from "../support/program.ts";
import { runHere } from "./here.ts";

const ENGLISH = "tests/fixtures/draft/english.txt";
const ALWAYS = { DATA_DIR: BEIJING };
afterAll(endPrograms);

type Sheet = Record<string, Record<string, Record<string, string>>>;
let [scratch, sheet, text]: [string, Sheet, string] = ["", {}, ""];
const draft = (args: readonly string[]) => runHere(["draft", ...args], ALWAYS);

beforeAll(async () => {
  scratch = await folder();
  text = await readFile(ENGLISH, "utf8");
  const file = join(scratch, "english.yaml");
  const { code, stdout, stderr } = await run(
    ["draft", ENGLISH, "--publisher", "Test Press", "--url", "https://press.example/1", "--output", file],
    ALWAYS,
  );
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(
    /english\.yaml: 1 source, 3 participants, 1 venue, \d events, 3 quotes, 4 figures, all undecided/,
  );
  sheet = parse(await readFile(file, "utf8"), { schema: "failsafe" }) as Sheet;
});

describe("a draft", () => {
  test("is a sheet in which the key of every line ends in ?", () => {
    const { sheet: version, updated: _, ...rest } = sheet;
    expect(version).toBe("1");
    const [heads, collections] = [
      Object.keys(rest).filter((key) => key.endsWith("?")),
      Object.keys(rest).filter((key) => !key.endsWith("?")),
    ];
    expect(heads).toEqual(["day?", "at?"]);
    expect(collections.toSorted()).toEqual(COLLECTIONS.toSorted());
    const paths = collections.flatMap((collection) =>
      Object.values(rest[collection] ?? {}).flatMap((record) => Object.keys(record)),
    );
    expect(paths.length).toBeGreaterThan(60);
    expect(paths.filter((path) => !path.endsWith("?"))).toEqual([]);
  });

  test("has its words in the text, each in a place of its own", () => {
    const lines = Object.values(sheet).flatMap((records) =>
      typeof records === "object" ? Object.values(records).flatMap((record) => Object.values(record)) : [],
    );
    const cited = lines.flatMap((line) =>
      [...line.matchAll(/(?<=(?:<<|<~|\+) )"((?:[^"\\]|\\.)*)"/g)].map(([, words = ""]) => words),
    );
    expect(cited.length).toBeGreaterThan(40);
    for (const words of cited) {
      const whole = words.replace(/[{}]/g, "").replaceAll("\\n", "\n").replaceAll('\\"', '"');
      expect(text.split(whole).length - 1, whole).toBe(1);
    }
  });

  test("proposes the source, the persons with their offices, events with date and parties, quotes and figures", () => {
    expect(sheet.sources?.["test-press-2021-03-05"]).toMatchObject({
      "publisher?": "test-press <! -- As the command was told.",
    });
    expect(Object.keys(sheet.participants ?? {})).toEqual(["testy-sampleton", "proba-mustersdottir", "test-press"]);
    expect(sheet.participants?.["testy-sampleton"]?.["offices.0?"]).toMatch(/^en President of Mongolia of mn <~ /);
    const events = Object.values(sheet.events ?? {}).map((event) =>
      [event["type?"], event["date?"], event["rank?"]].map((line) => line?.split(" <")[0]),
    );
    expect(events).toEqual(
      expect.arrayContaining([
        ["talks", "2021-03-05", undefined],
        ["visit", "2020-09", "state"],
        ["invitation", '"[..2021-03-05]"', undefined],
      ]),
    );
    const figures = Object.values(sheet.figures ?? {}).map((figure) => [
      figure["raw?"],
      figure["value?"],
      figure["valueMax?"],
      figure["bound?"],
    ]);
    expect(figures).toEqual([
      ["12.5 percent", "12.5", undefined, "exact"],
      ["$1.8 billion", "1800000000", undefined, "exact"],
      ["more than 40 companies", "40", undefined, "at-least"],
      ["between 2 and 3 billion euros", "2000000000", "3000000000", "range"],
    ]);
    const speakers = Object.values(sheet.quotes ?? {}).map((quote) => quote["speaker?"]?.split(" ")[0]);
    expect(new Set(speakers)).toEqual(new Set(["proba-mustersdottir", "testy-sampleton"]));
  });

  test("is printed where no file is named, the same each time", async () => {
    const [one, other] = await Promise.all([draft([ENGLISH]), draft([ENGLISH])]);
    expect(one.stdout).toMatch(/^# A draft by rules/);
    expect(one.stdout).toBe(other.stdout);
  });
});

test("--score counts what a draft has of an accepted sheet: all of itself, and less once lines are rejected", async () => {
  const file = join(scratch, "english.yaml");
  const whole = await draft(["--score", file, file]);
  expect(whole.stdout).toMatch(/^events: participants +100 % +100 %/m);
  const less = join(scratch, "less.yaml");
  await writeFile(less, (await readFile(file, "utf8")).replace(/^ {4}participants\.1\?:.*\n(?: {6}.*\n)*/gm, ""));
  const { stdout } = await draft(["--score", less, file]);
  expect(stdout).toMatch(/^events: participants +\d{1,2} % +100 %/m);
});

test("--again keeps what is decided in a sheet, tells its source itself, and leaves a broken sheet as it is", async () => {
  const file = join(scratch, "again.yaml");
  const before = (await readFile(join(scratch, "english.yaml"), "utf8")).replace("publisher?: ", "publisher: ");
  const mine = before.replace(/title\.en\?: Talks between .*/, "title.en: Talks in Reykholt # mine");
  await writeFile(file, mine);
  const { code, stdout, stderr } = await draft([ENGLISH, "--again", file]);
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/again\.yaml: \d\d+ undecided beside what is decided/);
  const after = parse(await readFile(file, "utf8"), { schema: "failsafe" });
  expect(after).toEqual(parse(mine, { schema: "failsafe" }));
  expect(await readFile(file, "utf8")).toContain("# mine");
  await writeFile(file, "events: [");
  const broken = await draft([ENGLISH, "--again", file]);
  expect([broken.code, broken.stderr]).toEqual([2, expect.stringMatching(/again\.yaml: line 1 is no YAML/)]);
  expect(await readFile(file, "utf8")).toBe("events: [");
});

test("a Russian text is drafted with names and titles put into their cases", async () => {
  const { code, stdout } = await draft(["tests/fixtures/second/article.txt", "--published", "2024-03-05"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^ {4}raw\?: 40 образцами/m);
  expect(stdout).toMatch(/^ {4}title\.ru\?: Переговоры Теста Примерова и Пробы Образцовой$/m);
  expect(stdout).toMatch(/^ {4}speaker\?: test-primerov /m);
  expect(stdout).toMatch(/^ {4}raw\?: от 2,5 до 3 млн евро/m);
});

describe.concurrent("a text that cannot be drafted from is refused in one sentence, and nothing is written", () => {
  test.each([
    ["an empty file", "", /is empty: there is nothing to draft/],
    ["a file with NUL", "Talks were held\0 today", /has a NUL byte at line 1, column 16/],
    [
      "bytes of another encoding",
      Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2]),
      /is not UTF-8 at line 1, column 1/,
    ],
    [
      "two encodings in one file",
      Buffer.concat([Buffer.from("The talks of the day in the city. Привет "), Buffer.from([0xcf, 0xf0])]),
      /is not UTF-8 at line 1, column 42/,
    ],
    [
      "a text of 1 MB",
      "The talks of the two leaders were held in the city. ".repeat(20_000),
      /has 1040000 bytes, and a text to draft from has at most 524288/,
    ],
    [
      "French",
      "Le président de la République a rencontré le premier ministre à Paris pour parler de la coopération entre les deux pays.",
      /neither English nor Russian/,
    ],
    [
      "Kazakh",
      "Қазақстан Республикасының Президенті Қытай Халық Республикасының Төрағасымен кездесті және келіссөздер жүргізді.",
      /neither English nor Russian/,
    ],
    [
      "a row of letters",
      `The talks of the day in the city and ${"a".repeat(500)}.`,
      /501 characters without a space in a row/,
    ],
    [
      "empty lines",
      `The talks of the day in the city and${"\n".repeat(500)}the sea.`,
      /500 characters of white space in a row/,
    ],
    [
      "a text without any name",
      "The weather of the day is good and the sea is calm, and that is all that is to say of it for the time being.",
      /there is nothing to draft/,
    ],
  ])("%s is refused", async (_, content, wanted) => {
    const directory = await folder();
    const path = join(directory, "text.txt");
    await writeFile(path, content);
    const { code, stdout, stderr } = await draft([path, "--output", join(directory, "draft.yaml")]);
    expect([code === 0, stdout]).toEqual([false, ""]);
    expect(stderr).toMatch(wanted);
    expect(await readdir(directory)).toEqual(["text.txt"]);
  });

  test("a file that is there is not overwritten", async () => {
    const path = join(await folder(), "mine.yaml");
    await writeFile(path, "mine");
    const { code, stderr } = await draft([ENGLISH, "--output", path]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/is there already: a draft overwrites nothing/);
    expect(await readFile(path, "utf8")).toBe("mine");
  });

  test.each([
    [["--language", "fr"], /"fr" is not a language of the rules, which are en and ru/],
    [["--language", "ru"], /--language ru was given, but .* seems to be English/],
    [["--published", "April 26, 2019"], /is not a day; write it as 2019-04-26/],
    [["--published", "2019-02-30"], /is not a day/],
    [["--url", "ftp://a.example"], /is not an http or https address/],
  ])("%s is refused with the way out", async (args, wanted) => {
    const { code, stderr } = await draft([ENGLISH, ...args]);
    expect(code).toBe(2);
    expect(stderr).toMatch(wanted);
  });
});
