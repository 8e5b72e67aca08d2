// Laws of the house: each reads the sources and returns a line for every breach.
import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { houseOf, ROOMS, roomOf } from "./rooms.ts";

/** Sources by path from the project's folder, with `/`. */
export type Files = ReadonlyMap<string, string>;
export type Law = (files: Files) => string[];

const PURE = ["model", "query", "formats"];
/** What of Node's own modules a pure room may use: hashes. */
const PURE_IMPORTS: Readonly<Record<string, RegExp>> = {
  model: /^import \{ hash \} from "node:crypto";$/m,
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
  [/^(?:@fastify\/|fastify(?:$|[-/]))/, /^src\/(?:plugins\/|routes\/|pages\/|mcp\/endpoint\.ts$|app\.ts$)/],
  [/^fastify-type-provider-zod$/, /^src\/plugins\/zod\.ts$/],
  [/^preact$/, /^src\/pages\/parts\/el\.ts$/],
  [/^(?:d3-geo|topojson-client|world-atlas)/, /^src\/pages\/parts\/world\.ts$/],
  [/^node:sqlite$/, /^src\/store\/engine\/sqlite(?:-file|-insert|-build)?\.ts$/],
  [/^pg$/, /^src\/store\/engine\/postgres(?:-[a-z]+)?\.ts$/],
  [/^@edtf-ts\//, /^src\/model\/date\/edtf\.ts$/],
  [/^@rgrove\/parse-xml$/, /^src\/intake\/statedept\/xml\.ts$/],
  [/^negotiator$/, /^src\/formats\/choose\.ts$/],
  [/^(?:az|lvovich)$/, /^src\/drafting\/language\/morphology\.ts$/],
  [/^yauzl$/, /^src\/intake\/input\/archives\.ts$/],
];

const VAGUE = ["utils", "util", "helpers", "helper", "common", "misc", "shared"];
/** A file named after its room, and why. */
const NAMESAKES: Readonly<Record<string, string>> = {
  "src/commands/command.ts": "declares what a command is",
};
/** Most lines of a file. */
export const LINES = 300;

/** Most files of one folder of src, and of a room that needs no inner rooms. */
export const FOLDER = 24;
export const FLAT = 20;

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");
}

/** What a file imports, re-exports or loads, as written. */
function importsOf(text: string): string[] {
  const statement = /^(?:import|export)\b(?:[^"';]*?\bfrom)?\s*"([^"]+)"|\bimport\(\s*"([^"]+)"/gm;
  return [...withoutComments(text).matchAll(statement)].map(([, plain, dynamic]) => plain ?? dynamic ?? "");
}

export const inSrc = (files: Files) => [...files].filter(([path]) => path.startsWith("src/"));
const targetOf = (path: string, wanted: string) => posix.join(posix.dirname(path), wanted);

export const imports: Law = (files) =>
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
      if (target === "data/reference/words.json") return [];
      if (!files.has(target) || !target.startsWith("src/")) return [`${path}: ${wanted} is no file of src`];
      const other = roomOf(target);
      return other === room || allowed.includes(other) ? [] : [`${path}: ${room} may not import ${other}`];
    });
    return [...unreadable, ...wrong];
  });

