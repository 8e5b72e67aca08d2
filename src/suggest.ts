// Suggestions: the nearest right word to a wrong one.
import { closest, distance } from "fastest-levenshtein";

/**
 * The known word nearest to `word`, or null where none is near: at most a third of its letters differ, or one
 * begins with the other.
 */
export function nearest(word: string, known: readonly string[]): string | null {
  if (known.length === 0 || word.length === 0 || word.length > 64) return null;
  const lower = word.toLowerCase();
  const lowered = known.map((candidate) => candidate.toLowerCase());
  const begins =
    lower.length >= 3
      ? lowered.findIndex((one) => one.startsWith(lower) || (one.length >= 3 && lower.startsWith(one)))
      : -1;
  const best = closest(lower, lowered);
  const near = distance(lower, best) <= Math.max(1, Math.floor(lower.length / 3));
  if (near) return known[lowered.indexOf(best)] ?? null;
  return begins === -1 ? null : (known[begins] ?? null);
}

/** `did you mean …?` as the end of a sentence, empty where nothing is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  const found = nearest(word, known);
  return found === null ? "" : `; did you mean \`${found}\`?`;
}
