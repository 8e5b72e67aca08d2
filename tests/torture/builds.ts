// Builds: a state of the program in a folder, whose own commands fill a database and serve it.
import { cp, mkdir, readFile, symlink } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type Ended, type Program, startProgram } from "../support/program.ts";
import type { Inputs } from "./inputs.ts";

export interface Build {
  /** What it is called in what is printed. */
  readonly name: string;
  readonly folder: string;
}

/** The working tree, what is not committed included. */
export const CURRENT: Build = { name: "the working tree", folder: "." };

/**
 * A clock that stands, for the commands that fill: when a dataset was loaded is in answers and in `Last-Modified`. Only
 * `new Date()` and `Date.now()` are replaced, as timers have a clock of their own.
 */
const STANDING = `globalThis.Date = new Proxy(Date, {
  construct: (date, given, made) => Reflect.construct(date, given.length > 0 ? given : [1767225600000], made),
  get: (date, name) => (name === "now" ? () => 1767225600000 : Reflect.get(date, name)),
});`;
export const STANDING_CLOCK = `data:text/javascript,${encodeURIComponent(STANDING)}`;

const SETTINGS = {
  LOG_LEVEL: "silent",
  // A slow machine is no difference.
  QUERY_LIMIT: "100000",
  // Code that is cached by the path of a temporary folder would never be read again.
  NODE_DISABLE_COMPILE_CACHE: "1",
};

/** The end of a command that must succeed. */
async function succeeded(what: string, ended: Promise<Ended>): Promise<Ended> {
  const end = await ended;
  if (end.code === 0) return end;
  throw new Error(`${what} failed (${end.code ?? "by a signal"}):\n${`${end.stdout}${end.stderr}`.trim()}`);
}

type Lock = { readonly packages: Readonly<Record<string, { readonly version?: string; readonly dev?: boolean }>> };

/** Whether all that a build needs to run is installed in this project, in the same versions. */
async function isInstalled(folder: string): Promise<boolean> {
  const lockIn = async (path: string): Promise<Lock> => JSON.parse(await readFile(path, "utf8"));
  const [wanted, there] = [
    await lockIn(join(folder, "package-lock.json")),
    await lockIn("node_modules/.package-lock.json"),
  ];
  return Object.entries(wanted.packages).every(
    ([path, { version, dev }]) => path === "" || dev === true || there.packages[path]?.version === version,
  );
}

/**
 * Writes a commit of a repository into a folder and gives it its packages: those of this project where they will do, else what
 * `npm ci` installs. An index of its own keeps the repository as it was.
 * @throws Error when there is no such commit, or a program fails
 */
export async function buildOf(ref: string, folder: string, repository = "."): Promise<Build> {
  const git = (...args: string[]) =>
    succeeded(
      `git ${args.join(" ")}`,
      startProgram("git", ["-C", repository, ...args], { GIT_INDEX_FILE: `${folder}.index` }).ended,
    );
  const { stdout } = await git("rev-parse", "--verify", "--end-of-options", `${ref}^{commit}`);
  const commit = stdout.trim();
  await mkdir(folder, { recursive: true });
  await git("read-tree", commit);
  await git("checkout-index", "--all", `--prefix=${folder}/`);
  const install = ["ci", "--omit=dev", "--prefer-offline", "--no-audit", "--no-fund"];
  if (await isInstalled(folder)) await symlink(resolve("node_modules"), join(folder, "node_modules"));
  else await succeeded("npm ci", startProgram("npm", install, {}, folder).ended);
  return { name: `${ref} (${commit.slice(0, 10)})`, folder };
}

/** A copy of the working tree, which may then be changed. */
export async function copiedBuild(folder: string): Promise<Build> {
  for (const part of ["src", "package.json", "package-lock.json", "data/reference/words.json"])
    await cp(part, join(folder, part), { recursive: true });
  await symlink(resolve("node_modules"), join(folder, "node_modules"));
  return { name: "a copy of the working tree", folder };
}

function started(build: Build, args: readonly string[], node: readonly string[], settings: Record<string, string>) {
  return startProgram(process.execPath, [...node, "src/cli.ts", ...args], { ...SETTINGS, ...settings }, build.folder);
}

/** Fills a database with a build's own commands. */
export async function fill(build: Build, { data, imports }: Inputs, url: string): Promise<void> {
  for (const args of imports) {
    const settings = { DATABASE_URL: url, DATA_DIR: data };
    const { ended } = started(build, ["import", ...args, "--json"], ["--import", STANDING_CLOCK], settings);
    await succeeded(`${build.name}: import ${args.join(" ")}`, ended);
  }
}

/** Serves a database that is filled; with options of Node and settings of its own where they are given. */
export function serve(
  build: Build,
  { data }: Inputs,
  url: string,
  more: { readonly node?: readonly string[]; readonly settings?: Readonly<Record<string, string>> } = {},
): Program {
  const settings = { DATABASE_URL: url, DATA_DIR: data, PORT: "0", HOST: "127.0.0.1", ...more.settings };
  return started(build, ["serve"], more.node ?? [], settings);
}
