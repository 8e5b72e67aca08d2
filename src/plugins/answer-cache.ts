// Answer cache: bodies in each content coding asked for, with their headers, bounded by bytes.
//
// An answer is kept as the bytes that leave, in every coding that was asked for, so that a hit neither queries,
// serialises nor compresses. It is bounded by bytes (`CACHE_BYTES`), least recently used first out, and emptied when
// the data changes; nothing expires by time.
//
// Two maps: answers by what they answer, and spellings of requests by address and Accept headers. A repeated request
// costs two look-ups and no negotiation. Spellings have an eighth of the bytes of their own, so that a client that
// invents spellings cannot drive the answers out.
//
// An answer that was asked for once is on probation (`probation.ts`): it is there for who asks next, and the place of it
// is an eighth of the bytes, whatever is asked.
import { LRUCache } from "lru-cache";
import type { Coding } from "../formats/choose.ts";
import { probation } from "./probation.ts";

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
/** Of all bytes, those for bodies that were asked for once, and those for their headers. */
const PROBATION_SHARE = 1 / 8;

const textBytes = (texts: readonly string[]) => 2 * texts.reduce((sum, { length }) => sum + length, 0);

/** What the texts of an answer cost, and what they cost beside their letters. */
function textsOf({ head, unchanged, variants }: CachedAnswer, key: string): number {
  const heads = [[key], head, unchanged, ...Object.values(variants).map((variant) => variant.head)];
  return heads.reduce((sum, texts) => sum + textBytes(texts), OVERHEAD);
}

function sizeOf(answer: CachedAnswer, key: string): number {
  const bodies = new Set([answer.plain, ...Object.values(answer.variants).map(({ body }) => body)]);
  return [...bodies].reduce((sum, { length }) => sum + length, textsOf(answer, key));
}

/** Keeps at most so many bytes; with 0, nothing. */
export function answerCache(bytes: number): AnswerCache {
  // An entry larger than the whole is not taken; the smallest there can be is larger than one byte.
  const answers = new LRUCache<string, CachedAnswer>({
    maxSize: Math.max(1, Math.floor(bytes * (1 - REQUEST_SHARE - 2 * PROBATION_SHARE))),
    sizeCalculation: sizeOf,
  });
  const spellings = new LRUCache<string, RequestEntry>({
    maxSize: Math.max(1, Math.floor(bytes * REQUEST_SHARE)),
    sizeCalculation: ({ key }, spelling) => OVERHEAD + textBytes([key, spelling]),
  });
  const share = Math.floor(bytes * PROBATION_SHARE);
  const once = probation<CachedAnswer>(share, share);

  /** An answer that is asked for again: from now on it is kept among the others. */
  function byKey(key: string): CachedAnswer | undefined {
    const known = answers.get(key);
    if (known !== undefined) return known;
    const first = once.take(key);
    if (first === undefined) return undefined;
    const answer = { ...first.answer, variants: { [first.coding]: { head: first.head, body: first.body } } };
    answers.set(key, answer);
    return answer;
  }

  return {
    byRequest(spelling) {
      const spelt = spellings.get(spelling);
      const answer = spelt && byKey(spelt.key);
      const variant = answer?.variants[spelt?.coding ?? "identity"];
      return answer === undefined || variant === undefined ? undefined : { answer, variant };
    },
    byKey,
    keep(key, answer, coding, variant) {
      const known = byKey(key);
      const { head, body } = variant;
      if (known === undefined && once.put(key, { answer, coding, head, body }, textsOf(answer, key) + textBytes(head)))
        return true;
      const variants = { ...(known ?? answer).variants, [coding]: variant };
      answers.set(key, { ...answer, variants });
      return answers.has(key);
    },
    link(spelling, key, coding) {
      spellings.set(spelling, { key, coding });
    },
    clear() {
      answers.clear();
      spellings.clear();
      once.clear();
    },
    size() {
      const first = once.size();
      return {
        bytes: answers.calculatedSize + spellings.calculatedSize + first.bytes,
        answers: answers.size + first.answers,
      };
    },
    lookups: { hit: 0, miss: 0 },
  };
}