export const cycles: Law = (files) => {
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

export const purity: Law = (files) =>
  inSrc(files).flatMap(([path, text]) => {
    const room = houseOf(path);
    if (!PURE.includes(room)) return [];
    const code = withoutComments(text);
    const faults = IMPURE.filter(([pattern]) => pattern.test(code)).map(([, does]) => `${path}: ${does}`);
    const allowed = PURE_IMPORTS[room];
    const rest = allowed === undefined ? text : text.replace(allowed, "");
    const builtin = importsOf(rest).filter((wanted) => wanted.startsWith("node:"));
    return [...faults, ...builtin.map((wanted) => `${path}: imports ${wanted}`)];
  });

export const owners: Law = (files) =>
  inSrc(files).flatMap(([path, text]) =>
    importsOf(text)
      .filter((wanted) => OWNERS.some(([known, owner]) => known.test(wanted) && !owner.test(path)))
      .map((wanted) => `${path}: may not know ${wanted}`),
  );

/** Commands read the environment; the command line itself only says where compiled code is kept. */
export const environment: Law = (files) =>
  inSrc(files).flatMap(([path, text]) => {
    const room = houseOf(path);
    const bare = withoutComments(text);
    const code = room === "cli" ? bare.replaceAll("process.env.NODE_COMPILE_CACHE", "") : bare;
    return room !== "commands" && /\bprocess\.env\b|\benv\b.*"node:process"/.test(code)
      ? [`${path}: reads the environment`]
      : [];
  });

export const captions: Law = (files) =>
  [...files]
    .filter(([, text]) => !/^\/\/ \S.{8,}\.$/.test(text.split("\n", 1)[0] ?? ""))
    .map(([path]) => `${path}: does not open with a caption, one line that ends with a full stop`);

/** Inner rooms lie below a room of many files; no folder holds one file only, or more than can be looked through. */
export const folders: Law = (files) => {
  const paths = inSrc(files).map(([path]) => path);
  const deep = paths.filter((path) => path.split("/").length > 4).map((path) => `${path}: lies three folders deep`);
  const inFolder = paths.filter((path) => path.split("/").length > 2);
  const sizes = [...Map.groupBy(inFolder, (path) => posix.dirname(path))].flatMap(([folder, list]) => {
    const registry = list.length === 1 && paths.some((path) => path.startsWith(`${folder}/`) && !list.includes(path));
    if (list.length === 1 && !registry) return [`${folder}: has one file`];
    return list.length > FOLDER ? [`${folder}: has ${list.length} files, at most ${FOLDER}`] : [];
  });
  const early = [...Map.groupBy(inFolder, houseOf)].flatMap(([house, list]) =>
    list.length <= FLAT && list.some((path) => path.split("/").length > 3)
      ? [`src/${house}: has inner rooms and ${list.length} files, which need none up to ${FLAT}`]
      : [],
  );
  return [...deep, ...sizes, ...early];
};

export const names: Law = (files) =>
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

export const sizes: Law = (files) =>
  [...files].flatMap(([path, text]) => {
    const count = text.replace(/\n$/, "").split("\n").length;
    return count > LINES ? [`${path}: has ${count} lines, at most ${LINES}`] : [];
  });

export const excuses: Law = (files) =>
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

export const machines: Law = (files) =>
  [...files]
    .filter(([, text]) => /(?:^|["'`\s(=:])\/(?:home|root|Users)\//m.test(text))
    .map(([path]) => `${path}: names a folder of somebody's machine`);

/** Development dependencies that a command for editors loads when it is called, and says so where they are not there. */
const FOR_EDITORS: Readonly<Record<string, readonly string[]>> = {
  "src/drafting/language/morphology.ts": ["az", "lvovich"],
};

/** What src imports is installed where development dependencies are not, as in the image; types are gone by then. */
export const packages: Law = (files) =>
  inSrc(files).flatMap(([path, text]) => {
    const found = importsOf(text.replace(/^import type [^;]*;$/gm, "")).flatMap(
      (wanted) => /^(?:@[^/]+\/)?[^./@][^/]*/.exec(wanted)?.[0] ?? [],
    );
    const loaded = FOR_EDITORS[path]?.filter((name) => text.includes(`import("${name}")`)) ?? [];
    const foreign = found.filter(
      (name) => !name.startsWith("node:") && !Object.hasOwn(DEPENDENCIES, name) && !loaded.includes(name),
    );
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

export const FILES = read("src", "tests");
const DEPENDENCIES = JSON.parse(readFileSync("package.json", "utf8")).dependencies as Record<string, string>;

/** Each law by the sentence that it holds. */
export const LAWS: Readonly<Record<string, Law>> = {
  "imports follow the table": imports,
  "no file imports itself by way of others": cycles,
  "model, query and formats are pure": purity,
  "what may be exchanged is known to its owner alone": owners,
  "what src imports is installed": packages,
  "only commands read the environment": environment,
  "every file opens with its caption": captions,
  "folders hold between two and 24 files, two levels at most": folders,
  "names say something": names,
  "files are short": sizes,
  "nothing is put off or silenced without a reason": excuses,
  "no file names somebody's machine": machines,
};
