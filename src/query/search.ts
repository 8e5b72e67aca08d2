// Searches: what `q` asks for: words, phrases in quotation marks, and words that must not be there.
import { termsOf } from "./analyzer.ts";

/** Sequences of terms; a word with a hyphen or a Chinese name is a sequence too. */
export interface Search {
  /** All of these must be found. */
  readonly all: readonly (readonly string[])[];
  /** None of these may be found. */
  readonly none: readonly (readonly string[])[];
}

/** Longest `q`, in Unicode code points. */
export const SEARCH_LIMIT = 200;
/** What every `q` says of itself: a client that reads text in the wrong encoding has this where a letter was. */
export const SEARCH_RULE = "Text with U+FFFD is refused: it stands for what could not be read.";

// A minus counts at the beginning of a word only; an unclosed quotation mark reaches to the end.
const PART = /(?<minus>(?<![^\s])-)?(?:["“”«„](?<phrase>[^"“”»«„]*)["“”»]?|(?<word>[^\s"“”«»„]+))/gu;

/** Reads `q`; any text is one, and one without letters and digits asks for nothing. */
export function readSearch(text: string): Search {
  const all: string[][] = [];
  const none: string[][] = [];
  for (const { groups } of text.matchAll(PART)) {
    const sequence = termsOf(groups?.phrase ?? groups?.word ?? "").map(({ term }) => term);
    if (sequence.length === 0) continue;
    (groups?.minus === undefined ? all : none).push(sequence);
  }
  return { all, none };
}

/** Whether it can find anything at all. */
export function isEmpty({ all, none }: Search): boolean {
  return all.length === 0 && none.length === 0;
}

/** One text cut where the search matches, for a reader to see why it was found. */
export interface Segment {
  readonly text: string;
  readonly match: boolean;
}

/** Marks the words of `text` that the search asks for; null where none is there. `around` is code units kept each side. */
export function highlight(text: string, { all }: Search, around = 80): Segment[] | null {
  const wanted = new Set(all.flat());
  const hits = termsOf(text).filter(({ term }) => wanted.has(term));
  const [first] = hits;
  if (first === undefined) return null;
  const from = Math.min(first.start, wordStart(text, Math.max(0, first.start - around)));
  const to = Math.max(first.end, wordEnd(text, Math.min(text.length, first.end + around * 2)));
  const segments: Segment[] = [];
  const push = (piece: string, match: boolean) => {
    if (piece !== "") segments.push({ text: piece, match });
  };
  let here = from;
  for (const { start, end } of hits) {
    if (end > to) break;
    push(`${here === from && from > 0 ? "…" : ""}${text.slice(here, start)}`, false);
    push(text.slice(start, end), true);
    here = end;
  }
  push(`${text.slice(here, to)}${to < text.length ? "…" : ""}`, false);
  return segments;
}

/** Where a word begins at or after `at`; inside a text without spaces, a whole character. */
function wordStart(text: string, at: number): number {
  if (at === 0) return 0;
  const space = text.indexOf(" ", at);
  return space === -1 ? whole(text, at) : space + 1;
}

function wordEnd(text: string, at: number): number {
  if (at >= text.length) return text.length;
  const space = text.lastIndexOf(" ", at);
  return space === -1 ? whole(text, at) : space;
}

function whole(text: string, at: number): number {
  return /[\uDC00-\uDFFF]/.test(text[at] ?? "") ? at - 1 : at;
}
