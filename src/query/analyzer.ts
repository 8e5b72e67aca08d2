// Analyzer: the terms that the index and a query have for a text, and those that they have for a name.
//
// Words are analysed once, in the application, and the index holds terms. FTS5 has no Russian stemmer and another
// engine's would differ from it; with one analyzer both engines find the same records, and a query is made into terms
// by the same functions. A change here makes the stored index another one: its fingerprint changes, and a start derives
// it anew (`src/store/write/fingerprint.ts`).
//
// Running text: words are folded (`language/fold.ts`), then Latin ones are stemmed as English, Cyrillic ones lose one
// ending of a noun or an adjective, and all others stay as they are. Snowball's Russian stemmer takes «Токаев» for an
// inflected form, and run until nothing changes it makes Ливан and Ливия one. Chinese is cut at the names of states and
// then by ICU's dictionary (UAX #29), which alone finds India in Indonesia.
//
// Names: their words keep their endings, under marks of their own, so that no other word is taken for a name. What a
// word of a question may be the case, the transliteration or the other alphabet of is tried there (`name-forms.ts`).
//
// Limits: Kazakh texts are not stemmed, only names are found in their Kazakh cases; Ukrainian and other languages in
// Cyrillic are taken for Russian, in the index and in the query alike.
import snowball from "snowball-stemmers";
import { DATE, numberAndScale, SIGN, scaleTerm, signTerm } from "./language/amounts.ts";
import { cutStates } from "./language/chinese.ts";
import { APOSTROPHE, fold } from "./language/fold.ts";
import { bareKey, isEnding, isKazakh } from "./language/kazakh.ts";
import { latinKey } from "./language/romanization.ts";
import { stem as russian } from "./language/russian.ts";

