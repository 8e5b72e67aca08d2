// Data directory: finding and reading its files, and replacing one safely.
import { open, readdir, readFile, rename, stat, unlink } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { Fault } from "./faults.ts";
import { readJson } from "./json.ts";
import type { Json } from "./pointers.ts";
import { decode } from "./utf8.ts";

export interface DataFile {
  /** As a user would type it: from the parent of the data directory, with `/`. */
  readonly file: string;
  readonly path: string;
  /** Absent when it could not be read. */
  readonly value?: Json;
  readonly faults: readonly Fault[];
}

/** The files that a data directory must have, beside its bundles. */
export const FIXED = {
  dataset: "dataset.json",
  participants: "register/participants.json",
  venues: "register/venues.json",
  retired: "retired.json",
  countries: "reference/countries.json",
  historicStates: "reference/historic-states.json",
  cameo: "reference/cameo.json",
} as const;

export interface Directory {
  readonly fixed: { readonly [Name in keyof typeof FIXED]: DataFile };
  /** In the order of their names. */
  readonly bundles: readonly DataFile[];
  /** Faults of the directory itself: missing, or with files that do not belong. */
  readonly faults: readonly Fault[];
}

/** Reads every file of a data directory; what cannot be read is a fault, never an exception. */
export async function readDirectory(directory: string): Promise<Directory> {
  const name = basename(resolve(directory));
  const there = await stat(directory).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const { names, faults } = there
    ? await listBundles(directory, `${name}/bundles`)
    : { names: [], faults: [{ file: name, pointer: "", message: `there is no folder ${resolve(directory)}` }] };
  const read = async (relative: string): Promise<DataFile> => {
    const [file, path] = [`${name}/${relative}`, join(directory, relative)];
    return there ? readDataFile(file, path) : { file, path, faults: [] };
  };
  const fixed = Object.entries(FIXED).map(async ([key, relative]) => [key, await read(relative)] as const);
  return {
    fixed: Object.fromEntries(await Promise.all(fixed)) as Directory["fixed"],
    bundles: await Promise.all(names.map((bundle) => read(`bundles/${bundle}`))),
    faults,
  };
}

async function listBundles(directory: string, file: string): Promise<{ names: string[]; faults: Fault[] }> {
  const faults: Fault[] = [];
  let names: string[] = [];
  try {
    names = (await readdir(join(directory, "bundles"))).filter((name) => !name.startsWith(".")).sort();
  } catch (error) {
    return { names, faults: [{ file, pointer: "", message: reason(error, "folder") }] };
  }
  const bundles = names.filter((name) => /^[a-z0-9]+(?:-[a-z0-9]+)*\.json$/.test(name));
  for (const name of names.filter((other) => !bundles.includes(other))) {
    const message =
      "only bundles belong here, named like 2023-10-17-tokayev-xi-beijing.json; texts of articles stay out";
    faults.push({ file: `${file}/${name}`, pointer: "", message });
  }
  if (bundles.length === 0) faults.push({ file, pointer: "", message: "there is no bundle in this folder" });
  return { names: bundles, faults };
}

async function readDataFile(file: string, path: string): Promise<DataFile> {
  const fault = (message: string, pointer = ""): Fault => ({ file, pointer, message });
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    return { file, path, faults: [fault(reason(error, "file"))] };
  }
  const faults: Fault[] = [];
  let text: string;
  try {
    text = decode(bytes);
  } catch (error) {
    return { file, path, faults: [fault((error as Error).message)] };
  }
  if (text.startsWith("\uFEFF")) {
    faults.push(fault("begins with a byte order mark; save it as UTF-8 without one"));
    text = text.slice(1);
  }
  const { value, troubles } = readJson(text);
  faults.push(...troubles.map(({ pointer, message }) => fault(message, pointer)));
  return value === undefined ? { file, path, faults } : { file, path, value, faults };
}

function reason(error: unknown, kind: string): string {
  const code = (error as NodeJS.ErrnoException).code;
  return code === "ENOENT" ? `this ${kind} is missing` : `cannot be read (${code ?? (error as Error).message})`;
}

/** Replaces a file whole or not at all, power cut included: write beside it, fsync, rename, fsync the folder. */
export async function replaceFile(path: string, content: string): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  const { mode } = await stat(path);
  try {
    const file = await open(temporary, "wx", mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
  const folder = await open(dirname(path), "r");
  await folder.sync().finally(() => folder.close());
}
