// The README and docs/ held to the program: their queries and answers, programs, addresses, tables and commands.
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { loadSettings, SETTINGS } from "../src/config.ts";
import { readDate } from "../src/model/dates.ts";
import { blocksOf, GUIDES, proseOf, tableOf, textOf } from "./documents/markdown.ts";
import { HERE, IMPORTED, namedPaths, queriesOf, shows, writtenOut } from "./documents/queries.ts";
import { COMMANDS } from "./documents/reference.ts";
import { run as runCommand } from "./support/program.ts";
import { useServer } from "./support/server.ts";

const PACKAGE = JSON.parse(readFileSync("package.json", "utf8")) as {
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
};
const run = promisify(execFile);
const server = useServer();
/** A server that holds bulk data too, for the addresses that ask for it. */
const filled = useServer({ datasets: IMPORTED });

describe("answers shown in the documents", () => {
  test("`…` stands for any value, a piece of text, or elements of a list, and nothing is left out without it", () => {
    const real = { a: 1, b: ["x", "y", "z"], c: "one two" };
    expect(shows({ a: 1, b: ["x", "…"], c: "one …" }, real)).toBe(true);
    expect(shows({ a: "…", b: ["…", "y", "…"], c: "… two" }, real)).toBe(true);
    expect(shows({ a: 2, b: "…", c: "…" }, real)).toBe(false);
    expect(shows({ a: 1, b: "…" }, real)).toBe(false);
    expect(shows({ a: 1, b: "…", c: "…", d: "…" }, real)).toBe(false);
    expect(shows({ a: 1, b: ["x"], c: "…" }, real)).toBe(false);
    expect(shows({ a: 1, b: ["x", "y", "z", "…"], c: "…" }, real)).toBe(false);
    expect(shows({ a: 1, b: ["…", "x"], c: "…" }, real)).toBe(false);
    expect(shows({ a: 1, b: "…", c: "one…two!" }, real)).toBe(false);
  });

  const all = GUIDES.flatMap((guide) => queriesOf(textOf(guide)));
  const queries = [...new Map(all.map((query) => [JSON.stringify(query), query])).values()];
  test.each(GUIDES)("%s: every curl command has its answer below it", (guide) => {
    expect(queriesOf(textOf(guide))).toHaveLength(textOf(guide).match(/curl -s/g)?.length ?? 0);
  });
  test("the README has five questions, and all succeed", async () => {
    const shown = queriesOf(textOf("README.md"));
    expect(shown).toHaveLength(5);
    for (const { path } of shown) expect((await server.get(path)).status).toBe(200);
  });
  test.each(queries)("the answer shown is the answer given: $path", async ({ path, answer, status }) => {
    const real = await server.get(path);
    expect(real.status).toBe(status);
    // Where they differ, the two side by side say more than "false".
    if (!shows(answer, real.json)) expect(real.json).toEqual(answer);
  });
});

/** What is found in any of the documents, each once. */
const found = (read: (markdown: string) => readonly string[]) => [
  ...new Set(GUIDES.flatMap((guide) => read(textOf(guide)))),
];

describe("paths that the documents name", () => {
  test.each(found(writtenOut).filter((path) => !path.includes("contry")))("GET %s answers", async (path) => {
    expect((await server.get(path)).status).toBe(200);
  });
  test.each(found(namedPaths))("GET %s gives an answer", async (path) => {
    const { status } = await fetch(`${filled.url}${path}`);
    expect(status).toBe(200);
  });
});

test("docs/clients.md: the JavaScript program prints what is shown below it", async () => {
  const blocks = blocksOf(textOf("docs/clients.md"));
  const at = blocks.findIndex(({ language }) => language === "js");
  const [code = "", shown] = [blocks[at]?.text, blocks[at + 1]];
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", code.replaceAll(HERE, server.url)]);
  expect(shown).toEqual({ language: "text", text: stdout });
});

