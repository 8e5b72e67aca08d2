// Figures: the numbers of a text that somebody claims, with what they count and how exact they are.
//
// Spans are found here; values are read by `intake/amounts`, which is what `validate` recomputes them with. A figure
// whose value it cannot read is proposed without one.
import { boundBeside } from "../../intake/amounts/bounds.ts";
import { currenciesOf } from "../../intake/amounts/currencies.ts";
import { type Amount, readAmounts } from "../../intake/amounts/read.ts";
import type { Morphology } from "../language/morphology.ts";
import { overlap, type Span, wordsOf } from "../language/sentences.ts";
import { ANNIVERSARY, COUNT, DURATION, ELLIPTIC, MONEY, NUMBERED, ORDINAL, PERCENT, YEAR } from "./patterns.ts";
import { countedIn, durationUnit } from "./units.ts";

export interface FoundFigure extends Span {
  readonly kind: "money" | "percentage" | "count" | "ordinal" | "duration" | "year";
  /** The number with its unit, without the words that say how exact it is; `start` and `end` have them. */
  readonly core: Span;
  readonly raw: string;
  readonly value: string | null;
  readonly valueMax: string | null;
  readonly scale: string | null;
  readonly currency: string | null;
  readonly unit: string | null;
  readonly bound: string;
  /** The noun counted, in its dictionary form; null for money. */
  readonly noun: string | null;
  /** Below one where the words leave something open. */
  readonly confidence: number;
}

type Kind = FoundFigure["kind"];
interface Guess {
  readonly kind: Kind;
  readonly span: Span;
  readonly unit?: string | null;
  readonly noun?: string | null;
  readonly currency?: string | null;
  readonly confidence?: number;
}

/** A part of what follows: its value is not the number's. */
const PART = /(?:четверт[ьи]|трет[ьи]|половин[аыу]|a quarter of|a third of|half of)\s+(?:a\s+)?$/iu;
/** Of several currencies that a word may mean, the usual one. */
const USUAL = ["USD", "RUB", "GBP", "TRY", "INR", "KRW", "CHF", "CZK", "KGS", "AED", "IRR"];
/** Characters before a number in which words for its bound are looked for. */
const BACK = 40;

/**
 * The figures of a text in order.
 * @param morphology the dictionary for Russian; null for English
 */
export function figuresOf(
  text: string,
  language: "ru" | "en",
  morphology: Morphology | null,
  dates: readonly Span[] = [],
): readonly FoundFigure[] {
  const found: FoundFigure[] = [];
  const add = (guess: Guess | null) => {
    if (guess === null || found.some((other) => overlap(other.core, guess.span))) return;
    const figure = figureAt(text, language, guess);
    if (figure !== null) found.push(figure);
  };
  const each = (pattern: RegExp, make: (match: RegExpExecArray, span: Span) => Guess | null) => {
    for (const match of text.matchAll(pattern)) {
      add(make(match, { start: match.index, end: match.index + match[0].length }));
    }
  };
  for (const pattern of MONEY) each(pattern, (_, span) => ({ kind: "money", span }));
  each(ELLIPTIC, (_, span) => elliptic(found, text, span));
  each(PERCENT, (_, span) => ({ kind: "percentage", span, unit: "percent" }));
  each(ANNIVERSARY, (match, span) => anniversary(text, match[0], span));
  each(YEAR, (_, span) => ({ kind: "year", span }));
  each(ORDINAL, (_, span) => {
    const isNumbered = NUMBERED.test(text.slice(span.end, span.end + 60).split(/[.!?\n]/u)[0] ?? "");
    const confidence = /^(?:first|перв)/iu.test(wordsOf(text, span)) ? 0.5 : 0.8;
    return isNumbered ? { kind: "ordinal", span, unit: "edition", confidence } : null;
  });
  each(DURATION, (match, span) => {
    const isYear = /^(?:1[5-9]|20)\d\d/.test(match[0]);
    return isYear ? null : { kind: "duration", span, unit: durationUnit(match.groups?.unit ?? "") };
  });
  each(COUNT, (match, span) => count(text, match, span, morphology, dates));
  return found.sort((a, b) => a.start - b.start);
}

/** `290 million` after an amount of money has its currency. */
function elliptic(found: readonly FoundFigure[], text: string, span: Span): Guess | null {
  const before = found.filter((one) => one.kind === "money" && one.core.end <= span.start && one.currency !== null);
  const last = before.toSorted((a, b) => b.end - a.end)[0];
  if (last === undefined || /\n/.test(text.slice(last.end, span.start))) return null;
  return { kind: "money", span, currency: last.currency, confidence: 0.6 };
}

