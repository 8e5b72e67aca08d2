// Fixtures: tests read these, never the live data, so that an article more changes no result; each way to read it is noticed.
import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { describe, expect, test } from "vitest";

/** Files that may read the live data, and why. */
const READERS: Readonly<Record<string, string>> = {
  "tests/data.test.ts": "is the test of what must hold of it",
  "tests/fixtures.test.ts": "shows ways to read it",
  "tests/model/reference.test.ts": "is the test of its tables of states, which do not grow with articles",
  "tests/model/vocabulary.test.ts": "compares its table of CAMEO codes with the words of the program",
};

/** Ways to read it: a path into it, and its name where a directory is wanted. */
const READING: readonly RegExp[] = [
  // A message about a file has a colon after the path; `data/README.md` is no data, and words.json is part of the program.
  /(["'`])(?:\.\/)?data\/(?!(?:README\.md|reference\/words\.json)\1)[^"'`:\n]*\1/g,
  /\b(?:read|sound|cp|copy|resolve|exists|stat|open|join|watch)\w*\(\s*["'`](?:\.\/)?data["'`]/gi,
  /(?:\b(?:data|DATA_DIR|directory)"?\s*[:=]|\?\?|"(?:validate|verify)",)\s*["'`](?:\.\/)?data["'`]/g,
];

/** Whether the program is started with no word of its data directory; `start` and `run` of support give one. */
function startsOnDefault(code: string): boolean {
  const starts = /"src\/cli\.ts"/.test(code) && /\bnode:child_process\b|\/processes\.ts"/.test(code);
  return starts && !/\bDATA_DIR\b|\/program\.ts"/.test(code);
}

function readingsIn(path: string, text: string): string[] {
  if (READERS[path] !== undefined) return [];
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");
  const found = READING.flatMap((pattern) => code.match(pattern) ?? []).map((one) => `${path}: reads ${one}`);
  return startsOnDefault(code) ? [...found, `${path}: starts the program on its default directory`] : found;
}

describe("tests do not read the live data directory", () => {
  const paths = readdirSync("tests", { recursive: true, encoding: "utf8" })
    .map((path) => posix.join("tests", path.replaceAll("\\", "/")))
    .filter((path) => path.endsWith(".ts") && !path.includes("/node_modules/"));

  test("no test names a path of `data/`", () => {
    expect(paths.flatMap((path) => readingsIn(path, readFileSync(path, "utf8")))).toEqual([]);
    expect(Object.keys(READERS).filter((path) => !paths.includes(path))).toEqual([]);
  });

  test.each([
    'readFileSync("data/register/venues.json", "utf8");',
    "readFileSync(`data/reference/countries.json`);",
    'const { dataset } = await readData("data");',
    'await cp(\n  "data",\n  copy,\n);',
    'readdirSync(join("data", "bundles"));',
    'const server = useServer({ data: "data" });',
    'function soundData(directory = "data") {}',
    'await soundData(options.data ?? "data");',
    'await run(["validate", "data"]);',
    'start(["serve"], { DATA_DIR: "./data" });',
    'import { spawn } from "node:child_process";\nspawn(process.execPath, ["src/cli.ts", "serve"]);',
  ])("a way to read it is noticed: %s", (text) => expect(readingsIn("tests/a.test.ts", text)).toHaveLength(1));

  test.each([
    'expect(faults).toEqual(["data/register/venues.json:/venues/0: no"]);',
    'response.on("data", (chunk) => chunks.push(chunk));',
    'await cp(BEIJING, join(copy, "data"), { recursive: true });',
    'readFileSync("data/README.md", "utf8");',
    'expect(json).toHaveProperty("data");',
    'start(["serve"], { DATA_DIR: BEIJING }); // not "data/bundles"',
  ])("a harmless path is not reported: %s", (text) => expect(readingsIn("tests/a.test.ts", text)).toEqual([]));
});
