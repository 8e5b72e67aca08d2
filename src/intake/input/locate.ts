// Locating: where the words of a piece of evidence stand in a text, and the prefix and suffix that tell them apart.
import { CONTEXT_LIMIT } from "../../model/provenance.ts";
import { brief } from "./faults.ts";
import { pointsOf } from "./utf8.ts";

/** Evidence as a writer drafts it: the words, and where they occur more than once, which of them. */
interface Draft {
  readonly exact: string;
  readonly prefix?: string | undefined;
  readonly suffix?: string | undefined;
  readonly start?: number | undefined;
  readonly end?: number | undefined;
}

export interface Span {
  readonly start: number;
  readonly end: number;
  readonly prefix: string;
  readonly suffix: string;
}

/**
 * Finds a draft's words. A span that already stands where it says, with its context, is left as it is.
 * @param points the text as code points
 * @returns the span with the shortest context that makes it unique, or what the writer has to mend
 */
export function locate(points: readonly string[], draft: Draft): Span | { readonly trouble: string } {
  const exact = pointsOf(draft.exact);
  const hits = occurrences(points, exact);
  if (hits.length === 0) return { trouble: stranger(points, draft.exact, exact) };
  const matching = hits.filter((hit) => hasContext(points, hit, hit + exact.length, draft));
  const given = startOf(draft, exact.length);
  const start = given !== null && hits.includes(given) ? given : matching.length === 1 ? matching[0] : undefined;
  if (start === undefined) return { trouble: choose(hits, matching) };
  const end = start + exact.length;
  const { prefix, suffix } = draft;
  if (start === given && prefix !== undefined && suffix !== undefined && matching.includes(start)) {
    return { start, end, prefix, suffix };
  }
  return { start, end, ...context(points, start, end, hits) };
}

/** A start of 0 is a writer's placeholder unless the end confirms it. */
function startOf({ start, end }: Draft, length: number): number | null {
  if (start === undefined) return null;
  return start > 0 || end === length ? start : null;
}

function occurrences(points: readonly string[], words: readonly string[]): number[] {
  const hits: number[] = [];
  if (words.length === 0) return hits;
  for (let at = 0; at + words.length <= points.length; at++) {
    if (words.every((point, nth) => points[at + nth] === point)) hits.push(at);
  }
  return hits;
}

function hasContext(
  points: readonly string[],
  start: number,
  end: number,
  { prefix = "", suffix = "" }: Draft,
): boolean {
  return (
    before(points, start, pointsOf(prefix).length) === prefix && after(points, end, pointsOf(suffix).length) === suffix
  );
}

function before(points: readonly string[], start: number, size: number): string {
  return points.slice(Math.max(0, start - size), start).join("");
}

function after(points: readonly string[], end: number, size: number): string {
  return points.slice(end, end + size).join("");
}

/** The shortest prefix and suffix, together, that no other occurrence has; the longest allowed where none will do. */
function context(points: readonly string[], start: number, end: number, hits: readonly number[]) {
  const others = hits.filter((hit) => hit !== start);
  for (let size = 0; size <= 2 * CONTEXT_LIMIT; size++) {
    for (let ahead = Math.min(size, CONTEXT_LIMIT); ahead >= Math.max(0, size - CONTEXT_LIMIT); ahead--) {
      const prefix = before(points, start, ahead);
      const suffix = after(points, end, size - ahead);
      const shared = others.some((hit) => hasContext(points, hit, hit + end - start, { exact: "", prefix, suffix }));
      if (!shared) return { prefix, suffix };
    }
  }
  return { prefix: before(points, start, CONTEXT_LIMIT), suffix: after(points, end, CONTEXT_LIMIT) };
}

function choose(hits: readonly number[], matching: readonly number[]): string {
  const shown = (list: readonly number[]) => list.slice(0, 8).join(", ") + (list.length > 8 ? ", …" : "");
  const context = matching.length === 0 ? ", never with this prefix and suffix" : "";
  return `occurs ${hits.length} times (at ${shown(hits)})${context}: give a few characters of prefix or suffix, or its start`;
}

/** How far the words can be followed: a typo of the copyist shows at once. */
function stranger(points: readonly string[], words: string, exact: readonly string[]): string {
  let length = 0;
  let place = 0;
  for (let at = 0; at < points.length; at++) {
    let run = 0;
    while (run < exact.length && exact[run] === points[at + run]) run++;
    if (run > length) [length, place] = [run, at];
  }
  const begun =
    length < 3
      ? ""
      : `; the text follows it to ${brief(exact.slice(0, length).join(""))}, then has ${brief(after(points, place + length, 12))}`;
  return `${brief(words)} does not occur in the text${begun}`;
}
