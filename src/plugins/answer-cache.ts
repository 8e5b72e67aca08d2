// Kept answers: bodies in each coding asked for, with their headers, bounded by bytes.
import { LRUCache } from "lru-cache";
import type { Coding } from "../formats/choose.ts";

/** Names and values by turns, as `writeHead` takes them. */
export type Head = readonly string[];

export interface Variant {
  readonly head: Head;
  readonly body: Buffer;
}

export interface Answer {
  readonly plain: Buffer;
  /** What conditions are held against. */
  readonly validators: { readonly etag: string; readonly "last-modified"?: string };
  /** The headers of every variant; those of one coding come with it. */
  readonly head: Head;
  /** The headers of a 304. */
  readonly unchanged: Head;
  readonly variants: Readonly<Partial<Record<Coding, Variant>>>;
}

/** The same question is spelt in many ways: its address, what is accepted, in which codings. */
interface Spelling {
  readonly question: string;
  readonly coding: Coding;
}

export interface Kept {
  bySpelling(spelling: string): { readonly answer: Answer; readonly variant: Variant } | undefined;
  byQuestion(question: string): Answer | undefined;
  /** Keeps an answer with one more variant, or does not when that is too large; says which. */
  keep(question: string, answer: Answer, coding: Coding, variant: Variant): boolean;
  spell(spelling: string, question: string, coding: Coding): void;
  clear(): void;
  /** Bytes and answers held. */
  size(): { readonly bytes: number; readonly answers: number };
  /** How often an answer was there, and how often not. */
  readonly lookups: { hit: number; miss: number };
}

/** What an entry costs beside its texts, in bytes, about. */
const OVERHEAD = 500;
/** Of all bytes, those for spellings: one client inventing spellings cannot drive the answers out. */
const SPELLINGS = 1 / 8;

const textBytes = (texts: readonly string[]) => 2 * texts.reduce((sum, { length }) => sum + length, 0);

function sizeOf(answer: Answer, question: string): number {
  const variants = Object.values(answer.variants);
  const bodies = new Set([answer.plain, ...variants.map(({ body }) => body)]);
  const heads = [[question], answer.head, answer.unchanged, ...variants.map(({ head }) => head)];
  const bytes = [...bodies].reduce((sum, { length }) => sum + length, 0);
  return heads.reduce((sum, head) => sum + textBytes(head), bytes + OVERHEAD);
}

/** Keeps at most so many bytes; with 0, nothing. */
export function keep(bytes: number): Kept {
  // An entry larger than the whole is not taken; the smallest there can be is larger than one byte.
  const answers = new LRUCache<string, Answer>({
    maxSize: Math.max(1, Math.floor(bytes * (1 - SPELLINGS))),
    sizeCalculation: sizeOf,
  });
  const spellings = new LRUCache<string, Spelling>({
    maxSize: Math.max(1, Math.floor(bytes * SPELLINGS)),
    sizeCalculation: ({ question }, spelling) => OVERHEAD + textBytes([question, spelling]),
  });
  return {
    bySpelling(spelling) {
      const spelt = spellings.get(spelling);
      const answer = spelt && answers.get(spelt.question);
      const variant = answer?.variants[spelt?.coding ?? "identity"];
      return answer === undefined || variant === undefined ? undefined : { answer, variant };
    },
    byQuestion: (question) => answers.get(question),
    keep(question, answer, coding, variant) {
      const variants = { ...(answers.peek(question) ?? answer).variants, [coding]: variant };
      answers.set(question, { ...answer, variants });
      return answers.has(question);
    },
    spell(spelling, question, coding) {
      spellings.set(spelling, { question, coding });
    },
    clear() {
      answers.clear();
      spellings.clear();
    },
    size: () => ({ bytes: answers.calculatedSize + spellings.calculatedSize, answers: answers.size }),
    lookups: { hit: 0, miss: 0 },
  };
}
