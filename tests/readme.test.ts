// The README held to the program: its queries and answers, example, tables, commands, files and links.
import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { loadSettings, SETTINGS } from "../src/config.ts";
import { readDate } from "../src/model/dates.ts";
import { rewrite } from "./bench/render.ts";
import type { Results } from "./bench/results.ts";
import { blocksOf, HERE, IMPORTED, namedPaths, proseOf, queriesOf, writtenOut } from "./support/markdown.ts";
import { run as runCommand } from "./support/program.ts";
import { useServer } from "./support/server.ts";

const README = readFileSync("README.md", "utf8");
const PACKAGE = JSON.parse(readFileSync("package.json", "utf8")) as {
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
};
const run = promisify(execFile);
const server = useServer();
/** A server that holds bulk data too, for the addresses that ask for it. */
const filled = useServer({ datasets: IMPORTED });

const PROSE = proseOf(README);

/**
 * Whether what the README shows is what the server sends. `…` marks what is left out, and nothing is left out
 * without it: alone it is any value, in a text a piece of it, in a list some elements.
 */
function shows(shown: unknown, real: unknown): boolean {
  if (shown === "…") return true;
  if (typeof shown === "string" && typeof real === "string") {
    const pieces = shown.split("…").map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${pieces.join("[^]+")}$`).test(real);
  }
  if (Array.isArray(shown) && Array.isArray(real)) {
    const [first, ...rest] = shown;
    if (shown.length === 0) return real.length === 0;
    if (first === "…") return real.some((_, at) => shows(rest, real.slice(at + 1)));
    return real.length > 0 && shows(first, real[0]) && shows(rest, real.slice(1));
  }
  if (isObject(shown) && isObject(real)) {
    const names = Object.keys(shown);
    return (
      names.sort().join() === Object.keys(real).sort().join() && names.every((key) => shows(shown[key], real[key]))
    );
  }
  return shown === real;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The rows of the table under these column names, cells without code marks. */
function tableOf(...columns: string[]): string[][] {
  const lines = PROSE.split("\n");
  const head = lines.indexOf(`| ${columns.join(" | ")} |`);
  expect(head, columns.join()).toBeGreaterThan(-1);
  const rows = lines.slice(head + 2);
  const end = rows.findIndex((line) => !line.startsWith("|"));
  return rows.slice(0, end).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim().replace(/^`([^`]*)`$/, "$1")),
  );
}

describe("the answers shown", () => {
  test("what `…` may stand for, and what not", () => {
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

  const queries = queriesOf(README);
  test("every curl command is one of these", () => {
    expect(queries.length).toBeGreaterThanOrEqual(7);
    expect(queries).toHaveLength(README.match(/curl -s/g)?.length ?? 0);
  });
  test.each(queries)("$path", async ({ path, answer, status }) => {
    const real = await server.get(path);
    expect(real.status).toBe(status);
    // Where they differ, the two side by side say more than "false".
    if (!shows(answer, real.json)) expect(real.json).toEqual(answer);
  });
  test.each(writtenOut(README).filter((path) => !path.includes("contry")))("%s answers", async (path) => {
    expect((await server.get(path)).status).toBe(200);
  });
  test("the first five succeed", async () => {
    for (const { path } of queries.slice(0, 5)) expect((await server.get(path)).status).toBe(200);
  });
});

test("the example for front ends prints what is shown", async () => {
  const blocks = blocksOf(README);
  const at = blocks.findIndex(({ language }) => language === "js");
  const [code = "", shown] = [blocks[at]?.text, blocks[at + 1]];
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", code.replaceAll(HERE, server.url)]);
  expect(shown).toEqual({ language: "text", text: stdout });
});

test.each(namedPaths(README))("the address %s answers", async (path) => {
  const { status } = await fetch(`${filled.url}${path}`);
  expect(status).toBe(200);
});

test("the table of dates is right", () => {
  const rows = tableOf("`edtf`", "says", "`earliest`", "`latest`", "`certain`");
  expect(rows.length).toBeGreaterThan(3);
  for (const [edtf = "", , earliest, latest, certain] of rows) {
    const date = readDate(edtf);
    expect([earliest, latest, certain]).toEqual([date.earliest, date.latest, date.certain].map(String));
  }
});

test("what is said of speed is the last measurement", () => {
  const results = JSON.parse(readFileSync("tests/bench/results.json", "utf8")) as Results;
  expect(README).toBe(rewrite(README, results));
  expect(README).not.toBe(rewrite(README, { ...results, day: "1970-01-01" }));
});

describe("commands", () => {
  const typed = [
    ...PROSE.matchAll(/`([^`\n]+)`/g),
    ...blocksOf(README).flatMap(({ text }) => [...text.matchAll(/^(.+)$/gm)]),
  ];
  const named = typed.flatMap(([, line = ""]) => /^npm (?:run )?([a-z]+)/.exec(line)?.[1] ?? []);
  const scripts = new Set(named.filter((name) => name !== "ci"));
  test.each([...scripts])("npm has a script %s", (name) => expect(PACKAGE.scripts).toHaveProperty(name));
  test.each(Object.keys(PACKAGE.scripts))("the table of commands has %s", (name) => {
    const column = tableOf("command", "does").map(([command]) => command);
    expect(column.some((command) => new RegExp(`^npm (?:run )?${name}\\b`).test(command ?? ""))).toBe(true);
  });
  test("and every verb", async () => {
    const { stdout } = await runCommand(["--help"]);
    const verbs = [...stdout.matchAll(/^ {2}(\w+) {2}/gm)].map(([, verb]) => `\`${verb}\``);
    const row = PROSE.split("\n").find((line) => line.includes("npm run communique -- <verb>"));
    expect(
      row
        ?.match(/(?<=by verb: ).*?(?=;)/)?.[0]
        .split(", ")
        .sort(),
    ).toEqual(verbs.sort());
  });
});

