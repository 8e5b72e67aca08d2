// Counts in dates: small numbers in digits or words.
import { readAmounts } from "../../intake/amounts/read.ts";

/** The number that a word before "years" says; null for "several" and the like. */
export function countOf(word: string): number | null {
  if (/^an?$/i.test(word)) return 1;
  const [only] = readAmounts(word, "en").amounts;
  const value = only?.readings[0]?.value;
  return value === undefined ? null : Number(value);
}
