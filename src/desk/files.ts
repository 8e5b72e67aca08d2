// Files: the sheet and the text that the desk was given; it opens no others, and writes the sheet alone.
import { constants } from "node:fs";
import { open, realpath, stat } from "node:fs/promises";
import { replaceFile } from "../intake/input/directory.ts";
import { decode, digest } from "../intake/input/utf8.ts";

/** Largest sheet and text, in bytes. */
const LARGEST = 2 * 1024 * 1024;

/** A file that cannot be read, or has become another; the message is for the editor. */
export class FileFault extends Error {}

export interface Content {
  readonly text: string;
  /** SHA-256 of the text. */
  readonly version: string;
}

/**
 * The file at a path, links followed now and never again: a link that is put in its place later is refused.
 * @throws FileFault where there is no file, or none of text
 */
export async function resolved(path: string): Promise<string> {
  const real = await realpath(path).catch((error: NodeJS.ErrnoException) => {
    throw new FileFault(error.code === "ENOENT" ? `there is no file ${path}` : `cannot read ${path}: ${error.message}`);
  });
  const { size } = await regular(real);
  if (size > LARGEST) throw new FileFault(`${path} has ${size} bytes, at most ${LARGEST} are read`);
  return real;
}

async function regular(path: string) {
  const found = await stat(path);
  if (!found.isFile()) throw new FileFault(`${path} is no file`);
  return found;
}

/** @throws FileFault where the file is gone, a link, too large, or no UTF-8 */
export async function readContent(path: string): Promise<Content> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      const { size } = await file.stat();
      if (size > LARGEST) throw new FileFault(`${path} has ${size} bytes, at most ${LARGEST} are read`);
      const text = decode(await file.readFile());
      return { text, version: digest(text) };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof FileFault) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw new FileFault(code === "ELOOP" ? `${path} has become a link` : `${path} cannot be read: ${message}`);
  }
}

/** A sheet with the steps that were taken at this desk, one at a time. */
export class SheetFile {
  readonly path: string;
  readonly #before: Content[] = [];
  #queue: Promise<unknown> = Promise.resolve();

  constructor(path: string) {
    this.path = path;
  }

  get canUndo(): boolean {
    return this.#before.length > 0;
  }

  /**
   * Changes the file, if it is still the one that the editor has seen.
   * @returns what stands in the file now; `isStale` where it was another and nothing was done
   * @throws whatever `change` throws: then the file is as it was
   */
  change(seen: string, change: (text: string) => string): Promise<Content & { isStale: boolean }> {
    return this.#inTurn(async () => {
      const content = await readContent(this.path);
      if (content.version !== seen) return { ...content, isStale: true };
      const text = change(content.text);
      if (text === content.text) return { ...content, isStale: false };
      await replaceFile(this.path, text);
      this.#before.push(content);
      return { text, version: digest(text), isStale: false };
    });
  }

  /** Takes the last step back, if nobody else has changed the file since. */
  async undo(seen: string): Promise<Content & { isStale: boolean }> {
    const last = this.#before.at(-1);
    const result = await this.change(seen, (text) => last?.text ?? text);
    // A step back is no step, and neither is the one that it took back.
    if (!result.isStale && last !== undefined) this.#before.splice(-2);
    return result;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work, work);
    this.#queue = done.catch(() => undefined);
    return done;
  }
}
