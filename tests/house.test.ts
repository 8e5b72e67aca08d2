// The house: who may import whom, what pure rooms may not do, what files look like; each law shown to fail.
import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { describe, expect, test } from "vitest";

/** Sources by path from the project's folder, with `/`. */
type Files = ReadonlyMap<string, string>;
type Law = (files: Files) => string[];

/** Each room of src and the rooms that it may import beside itself. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  config: [],
  suggest: [],
  model: ["suggest"],
  query: ["model", "errors", "suggest"],
  formats: ["model", "errors", "suggest"],
  intake: ["model", "errors", "suggest"],
  store: ["model", "query", "errors", "suggest"],
  plugins: ["model", "formats", "errors", "suggest"],
  routes: ["model", "query", "store", "formats", "errors", "suggest"],
  app: ["plugins", "routes", "store", "model", "config", "errors", "suggest"],
  commands: ["app", "config", "intake", "store", "model", "errors", "suggest"],
  cli: ["commands", "errors", "suggest"],
};

const PURE = ["model", "query", "formats"];
/** What of Node's own modules a pure room may use: hashes. */
const PURE_IMPORTS: Readonly<Record<string, RegExp>> = {
  query: /^import \{ (?:createHash|hash) \} from "node:crypto";$/m,
};
const IMPURE: readonly (readonly [RegExp, string])[] = [
  [/\bprocess\s*[.[]/, "looks at the process"],
  [/\bDate\.now\b|\bnew Date\(\s*\)|(?<!new )\bDate\(|\bperformance\./, "asks the clock"],
  [/\bMath\.random\b|\brandom(?:UUID|Bytes|Int)\b|\bgetRandomValues\b/, "asks for chance"],
  [/\bfetch\(|\bWebSocket\b/, "asks the network"],
  [/\bset(?:Timeout|Interval|Immediate)\b|\bconsole\./, "acts"],
];

/** Packages that few may know, so that they can be exchanged there, and the files that may. */
const OWNERS: readonly (readonly [RegExp, RegExp])[] = [
  [/^(?:@fastify\/|fastify(?:$|[-/]))/, /^src\/(?:plugins\/|routes\/|app\.ts$)/],
  [/^fastify-type-provider-zod$/, /^src\/plugins\/zod\.ts$/],
  [/^node:sqlite$/, /^src\/store\/sqlite\.ts$/],
  [/^pg$/, /^src\/store\/(?:connections|notices|postgres|writer)\.ts$/],
  [/^edtf$/, /^src\/model\/dates\.ts$/],
  [/^@rgrove\/parse-xml$/, /^src\/intake\/statexml\.ts$/],
  [/^negotiator$/, /^src\/formats\/choose\.ts$/],
  [/^yauzl$/, /^src\/intake\/archives\.ts$/],
];

const VAGUE = ["utils", "util", "helpers", "helper", "common", "misc", "shared"];
/** A file named after its room, and why. */
const NAMESAKES: Readonly<Record<string, string>> = {
  "src/commands/command.ts": "declares what a command is",
};
const LINES = 300;

/** `src/query/filters.ts` is of the room query, `src/app.ts` of the room app. */
function roomOf(path: string): string {
  return (path.split("/")[1] ?? "").replace(/\.ts$/, "");
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");
}

/** What a file imports, re-exports or loads, as written. */
function importsOf(text: string): string[] {
  const statement = /^(?:import|export)\b(?:[^"';]*?\bfrom)?\s*"([^"]+)"|\bimport\(\s*"([^"]+)"/gm;
  return [...withoutComments(text).matchAll(statement)].map(([, plain, dynamic]) => plain ?? dynamic ?? "");
}

const inSrc = (files: Files) => [...files].filter(([path]) => path.startsWith("src/"));
const targetOf = (path: string, wanted: string) => posix.join(posix.dirname(path), wanted);

const imports: Law = (files) =>
  inSrc(files).flatMap(([path, text]) => {
    const room = roomOf(path);
    const allowed = ROOMS[room];
    if (allowed === undefined) return [`${path}: the table has no room ${room}`];
    const computed = /\brequire\(|\bcreateRequire\b|\bgetBuiltinModule\b|\bimport\((?!\s*")/.test(
      withoutComments(text),
    );
    const unreadable = computed ? [`${path}: loads what this test cannot read`] : [];
    const own = importsOf(text).filter((wanted) => wanted.startsWith("."));
    const wrong = own.flatMap((wanted) => {
      const target = targetOf(path, wanted);
      if (!files.has(target) || !target.startsWith("src/")) return [`${path}: ${wanted} is no file of src`];
      const other = roomOf(target);
      return other === room || allowed.includes(other) ? [] : [`${path}: ${room} may not import ${other}`];
    });
    return [...unreadable, ...wrong];
  });

const cycles: Law = (files) => {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) found.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
    if (done.has(path) || trail.includes(path)) return;
    for (const wanted of importsOf(files.get(path) ?? "")) {
      if (wanted.startsWith(".")) visit(targetOf(path, wanted), [...trail, path]);
    }
    done.add(path);
  };
  for (const [path] of inSrc(files)) visit(path, []);
  return found;
};

const purity: Law = (files) =>
  inSrc(files).flatMap(([path, text]) => {
    const room = roomOf(path);
    if (!PURE.includes(room)) return [];
    const code = withoutComments(text);
    const faults = IMPURE.filter(([pattern]) => pattern.test(code)).map(([, does]) => `${path}: ${does}`);
    const allowed = PURE_IMPORTS[room];
    const rest = allowed === undefined ? text : text.replace(allowed, "");
    const builtin = importsOf(rest).filter((wanted) => wanted.startsWith("node:"));
    return [...faults, ...builtin.map((wanted) => `${path}: imports ${wanted}`)];
  });

const owners: Law = (files) =>
  inSrc(files).flatMap(([path, text]) =>
    importsOf(text)
      .filter((wanted) => OWNERS.some(([known, owner]) => known.test(wanted) && !owner.test(path)))
      .map((wanted) => `${path}: may not know ${wanted}`),
  );

/** Commands read the environment; the command line itself reads DEBUG, which says how its own errors are printed. */
const environment: Law = (files) =>
  inSrc(files).flatMap(([path, text]) => {
    const room = roomOf(path);
    const code = room === "cli" ? withoutComments(text).replaceAll("process.env.DEBUG", "") : withoutComments(text);
    return room !== "commands" && /\bprocess\.env\b|\benv\b.*"node:process"/.test(code)
      ? [`${path}: reads the environment`]
      : [];
  });

const captions: Law = (files) =>
  [...files]
    .filter(([, text]) => !/^\/\/ \S.{8,}\.$/.test(text.split("\n", 1)[0] ?? ""))
    .map(([path]) => `${path}: does not open with a caption, one line that ends with a full stop`);

const folders: Law = (files) => {
  const paths = inSrc(files).map(([path]) => path);
  const deep = paths.filter((path) => path.split("/").length > 3).map((path) => `${path}: lies two folders deep`);
  const houses = Map.groupBy(
    paths.filter((path) => path.split("/").length === 3),
    roomOf,
  );
  const lonely = [...houses].filter(([, list]) => list.length === 1).map(([room]) => `src/${room}: has one file`);
  return [...deep, ...lonely];
};

const names: Law = (files) =>
  [...files.keys()].flatMap((path) => {
    const parts = path.split("/");
    const stem = (parts.at(-1) ?? "").replace(/(?:\.test|\.d)?\.ts$/, "");
    const folder = parts.at(-2) ?? "";
    const vague = [...parts.slice(0, -1), stem].filter((word) => VAGUE.includes(word));
    const faults = vague.map((word) => `${path}: "${word}" says nothing`);
    if (!/^[a-z0-9]+(?:-[a-z0-9]+)?$/.test(stem)) faults.push(`${path}: a name is one word, two at most`);
    const repeats = stem === folder || `${stem}s` === folder || stem === `${folder}s`;
    if (repeats && NAMESAKES[path] === undefined) faults.push(`${path}: repeats the name of its room`);
    return faults;
  });

const sizes: Law = (files) =>
  [...files].flatMap(([path, text]) => {
    const count = text.replace(/\n$/, "").split("\n").length;
    return count > LINES ? [`${path}: has ${count} lines, at most ${LINES}`] : [];
  });

const excuses: Law = (files) =>
  [...files].flatMap(([path, text]) =>
    text.split("\n").flatMap((line, at) => {
      const comment = /(?:^|\s)(?:\/\/|\/\*|\*)(.*)$/.exec(line)?.[1] ?? "";
      const place = `${path}:${at + 1}`;
      if (/\b(?:TODO|FIXME)\b/.test(comment)) return [`${place}: puts something off`];
      const silenced = /\bbiome-ignore|@ts-(?:ignore|expect-error|nocheck)/.test(comment);
      const reasoned = /\bbiome-ignore\S*\s+[^\s:]+\s*:\s*\S+\s+\S|@ts-[a-z-]+:?\s+\S+\s+\S/.test(comment);
      return silenced && !reasoned ? [`${place}: silences a check without saying why`] : [];
    }),
  );

const machines: Law = (files) =>
  [...files]
    .filter(([, text]) => /(?:^|["'`\s(=:])\/(?:home|root|Users)\//m.test(text))
    .map(([path]) => `${path}: names a folder of somebody's machine`);

/** What src imports is installed where development dependencies are not, as in the image. */
const packages: Law = (files) =>
  inSrc(files).flatMap(([path, text]) => {
    const found = importsOf(text).flatMap((wanted) => /^(?:@[^/]+\/)?[^./@][^/]*/.exec(wanted)?.[0] ?? []);
    const foreign = found.filter((name) => !name.startsWith("node:") && !Object.hasOwn(DEPENDENCIES, name));
    return foreign.map((name) => `${path}: ${name} is no run-time dependency`);
  });

function read(...roots: string[]): Files {
  const paths = roots.flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: "utf8" }).map((path) =>
      posix.join(root, path.replaceAll("\\", "/")),
    ),
  );
  // The bench installs the programs that it compares with below itself.
  const sources = paths.filter((path) => path.endsWith(".ts") && !path.includes("/node_modules/")).sort();
  return new Map(sources.map((path) => [path, readFileSync(path, "utf8")]));
}

const FILES = read("src", "tests");
const DEPENDENCIES = JSON.parse(readFileSync("package.json", "utf8")).dependencies as Record<string, string>;

/** A small house in which every law holds. */
const SOUND: readonly (readonly [string, string])[] = [
  ["src/errors.ts", "// Problems, each once.\n"],
  ["src/model/ids.ts", "// Identifiers of records.\n"],
  ["src/model/dates.ts", '// Uncertain dates.\nimport edtf from "edtf";\n'],
  ["src/query/cursor.ts", '// Where a page ended.\nimport { createHash } from "node:crypto";\n'],
  ["src/query/plan.ts", '// Plans of questions.\nimport type { A } from "../model/ids.ts";\n'],
];

const LAWS: Readonly<Record<string, Law>> = {
  "imports follow the table": imports,
  "no file imports itself by way of others": cycles,
  "model, query and formats are pure": purity,
  "what may be exchanged is known to its owner alone": owners,
  "what src imports is installed": packages,
  "only commands read the environment": environment,
  "every file opens with its caption": captions,
  "folders are neither lonely nor deep": folders,
  "names say something": names,
  "files are short": sizes,
  "nothing is put off or silenced without a reason": excuses,
  "no file names somebody's machine": machines,
};

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
  [owners, "src/store/read.ts", 'import { a } from "fastify-plugin";\n'],
  [owners, "src/query/plan.ts", 'import edtf from "edtf";\n'],
  [packages, "src/errors.ts", 'import a from "vitest/config";\n'],
  [environment, "src/app.ts", "const a = process.env.PORT;\n"],
  [environment, "src/cli.ts", "const a = process.env.DEBUG ?? process.env.PORT;\n"],
  [captions, "src/errors.ts", "export const a = 1;\n"],
  [captions, "tests/a.test.ts", "// Problems, each once\n"],
  [folders, "src/store/read.ts", ""],
  [folders, "src/model/parts/a.ts", ""],
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
  [machines, "src/errors.ts", cut('const a = "/ho', 'me/a/b";\n')],
];

describe.each(Object.entries(LAWS))("%s", (_, law) => {
  const breaches = BREACHES.filter(([broken]) => broken === law).map(([, path, text]) => [path, text] as const);
  test("here", () => expect(law(FILES)).toEqual([]));
  test("in the sound house", () => expect(law(new Map(SOUND))).toEqual([]));
  test("or it is noticed, as these show", () => expect(breaches.length).toBeGreaterThan(0));
  test.each(breaches)("%s %j", (path, text) => {
    expect(law(new Map([...SOUND, [path, text]]))).toHaveLength(1);
  });
});

test("the table has no room that is gone", () => {
  const there = new Set(inSrc(FILES).map(([path]) => roomOf(path)));
  expect(Object.keys(ROOMS).filter((room) => !there.has(room))).toEqual([]);
});
