// Completion: how well a name answers what somebody has typed so far, one wrong letter allowed in a word.
import { distance } from "fastest-levenshtein";
import { wordsIn } from "./analyzer.ts";

/** Words shorter than this must be typed right: one letter of three is another word. */
const FUZZY_LENGTH = 4;

/** The words of a text for completion: folded, not stemmed, a Chinese name being one word. */
export function wordsOf(text: string): string[] {
  return wordsIn(text).map(({ word }) => word);
}

/** A word and all that is left of it when one letter is dropped: words one letter apart share one of these. */
export function variantsOf(word: string): string[] {
  const letters = [...word];
  if (letters.length < FUZZY_LENGTH) return [];
  return [...new Set(letters.map((_, at) => letters.toSpliced(at, 1).join("")))];
}

/**
 * How well `name` answers `typed`, smaller being better; null when a word typed begins no word of the name, even
 * with one letter missing, added, wrong or swapped with its neighbour.
 */
export function rank(typed: readonly string[], name: string): number | null {
  const words = wordsOf(name);
  let wrong = 0;
  for (const word of typed) {
    const best = Math.min(...words.map((candidate) => misses(word, candidate)));
    if (best > 1) return null;
    wrong += best;
  }
  const whole = typed.join(" ") === words.join(" ") ? 0 : 1;
  const start = words[0]?.startsWith(typed[0] ?? "") === true ? 0 : 1;
  return wrong * 1_000 + whole * 500 + start * 250 + Math.min(words.length, 200);
}

/** 0 when `typed` begins `word`, 1 when it does so but for one letter, else more. */
function misses(typed: string, word: string): number {
  if (word.startsWith(typed)) return 0;
  const letters = [...typed];
  if (letters.length < FUZZY_LENGTH) return 2;
  const target = [...word];
  for (const length of [letters.length - 1, letters.length, letters.length + 1]) {
    const beginning = target.slice(0, length).join("");
    if (distance(typed, beginning) <= 1 || swapped(letters, beginning)) return 1;
  }
  return 2;
}

function swapped(letters: readonly string[], beginning: string): boolean {
  return letters.some((letter, at) => {
    const next = letters[at + 1];
    return next !== undefined && letters.toSpliced(at, 2, next, letter).join("") === beginning;
  });
}
