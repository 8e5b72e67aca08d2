// Arguments: the input files that the arguments of an import mean, and whether they are plain text, gzip or zip.
import { open, readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { InputFault } from "../../model/import-row.ts";
import { entriesOf, fileChunks, gunzipped, type Input, type Part, Unreadable } from "./archives.ts";

export interface ReadOptions {
  /** Told of every piece read how many bytes of the stored, perhaps compressed file it was. */
  readonly onRead?: ((bytes: number) => void) | undefined;
  /** What `-` stands for; the process's standard input where nothing is given. */
  readonly stdin?: AsyncIterable<Uint8Array> | undefined;
}

/** What files of tables are called. */
export const TABLES = ["csv", "tsv", "zip", "gz"];

/**
 * The files that the arguments mean: a folder stands for its files of these kinds, sorted by name.
 * @throws InputFault when one is missing, a folder has none of them, or standard input is named twice
 */
export async function listInputs(paths: readonly string[], kinds: readonly string[] = TABLES): Promise<Input[]> {
  const found: Input[] = [];
  for (const path of paths) {
    if (path === "-") found.push({ path, name: "stdin", size: null });
    else found.push(...(await filesAt(path, kinds)));
  }
  const twice = found.find(({ path }, at) => path === "-" && found.findIndex((other) => other.path === path) < at);
  if (twice !== undefined) throw new InputFault("-", null, null, "standard input can be read once only");
  return found;
}

/** Total bytes as stored; null where standard input is among them. */
export async function inputSize(paths: readonly string[], kinds: readonly string[] = TABLES): Promise<number | null> {
  const sizes = (await listInputs(paths, kinds)).map(({ size }) => size);
  return sizes.reduce((sum, size) => (sum === null || size === null ? null : sum + size), 0);
}

async function filesAt(path: string, kinds: readonly string[]): Promise<Input[]> {
  try {
    const found = await stat(path);
    if (found.isFile()) return [{ path, name: basename(path), size: found.size }];
    // It may have no end, and nobody knows its size: as standard input that is plain to whoever gives it.
    if (!found.isDirectory()) {
      throw new InputFault(path, null, null, "is a pipe or a device; give what it has as standard input, with -");
    }
    const ending = new RegExp(`^[^.].*\\.(?:${kinds.join("|")})$`, "i");
    const inputs: Input[] = [];
    for (const name of (await readdir(path)).filter((one) => ending.test(one)).sort()) {
      const file = join(path, name);
      const inner = await stat(file);
      if (inner.isFile()) inputs.push({ path: file, name, size: inner.size });
    }
    const [last, ...others] = kinds.map((kind) => `.${kind}`).reverse();
    const wanted = [...(others.length > 0 ? [others.reverse().join(", ")] : []), last].join(" or ");
    if (inputs.length === 0) {
      throw new InputFault(path, null, null, `this folder has no ${wanted} file${await insteadOf(path, ending)}`);
    }
    return inputs;
  } catch (error) {
    if (error instanceof InputFault) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    const reason = code === "ENOENT" ? "there is no such file or folder" : `cannot be read (${code})`;
    throw new InputFault(path, null, null, reason);
  }
}

/** The folders inside one that have such files, as a hint. */
async function insteadOf(path: string, ending: RegExp): Promise<string> {
  const found: string[] = [];
  for (const entry of await readdir(path, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name.startsWith(".")) continue;
    const inner = join(path, entry.name);
    const files = (await readdir(inner).catch(() => [])).filter((name) => ending.test(name));
    if (files.length > 0) found.push(`${inner} has ${files.length}`);
  }
  return found.length === 0 ? "" : `; ${found.sort().join(", ")}`;
}

/**
 * Where else the files may be that a folder was named for, in which none was of use; empty where nothing is to be said.
 * @param kinds what they are called
 */
export async function hintOf(paths: readonly string[], kinds: readonly string[]): Promise<string> {
  const hints: string[] = [];
  for (const path of paths) {
    if (path === "-" || !(await stat(path).catch(() => null))?.isDirectory()) continue;
    hints.push(await insteadOf(path, new RegExp(`^[^.].*\\.(?:${kinds.join("|")})$`, "i")));
  }
  return hints.join("");
}

/** The texts of an input. What the bytes are is told by the first of them, not by the name. */
export async function* partsOf(input: Input, { onRead = () => {}, stdin }: ReadOptions): AsyncGenerator<Part> {
  const { path: file, name } = input;
  try {
    if (input.size === null) {
      yield { file, name, chunks: piped(stdin ?? process.stdin, onRead) };
      return;
    }
    const head = await firstBytes(file);
    const named = /\.(zip|gz)$/i.exec(name)?.[1]?.toLowerCase();
    if (isZip(head)) yield* entriesOf(input as Input & { size: number }, onRead);
    else if (isGzip(head))
      yield { file, name: name.replace(/\.gz$/i, ""), chunks: gunzipped(fileChunks(file, onRead)) };
    // An empty file or a page that tells of an error is told as such by the reader of lines.
    else if (named !== undefined && head.length > 0 && head[0] !== 0x3c)
      throw new Unreadable(`is named .${named} and is no ${named === "gz" ? "gzip" : "zip"} file`);
    else yield { file, name, chunks: fileChunks(file, onRead) };
  } catch (error) {
    throw error instanceof Unreadable ? new InputFault(file, 1, 1, error.message) : error;
  }
}

const isZip = (head: Uint8Array) => head[0] === 0x50 && head[1] === 0x4b && (head[2] ?? 9) < 9;
const isGzip = (head: Uint8Array) => head[0] === 0x1f && head[1] === 0x8b;

async function firstBytes(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path, "r");
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0).finally(() => file.close());
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw new Unreadable(`cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

/** Standard input: plain or gzip; a zip has its table of contents at its end and needs a file. */
async function* piped(stream: AsyncIterable<Uint8Array>, onRead: (bytes: number) => void): AsyncGenerator<Buffer> {
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of stream) {
      onRead(chunk.length);
      yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    }
  }
  const source = counted();
  const first: Buffer[] = [];
  for (let size = 0; size < 4; ) {
    const next = await source.next();
    if (next.done === true) break;
    first.push(next.value);
    size += next.value.length;
  }
  const head = Buffer.concat(first);
  async function* whole(): AsyncGenerator<Buffer> {
    yield head;
    yield* source;
  }
  if (isZip(head)) throw new Unreadable("a zip archive cannot be read from standard input; name the file");
  yield* isGzip(head) ? gunzipped(whole()) : whole();
}
