// The command line: every verb has --help, wrong calls print the usage, and npm reaches the verbs.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { BEIJING } from "../support/fixtures.ts";
import { folder, run, runProgram } from "../support/program.ts";
import { runHere } from "./here.ts";

const VERBS = [
  "serve",
  "mcp",
  "import",
  "datasets",
  "backup",
  "validate",
  "verify",
  "expand",
  "pack",
  "draft",
  "desk",
  "openapi",
  "check",
  "test",
];

test("without a verb, the command line lists the verbs and exits with 2", async () => {
  const { code, stdout, stderr } = await run([]);
  expect([code, stderr]).toEqual([2, ""]);
  const listed = [...stdout.matchAll(/^ {2}([a-z]+) {2,}\S/gm)].map(([, verb]) => verb);
  expect(listed).toEqual(expect.arrayContaining(VERBS));
  // A verb that is not in the list above has no test of its --help.
  expect(listed.filter((verb) => !VERBS.includes(verb ?? ""))).toEqual([]);
});

describe.concurrent("--help", () => {
  test.each(["--help", "-h", "help"])("%s lists the verbs", async (word) => {
    const { code, stdout } = await runHere([word]);
    expect(code).toBe(0);
    for (const verb of VERBS) expect(stdout).toMatch(new RegExp(`^ {2}${verb} {2,}`, "m"));
  });

  test.each([...VERBS, "start"])("%s --help prints the summary, the usage and the options", async (verb) => {
    const { code, stdout, stderr } = await runHere([verb, "--help"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^[a-z]+: \S.*\n\nusage: npm run communique -- [a-z]+/);
    expect(stdout).toMatch(/^ {2}--help {2,}\S/m);
  });

  test("serve --help names every setting", async () => {
    const { stdout } = await runHere(["serve", "-h"]);
    for (const name of ["HOST", "PORT", "DATABASE_URL", "DATA_DIR", "PUBLIC_URL", "LOG_LEVEL", "SHUTDOWN"])
      expect(stdout).toMatch(new RegExp(`^ {2}${name}=\\S* {2,}\\S`, "m"));
  });
});

describe.concurrent("a wrong call prints its fault and the usage, and exits with 2:", () => {
  test.each([
    ["an unknown verb", ["sevre"], /^no such verb: sevre\n\nusage: npm run communique -- <verb>/],
    ["an unknown option", ["serve", "--port", "80"], /'--port'[\s\S]*\n\nserve: /],
    ["an unknown short option", ["validate", "-x"], /'-x'[\s\S]*\n\nvalidate: /],
    ["an option without its value", ["verify", "--source"], /'--source[\s\S]*\n\nverify: /],
    ["a value that an option does not take", ["openapi", "--check=yes"], /'--check'[\s\S]*\n\nopenapi: /],
    ["a word too many", ["serve", "now"], /'now'[\s\S]*\n\nserve: /],
    ["a second directory", ["validate", BEIJING, "more"], /one directory is enough[\s\S]*\n\nvalidate: /],
    ["a missing option", ["verify", "article.txt"], /which source\?[\s\S]*\n\nverify: /],
    [
      "a kind of data that there is not",
      ["import", "gdlt", "a"],
      /us-travels, not gdlt; did you mean `gdelt`\?\n\nimport: /,
    ],
    ["no kind of data", ["import"], /^import what\? one of gdelt, us-visits, us-travels\n\nimport: /],
    ["no file to import", ["import", "gdelt"], /^no file is named; [^\n]*\n\nimport: /],
    ["a scope that there is not", ["import", "gdelt", "a", "--scope", "some"], /diplomatic, all\n\nimport: /],
    ["a scope of visits", ["import", "us-visits", "a", "--scope", "all"], /goes with gdelt only\n\nimport: /],
    ["a number that is none", ["import", "gdelt", "a", "--max-errors", "1e2"], /whole number\n\nimport: /],
    ["a number that is empty", ["import", "gdelt", "a", "--max-errors="], /whole number\n\nimport: /],
    ["what datasets cannot do", ["datasets", "delete", "gdelt"], /^datasets, or datasets drop <id>\n\ndatasets: /],
    ["nothing to drop", ["datasets", "drop"], /^datasets, or datasets drop <id>\n\ndatasets: /],
    ["two datasets to drop", ["datasets", "drop", "a", "b"], /^datasets, or datasets drop <id>\n\ndatasets: /],
    ["a missing file", ["verify", "--source", "a"], /which text\?[\s\S]*\n\nverify: /],
  ])("usage error: %s", async (_what, args, says) => {
    const { code, stdout, stderr } = await runHere(args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(says);
    expect(stderr).toContain("usage: npm run communique -- ");
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

test("a program ends with the exit code and the streams of the command line: 2 for a wrong call", async () => {
  const { code, stdout, stderr } = await run(["sevre"]);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(/^no such verb: sevre\n/);
});

test("a failure prints one line without a stack trace, and exits with 1", async () => {
  const { code, stderr } = await run(["serve"], { PORT: "http" });
  expect(code).toBe(1);
  expect(stderr).toBe('wrong settings:\n  PORT="http": must be a whole number\n');
});

test("npm run communique -- <verb> passes the verb and its arguments on", async () => {
  const { code, stdout } = await runProgram("npm", ["run", "communique", "--", "validate", BEIJING]);
  expect(code).toBe(0);
  expect(stdout).toMatch(new RegExp(`^${BEIJING} is valid: \\d+ events, .* \\(version [0-9a-f]{16}\\)$`, "m"));
});

test("control characters of a file's name are printed as escapes, whatever command prints it", async () => {
  const file = join(await folder(), "a\u001b[31m\u009bb.CSV");
  const calls: [string[], Record<string, string>][] = [
    [["import", "gdelt", file], {}],
    [["validate", file], {}],
    [["datasets"], { DATABASE_URL: file }],
    [[file], {}],
  ];
  for (const [args, settings] of calls) {
    const { stdout, stderr } = await runHere(args, settings);
    expect(stdout + stderr).toContain("a\\u001b[31m\\u009bb.CSV");
    expect(stdout + stderr).not.toMatch(/(?!\n)\p{Cc}/u);
  }
});
