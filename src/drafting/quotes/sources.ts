// Sources of speech: the words beside a verb of speech that name who speaks.
import type { Morphology } from "../language/morphology.ts";
import type { Span } from "../language/sentences.ts";
import type { Token } from "../language/tokens.ts";
import type { IsCue } from "./cues.ts";

/** The words that name the speaker, near the verb at a place of a clause. */
export type SourceNear = (clause: readonly Token[], at: number) => Span | null;

/** Most tokens of a name with its office. */
const MOST = 12;
type Side = "before" | "after";

const spanOf = (list: readonly Token[]): Span | null => {
  const [first, last] = [list[0], list.at(-1)];
  return first === undefined || last === undefined ? null : { start: first.start, end: last.end };
};

const AUXILIARY =
  /^(?:has|have|had|is|was|were|are|would|will|also|could|did|does|not|later|then|recently|once|never)$/i;
const ENGLISH_STOP =
  /^(?:that|who|which|in|on|at|to|after|before|during|when|while|as|if|because|but|and|of|for|with|by|from|about|also|has|have|had|is|was|were|are|would|will|could|should|can|may|might|did|does|do|be|been|not|never|later|then|recently|once|it)$/i;
const JOINING = /^(?:of|for|and|in|with|from|at)$/i;

/** English names stand before the verb as a rule, behind it in "said X". */
export function englishSource(isCue: IsCue): SourceNear {
  const take = (list: readonly Token[], side: Side): Token[] => {
    const taken: Token[] = [];
    for (const token of list) {
      if (!token.isWord && !/^\d/.test(token.text)) {
        const short = /^(?:\p{Lu}|Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen)$/u;
        const nth = list.indexOf(token);
        const isInitial =
          token.text === "." && short.test((side === "after" ? taken.at(-1) : list[nth + 1])?.text ?? "");
        if (!isInitial) break;
      } else if (isCue(token)) {
        if (taken.length > 0) break;
        continue;
      } else if (ENGLISH_STOP.test(token.text)) {
        const joins = side === "before" ? /^(?:of|for|and|from|with|in|at)$/i : /^(?:of|for|and)$/i;
        if (taken.length > 0 && joins.test(token.text)) {
          taken.push(token);
          continue;
        }
        if (AUXILIARY.test(token.text) && taken.length === 0) continue;
        break;
      }
      taken.push(token);
      if (taken.length >= MOST) break;
    }
    if (side === "before") taken.reverse();
    while (taken[0] !== undefined && (!taken[0].isWord || JOINING.test(taken[0].text))) taken.shift();
    while (taken.length > 0 && JOINING.test(taken.at(-1)?.text ?? "")) taken.pop();
    return taken;
  };
  return (clause, at) => {
    const ahead = withoutBrackets(clause.slice(0, at));
    const verb = clause[at]?.text ?? "";
    if (ahead.at(-1)?.text === "," && !/ing$/.test(verb)) {
      // "Quina Jones, 25, said": what stands between commas is set beside the name.
      const comma = ahead.slice(0, -1).findLastIndex(({ text }) => text === ",");
      const named = comma < 0 ? [] : take(ahead.slice(0, comma).reverse(), "before");
      if (named.some(({ isCapital }) => isCapital)) return spanOf(named);
    }
    const before = take(ahead.toReversed(), "before");
    if (before.length > 0 && !(/ing$/.test(verb) && ahead.at(-1)?.text === ",")) return spanOf(before);
    const subject = subjectOf(ahead);
    if (subject !== null) return subject;
    const after = take(withoutBrackets(clause.slice(at + 1)), "after");
    return after[0] !== undefined && DAYS.test(after[0].text) ? null : spanOf(after);
  };
}

const DAYS =
  /^(?:Sunday|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|yesterday|today|last|this|him|her|them|us|me|reporters)$/i;
const PRONOUN = /^(?:he|she|they|we|I)$/i;

/** `Rep. John Mica (R-Fla.)`: without what stands in brackets. */
function withoutBrackets(list: readonly Token[]): Token[] {
  let depth = 0;
  return list.filter(({ text }) => {
    if (text === "(") depth++;
    const isInside = depth > 0;
    if (text === ")") depth = Math.max(0, depth - 1);
    return !isInside;
  });
}

/** The subject with which a clause begins: a pronoun, a name, or "the" with a noun. */
function subjectOf(list: readonly Token[]): Span | null {
  const words = list.filter(({ isWord, text }) => isWord || text === ".");
  const [first, second] = words;
  if (first === undefined || list.length < 3) return null;
  if (PRONOUN.test(first.text)) return spanOf([first]);
  if (/^The$/.test(first.text) && second !== undefined && !second.isCapital) return spanOf([first, second]);
  const other = words.findIndex(({ isCapital, text }) => !isCapital && !/^(?:of|the|\.)$/.test(text));
  const name = words.slice(0, other < 0 ? words.length : other);
  return ENGLISH_STOP.test(first.text) || name.length === 0 || name.length > 8 ? null : spanOf(name);
}

