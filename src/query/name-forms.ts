// Name forms: the names that the words of a question may stand for: cases, alphabets, titles around them.
import { MARKS, nameTerm, type Word } from "./analyzer.ts";
import { partsOf } from "./language/chinese.ts";
import { bareKey, caseKeys, isKazakh } from "./language/kazakh.ts";
import { pinyin, romanized } from "./language/romanization.ts";
import { CASES, nominatives } from "./language/russian.ts";

/** Terms that stand one after another. */
export type Phrase = readonly string[];

/** Most names that one row of words may stand for. */
const FORMS = 240;
/** Most of them in one case. */
const IN_CASE = 40;
/** More words than a name has are tried in no cases. */
const LONGEST = 6;

const isCyrillic = (word: string) => /^\p{Script=Cyrillic}+$/u.test(word);
const isHan = (word: string) => /^\p{Script=Han}+$/u.test(word);

/** The names that words one after another may stand for, as the index has the terms of names. */
export function nameForms(words: readonly Word[]): Phrase[] {
  const plain = words.map(({ word }) => word);
  const found = new Map<string, Phrase>();
  const add = (phrase: Phrase) => {
    if (found.size < FORMS) found.set(phrase.join(" "), phrase);
  };
  add(plain.map((word) => nameTerm(word, "")));
  if (plain.some((word) => !/^[\p{Script=Cyrillic}\p{Script=Latin}\p{N}]+$/u.test(word))) {
    const [only, ...more] = plain.flatMap((word) => (isHan(word) ? partsOf(word).filter(({ beside }) => !beside) : []));
    if (plain.length === 1 && only !== undefined && more.length === 0) {
      for (const name of only.names) add([nameTerm(name, "")]);
    }
    return [...found.values()];
  }
  kazakh(plain).forEach(add);
  if (plain.length > LONGEST || !plain.every((word) => isCyrillic(word) && !isKazakh(word))) return [...found.values()];
  const russian = inCases(plain);
  for (const name of russian) add(name.map((word) => `${MARKS.word}${word}`));
  for (const name of russian) {
    add(name.map((word) => nameTerm(romanized(word), "")));
    const chinese = name.map(pinyin);
    if (chinese.every((word) => word !== null)) add(chinese.map((word) => nameTerm(word, "")));
  }
  return [...found.values()];
}

/** Kazakh declines the last word of a name. */
function kazakh(words: readonly string[]): Phrase[] {
  const before = words.slice(0, -1).map((word) => `${MARKS.kazakh}${bareKey(word)}`);
  return caseKeys(words.at(-1) ?? "").map((key) => [...before, `${MARKS.kazakh}${key}`]);
}

/**
 * The Russian names whose case the words may be: all of them in one case, the first ones only (Республики Казахстан,
 * Соединённых Штатов Америки), or the last one (Си Цзиньпина).
 */
function inCases(words: readonly string[]): string[][] {
  const found: string[][] = [[...words]];
  const options = words.map((word) => nominatives(word));
  for (const at of CASES.keys()) {
    const inThis = options.map((one) => one[at] ?? []);
    for (let declined = words.length; declined > 0; declined -= 1) {
      found.push(...products([...inThis.slice(0, declined), ...words.slice(declined).map((word) => [word])]));
    }
    if (words.length > 1) {
      for (let exact = words.length - 1; exact > 0; exact -= 1) {
        found.push(...products([...words.slice(0, exact).map((word) => [word]), ...inThis.slice(exact)]));
      }
    }
  }
  return found;
}

/** Every choice of one from each list, up to {@link IN_CASE}. */
function products(lists: readonly (readonly string[])[]): string[][] {
  return lists.reduce<string[][]>(
    (made, list) => made.flatMap((row) => list.map((one) => [...row, one])).slice(0, IN_CASE),
    [[]],
  );
}