/** «74-летие со дня…» is an anniversary, «золотое 30-летие» a length of time. */
function anniversary(text: string, words: string, span: Span): Guess {
  const [named] = /(?:["«“]\p{L}+ое?м?у?й?\s+)$/u.exec(text.slice(Math.max(0, span.start - 24), span.start)) ?? [];
  if (/лети/u.test(words) && named !== undefined) {
    const whole = { start: span.start - named.length + 1, end: span.end };
    return { kind: "duration", span: whole, unit: "year", confidence: 0.7 };
  }
  return { kind: "ordinal", span, unit: "anniversary" };
}

function count(
  text: string,
  match: RegExpExecArray,
  span: Span,
  morphology: Morphology | null,
  dates: readonly Span[],
) {
  const tail = match.groups?.tail ?? "";
  const [number] = match[0].split(tail);
  if (number === undefined || dates.some((date) => overlap(date, { ...span, end: span.start + number.length })))
    return null;
  // Parts of a time, a name or a longer number: «С-400», «5:30», «COVID-19».
  if (/(?:[\p{L}\d$€£:./+–-]|\+\s)$/u.test(text.slice(Math.max(0, span.start - 2), span.start))) return null;
  if (/^(?:19|20)\d\d$/.test(number) && /^\s+(?:\p{Lu}|год)/u.test(tail)) return null;
  const isSmall = !/\d{2}/.test(number);
  const counted = countedIn(tail, morphology, isSmall);
  if (counted === null || (counted.unit === null && isSmall)) return null;
  const end = span.start + number.length + counted.length;
  const confidence = counted.unit === null ? 0.5 : 0.8;
  return {
    kind: "count",
    span: { start: span.start, end },
    unit: counted.unit,
    noun: counted.noun,
    confidence,
  } as const;
}

function figureAt(text: string, language: string, guess: Guess): FoundFigure | null {
  const { kind } = guess;
  const span = withoutStop(text, guess.span);
  const raw = bounded(text, span);
  const words = wordsOf(text, raw);
  const amount = amountIn(words, kind, language);
  if (amount === null && kind !== "money") return null;
  const [reading] = amount?.readings ?? [];
  const isVague =
    /^(?:несколько|сот|десятк|several|hundreds|tens|dozens)/iu.test(words) ||
    amount === null ||
    PART.test(text.slice(0, span.start).slice(-24));
  const codes = amount?.currencies ?? (kind === "money" ? namedIn(words) : null);
  const currency =
    codes === null ? (guess.currency ?? null) : (USUAL.find((code) => codes.includes(code)) ?? codes[0] ?? null);
  if (kind === "money" && currency === null) return null;
  return {
    ...raw,
    kind,
    core: span,
    raw: words,
    value: isVague ? null : (reading?.value ?? null),
    valueMax: isVague ? null : (reading?.max ?? null),
    scale: amount?.scales[0] ?? null,
    currency: kind === "money" ? currency : null,
    unit: guess.unit ?? null,
    bound: isVague ? "approximate" : boundOf(amount),
    noun: guess.noun ?? null,
    confidence: guess.confidence ?? 1,
  };
}

/** The currency of «миллиарды долларов», in which no number can be read. */
function namedIn(words: string): readonly string[] | null {
  const parts = words.split(/\s+/u).reverse();
  return parts.map((part) => currenciesOf(part)).find((codes) => codes !== null) ?? null;
}

/** A full stop that ends the sentence belongs to no abbreviation. */
function withoutStop(text: string, { start, end }: Span): Span {
  const isLast = text.charAt(end - 1) === "." && !/^\s*(?:[\p{Ll},;)»"”—–-]|\d)/u.test(text.slice(end));
  return { start, end: isLast ? end - 1 : end };
}

function boundOf(amount: Amount | null): string {
  if (amount === null) return "exact";
  if (amount.readings[0]?.max) return "range";
  return amount.bound?.bounds[0] ?? "exact";
}

/** The number of the kind wanted among those of a phrase. */
function amountIn(words: string, kind: Kind, language: string): Amount | null {
  const { amounts } = readAmounts(words, language);
  const fits = (one: Amount) =>
    kind === "money" ? one.currencies !== null : kind === "percentage" ? one.isPercent : true;
  return amounts.find(fits) ?? amounts[0] ?? null;
}

/** A span with the words beside it that say how exact the number is. */
function bounded(text: string, { start, end }: Span): Span {
  const before = text
    .slice(Math.max(0, start - BACK), start)
    .toLowerCase()
    .replaceAll("ё", "е");
  const line = before.slice(before.lastIndexOf("\n") + 1).replace(/\s+$/u, " ");
  const words = boundBeside(line, "")?.words ?? null;
  const [range] = /(?<!\p{L})(?:от|from|between) $/u.exec(line) ?? [];
  if (range !== undefined && /\s(?:до|to|and)\s|[-–—]/u.test(text.slice(start, end))) {
    return { start: start - (before.length - before.lastIndexOf(range.trim())), end };
  }
  const at = words === null ? -1 : line.lastIndexOf(words);
  const after = /^(?:\s+(?:and|or) (?:more|less)|\s+и (?:более|больше|менее)|\s+or so|\+)(?!\p{L})/iu.exec(
    text.slice(end, end + 16),
  );
  const wider = at < 0 ? start : start - (before.length - before.lastIndexOf(words ?? ""));
  return { start: wider, end: end + (after?.[0].length ?? 0) };
}
