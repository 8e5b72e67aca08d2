// Probation: answers that were asked for once, in one block of memory that is written round and round.
//
// Most answers are never asked for again. Each as a buffer of its own that lives until it is the least recently used cost a
// quarter of the time of a first list (25 kB of it for the collector to mark and to free) and filled the whole cache. So a
// cache has two segments, as in a segmented LRU: what was asked for once is copied into a block, where the next ones
// overwrite it; what is asked for again while it is there is taken out and kept among the others.
//
// Bytes are copied out, never lent: an answer may still be on its way when its place is overwritten.

import type { Coding } from "../formats/choose.ts";

/** An answer with one variant, as it is kept for the first time. */
export interface FirstAnswer<A> {
  readonly answer: A;
  readonly coding: Coding;
  readonly head: readonly string[];
  readonly body: Buffer;
}

/** Bytes of the block. */
interface Place {
  readonly start: number;
  readonly length: number;
}

interface Entry<A> extends Omit<FirstAnswer<A>, "body"> {
  readonly plain: Place;
  /** The same as `plain` where the body has no coding. */
  readonly body: Place;
  /** What its texts cost. */
  readonly texts: number;
}

export interface Probation<A> {
  /** Copies an answer into the block, over the oldest ones; false where it is too large for it. */
  put(key: string, first: FirstAnswer<A>, texts: number): boolean;
  /** Takes an answer out. */
  take(key: string): FirstAnswer<A> | undefined;
  clear(): void;
  /** Bytes and answers held. */
  size(): { readonly bytes: number; readonly answers: number };
}

/**
 * @param bytes of the block
 * @param most what the texts of its answers may cost together, in bytes
 */
export function probation<A extends { readonly plain: Buffer }>(bytes: number, most: number): Probation<A> {
  // Made when it is first needed: a command that serves nothing has none.
  let block: Buffer | null = null;
  const entries = new Map<string, Entry<A>>();
  /** Bytes written since the beginning, those left free at the end of a round among them: places count on and on. */
  let written = 0;
  let [texts, held] = [0, 0];

  const costOf = ({ plain, body }: Entry<A>) => plain.length + (body === plain ? 0 : body.length);

  function forget(key: string, entry: Entry<A>): void {
    entries.delete(key);
    texts -= entry.texts;
    held -= costOf(entry);
  }

  function write(body: Buffer): Place {
    block ??= Buffer.allocUnsafeSlow(bytes);
    const at = written % bytes;
    if (at + body.length > bytes) written += bytes - at;
    const place = { start: written, length: body.length };
    body.copy(block, written % bytes);
    written += body.length;
    return place;
  }

  function read({ start, length }: Place): Buffer {
    const body = Buffer.allocUnsafeSlow(length);
    block?.copy(body, 0, start % bytes, (start % bytes) + length);
    return body;
  }

  return {
    put(key, { answer, coding, head, body }, cost) {
      const known = entries.get(key);
      if (known !== undefined) forget(key, known);
      // Two of them must not overwrite each other.
      if (2 * Math.max(answer.plain.length, body.length) > bytes || cost > most) return false;
      const plain = write(answer.plain);
      const coded = body === answer.plain ? plain : write(body);
      const bare = { ...answer, plain: NOTHING };
      const entry = { answer: bare, coding, head, plain, body: coded, texts: cost };
      entries.set(key, entry);
      texts += cost;
      held += costOf(entry);
      // The oldest come first.
      for (const [old, one] of entries) {
        if (one.plain.start >= written - bytes && texts <= most) break;
        forget(old, one);
      }
      return entries.has(key);
    },
    take(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      forget(key, entry);
      const plain = read(entry.plain);
      const body = entry.body === entry.plain ? plain : read(entry.body);
      return { answer: { ...entry.answer, plain }, coding: entry.coding, head: entry.head, body };
    },
    clear() {
      entries.clear();
      [texts, held] = [0, 0];
    },
    size: () => ({ bytes: texts + held, answers: entries.size }),
  };
}

const NOTHING = Buffer.alloc(0);
