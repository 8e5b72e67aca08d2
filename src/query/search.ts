// Searches: what `q` asks for: words and names, phrases in quotation marks, and words that must not be there.
import { nameKey, readings, stemmed, type Word, wordsIn } from "./analyzer.ts";
import { partsOf } from "./language/chinese.ts";
import { nameForms, type Phrase } from "./name-forms.ts";

/** What one word or one phrase of a search may stand for: any of these is found. */
export type Wanted = readonly Phrase[];

/** What is looked for; the terms are those of the index. */
export interface Search {
  /** All of these must be found. */
  readonly all: readonly Wanted[];
  /** None of these may be found. */
  readonly none: readonly Wanted[];
}

/** Longest `q`, in Unicode code points. */
export const SEARCH_LIMIT = 200;
/** What every `q` says of itself: a client that reads text in the wrong encoding has this where a letter was. */
export const SEARCH_RULE = "Text with U+FFFD is refused: it stands for what could not be read.";

// A minus counts at the beginning of a word only; an unclosed quotation mark reaches to the end.
const PART = /(?<minus>(?<![^\s])-)?(?:["“”«„](?<phrase>[^"“”»«„]*)["“”»]?|(?<word>[^\s"“”«»„]+))/gu;
/** Words that join others; a question of other words can do without them. */
const JOINING = new Set("the a an of and и в во с со на о об мен және пен бен".split(" "));

/** Names of more than one word, by what they begin with: the keys of whole names. */
export type KnownNames = ReadonlyMap<string, ReadonlySet<string>>;

/** The names that have more than one word, for {@link readSearch}. */
export function knownNames(names: Iterable<readonly [language: string, name: string]>): KnownNames {
  const known = new Map<string, Set<string>>();
  for (const [language, name] of names) {
    const key = nameKey(name, language);
    const [first = "", ...more] = key.split(" ");
    if (more.length > 0) known.set(first, (known.get(first) ?? new Set()).add(key));
  }
  return known;
}

interface Part {
  readonly wanted: Wanted;
  readonly joining: boolean;
}

/**
 * Reads `q`; any text is one, and one without letters and digits asks for nothing.
 * @param names names whose words are looked for together, so that United Kingdom does not find two states of other names
 */
export function readSearch(text: string, names: KnownNames = new Map()): Search {
  const all: Part[] = [];
  const none: Wanted[] = [];
  let row: Word[] = [];
  const flush = () => {
    all.push(...apart(text, row, names));
    row = [];
  };
  for (const { groups, index } of text.matchAll(PART)) {
    const { minus, phrase, word = "" } = groups ?? {};
    const before = phrase === undefined ? (minus ?? "").length : 0;
    const words = wordsIn(phrase ?? word).map((one) => ({
      ...one,
      start: one.start + index + before,
      end: one.end + index + before,
    }));
    if (words.length === 0) continue;
    if (minus === undefined && phrase === undefined) row.push(...words);
    else {
      flush();
      if (minus !== undefined) none.push(wantedOf(words));
      else all.push({ wanted: wantedOf(words), joining: false });
    }
  }
  flush();
  const needed = all.filter(({ joining }) => !joining);
  return { all: (needed.length > 0 ? needed : all).map(({ wanted }) => wanted), none };
}

/**
 * Words one after another, apart: each is looked for, also those that a hyphen, a dash or a slash joins. The words of a
 * known name stay together, and the parts of a number.
 */
function apart(text: string, words: readonly Word[], names: KnownNames): Part[] {
  const parts: Part[] = [];
  const forms = names.size === 0 ? [] : formsOf(words);
  for (let at = 0; at < words.length; ) {
    const name = nameAt(forms, at, names);
    const length = name?.length ?? numberAt(text, words, at);
    const group = words.slice(at, at + length);
    const [{ word, start }] = group as [Word];
    if (name !== null) parts.push({ wanted: [...wantedOf(group), name], joining: false });
    else if (length === 1 && /^\p{Script=Han}+$/u.test(word)) parts.push(...chinese(word, start));
    else parts.push({ wanted: wantedOf(group), joining: length === 1 && JOINING.has(word) });
    at += length;
  }
  return parts;
}

/** The longest known name that begins at a word, each of its words in whatever form. */
function nameAt(forms: readonly ReadonlySet<string>[], at: number, names: KnownNames): Phrase | null {
  let found: Phrase | null = null;
  for (const first of forms[at] ?? []) {
    for (const key of names.get(first) ?? []) {
      const terms = key.split(" ");
      if (terms.length > (found?.length ?? 1) && terms.every((term, nth) => forms[at + nth]?.has(term))) found = terms;
    }
  }
  return found;
}

/** What each word may be as a name of its own. */
function formsOf(words: readonly Word[]): ReadonlySet<string>[] {
  const known = new Map<string, ReadonlySet<string>>();
  return words.map((one) => {
    const there = known.get(one.word) ?? new Set(nameForms([one]).map(([term = ""]) => term));
    known.set(one.word, there);
    return there;
  });
}

/** How many words from here on are one number, such as 52,5. */
function numberAt(text: string, words: readonly Word[], at: number): number {
  const isNumber = (one: Word | undefined) => one !== undefined && /^\d+$/.test(one.word);
  let length = 1;
  for (let next = words[at + 1]; isNumber(words[at + length - 1]) && isNumber(next); next = words[at + length]) {
    if (!/^[.,]$/.test(text.slice(words[at + length - 1]?.end, next?.start))) break;
    length += 1;
  }
  return length;
}

/** A row of Chinese characters: each name in it, and the rest; the row may be one name as well, which is each of them. */
function chinese(row: string, start: number): Part[] {
  const parts = partsOf(row);
  return parts.map(({ text, names, beside }) => ({
    wanted: [
      stemmed({ word: text, start, end: start + text.length }).map(({ term }) => term),
      ...[...new Set([...names, row])].flatMap((name) => nameForms([{ word: name, start, end: start }])),
    ],
    joining: beside && parts.length > 1,
  }));
}

/** What words one after another stand for: the same in running text, or a name in whatever case and alphabet. */
function wantedOf(words: readonly Word[]): Wanted {
  return [words.flatMap(stemmed).map(({ term }) => term), ...nameForms(words)];
}

/** The keys of whole names and titles that `q` may stand for as a whole. */
export function wholeKeys(text: string): string[] {
  const words = wordsIn(text);
  const named = words.length > 1 && words[0]?.word === "the" ? words.slice(1) : words;
  return named.length === 0 ? [] : [...new Set(nameForms(named).map((phrase) => phrase.join(" ")))];
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
  const wanted = new Set(all.flat(2));
  const hits = wordsIn(text).flatMap((word) =>
    readings(word).filter(({ terms }) => terms.some((one) => wanted.has(one))),
  );
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
