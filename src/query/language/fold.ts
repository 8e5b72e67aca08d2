// Folding: the same letter in all its spellings: case, diacritics of Latin letters, ё and е, Chinese characters.
import pairs from "opencc-js/dict/TSCharacters";

/** Latin letters that Unicode does not decompose into a base letter and a mark. */
const LETTERS: Readonly<Record<string, string>> = {
  ł: "l",
  ø: "o",
  đ: "d",
  ð: "d",
  ħ: "h",
  ŧ: "t",
  ı: "i",
  ŋ: "n",
  ß: "ss",
  æ: "ae",
  œ: "oe",
  þ: "th",
  ё: "е",
};
const LETTER = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "g");

/** Traditional characters with the simplified one that stands for each; the first, where there are several. */
const SIMPLIFIED = new Map(pairs.split("|").map((pair) => [...pair.split(" ")] as [string, string]));

/** What stands for an apostrophe: typewriter, typographic, modifier letters, accents, prime, full width. */
export const APOSTROPHE = "['’‘‛`´ʹʻʼʽʾʿˈ′＇ꞌ՚׳]";
/** Soft hyphens, joiners and other invisible signs. */
const UNSEEN = new RegExp(`\\p{Cf}|${APOSTROPHE}`, "gu");

/** A word in its one spelling; apostrophes and invisible signs within it are left out. */
export function fold(word: string): string {
  const folded = word
    // An acute accent of its own has a space in its compatibility form: it goes first.
    .replace(UNSEEN, "")
    .normalize("NFKC")
    // (1) is the compatibility form of ⑴.
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, "")
    .toLowerCase()
    // The compatibility form of ẚ has an apostrophe of its own, and Ꞌ is one in lower case.
    .replace(UNSEEN, "")
    .normalize("NFD")
    // й is и with a breve: only Latin letters lose their marks.
    .replace(/(\p{Script=Latin})\p{M}+/gu, "$1")
    .normalize("NFC")
    .replace(/^\p{M}+/u, "")
    .replace(LETTER, (letter) => LETTERS[letter] ?? letter);
  return /\p{Script=Han}/u.test(folded) ? simplified(folded) : folded;
}

/** Traditional characters as simplified ones, character by character. */
export function simplified(text: string): string {
  // One that stands for 薴 is itself written as another: the second look-up finds that.
  return text.replace(/\p{Script=Han}/gu, (character) => {
    const simple = SIMPLIFIED.get(character) ?? character;
    return SIMPLIFIED.get(simple) ?? simple;
  });
}