const RUSSIAN_STOP =
  /^(?:что|как|когда|если|во|в|на|после|по|из|со|с|при|для|до|от|об|о|обо|перед|накануне|также|журналистам|агентству|корреспонденту|сегодня|вчера|но|а|и|комментируя|отвечая|выступая|добавив|ссылаясь|имея|под|среди|через|уже|тогда|там|здесь|вскоре)$/iu;

/** Russian names stand in the nominative, before the verb or behind it, with genitives and an apposition. */
export function russianSource(isCue: IsCue, morphology: Morphology): SourceNear {
  const tags = (token: Token) =>
    morphology
      .parses(token.text)
      .slice(0, 3)
      .map(({ tag }) => tag);
  const isNominative = (token: Token) =>
    token.isWord && tags(token).some((tag) => /^(?:NOUN|NPRO)/.test(tag) && tag.includes("nomn"));
  const isAdjective = (token: Token) =>
    token.isWord && tags(token).some((tag) => /^(?:ADJF|PRTF|NUMR)/.test(tag) && tag.includes("nomn"));
  const isGenitive = (token: Token) => morphology.parses(token.text).some(({ tag }) => tag.includes("gent"));
  const isPreposition = (token: Token) =>
    !token.isCapital && (morphology.parses(token.text)[0]?.tag ?? "").startsWith("PREP");

  const take = (list: readonly Token[], side: Side): Token[] => {
    const taken: Token[] = [];
    for (const token of list) {
      if (!token.isWord && !/^\d/.test(token.text)) {
        const isInitial = token.text === "." && side === "after" && /^\p{Lu}$/u.test(taken.at(-1)?.text ?? "");
        const isBefore = token.text === "." && side === "before";
        if (isInitial || (!isBefore && /["«»“”'’]/.test(token.text))) {
          taken.push(token);
          continue;
        }
        break;
      }
      if (isCue(token)) {
        if (taken.length > 0) break;
        continue;
      }
      if (RUSSIAN_STOP.test(token.text)) break;
      if (!token.isCapital && /^(?:ADVB|CONJ|PRCL|PRED|INTJ)/.test(tags(token)[0] ?? "")) {
        if (taken.length > 0) break;
        continue;
      }
      taken.push(token);
      if (taken.length >= MOST) break;
    }
    if (side === "before") taken.reverse();
    while (taken[0] !== undefined && !taken[0].isWord) taken.shift();
    return taken;
  };

  /** The noun in the nominative with what belongs to it. */
  const refined = (list: readonly Token[], side: Side): readonly Token[] | null => {
    const at = side === "before" ? list.findLastIndex(isNominative) : list.findIndex(isNominative);
    if (at < 0) return null;
    let [first, last] = [at, at];
    const token = (nth: number) => list[nth] as Token;
    if (side === "after") {
      while (first > 0 && isAdjective(token(first - 1))) first--;
      const stop = list.findIndex((one, nth) => nth > at && isPreposition(one) && !/^(?:из|по)$/u.test(one.text));
      return list.slice(first, stop < 0 ? list.length : stop);
    }
    const belongs = (one: Token) =>
      !isPreposition(one) &&
      (isNominative(one) || isAdjective(one) || one.isCapital || isGenitive(one) || /["«»“”.]/.test(one.text));
    while (first > 0 && (belongs(token(first - 1)) || /^(?:из|и)$/u.test(token(first - 1).text))) first--;
    while (first < at && !isNominative(token(first)) && !isAdjective(token(first)) && !token(first).isCapital) first++;
    while (
      last + 1 < list.length &&
      (isGenitive(token(last + 1)) || token(last + 1).isCapital) &&
      !/^(?:ему|ей|мне|нам|им|вчера|сегодня)$/iu.test(token(last + 1).text)
    ) {
      last++;
    }
    return list.slice(first, last + 1);
  };

  /** «Президент Казахстана, Касым-Жомарт Токаев, сказал»: what the name is set beside. */
  const withApposition = (list: readonly Token[], clause: readonly Token[], side: Side): Span | null => {
    const span = spanOf(list);
    if (span === null || side === "after" || list.some(({ isCapital }) => isCapital)) return span;
    const at = clause.findIndex(({ start }) => start === span.start);
    if (at <= 1 || clause[at - 1]?.text !== ",") return span;
    let first = at - 2;
    while (first >= 0 && at - first < 6 && (clause[first]?.isCapital || isNominative(clause[first] as Token))) first--;
    const beside = clause.slice(first + 1, at - 1);
    return beside.some(({ isCapital }) => isCapital) ? { start: beside[0]?.start ?? span.start, end: span.end } : span;
  };

  return (clause, at) => {
    const sides: readonly (readonly [Side, Token[]])[] = [
      ["before", take(clause.slice(0, at).reverse(), "before")],
      ["after", take(clause.slice(at + 1), "after")],
    ];
    const [side, list] =
      sides.find(([, one]) => one.some(isNominative)) ??
      sides.find(([, one]) => one.length > 0) ??
      (sides[1] as (typeof sides)[number]);
    if (list.length === 0) return null;
    const noun = refined(list, side);
    return noun === null ? spanOf(list) : withApposition(noun, clause, side);
  };
}
