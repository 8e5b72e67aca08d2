// Counts: a number in digits or words with its scale, such as `21 млрд`, `two and a half million`, «пять тысяч двести».
import { type BoundWords, boundBeside } from "./bounds.ts";
import { decimalsOf, shifted, sum, times } from "./decimals.ts";
import { multiplierOf, numeralOf, romanOf } from "./numerals.ts";
import type { Token } from "./tokens.ts";

export interface Count {
  /** The values that it may say, scale applied. */
  readonly values: readonly string[];
  /** Power of ten of the scale, 0 without one. */
  readonly power: number;
  /** The scales that fit; null where none needs to be told. */
  readonly scales: readonly (string | null)[];
  /** Words within it that say how exact it is: «21 с лишним млрд», `20+ million`. */
  readonly bound: BoundWords | null;
  readonly next: number;
}

const SCALES: readonly (readonly [scale: string, power: number, words: RegExp])[] = [
  ["thousand", 3, /^(?:thousand|тыс|тысяч\p{L}*|мың)$/u],
  ["million", 6, /^(?:million|mln|mn|млн|миллион\p{L}*)$/u],
  ["billion", 9, /^(?:billion|bln|bn|млрд|миллиард\p{L}*)$/u],
  ["trillion", 12, /^(?:trillion|trln|trn|tn|трлн|триллион\p{L}*)$/u],
];
/** Letters that are a scale directly behind digits. */
const LETTERS: Readonly<Record<string, number>> = { k: 0, m: 1, b: 2, t: 3 };
/** A scale word that stands for one of its kind where no number is before it. */
const ALONE = /^(?:thousand|million|billion|trillion|тысяч[ауей]|тысячей|(?:миллион|миллиард|триллион)(?:[ауе]|ом)?)$/u;

function scaleAt(list: readonly Token[], at: number) {
  const [before, token] = [list[at - 1], list[at]];
  if (token === undefined) return null;
  const found = SCALES.find(([, , words]) => words.test(token.text));
  if (found !== undefined) return found;
  const letter = LETTERS[token.text];
  return letter !== undefined && before?.kind === "number" && before.end === token.start
    ? (SCALES[letter] ?? null)
    : null;
}

/** The count that begins at a token; null where none does. */
export function countAt(list: readonly Token[], at: number, language: string): Count | null {
  const half = halfAt(list, at);
  if (half !== null) return half;
  const number = numberAt(list, at, language);
  if (number === null) {
    const scale = ALONE.test(list[at]?.text ?? "") ? scaleAt(list, at) : null;
    if (scale === null) return null;
    return { values: [shifted("1", scale[1])], power: scale[1], scales: [scale[0], null], bound: null, next: at + 1 };
  }
  const filled = fillerAt(list, number.next);
  const scale = scaleAt(list, filled.next);
  if (scale === null) {
    return { values: number.values, power: 0, scales: [null], bound: null, next: number.next };
  }
  const [name, power] = scale;
  const values = number.values.map((value) => shifted(value, power));
  // A number in words needs no scale beside it: «пять тысяч» is 5000 with or without.
  const scales = number.inWords ? [name, null] : [name];
  const count: Count = { values, power, scales, bound: filled.bound, next: filled.next + 1 };
  return withRest(list, count, language);
}

/** `two million three hundred thousand`: a lesser count behind one with a scale is added. */
function withRest(list: readonly Token[], count: Count, language: string): Count {
  const joined = /^(?:and|и)$/.test(list[count.next]?.text ?? "") ? 1 : 0;
  const rest = countAt(list, count.next + joined, language);
  const least = 10 ** count.power;
  const isPart =
    rest !== null && rest.power < count.power && (rest.power > 0 || list[count.next + joined]?.kind === "word");
  if (!isPart || rest.values.some((value) => Number(value) >= least)) return count;
  const values = count.values.flatMap((value) => rest.values.map((more) => sum(value, more)));
  return { ...count, values, scales: [...count.scales, ...rest.scales], next: rest.next };
}

