// Archives: gzip and zip as streams of bytes, with what tells a broken or a hostile one.
import { createReadStream } from "node:fs";
import { pipeline, Readable } from "node:stream";
import { crc32, createGunzip } from "node:zlib";
import { type Entry, openPromise, type ZipFile } from "yauzl";

/** One file as named, or standard input. */
export interface Input {
  /** As a user would type it; `-` for standard input. */
  readonly path: string;
  /** Its last name. */
  readonly name: string;
  /** In bytes, as stored; null for standard input. */
  readonly size: number | null;
}

/** One text: a file, or one entry of an archive. */
export interface Part {
  /** As faults name it. */
  readonly file: string;
  readonly name: string;
  /** Decompressed; throws `Unreadable` when that fails. */
  readonly chunks: AsyncIterable<Buffer>;
}

/** Why bytes cannot be had; whoever reads lines adds the place. */
export class Unreadable extends Error {}

type Tell = (bytes: number) => void;

/** Exports of GDELT shrink to a seventh; more than this is made to swell. */
const RATIO = 200;
/** Below this a ratio says nothing. */
const SMALL = 1 << 20;
/** Bytes of one file, decompressed: the greatest of GDELT's own (all of 1979 to 2013) has about 6 GB. */
const CAP = 32 * 2 ** 30;
/** Entries of one archive. */
const MOST_ENTRIES = 10_000;
const CHUNK = 256 * 1024;

export async function* fileChunks(path: string, tell: Tell): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: CHUNK })) {
      tell((chunk as Buffer).length);
      yield chunk as Buffer;
    }
  } catch (error) {
    throw new Unreadable(`cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

/** Counts what comes out against what is stored, and refuses to go on where that cannot be. */
export function gauge(stored: () => number): Tell {
  let out = 0;
  return (bytes) => {
    out += bytes;
    if (out > CAP || (out > SMALL && out > RATIO * stored())) {
      throw new Unreadable(
        `swells to more than ${out > CAP ? `${CAP} bytes` : `${RATIO} times its size`}; not read on`,
      );
    }
  };
}

/** All members of a gzip file. */
export async function* gunzipped(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let stored = 0;
  async function* counted() {
    for await (const chunk of source) {
      stored += chunk.length;
      yield chunk;
    }
  }
  const weigh = gauge(() => stored);
  const gunzip = createGunzip({ chunkSize: CHUNK });
  // The error of either end comes out of the loop below.
  pipeline(Readable.from(counted()), gunzip, () => {});
  try {
    for await (const chunk of gunzip) {
      weigh((chunk as Buffer).length);
      yield chunk as Buffer;
    }
  } catch (error) {
    throw error instanceof Unreadable ? error : new Unreadable(broken("gzip", error as Error));
  }
}

function broken(kind: string, error: Error): string {
  const cut = /unexpected end of file|not enough bytes|end of central directory/i.test(error.message);
  return `${cut ? "truncated" : "corrupt"} ${kind} file (${error.message.replaceAll(/[\p{Cc}]/gu, "?").slice(0, 120)})`;
}

/**
 * The tables in a zip archive. Names of entries are shown and never used as paths; one that tries to be more than a
 * name is a reason to refuse the archive.
 */
export async function* entriesOf(input: Input & { size: number }, tell: Tell): AsyncGenerator<Part> {
  let zip: ZipFile | null = null;
  let told = 0;
  let found = 0;
  let spreadsheet = false;
  const weigh = gauge(() => input.size);
  try {
    zip = await openPromise(input.path, { lazyEntries: true, autoClose: false });
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName.split("/").at(-1) ?? "";
      if (zip.entriesRead > MOST_ENTRIES) throw new Unreadable(`has more than ${MOST_ENTRIES} entries`);
      if (/\p{Cc}/u.test(entry.fileName)) throw new Unreadable("an entry's name has a control character");
      if (entry.fileName.startsWith("xl/") || entry.fileName === "content.xml") spreadsheet = true;
      if (!/\.(?:csv|tsv)$/i.test(name) || name.startsWith(".")) continue;
      if (entry.isEncrypted()) throw new Unreadable(`the entry ${JSON.stringify(name)} is encrypted`);
      found += 1;
      const share = (bytes: number) => {
        const part = entry.uncompressedSize === 0 ? 0 : bytes / entry.uncompressedSize;
        const read = Math.min(Math.round(part * entry.compressedSize), input.size - told);
        told += read;
        tell(read);
      };
      yield { file: `${input.path}/${entry.fileName}`, name, chunks: inflated(zip, entry, weigh, share) };
    }
    if (spreadsheet) throw new Unreadable("is a spreadsheet; only tables of text are read");
    if (found === 0) throw new Unreadable("this archive has no .csv or .tsv file inside");
    tell(input.size - told);
  } catch (error) {
    throw error instanceof Unreadable ? error : new Unreadable(broken("zip", error as Error));
  } finally {
    zip?.close();
  }
}

async function* inflated(zip: ZipFile, entry: Entry, weigh: Tell, share: Tell): AsyncGenerator<Buffer> {
  let sum = 0;
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      const bytes = chunk as Buffer;
      weigh(bytes.length);
      share(bytes.length);
      sum = crc32(bytes, sum);
      yield bytes;
    }
  } catch (error) {
    throw error instanceof Unreadable ? error : new Unreadable(broken("zip", error as Error));
  }
  // The package leaves this sum to its users.
  if (sum !== entry.crc32) throw new Unreadable("corrupt zip file (the checksum of an entry is wrong)");
}
