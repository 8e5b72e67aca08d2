// Tokens: the words, numbers and signs of a text with where they stand.
import type { Span } from "./sentences.ts";

export interface Token extends Span {
  readonly text: string;
  readonly isWord: boolean;
  /** Whether it begins with a capital. */
  readonly isCapital: boolean;
}

const TOKEN = /[A-Za-z\d-]+(?:\.[a-z]{2,4})+(?![\p{L}\d])|[\p{L}\p{M}]+(?:[-‑’'][\p{L}\p{M}]+)*|\d+(?:[.,]\d+)*|\S/gu;

/** The tokens of a part of a text, their places counted in the whole text. */
export function tokensOf(text: string, from = 0, to = text.length): readonly Token[] {
  return [...text.slice(from, to).matchAll(TOKEN)].map(({ 0: word, index }) => ({
    start: from + index,
    end: from + index + word.length,
    text: word,
    isWord: /^\p{L}/u.test(word),
    isCapital: /^\p{Lu}/u.test(word),
  }));
}
