// Typed clients: those of the document compile and find what the server has; wrong ones do not compile.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import openapi, { astToString, type OpenAPI3 } from "openapi-typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SOUND, WRONG } from "./clients/programs.ts";
import { GENERATORS } from "./conformance/clients.ts";
import { askWith, expectedFrom } from "./conformance/generate.ts";
import { blocksOf, textOf } from "./documents/markdown.ts";
import { DOCUMENT } from "./support/document.ts";
import { useServer } from "./support/server.ts";

const OPTIONS = {
  ...{
    target: "ES2024",
    module: "NodeNext",
    lib: ["ES2024", "DOM"],
    types: ["node"],
    noEmit: true,
    skipLibCheck: true,
  },
  ...{ strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, noImplicitOverride: true },
  ...{ verbatimModuleSyntax: true, erasableSyntaxOnly: true, allowImportingTsExtensions: true },
};

/** The program in the documentation. */
const SHOWN = blocksOf(textOf("docs/clients.md")).find(({ language }) => language === "ts")?.text ?? "";
const api = useServer();
let folder: string;
/** What the compiler says, one message an element. */
let messages: readonly string[];

function run(...args: readonly string[]): Promise<string> {
  return new Promise((done) => {
    execFile(process.execPath, args, { cwd: folder }, (_error, stdout, stderr) => done(`${stdout}${stderr}`));
  });
}

const named = (at: number) => `wrong-${at}.ts`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "communique-client-"));
  await symlink(resolve("node_modules"), join(folder, "node_modules"));
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  const types = astToString(await openapi(DOCUMENT as unknown as OpenAPI3));
  // The documentation has the types in a declaration file, as the generator's own command writes them.
  await Promise.all(["api.ts", "api.d.ts"].map((name) => writeFile(join(folder, name), types)));
  await writeFile(join(folder, "sound.ts"), SOUND);
  await writeFile(join(folder, "shown.ts"), SHOWN.replace("http://127.0.0.1:3000", api.url));
  await Promise.all(
    WRONG.map(([, before, after], at) => writeFile(join(folder, named(at)), SOUND.replace(before, after))),
  );
  const files = ["sound.ts", "shown.ts", ...WRONG.map((_, at) => named(at))];
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: OPTIONS, files }));
  const said = await run("node_modules/typescript/bin/tsc", "-p", ".", "--pretty", "false");
  messages = said.trim().split(/\n(?=\S)/);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("TypeScript clients generated from the OpenAPI document compile, that of docs/clients.md too", () => {
  expect(messages.filter((message) => !message.startsWith("wrong-"))).toEqual([]);
});

test("the client of docs/clients.md prints the titles of the events that it asks for", async () => {
  const { data } = (await api.get("/v1/events?type=talks&country=KZ")).json;
  expect(data.length).toBeGreaterThan(0);
  const printed = await run("shown.ts");
  for (const { title } of data) expect(printed).toContain(title.en);
});

describe("generated types reject at compile time:", () => {
  test.each(WRONG.map((row, at) => [row[0], at, row] as const))(
    "%s does not compile",
    (_what, at, [, before, after, says]) => {
      expect(SOUND.split(before)).toHaveLength(2);
      const line = SOUND.slice(0, SOUND.indexOf(before)).split("\n").length;
      const told = messages.filter((one) => one.startsWith(`${named(at)}(`));
      expect(told.join("\n"), `${after} on line ${line}`).toMatch(
        new RegExp(`^wrong-${at}\\.ts\\(${line},\\d+\\): error TS\\d+: `),
      );
      expect(told.join("\n")).toMatch(says);
    },
  );
});

describe("clients by generators that write lists in different ways", () => {
  const pinned = Object.keys(JSON.parse(readFileSync("package.json", "utf8")).devDependencies);
  const here = GENERATORS.filter(({ packages }) =>
    packages.every((one) => pinned.includes(one.replace(/@[^@]+$/, ""))),
  );

  test("those of the command conformance that are installed have the versions that it names", () => {
    const { devDependencies } = JSON.parse(readFileSync("package.json", "utf8"));
    const named = here.flatMap(({ packages }) => packages.map((one) => one.split(/@(?=[^@]+$)/)));
    expect(named).toEqual(named.map(([name = ""]) => [name, devDependencies[name]]));
    expect(here.map(({ name }) => name)).toEqual(["openapi-fetch", "oazapfts"]);
  });

  test.concurrent.each(here.map((one) => [one.name, one] as const))(
    "%s: a list by arrays, words and days, and a 404, are what the addresses give",
    async (_name, generator) => {
      const expected = await expectedFrom(api.url);
      expect(expected[0].length).toBe(3);
      expect(await askWith(generator, folder, api.url)).toEqual(expected);
    },
    30_000,
  );
});

describe("a generated client", () => {
  const found = new Map<string, unknown>();
  beforeAll(async () => {
    const output = await run("sound.ts", api.url);
    for (const line of output.trim().split("\n")) {
      const { what, value } = JSON.parse(line) as { what: string; value: unknown };
      found.set(what, value);
    }
  }, 30_000);

  const get = async (path: string) => (await api.get(path)).json;

  test("a list is fetched with typed filters", async () => {
    const { data, meta } = await get("/v1/events?type=talks,visit&country=KZ&from=2023&sort=date&limit=2");
    expect(data.length).toBeGreaterThan(0);
    expect(found.get("days")).toEqual(data.map((event: { date: { earliest: string } }) => event.date.earliest));
    expect(found.get("total")).toBe(meta.total);
  });

  test("one record is fetched by its id", async () => {
    const { data } = await get("/v1/events/2023-10-17-tokayev-xi-talks");
    expect(found.get("title")).toBe(data.title.en);
    expect(found.get("statuses")).toBe(true);
  });

  test("decimals are read without loss", () => {
    expect(found.get("values")).toContain("21000000000");
  });

  test("`include` gives the related records", async () => {
    const { data, included } = await get("/v1/quotes?speaker=kassym-jomart-tokayev&include=participants,sources");
    expect(data.length).toBeGreaterThan(0);
    expect(found.get("texts")).toEqual(data.map(({ text }: { text: string }) => text));
    expect(found.get("included")).toEqual(
      included.participants.map(({ names }: { names: { ru: string } }) => names.ru),
    );
  });

  test("search and counts are typed", async () => {
    const hits = (await get(`/v1/search?q=${encodeURIComponent("инвестиций")}`)).data;
    expect(found.get("hits")).toEqual(hits.map(({ collection, id }: Record<string, string>) => [collection, id]));
    expect(found.get("groups")).toContainEqual(["talks", 1]);
  });

  test("a 404 is read as a problem", () => {
    expect(found.get("missing")).toEqual([404, "not-found", null]);
  });
});
