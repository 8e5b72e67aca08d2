// Analyzer: words as the index and a query both have them, so that every case, script and spelling meets.
//
// Words are analysed once, in the application, and the index holds terms. FTS5 has no Russian stemmer and another
// engine's would differ from it; with one analyzer both engines find the same records, and a query is made into terms
// by the same function. A change here makes the stored index another one: its fingerprint changes, and a start derives
// it anew (`src/store/write/fingerprint.ts`).
//
// Word breaks are those of ICU (UAX #29), Chinese by its dictionary. Words are folded by NFKC, case, ё to е, and the
// marks of Latin letters; then Cyrillic words are stemmed as Russian, Latin ones as English, and all others stay as
// they are. Russian words are stemmed until nothing changes: Snowball takes the nominative «Токаев» for an inflected
// form, and only its last stem is the same in all cases.
//
// Limits: Kazakh, Ukrainian and other languages in Cyrillic are stemmed as if they were Russian, in the index and in
// the query alike.
import snowball from "snowball-stemmers";

/** A term and where its word stands in the text, in UTF-16 units. */
export interface Term {
  readonly term: string;
  readonly start: number;
  readonly end: number;
}

const russian = snowball.newStemmer("russian");
const english = snowball.newStemmer("english");
// The root locale: word breaks of all scripts, Chinese by ICU's dictionary (UAX #29).
const segmenter = new Intl.Segmenter("und", { granularity: "word" });

/** Letters, digits and marks in a row. */
export const WORD = /[\p{L}\p{N}\p{M}]+/gu;

/** The terms of a text, in order; a text without letters and digits has none. */
export function termsOf(text: string): Term[] {
  const terms: Term[] = [];
  for (const { segment, index, isWordLike } of segmenter.segment(text)) {
    if (isWordLike !== true) continue;
    // "52,5" and "Zakon.kz" are one segment of several words.
    for (const { 0: word, index: offset } of segment.matchAll(WORD)) {
      const term = stem(fold(word));
      if (term !== "") terms.push({ term, start: index + offset, end: index + offset + word.length });
    }
  }
  return terms;
}

/** The same letter in all its spellings: case, ё and е, compatibility forms, diacritics of Latin letters. */
export function fold(word: string): string {
  const folded = word.normalize("NFKC").toLowerCase().replaceAll("ё", "е").normalize("NFD");
  // й is и with a breve: only Latin letters lose their marks.
  return folded
    .replace(/(\p{Script=Latin})\p{M}+/gu, "$1")
    .normalize("NFC")
    .replace(/^\p{M}+/u, "");
}

/** Russian for Cyrillic, English for Latin, everything else as it is. */
function stem(word: string): string {
  if (/^\p{Script=Cyrillic}+$/u.test(word)) {
    // Snowball takes the nominative «Токаев» for an inflected form: what is stable in all cases is the last stem.
    let here = word;
    for (let next = russian.stem(here); next !== here && next !== ""; next = russian.stem(here)) here = next;
    return here;
  }
  return /^[a-z]+$/.test(word) ? english.stem(word) : word;
}

/** The terms of a whole name joined, for comparing names as wholes. */
export function nameKey(text: string): string {
  return termsOf(text)
    .map(({ term }) => term)
    .join(" ");
}
