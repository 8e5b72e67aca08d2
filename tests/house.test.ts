// The house: who may import whom, what pure rooms may not do, what files look like; each law is shown to fail.
import { describe, expect, test } from "vitest";
import {
  captions,
  cycles,
  environment,
  excuses,
  FILES,
  FLAT,
  FOLDER,
  folders,
  imports,
  inSrc,
  LAWS,
  type Law,
  LINES,
  machines,
  names,
  owners,
  packages,
  purity,
  sizes,
} from "./house/laws.ts";
import { ROOMS, roomOf } from "./house/rooms.ts";
import { titles } from "./house/titles.ts";

/** A small house in which every law holds. */
const SOUND: readonly (readonly [string, string])[] = [
  ["src/errors.ts", "// Problems, each once.\n"],
  ["src/model/ids.ts", "// Identifiers of records.\n"],
  ["src/model/dates.ts", "// Uncertain dates.\n"],
  ["src/app.ts", '// The application.\nimport fastify from "fastify";\n'],
  ["src/query/cursor.ts", '// Where a page ended.\nimport { createHash } from "node:crypto";\n'],
  ["src/query/plan.ts", '// Plans of questions.\nimport type { A } from "../model/ids.ts";\n'],
];

/** Signs that this file must not hold itself, in two pieces. */
const cut = (...pieces: string[]) => pieces.join("");
/** What each law must notice: a file that replaces one of the sound house or stands beside them. */
const BREACHES: readonly (readonly [Law, string, string])[] = [
  [imports, "src/model/ids.ts", '// Identifiers.\nimport { a } from "../query/plan.ts";\n'],
  [imports, "src/model/ids.ts", '// Identifiers.\nimport {\n  a,\n} from "../query/plan.ts";\n'],
  [imports, "src/model/ids.ts", '// Identifiers.\nexport * from "../errors.ts";\n'],
  [imports, "src/errors.ts", '// Problems, each once.\nconst a = await import("./model/ids.ts");\n'],
  [imports, "src/errors.ts", "// Problems, each once.\nconst a = await import(name);\n"],
  [imports, "src/errors.ts", '// Problems, each once.\nimport "../tests/a.ts";\n'],
  [imports, "src/attic/a.ts", "// A room that nobody knows.\n"],
  [cycles, "src/model/ids.ts", 'import "../query/plan.ts";\n'],
  [purity, "src/model/ids.ts", 'import { readFile } from "node:fs/promises";\n'],
  [purity, "src/query/plan.ts", 'import { createHmac } from "node:crypto";\n'],
  [purity, "src/model/ids.ts", "const a = process.env.A;\n"],
  [purity, "src/model/ids.ts", "const a = Date.now();\n"],
  [purity, "src/formats/csv.ts", "const a = new Date();\n"],
  [purity, "src/formats/csv.ts", "const a = Math.random();\n"],
  [purity, "src/formats/csv.ts", 'await fetch("http://localhost");\n'],
  [owners, "src/store/read/records.ts", 'import { a } from "fastify-plugin";\n'],
  [owners, "src/query/plan.ts", 'import { parse } from "@edtf-ts/core";\n'],
  [packages, "src/errors.ts", 'import a from "vitest/config";\n'],
  [environment, "src/app.ts", "const a = process.env.PORT;\n"],
  [environment, "src/cli.ts", "const a = process.env.NODE_COMPILE_CACHE ?? process.env.PORT;\n"],
  [captions, "src/errors.ts", "export const a = 1;\n"],
  [captions, "tests/a.test.ts", "// Problems, each once\n"],
  [folders, "src/plugins/zod.ts", ""],
  [names, "src/query/utils.ts", ""],
  [names, "tests/helpers/a.ts", ""],
  [names, "src/query/oneTwo.ts", ""],
  [names, "src/query/one-two-three.ts", ""],
  [names, "src/model/models.ts", ""],
  [sizes, "src/errors.ts", "a\n".repeat(LINES + 1)],
  [excuses, "src/errors.ts", cut("// TO", "DO later\n")],
  [excuses, "src/errors.ts", cut("a(); /* FIX", "ME */\n")],
  [excuses, "src/errors.ts", cut("// biome-", "ignore lint/a/b:\n")],
  [excuses, "src/errors.ts", cut("// @ts-", "expect-error\n")],
  [titles, "tests/a.test.ts", '// Problems.\ntest("works", () => {});\n'],
  [titles, "tests/a.test.ts", '// Problems.\ntest.each([1])("%i", () => {});\n'],
  [machines, "src/errors.ts", cut('const a = "/ho', 'me/a/b";\n')],
];

/** So many files of a folder. */
const many = (folder: string, count: number) =>
  Array.from({ length: count }, (_, at) => [`src/${folder}/a${at}.ts`, ""] as const);

describe("folders: inner rooms, file counts and depth are held", () => {
  const broken = (...files: (readonly [string, string])[]) => folders(new Map(files));
  test("a folder with more files than can be looked through is a breach", () => {
    expect(broken(...many("model", FOLDER))).toEqual([]);
    expect(broken(...many("model", FOLDER + 1))).toEqual([`src/model: has ${FOLDER + 1} files, at most ${FOLDER}`]);
  });
  test("an inner room of a room with few files is a breach", () => {
    expect(broken(...many("model", FLAT - 1), ...many("model/inner", 2))).toEqual([]);
    expect(broken(...many("model", FLAT - 2), ...many("model/inner", 2))).toHaveLength(1);
  });
  test("an inner room with one file is a breach, and a registry beside inner rooms is none", () => {
    expect(broken(...many("model", 1), ...many("model/inner", FLAT))).toEqual([]);
    expect(broken(...many("model", FLAT), ...many("model/inner", 1))).toEqual(["src/model/inner: has one file"]);
  });
  test("a folder below an inner room is a breach", () => {
    expect(broken(...many("model", FLAT), ...many("model/inner/deep", 2))).toHaveLength(2);
  });
});

describe.each(Object.entries({ ...LAWS, "titles of tests say what they show": titles }))("%s", (_, law) => {
  const breaches = BREACHES.filter(([broken]) => broken === law).map(([, path, text]) => [path, text] as const);
  test("no file of the project breaks it", () => expect(law(FILES)).toEqual([]));
  test("the smallest house keeps it", () => expect(law(new Map(SOUND))).toEqual([]));
  test("it has a breach that shows it can fail", () => expect(breaches.length).toBeGreaterThan(0));
  test.each(breaches)("it is broken by %s with %j", (path, text) => {
    expect(law(new Map([...SOUND, [path, text]]))).toHaveLength(1);
  });
});

test("the import table lists no room that does not exist", () => {
  const there = new Set(inSrc(FILES).map(([path]) => roomOf(path)));
  expect(Object.keys(ROOMS).filter((room) => !there.has(room))).toEqual([]);
});
