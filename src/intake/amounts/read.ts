// Amounts: the numbers that a phrase of an article says, in digits or words, with scale, currency and bound.
import { type BoundWords, boundBeside } from "./bounds.ts";
import { type Count, countAt } from "./counts.ts";
import { currenciesOf, ownerOf } from "./currencies.ts";
import { plain, shifted } from "./decimals.ts";
import { type Token, tokensOf } from "./tokens.ts";

export interface Amount {
  /** The values that the words may mean, scale applied; with an upper end where they are a range. */
  readonly readings: readonly { readonly value: string; readonly max: string | null }[];
  /** The scales that fit; null where no scale word needs to be told. */
  readonly scales: readonly (string | null)[];
  /** Codes of ISO 4217 that fit; null where no currency is named. */
  readonly currencies: readonly string[] | null;
  readonly isPercent: boolean;
  /** Words that say how exact the number is. */
  readonly bound: BoundWords | null;
  /** `5–7` is a range; `from 5 to 7` may also be a change. */
  readonly range: "strict" | "loose" | null;
  /** The words of number, scale and currency. */
  readonly words: string;
}

export interface Phrase {
  readonly amounts: readonly Amount[];
  /** Whether it has words such as "dozens" or "several", which name no number. */
  readonly isVague: boolean;
}

const VAGUE =
  /(?<!\p{L})(?:dozens|tens|scores|hundreds|thousands|millions|billions|trillions|several|few|many|numerous|multiple|десятк(?:и|ов|ами|ах)|сотни|сотен|сотнями|тысяч(?:и|ами|ах)|миллион(?:ы|ами|ах)|миллиард(?:ы|ами|ах)|нескольк\p{L}+|много|многие|ряд)(?!\p{L})/u;

/**
 * Reads a phrase.
 * @param language the primary tag of its language: decides what `1,200` is
 */
export function readAmounts(phrase: string, language: string): Phrase {
  const tokens = tokensOf(phrase);
  const lower = tokens.text.toLowerCase().replaceAll("ё", "е");
  const amounts: Amount[] = [];
  for (let at = 0; at < tokens.list.length; ) {
    const amount = amountAt(tokens.list, at, lower, language);
    if (amount === null) at++;
    else {
      amounts.push(amount.read);
      at = amount.next;
    }
  }
  return { amounts, isVague: VAGUE.test(lower) };
}

const JOINS: Readonly<Record<string, "strict" | "loose">> = {
  "-": "strict",
  to: "loose",
  or: "loose",
  до: "loose",
  по: "loose",
  или: "loose",
};

function amountAt(list: readonly Token[], at: number, lower: string, language: string) {
  const first = countAt(list, at, language);
  if (first === null) return null;
  const before = list[at - 1];
  let { next } = first;
  let codes = before === undefined ? null : currenciesOf(before.written);
  const start = codes === null || before === undefined ? (list[at]?.start ?? 0) : before.start;
  const unitOf = () => {
    const unit = unitAt(list, next);
    if (unit === null) return false;
    next = unit.next;
    codes = unit.codes ?? codes;
    return unit.isPercent;
  };
  let isPercent = unitOf();
  const join = joinAt(list, next, list[at - 1]);
  const second = join === null ? null : countAt(list, join.next, language);
  const isEither = EITHER.test(list[next]?.text ?? "");
  const pairs = second === null ? [] : rangeOf(first, second, isEither);
  const isRange = join !== null && second !== null && pairs.length > 0;
  if (isRange) {
    next = second.next;
    isPercent = unitOf() || isPercent;
  }
  const minus = before !== undefined && /^(?:-|minus|минус)$/.test(before.text);
  const single = first.values.flatMap((value) => (minus ? [value, plain(`-${value}`)] : value));
  const end = list[next - 1]?.end ?? lower.length;
  const read: Amount = {
    readings: isRange ? pairs : single.map((value) => ({ value, max: null })),
    scales: isRange ? [...new Set([...first.scales, ...second.scales])].filter(unlessBoth) : first.scales,
    currencies: codes,
    isPercent,
    bound: first.bound ?? boundBeside(lower.slice(0, start), lower.slice(end)),
    range: isRange ? join.kind : null,
    words: lower.slice(start, end),
  };
  return { read, next };
}

/** Of a range one end may lack the scale that both have. */
const unlessBoth = (scale: string | null, _: number, all: readonly (string | null)[]) =>
  scale !== null || all.length === 1;

/** One of two numbers, the larger of which may stand first. */
const EITHER = /^(?:or|или)$/;

function rangeOf(first: Count, second: Count, isEither: boolean): { value: string; max: string }[] {
  // The reading with the scale on both ends is the usual one, so it comes first.
  const ends = ({ values, power }: Count, other: number) => [
    ...new Set([...(power === 0 ? values.map((one) => shifted(one, other)) : []), ...values]),
  ];
  const highs = ends(second, first.power);
  const pairs = ends(first, second.power).flatMap((value) => highs.map((max) => ({ value, max })));
  const rising = pairs.filter(({ value, max }) => Number(value) < Number(max));
  return rising.length === 0 && isEither ? rangeOf(second, first, false) : rising;
}

function joinAt(list: readonly Token[], at: number, before: Token | undefined) {
  const word = list[at]?.text ?? "";
  const between = word === "and" && before?.text === "between";
  const kind = between ? ("strict" as const) : (JOINS[word] ?? null);
  if (kind === null) return null;
  // A currency may stand before either number.
  const sign = currenciesOf(list[at + 1]?.written ?? "") === null ? 0 : 1;
  return { kind, next: at + 1 + sign };
}

/** What is counted, where it is money or hundredths. */
function unitAt(list: readonly Token[], at: number) {
  const word = list[at]?.text ?? "";
  if (/^(?:%|percent\p{L}*|pct|процент\p{L}*|проц|пайыз\p{L}*)$/u.test(word)) {
    return { next: at + 1, codes: null, isPercent: true };
  }
  if (word === "per" && /^cents?$/.test(list[at + 1]?.text ?? ""))
    return { next: at + 2, codes: null, isPercent: true };
  let owners: readonly string[] = [];
  for (let next = at; next < at + 3; next++) {
    const { written } = list[next] ?? { written: "" };
    const codes = currenciesOf(written);
    if (codes !== null) {
      const behind = ownerOf(list[next + 1]?.written ?? "") ?? [];
      const narrowed = codes.filter((code) => [...owners, ...behind].includes(code));
      return {
        next: next + (behind.length > 0 ? 2 : 1),
        codes: narrowed.length > 0 ? narrowed : codes,
        isPercent: false,
      };
    }
    const owner = written === "-" ? owners : ownerOf(written);
    if (owner === null) return null;
    owners = owner;
  }
  return null;
}