/** A folded word, and where it stands in the text, in UTF-16 units; a row of Chinese characters is one. */
export interface Word {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

/** A term and where its word stands in the text, in UTF-16 units. */
export interface Term {
  readonly term: string;
  readonly start: number;
  readonly end: number;
}

/**
 * What the terms of names begin with, so that none is a term of running text: a word as it is, a Latin one without
 * what romanizations differ in, and a Kazakh one in whatever alphabet. No folded word begins so.
 */
export const MARKS = { word: "ⁿ", latin: "ˡ", kazakh: "ᵏ" } as const;

const english = snowball.newStemmer("english");
// The root locale: word breaks of scripts without spaces by ICU's dictionaries (UAX #29).
const segmenter = new Intl.Segmenter("und", { granularity: "word" });

const LETTER = "[\\p{L}\\p{N}\\p{M}]";
const INSIDE = `(?:\\p{Cf}|${APOSTROPHE})+`;
/** Dates; abbreviations with points; currency signs; letters, digits and marks in a row, apostrophes within. */
const PIECE = new RegExp(
  `&|${DATE}|(?<!${LETTER})\\p{L}(?:\\.\\p{L})+(?!${LETTER})|${SIGN}|${LETTER}+(?:${INSIDE}${LETTER}+)*`,
  "gu",
);
const POSSESSIVE = new RegExp(`${APOSTROPHE}s$`, "iu");
/** d'Ivoire, l'Ouverture: an article or a preposition of its own. */
const ELISION = new RegExp(`^([dl])${APOSTROPHE}(?=[\\p{L}])`, "iu");
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const RUNS = new RegExp(`(?:(?=${UNSPACED.source}).)+|(?:(?!${UNSPACED.source}).)+`, "gu");

/** The words of a text, in order; a text without letters and digits has none. */
export function wordsIn(text: string): Word[] {
  const words: Word[] = [];
  for (const { 0: piece, index } of text.matchAll(PIECE)) {
    const last = words.at(-1);
    for (const one of within(piece, index)) {
      // АҚШ-тың: the ending of a case, which Kazakh puts behind the hyphen of an abbreviation.
      if (last !== undefined && text[index - 1] === "-" && last.end === index - 1 && isCase(last.word, one.word)) {
        words[words.length - 1] = { ...last, end: one.end };
      } else words.push(one);
    }
  }
  return words;
}

const isCase = (word: string, ending: string) => /\p{Script=Cyrillic}$/u.test(word) && isEnding(ending);

/** The words of one piece of a text. */
function within(piece: string, start: number): Word[] {
  const end = start + piece.length;
  if (piece === "&") return [{ word: "and", start, end }];
  const sign = signTerm(piece);
  if (sign !== null) return [{ word: sign, start, end }];
  const elided = ELISION.exec(piece);
  if (elided !== null) {
    const from = start + elided[0].length;
    return [{ word: fold(elided[1] ?? ""), start, end: from - 1 }, ...within(piece.slice(elided[0].length), from)];
  }
  if (UNSPACED.test(piece)) {
    const runs = [...piece.matchAll(RUNS)].map(({ 0: run, index }) => ({
      word: fold(run),
      start: start + index,
      end: start + index + run.length,
    }));
    return runs.filter(({ word }) => word !== "");
  }
  const bare = piece.replace(POSSESSIVE, "");
  const word = fold(bare.replaceAll(".", ""));
  if (word === "") return [];
  // The pronoun is another word than the state.
  if (word === "us" && bare !== "us") return [{ word: "usa", start, end }];
  const [number, scale] = numberAndScale(word) ?? [];
  if (number === undefined || scale === undefined) return [{ word, start, end }];
  const middle = Math.min(start + number.length, end);
  return [
    { word: number, start, end: middle },
    { word: scale, start: middle, end },
  ];
}

/** The terms of running text, in order. */
export function termsOf(text: string): Term[] {
  return wordsIn(text).flatMap(stemmed);
}

/** The terms of one word of running text; a row without spaces has several. */
export function stemmed({ word, start, end }: Word): Term[] {
  if (!UNSPACED.test(word)) return [{ term: stem(word), start, end }];
  const terms: Term[] = [];
  let here = start;
  for (const { text, state } of cutStates(word)) {
    const pieces = state ? [text] : [...segmenter.segment(text)].map(({ segment }) => segment);
    for (const term of pieces) {
      // A folded character may be longer than the one in the text.
      const next = Math.min(here + term.length, end);
      terms.push({ term, start: here, end: next });
      here = next;
    }
  }
  return terms;
}

/** Words whose plural is another word in names: the United States are no state. */
const UNSTEMMED = new Set(["states", "emirates", "nations"]);

/** Stems of words met lately: to stem a word takes many times as long as to look it up. */
const STEMS = new Map<string, string>();
const STEMS_MOST = 20_000;
/** Words longer than this, in UTF-16 units, are not kept: they hardly come again. */
const WORD_MOST = 32;

function stem(word: string): string {
  const known = STEMS.get(word);
  if (known !== undefined) return known;
  const made = stemOf(word);
  if (STEMS.size >= STEMS_MOST) STEMS.clear();
  if (word.length <= WORD_MOST) STEMS.set(word, made);
  return made;
}

/** Russian for Cyrillic, English for Latin, everything else as it is. */
function stemOf(word: string): string {
  const scale = scaleTerm(word);
  if (scale !== null) return scale;
  if (/^\p{Script=Cyrillic}+$/u.test(word)) return isKazakh(word) ? word : russian(word);
  return /^[a-z]+$/.test(word) && !UNSTEMMED.has(word) ? english.stem(word) : word;
}

/** The term of a word of a name in a language. */
export function nameTerm(word: string, language: string): string {
  if (language === "kk" && !UNSPACED.test(word)) return `${MARKS.kazakh}${bareKey(word)}`;
  if (/^\p{Script=Latin}+$/u.test(word)) return `${MARKS.latin}${word === "us" ? "usa" : latinKey(word)}`;
  return `${MARKS.word}${word}`;
}

/** All that the index may have of a word, whether it stands in running text or in a name, piece by piece. */
export function readings(word: Word): { terms: readonly string[]; start: number; end: number }[] {
  const named = ["", "kk"].map((language) => nameTerm(word.word, language));
  const pieces = stemmed(word);
  if (pieces.length === 1) return [{ ...word, terms: [pieces[0]?.term ?? "", ...named] }];
  return [{ ...word, terms: named }, ...pieces.map(({ term, ...where }) => ({ ...where, terms: [term] }))];
}

/** The terms of a name, in order. */
export function nameTerms(name: string, language: string): string[] {
  return wordsIn(name).map(({ word }) => nameTerm(word, language));
}

/** The terms of a whole name joined, by which names are compared as wholes; an article before it is none of it. */
export function nameKey(name: string, language: string): string {
  const terms = nameTerms(name, language);
  return (terms.length > 1 && terms[0] === `${MARKS.latin}the` ? terms.slice(1) : terms).join(" ");
}