/** `half a million`, «полмиллиарда». */
function halfAt(list: readonly Token[], at: number): Count | null {
  const word = list[at]?.text ?? "";
  const merged = /^пол(?:тысячи|миллиона|миллиарда|триллиона)$/u.test(word) ? word.slice(3) : null;
  const article = /^(?:a|an|-)$/.test(list[at + 1]?.text ?? "") ? 2 : 1;
  const next = word === "half" ? at + article : at;
  const scale = SCALES.find(([, , words]) => words.test(merged ?? (word === "half" ? (list[next]?.text ?? "") : "")));
  if (scale === undefined) return null;
  const [name, power] = scale;
  return { values: [shifted("0.5", power)], power, scales: [name, null], bound: null, next: next + 1 };
}

interface Numbered {
  readonly values: readonly string[];
  readonly inWords: boolean;
  readonly next: number;
}

function numberAt(list: readonly Token[], at: number, language: string): Numbered | null {
  const token = list[at];
  if (token === undefined || token.kind === "sign") return null;
  if (token.kind === "number")
    return multiplied(list, { values: decimalsOf(token.written, language), inWords: false, next: at + 1 });
  const roman = romanOf(token.written);
  if (roman !== null) return { values: [String(roman)], inWords: false, next: at + 1 };
  const words = wordsAt(list, at);
  return words === null ? null : multiplied(list, words);
}

/** A number in words: hundreds, tens and ones one behind the other, `one hundred and twenty-five`. */
function wordsAt(list: readonly Token[], at: number): Numbered | null {
  const isHundred = list[at]?.text === "hundred";
  const first = isHundred ? 100 : numeralOf(list[at]?.text ?? "");
  if (first === null) return null;
  let [total, last, next] = [first, first, at + 1];
  for (;;) {
    if (list[next]?.text === "hundred" && last < 100 && total < 100) {
      [total, last] = [total * 100, total * 100];
      next++;
      continue;
    }
    const skipped = /^(?:-|and)$/.test(list[next]?.text ?? "") ? 1 : 0;
    const more = numeralOf(list[next + skipped]?.text ?? "");
    const room = last >= 100 && last % 100 === 0 ? 100 : last >= 20 && last < 100 && last % 10 === 0 ? 10 : 0;
    if (more === null || more >= room || more === 0 || !Number.isInteger(more)) break;
    [total, last] = [total + more, more];
    next += skipped + 1;
  }
  return { values: [String(total)], inWords: true, next };
}

/** With what the words behind it make of it: `three dozen`, `two and a half`. A decade is counted by itself or in years. */
function multiplied(list: readonly Token[], number: Numbered): Numbered {
  const text = list
    .slice(number.next, number.next + 3)
    .map((token) => token.text)
    .join(" ");
  const [half] = /^(?:and a half|с половиной)(?!\p{L})/u.exec(text) ?? [];
  if (half !== undefined) {
    const values = number.values.map((value) => sum(value, "0.5"));
    return { ...number, values, next: number.next + half.split(" ").length };
  }
  const word = list[number.next]?.text ?? "";
  const factor = multiplierOf(word);
  if (factor === null) return number;
  const many = number.values.map((value) => times(value, factor));
  const values = /^(?:dozen|hundred|дюжин|сот|десятк)/u.test(word) ? many : [...many, ...number.values];
  return { ...number, values, next: number.next + 1 };
}

/** Between a number and its scale: `21-billion`, `20+ million`, «21 с лишним млрд». */
function fillerAt(list: readonly Token[], at: number): { readonly next: number; readonly bound: BoundWords | null } {
  const [one, two] = [list[at]?.text ?? "", list[at + 1]?.text ?? ""];
  if (one === "-" && scaleAt(list, at + 1) !== null) return { next: at + 1, bound: null };
  const size = one === "+" ? 1 : `${one} ${two}` === "с лишним" ? 2 : 0;
  if (size === 0 || scaleAt(list, at + size) === null) return { next: at, bound: null };
  return { next: at + size, bound: boundBeside("", size === 1 ? "+" : "с лишним") };
}