test("docs/api.md: the table of dates is right", () => {
  const rows = tableOf(textOf("docs/api.md"), "`edtf`", "says", "`earliest`", "`latest`", "`certain`") ?? [];
  expect(rows.length).toBeGreaterThan(3);
  for (const [edtf = "", , earliest, latest, certain] of rows) {
    const date = readDate(edtf);
    expect([earliest, latest, certain]).toEqual([date.earliest, date.latest, date.certain].map(String));
  }
});

describe("commands that the documents name", () => {
  const typed = GUIDES.flatMap((guide) => [
    ...[...proseOf(textOf(guide)).matchAll(/`([^`\n]+)`/g)].map(([, line = ""]) => line),
    ...blocksOf(textOf(guide)).flatMap(({ text }) => text.split("\n")),
  ]);
  const named = (pattern: RegExp) => [...new Set(typed.flatMap((line) => pattern.exec(line)?.[1] ?? []))];
  test.each(named(/^npm (?:run )?([a-z]+)/).filter((name) => name !== "ci"))("npm has a script %s", (name) =>
    expect(PACKAGE.scripts).toHaveProperty(name),
  );
  test.each(named(/^npm run communique -- ([a-z]+)/))("the command line has a verb %s", (verb) => {
    expect(COMMANDS.map(({ name }) => name)).toContain(verb);
  });
  test("docs/reference.md has every verb, in the order of --help", async () => {
    const { stdout } = await runCommand(["--help"]);
    const verbs = [...stdout.matchAll(/^ {2}(\w+) {2}/gm)].map(([, verb]) => verb);
    expect(COMMANDS.map(({ name }) => name)).toEqual(verbs);
  });
});

describe("docs/operations.md: the configurations", () => {
  const OPERATIONS = textOf("docs/operations.md");
  const yamls = blocksOf(OPERATIONS).flatMap(({ language, text }) =>
    language === "yaml" ? [parse(text, { merge: true })] : [],
  );
  const { services } = yamls.find((one) => one.services !== undefined) as {
    services: Record<string, { environment?: Record<string, string>; depends_on?: object; build?: string }>;
  };
  test("environments use settings that exist, with valid values", () => {
    const servers = Object.values(services).filter(({ build }) => build !== undefined);
    expect(servers).toHaveLength(2);
    for (const { environment = {} } of servers) {
      expect(Object.keys(environment).filter((name) => !(name in SETTINGS))).toEqual([]);
      loadSettings(environment);
    }
  });
  test("services depend on services, and the proxy passes on to servers", () => {
    const waitedFor = Object.values(services).flatMap(({ depends_on = {} }) =>
      Array.isArray(depends_on) ? depends_on : Object.keys(depends_on),
    );
    const nginx = blocksOf(OPERATIONS).find(({ language }) => language === "nginx")?.text ?? "";
    const passedTo = [...nginx.matchAll(/^ *server (\w+):3000 max_fails=0;$/gm)].map(([, name = ""]) => name);
    expect(passedTo).toHaveLength(2);
    expect([...waitedFor, ...passedTo].filter((name) => !(name in services))).toEqual([]);
  });
  test("health probes ask paths that answer", async () => {
    const probes = yamls.flatMap((one) => [one.startupProbe, one.livenessProbe, one.readinessProbe]).filter(Boolean);
    expect(probes).toHaveLength(3);
    for (const { httpGet } of probes) expect((await server.get(httpGet.path)).status).toBe(200);
  });
});

test("DECISIONS.md says of each package that src imports why it is there", () => {
  const sources = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts"));
  const code = sources.map((path) => readFileSync(`src/${path}`, "utf8")).join("\n");
  const used = Object.keys(PACKAGE.dependencies).filter(
    (name) => code.includes(`"${name}"`) || code.includes(`"${name}/`),
  );
  const decisions = textOf("DECISIONS.md");
  expect(used.filter((name) => !decisions.includes(`\`${name}\``))).toEqual([]);
});
