// Tokens: numbers, words and signs of a phrase, with where they stand.
import { SIGN } from "./currencies.ts";

export interface Token {
  readonly kind: "number" | "word" | "sign";
  /** As written, with plain spaces. */
  readonly written: string;
  /** In lower case, `е` for `ё`, one dash for all dashes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const NUMBER = "\\d{1,3}(?: \\d{3})+(?!\\d)(?:[.,]\\d+)?|\\d+(?:[.,'’]\\d+)*";
const TOKEN = new RegExp(
  `(?<number>${NUMBER})|(?<sign>${SIGN.source}|[%+\\-–—−‑])|(?<word>\\p{L}+(?:[.'’]\\p{L}+)*)`,
  "gu",
);

/** The text with plain spaces, by whose offsets the tokens stand. */
export function tokensOf(phrase: string): { readonly text: string; readonly list: readonly Token[] } {
  const text = phrase.normalize("NFC").replace(/\s+/gu, " ").trim();
  const list = [...text.matchAll(TOKEN)].map((match): Token => {
    const [written] = match;
    const kind = match.groups?.number ? "number" : match.groups?.word ? "word" : "sign";
    const lower = written
      .toLowerCase()
      .replaceAll("ё", "е")
      .replace(/[–—−‑]/g, "-");
    return { kind, written, text: lower, start: match.index, end: match.index + written.length };
  });
  return { text, list };
}
