// Bad files: sound files of each importer with a part broken; each is imported, or refused in words, whole.
import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { many } from "../../commands/imports.ts";
import { trip, trips, visit, visits } from "../../intake/statedept/lists.ts";
import { writeFilled } from "../../support/filled.ts";
import { folder, run } from "../../support/program.ts";
import { versionIn, wrongIn } from "./imports.ts";
import { type Bounds, type Outcome, oneOf, type Part, upTo } from "./part.ts";

const times = <T>(count: number, make: (at: number) => T) => Array.from({ length: count }, (_, at) => make(at));

/** A sound file of each kind: the verb's word, its name, its bytes. */
const SOUND: readonly (readonly [kind: string, name: string, bytes: Buffer])[] = [
  ["gdelt", "rows.export.CSV", Buffer.from(many(40))],
  ["gdelt", "rows.export.CSV.gz", gzipSync(many(40))],
  ["us-visits", "visits.xml", Buffer.from(visits(times(20, () => visit({})).join("")))],
  ["us-travels", "travels.xml", Buffer.from(trips(times(20, () => trip({})).join("")))],
];

type Break = (bytes: Buffer, bounds: Bounds) => Buffer;

/** Puts bytes into others, in the place of so many. */
const put = (bytes: Buffer, at: number, more: Buffer | string, instead = 0) =>
  Buffer.concat([bytes.subarray(0, at), Buffer.from(more), bytes.subarray(at + instead)]);
const somewhere = (bytes: Buffer, bounds: Bounds) => upTo(bytes.length, bounds);

const BREAKS: Readonly<Record<string, Break>> = {
  "cut anywhere": (bytes, bounds) => bytes.subarray(0, somewhere(bytes, bounds)),
  "cut at its beginning": (bytes, bounds) => bytes.subarray(somewhere(bytes, bounds)),
  "with one byte another": (bytes, bounds) => put(bytes, somewhere(bytes, bounds), Buffer.from([upTo(256, bounds)]), 1),
  "with a NUL": (bytes, bounds) => put(bytes, somewhere(bytes, bounds), "\0"),
  "with half a character": (bytes, bounds) => put(bytes, somewhere(bytes, bounds), Buffer.from([0xe4, 0xb8])),
  "with line ends everywhere": (bytes, bounds) => put(bytes, somewhere(bytes, bounds), "\n\r\n\r"),
  "with a word of markup": (bytes, bounds) =>
    put(bytes, somewhere(bytes, bounds), oneOf(["<", "&", "]]>", "&x;", "</a>", "\t", '"'], bounds)),
  "with a part twice": (bytes, bounds) => {
    const at = somewhere(bytes, bounds);
    return put(bytes, at, bytes.subarray(at, at + 200));
  },
  "with a part missing": (bytes, bounds) => put(bytes, somewhere(bytes, bounds), "", 1 + upTo(300, bounds)),
  "of noise": (bytes, bounds) => Buffer.from(times(bytes.length % 4_096, () => upTo(256, bounds))),
  "of nothing": () => Buffer.alloc(0),
};

async function tried(base: string, where: string, bounds: Bounds): Promise<string[]> {
  const [kind, name, sound] = oneOf(SOUND, bounds);
  const [how, broken] = oneOf(Object.entries(BREAKS), bounds);
  const [database, file] = [join(where, "communique.db"), join(where, name)];
  await cp(base, database);
  await writeFile(file, broken(sound, bounds));
  const before = versionIn(database);
  const { code, stdout, stderr } = await run(["import", kind, file], { DATABASE_URL: database });
  const failed = wrongIn(database, code === 0 ? [versionIn(database)] : [before]);
  if (code !== 0 && code !== 1) failed.push(`exit code ${code}`);
  if (/^\s+at /m.test(stderr + stdout)) failed.push(`a stack: ${stderr}`);
  if (code === 1 && !stderr.includes(name)) failed.push(`the refusal does not name the file: ${stderr}`);
  return failed.map((one) => `a ${kind} file ${how}: ${one}`);
}

export const files: Part = {
  does: "import of broken files of each kind: taken or refused by name, no stack, the database sound, nothing of a refused one in it",
  async run(bounds): Promise<Outcome> {
    const where = await folder();
    const base = join(where, "base.db");
    await writeFilled(base, "curated and bulk");
    const failed: string[] = [];
    let count = 0;
    for (; !bounds.isOver(); count++) failed.push(...(await tried(base, where, bounds)));
    return { tried: count, failed };
  },
};
