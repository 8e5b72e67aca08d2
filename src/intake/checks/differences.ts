// Differences: where two texts part, with the two words that differ.
import { pointsOf } from "../input/utf8.ts";

export interface Difference {
  /** The first code point that differs, counted from 0. */
  readonly at: number;
  /** The word of each text at that place; empty at its end. */
  readonly words: readonly [one: string, other: string];
}

const WORD = /[\p{L}\p{M}\p{N}]/u;

/** Null for equal texts. */
export function differenceOf(one: string, other: string): Difference | null {
  if (one === other) return null;
  const [left, right] = [pointsOf(one), pointsOf(other)];
  const at = same(left, right);
  return { at, words: [wordAt(left, at), wordAt(right, at)] };
}

/** Whether two texts are the same but for one piece that is at most half of the longer. */
export function isAlike(one: string, other: string): boolean {
  const [left, right] = [pointsOf(one), pointsOf(other)];
  const [least, most] = [Math.min(left.length, right.length), Math.max(left.length, right.length)];
  const start = same(left, right);
  const end = Math.min(same(left.toReversed(), right.toReversed()), least - start);
  return (start + end) * 2 >= most;
}

function same(left: readonly string[], right: readonly string[]): number {
  const off = left.findIndex((point, at) => point !== right[at]);
  return off < 0 ? left.length : off;
}

function wordAt(points: readonly string[], at: number): string {
  let [start, end] = [at, at + 1];
  while (start > 0 && WORD.test(points[start - 1] ?? "")) start--;
  if (WORD.test(points[at] ?? "")) while (end < points.length && WORD.test(points[end] ?? "")) end++;
  return points.slice(start, end).join("");
}