describe("examples of how it is run", () => {
  const yamls = blocksOf(README).flatMap(({ language, text }) =>
    language === "yaml" ? [parse(text, { merge: true })] : [],
  );
  const { services } = yamls.find((one) => one.services !== undefined) as {
    services: Record<string, { environment?: Record<string, string>; depends_on?: object; build?: string }>;
  };
  test("the servers have settings that there are, with values that are right", () => {
    const servers = Object.values(services).filter(({ build }) => build !== undefined);
    expect(servers).toHaveLength(2);
    for (const { environment = {} } of servers) {
      expect(Object.keys(environment).filter((name) => !(name in SETTINGS))).toEqual([]);
      loadSettings(environment);
    }
  });
  test("services wait for services, and the proxy passes on to servers", () => {
    const waitedFor = Object.values(services).flatMap(({ depends_on = {} }) =>
      Array.isArray(depends_on) ? depends_on : Object.keys(depends_on),
    );
    const nginx = blocksOf(README).find(({ language }) => language === "nginx")?.text ?? "";
    const passedTo = [...nginx.matchAll(/^ *server (\w+):3000 max_fails=0;$/gm)].map(([, name = ""]) => name);
    expect(passedTo).toHaveLength(2);
    expect([...waitedFor, ...passedTo].filter((name) => !(name in services))).toEqual([]);
  });
  test("probes ask addresses that answer", async () => {
    const probes = yamls.flatMap((one) => [one.startupProbe, one.livenessProbe, one.readinessProbe]).filter(Boolean);
    expect(probes).toHaveLength(3);
    for (const { httpGet } of probes) expect((await server.get(httpGet.path)).status).toBe(200);
  });
  test("settings named in the text are some", () => {
    const section = /^## Running it$([\s\S]*?)^## /m.exec(README)?.[1] ?? "";
    const named = [...section.matchAll(/`([A-Z]+(?:_[A-Z]+)*)(?:=[^`]*)?`/g)].map(([, name = ""]) => name);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !(name in SETTINGS))).toEqual([]);
  });
});

const DOCUMENTS = ["README.md", "DECISIONS.md", "CHANGELOG.md", "data/README.md"];
describe.each(DOCUMENTS)("links of %s", (document) => {
  const text = readFileSync(document, "utf8");
  const folder = document.includes("/") ? `${document.split("/")[0]}/` : "";
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
  test("lead to files and headings that there are", () => {
    const slug = (heading: string) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} -]/gu, "")
        .replaceAll(" ", "-");
    const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => `#${slug(heading)}`);
    const lost = links.filter((target) => {
      if (/^https?:/.test(target)) return false;
      return target.startsWith("#") ? !headings.includes(target) : !existsSync(folder + target);
    });
    expect(lost).toEqual([]);
  });
});

test("DECISIONS.md says of each package that src imports why it is there", () => {
  const sources = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts"));
  const code = sources.map((path) => readFileSync(`src/${path}`, "utf8")).join("\n");
  const used = Object.keys(PACKAGE.dependencies).filter(
    (name) => code.includes(`"${name}"`) || code.includes(`"${name}/`),
  );
  const decisions = readFileSync("DECISIONS.md", "utf8");
  expect(used.filter((name) => !decisions.includes(`\`${name}\``))).toEqual([]);
});
