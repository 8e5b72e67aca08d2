// docs/architecture.md: its table of rooms is the import table, and each kind of change names every file it touches.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { SETTINGS } from "../../src/config.ts";
import { PROBLEM_CODES } from "../../src/errors.ts";
import { FORMATS } from "../../src/formats/table.ts";
import { IMPORTERS } from "../../src/intake/importers.ts";
import { EVENT_TYPES } from "../../src/model/event-types.ts";
import { COLLECTIONS } from "../../src/model/ids.ts";
import { TOPICS } from "../../src/model/vocabulary.ts";
import { filtersOf } from "../../src/query/filters.ts";
import { ROOMS } from "../house/rooms.ts";
import { tableOf, textOf } from "./markdown.ts";
import { COMMANDS } from "./reference.ts";

const PAGE = "docs/architecture.md";
const page = textOf(PAGE);

const stemsIn = (folder: string) =>
  readdirSync(folder).flatMap((name) => (name.endsWith(".ts") ? [name.slice(0, -".ts".length)] : []));

/** What there is of each kind, and which part of all of it a file names that a further one would change. */
const KINDS: Readonly<Record<string, { readonly members: readonly string[]; readonly share: number }>> = {
  "A filter": {
    members: [...new Set(COLLECTIONS.flatMap((collection) => filtersOf(collection).map(({ name }) => name)))],
    share: 0.75,
  },
  "A format": { members: FORMATS, share: 1 },
  "An importer": { members: IMPORTERS.map(({ name }) => name), share: 1 },
  "An event type": { members: EVENT_TYPES.map(({ id }) => id), share: 0.7 },
  "An engine": { members: ["sqlite", "postgres"], share: 1 },
  "A collection": { members: COLLECTIONS, share: 1 },
  "A setting": { members: Object.keys(SETTINGS), share: 0.8 },
  "A problem": { members: PROBLEM_CODES, share: 0.7 },
  "A route": { members: stemsIn("src/routes").map((stem) => `routes/${stem}.ts`), share: 0.7 },
  "A command": { members: COMMANDS.map(({ name }) => name), share: 1 },
  "A curated check": { members: stemsIn("src/intake/checks").map((stem) => `checks/${stem}.ts`), share: 0.7 },
  "A vocabulary word": { members: TOPICS.map(({ id }) => id), share: 1 },
};

/** Sections of level three below `## To add something`, by heading. */
function sectionsIn(markdown: string): Map<string, string> {
  const [, part = ""] = /^## To add something\n([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(markdown) ?? [];
  return new Map(
    part
      .split(/^### /m)
      .slice(1)
      .map((text) => [text.slice(0, text.indexOf("\n")), text] as const),
  );
}

/** Files and folders that a section names; a folder that is named holds all of its files. */
const pathsIn = (section: string) =>
  [...section.matchAll(/`((?:src|tests|docs|openapi|data)(?:\/[\w.-]+)*\/?|[\w.-]+\.(?:json|md|ts)|Dockerfile)`/g)].map(
    ([, path = ""]) => path.replace(/\/$/, ""),
  );

/** Whether a text names a member: in quotation or code marks, as a key, as the last step of a path. */
const names = (text: string, member: string) =>
  new RegExp(`["\`/]${member}["\`?]|(?<![\\w-])${member}:|[{,] ${member}(?:,| \\})`).test(text);

/** The files among these that name so many of all members that a new one has to be named too. */
function namingAll(files: ReadonlyMap<string, string>, { members, share }: (typeof KINDS)[string]): string[] {
  return [...files].flatMap(([path, text]) =>
    members.filter((member) => names(text, member)).length >= members.length * share ? [path] : [],
  );
}

/** The files that a section lacks. */
function missingIn(section: string, files: readonly string[]): string[] {
  const named = pathsIn(section);
  return files.filter(
    (path) => !named.some((one) => one === path || (one.includes("/") && path.startsWith(`${one}/`))),
  );
}

/** What is written by hand or generated and kept, short of inputs of tests, bench results and this page. */
const FILES = new Map(
  ["src", "tests", "docs", "openapi"]
    .flatMap((root) =>
      readdirSync(root, { recursive: true, encoding: "utf8" }).map((path) => `${root}/${path.replaceAll("\\", "/")}`),
    )
    .filter((path) => /\.(?:ts|md|json)$/.test(path) && !/node_modules|\/fixtures\/|tests\/documents\/arch/.test(path))
    .concat("vitest.config.ts", "data/README.md")
    .filter((path) => path !== PAGE && statSync(path).isFile())
    .map((path) => [path, readFileSync(path, "utf8")] as const),
);

test("the table of rooms in docs/architecture.md is the import table of tests/house/rooms.ts", () => {
  const rows = tableOf(page, "room", "what it is for", "may import") ?? [];
  const bare = (cell = "") => cell.replaceAll("`", "");
  const told = rows.map(([room, says = "", allowed]) => ({
    room: bare(room),
    says,
    allowed: bare(allowed).split(" "),
  }));
  expect(told.map(({ room, allowed }) => [room, allowed.filter((one) => one !== "")])).toEqual(Object.entries(ROOMS));
  expect(told.filter(({ says }) => says.length < 10)).toEqual([]);
});

describe("to add something: each kind of change names the files that it touches", () => {
  const sections = sectionsIn(page);
  test("there is a section for each kind, twelve in all", () => {
    expect([...sections.keys()]).toEqual(Object.keys(KINDS));
    expect(sections.size).toBe(12);
  });
  test.each([...sections])("%s: every path that it names exists", (_, section) => {
    const paths = pathsIn(section);
    expect(paths.length).toBeGreaterThan(3);
    expect(paths.filter((path) => !existsSync(path))).toEqual([]);
  });
  test.each(Object.entries(KINDS))(
    "%s: every file that names all there are of the kind is in the list",
    (kind, row) => {
      const files = namingAll(FILES, row);
      expect(files.length).toBeGreaterThan(0);
      expect(missingIn(sections.get(kind) ?? "", files)).toEqual([]);
    },
  );
  test("a file that names all of a kind and is not in the list is noticed", () => {
    const row = { members: ["csv", "atom"], share: 1 };
    const files = new Map([
      ["src/a.ts", 'const A = ["csv", "atom"];'],
      ["src/b.ts", "const B = { csv: 1, atom: 2 };"],
      ["src/c.ts", 'const C = "csv";'],
      ["tests/d/e.ts", "`csv` and `atom`"],
    ]);
    expect(namingAll(files, row)).toEqual(["src/a.ts", "src/b.ts", "tests/d/e.ts"]);
    expect(missingIn("### A format\n\n- `src/a.ts`, and those of `tests/d`.\n", namingAll(files, row))).toEqual([
      "src/b.ts",
    ]);
  });
});
