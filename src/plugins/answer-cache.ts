// Answer cache: bodies in each content coding asked for, with their headers, bounded by bytes.
//
// An answer is kept as the bytes that leave, in every coding that was asked for, so that a hit neither queries,
// serialises nor compresses. It is bounded by bytes (`CACHE_BYTES`), least recently used first out, and emptied when
// the data changes; nothing expires by time.
//
// Two maps: answers by what they answer, and spellings of requests by address and Accept headers. A repeated request
// costs two look-ups and no negotiation. Spellings have an eighth of the bytes of their own, so that a client that
// invents spellings cannot drive the answers out.
import { LRUCache } from "lru-cache";
import type { Coding } from "../formats/choose.ts";

/** Names and values by turns, as `writeHead` takes them. */
export type Head = readonly string[];

export interface Variant {
  readonly head: Head;
  readonly body: Buffer;
}

export interface CachedAnswer {
  readonly plain: Buffer;
  /** What conditions are held against. */
  readonly validators: { readonly etag: string; readonly "last-modified"?: string };
  /** The headers of every variant; those of one coding come with it. */
  readonly head: Head;
  /** The headers of a 304. */
  readonly unchanged: Head;
  readonly variants: Readonly<Partial<Record<Coding, Variant>>>;
}

/** The same key is spelt in many ways: its address, what is accepted, in which codings. */
interface RequestEntry {
  readonly key: string;
  readonly coding: Coding;
}

export interface AnswerCache {
  byRequest(spelling: string): { readonly answer: CachedAnswer; readonly variant: Variant } | undefined;
  byKey(key: string): CachedAnswer | undefined;
  /** Keeps an answer with one more variant, or does not when that is too large; says which. */
  keep(key: string, answer: CachedAnswer, coding: Coding, variant: Variant): boolean;
  link(spelling: string, key: string, coding: Coding): void;
  clear(): void;
  /** Bytes and answers held. */
  size(): { readonly bytes: number; readonly answers: number };
  /** How often an answer was there, and how often not. */
  readonly lookups: { hit: number; miss: number };
}

/** What an entry costs beside its texts, in bytes, about. */
const OVERHEAD = 500;
/** Of all bytes, those for spellings: one client inventing spellings cannot drive the answers out. */
const REQUEST_SHARE = 1 / 8;

const textBytes = (texts: readonly string[]) => 2 * texts.reduce((sum, { length }) => sum + length, 0);

function sizeOf(answer: CachedAnswer, key: string): number {
  const variants = Object.values(answer.variants);
  const bodies = new Set([answer.plain, ...variants.map(({ body }) => body)]);
  const heads = [[key], answer.head, answer.unchanged, ...variants.map(({ head }) => head)];
  const bytes = [...bodies].reduce((sum, { length }) => sum + length, 0);
  return heads.reduce((sum, head) => sum + textBytes(head), bytes + OVERHEAD);
}

/** Keeps at most so many bytes; with 0, nothing. */
export function answerCache(bytes: number): AnswerCache {
  // An entry larger than the whole is not taken; the smallest there can be is larger than one byte.
  const answers = new LRUCache<string, CachedAnswer>({
    maxSize: Math.max(1, Math.floor(bytes * (1 - REQUEST_SHARE))),
    sizeCalculation: sizeOf,
  });
  const spellings = new LRUCache<string, RequestEntry>({
    maxSize: Math.max(1, Math.floor(bytes * REQUEST_SHARE)),
    sizeCalculation: ({ key }, spelling) => OVERHEAD + textBytes([key, spelling]),
  });
  return {
    byRequest(spelling) {
      const spelt = spellings.get(spelling);
      const answer = spelt && answers.get(spelt.key);
      const variant = answer?.variants[spelt?.coding ?? "identity"];
      return answer === undefined || variant === undefined ? undefined : { answer, variant };
    },
    byKey: (key) => answers.get(key),
    keep(key, answer, coding, variant) {
      const variants = { ...(answers.peek(key) ?? answer).variants, [coding]: variant };
      answers.set(key, { ...answer, variants });
      return answers.has(key);
    },
    link(spelling, key, coding) {
      spellings.set(spelling, { key, coding });
    },
    clear() {
      answers.clear();
      spellings.clear();
    },
    size: () => ({ bytes: answers.calculatedSize + spellings.calculatedSize, answers: answers.size }),
    lookups: { hit: 0, miss: 0 },
  };
}
