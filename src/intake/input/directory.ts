// Data directory: finding and reading its files, and replacing one safely.
import { open, readdir, readFile, rename, stat, unlink } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { Fault, Spot } from "./faults.ts";
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
  /** Where a pointer of the value is written, for a file that is no JSON. */
  readonly spotOf?: (pointer: string) => Spot;
}

/** An article as a sheet, with the file of its offsets. */
export interface ArticleFile {
  readonly file: string;
  readonly path: string;
  /** Absent when it could not be read. */
  readonly text?: string;
  readonly faults: readonly Fault[];
  /** Its value is absent where there is no such file. */
  readonly offsets: DataFile;
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
  /** In the order of their names. */
  readonly articles: readonly ArticleFile[];
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
  const { names, sheets, faults } = there
    ? await listArticles(directory, name)
    : {
        names: [],
        sheets: [],
        faults: [{ file: name, pointer: "", message: `there is no folder ${resolve(directory)}` }],
      };
  const read = async (relative: string): Promise<DataFile> => {
    const [file, path] = [`${name}/${relative}`, join(directory, relative)];
    return there ? readDataFile(file, path) : { file, path, faults: [] };
  };
  const fixed = Object.entries(FIXED).map(async ([key, relative]) => [key, await read(relative)] as const);
  return {
    fixed: Object.fromEntries(await Promise.all(fixed)) as Directory["fixed"],
    bundles: await Promise.all(names.map((bundle) => read(`bundles/${bundle}`))),
    articles: await Promise.all(
      sheets.map((sheet) => readArticle(`${name}/articles/${sheet}`, join(directory, "articles", sheet))),
    ),
    faults,
  };
}

const SLUG = "[a-z0-9]+(?:-[a-z0-9]+)*";
/** What a folder of articles may hold. */
const FOLDERS = {
  bundles: {
    pattern: new RegExp(`^${SLUG}\\.json$`),
    only: "only bundles belong here, named like 2023-10-17-tokayev-xi-beijing.json; texts of articles stay out",
  },
  articles: {
    pattern: new RegExp(`^${SLUG}\\.(?:yaml|offsets\\.json)$`),
    only: "only sheets and their offsets belong here, named like 2023-10-17-tokayev-xi-beijing.yaml and .offsets.json; texts of articles stay out",
  },
} as const;

/** The names of bundles and sheets; a directory has one folder of them or both. */
async function listArticles(directory: string, root: string) {
  const faults: Fault[] = [];
  const list = async (folder: keyof typeof FOLDERS): Promise<string[] | null> => {
    let names: string[];
    try {
      names = (await readdir(join(directory, folder))).filter((name) => !name.startsWith(".")).sort();
    } catch (error) {
      const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
      if (!isMissing) faults.push({ file: `${root}/${folder}`, pointer: "", message: reason(error, "folder") });
      return null;
    }
    const { pattern, only } = FOLDERS[folder];
    for (const name of names.filter((other) => !pattern.test(other)))
      faults.push({ file: `${root}/${folder}/${name}`, pointer: "", message: only });
    return names.filter((name) => pattern.test(name));
  };
  const [bundles, articles] = [await list("bundles"), await list("articles")];
  const sheets = (articles ?? []).filter((name) => name.endsWith(".yaml")).map((name) => name.slice(0, -5));
  for (const name of articles ?? []) {
    const of = name.replace(/\.offsets\.json$/, "");
    if (of === name || sheets.includes(of)) continue;
    faults.push({ file: `${root}/articles/${name}`, pointer: "", message: `there is no sheet ${of}.yaml beside it` });
  }
  if ((bundles ?? []).length + sheets.length === 0 && faults.length === 0) {
    const [folder, thing] = bundles === null ? ["bundles", "missing"] : ["bundles", "empty"];
    const message = thing === "missing" ? "this folder is missing" : "there is no bundle in this folder";
    faults.push({ file: `${root}/${folder}`, pointer: "", message });
  }
  return { names: bundles ?? [], sheets, faults };
}

/**
 * Reads a sheet and its offsets; a sheet without offsets is a draft.
 * @param file what both are called for a user, and
 * @param path where both are, without `.yaml` and `.offsets.json`
 */
export async function readArticle(file: string, path: string): Promise<ArticleFile> {
  const place = `${path}.offsets.json`;
  const offsets = await readDataFile(`${file}.offsets.json`, place);
  const isThere = await stat(place).then(
    () => true,
    () => false,
  );
  const read = await readText(`${file}.yaml`, `${path}.yaml`);
  const shown = isThere ? offsets : { ...offsets, faults: [] };
  return { file: `${file}.yaml`, path: `${path}.yaml`, ...read, offsets: shown };
}

export async function readDataFile(file: string, path: string): Promise<DataFile> {
  const { text, faults: before } = await readText(file, path);
  if (text === undefined) return { file, path, faults: before };
  const { value, troubles } = readJson(text);
  const faults = [...before, ...troubles.map(({ pointer, message }) => ({ file, pointer, message }))];
  return value === undefined ? { file, path, faults } : { file, path, value, faults };
}

/** The text of a file, absent when it is none. */
export async function readText(file: string, path: string): Promise<{ text?: string; faults: Fault[] }> {
  const fault = (message: string): Fault => ({ file, pointer: "", message });
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    return { faults: [fault(reason(error, "file"))] };
  }
  try {
    const text = decode(bytes);
    if (!text.startsWith("\uFEFF")) return { text, faults: [] };
    return { text: text.slice(1), faults: [fault("begins with a byte order mark; save it as UTF-8 without one")] };
  } catch (error) {
    return { faults: [fault((error as Error).message)] };
  }
}

function reason(error: unknown, kind: string): string {
  const code = (error as NodeJS.ErrnoException).code;
  return code === "ENOENT" ? `this ${kind} is missing` : `cannot be read (${code ?? (error as Error).message})`;
}

/** Writes or replaces a file whole or not at all, power cut included: write beside it, fsync, rename, fsync the folder. */
export async function replaceFile(path: string, content: string): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  const mode = await stat(path).then(
    (found) => found.mode,
    () => 0o644,
  );
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
