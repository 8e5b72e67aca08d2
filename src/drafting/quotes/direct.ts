// Direct speech: what stands between quotation marks and is speech, with who says it.
import { overlap, type Span, sentencesOf } from "../language/sentences.ts";
import { type Token, tokensOf } from "../language/tokens.ts";
import { quotedIn } from "./marks.ts";
import { type FoundQuote, type Speech, subjectBefore } from "./speech.ts";

/** What stands beside quotation marks in their paragraph. */
interface Beside {
  readonly content: Span;
  readonly words: string;
  readonly count: number;
  readonly hasVerb: boolean;
  readonly before: string;
  readonly after: string;
  /** The clause before and the one behind, with the place of a verb of speech, -1 without one. */
  readonly ahead: readonly Token[];
  readonly aheadCue: number;
  readonly behind: readonly Token[];
  readonly behindCue: number;
  readonly isDashed: boolean;
}

/** Farthest that a verb of speech behind may be from the quotation mark, in tokens. */
const FAR = { ru: 8, en: 16 } as const;
/** How many characters on a speaker is carried over to the next words in quotation marks. */
const CARRIED = 600;
const ENGLISH_VERB =
  /\b(?:is|are|was|were|be|been|have|has|had|do|does|did|will|would|can|could|should|must|may|might|not|don['’]t|['’](?:s|re|ve|ll|m)|[a-z]+(?:ed|ing|s))\b/i;

export function directIn(speech: Speech, taken: readonly Span[]): readonly FoundQuote[] {
  const found: FoundQuote[] = [];
  const quoted = quotedIn(speech.text);
  let last: { at: number; end: number } | null = null;
  for (const [nth, content] of quoted.entries()) {
    if (taken.some((span) => overlap(span, content))) continue;
    const parted = partedBy(speech, content);
    if (parted !== null) {
      found.push(parted);
      last = { at: found.length - 1, end: content.end };
      continue;
    }
    const beside = besideOf(speech, content, quoted[nth + 1]);
    const quote = quoteAt(speech, beside, last === null ? null : { quote: found[last.at], end: last.end });
    if (quote === null) continue;
    const previous: FoundQuote | undefined = last === null ? undefined : found[last.at];
    // "A", said X. "B": one speech in two parts, where nothing but the speaker stands between them.
    const between = last === null ? "" : speech.text.slice(last.end, content.start - 1);
    if (
      previous !== undefined &&
      last !== null &&
      quote.how === "continued" &&
      previous.how === "after" &&
      between.length < 200 &&
      !between.includes("\n\n")
    ) {
      found[last.at] = { ...previous, content: [...previous.content, content] };
      last = { at: last.at, end: content.end };
      continue;
    }
    const isNear = last !== null && content.start - last.end < 400 && quote.how !== "partial-before";
    const source = quote.source ?? (isNear ? (previous?.source ?? null) : null);
    found.push({ ...quote, source });
    if (quote.mode === "direct") last = { at: found.length - 1, end: content.end };
  }
  return found;
}

/** «Слова, — говорит X, — слова»: the writer's words stand within one pair of quotation marks. */
function partedBy({ text, isCue, sourceNear, morphology }: Speech, content: Span): FoundQuote | null {
  if (morphology === null) return null;
  const words = text.slice(content.start, content.end);
  const match = /[,!?…]\s*[-—–]\s+(?<clause>[^"«»—–]{5,80}?)[,.]\s*(?:[-—–]\s+|$)/u.exec(words);
  if (match?.groups?.clause === undefined) return null;
  const from = content.start + match.index + match[0].indexOf(match.groups.clause);
  const list = tokensOf(text, from, from + match.groups.clause.length);
  const at = list.findIndex(isCue);
  const cue = list[at];
  if (cue === undefined || at > 2) return null;
  const rest = content.start + match.index + match[0].length;
  const parts = [{ start: content.start, end: content.start + match.index }];
  if (rest < content.end) parts.push({ start: rest, end: content.end });
  return {
    mode: "direct",
    content: parts,
    source: sourceNear(list, at),
    cue: { start: cue.start, end: cue.end },
    how: "parted",
  };
}

function besideOf({ text, morphology, isCue }: Speech, content: Span, next: Span | undefined): Beside {
  const words = text.slice(content.start, content.end);
  const from = text.lastIndexOf("\n", content.start - 1) + 1;
  const newline = text.indexOf("\n", content.end);
  const to = newline < 0 ? text.length : newline;
  const [before, after] = [text.slice(from, content.start - 1), text.slice(content.end + 1, to)];
  const [lead] = /^\s*[,.!?…]?\s*(?:[—–-]\s*)?/.exec(after) ?? [""];
  const nextAt = next === undefined || next.start - 1 >= to ? after.length : next.start - 1 - (content.end + 1);
  const stop = /[.!?…](?=\s|$)/.exec(
    after
      .slice(lead.length)
      .replace(/\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|St|\p{Lu})\.|\([^()\n]{1,40}\)/gu, (short) =>
        short.replaceAll(".", "_"),
      ),
  );
  const clauseEnd = stop === null ? nextAt : Math.min(nextAt, lead.length + stop.index);
  const behind = tokensOf(text, content.end + 1 + lead.length, content.end + 1 + Math.max(clauseEnd, lead.length));
  const sentence = sentencesOf(before).at(-1);
  const ahead = sentence === undefined ? [] : tokensOf(text, from + sentence.start, content.start - 1);
  const isVerb = (token: Token) => {
    const readings = token.isWord ? (morphology?.parses(token.text) ?? []) : [];
    return readings.slice(0, 2).some(({ tag }) => /^(?:VERB|PRED)/.test(tag));
  };
  return {
    content,
    words,
    count: words.match(/[\p{L}\d]+/gu)?.length ?? 0,
    hasVerb: morphology === null ? ENGLISH_VERB.test(words) : tokensOf(words).some(isVerb),
    before,
    after,
    ahead,
    aheadCue: ahead.findLastIndex(isCue),
    behind,
    behindCue: behind.findIndex(isCue),
    isDashed: /[—–-]/.test(lead),
  };
}

const direct = (beside: Beside, how: string, source: Span | null, cue: Token | undefined): FoundQuote => ({
  mode: how.startsWith("partial") ? "partial" : "direct",
  content: [beside.content],
  source,
  cue: cue === undefined ? null : { start: cue.start, end: cue.end },
  how,
});

type Last = { readonly quote: FoundQuote | undefined; readonly end: number } | null;

/** Which of the forms of direct speech it is; null for a name or a word in quotation marks. */
function quoteAt(speech: Speech, beside: Beside, last: Last): FoundQuote | null {
  const { words, count, hasVerb, before, after, ahead, aheadCue, behind, behindCue, isDashed } = beside;
  const far = speech.morphology === null ? FAR.en : FAR.ru;
  const bridge = ahead.length - 1 - aheadCue;
  const isBehind =
    behindCue >= 0 &&
    behindCue <= far &&
    (isDashed || /^\s*,/.test(after) || /[,!?]$/.test(words)) &&
    !/^\s*[.]\s/.test(after.replace(/^\s*[.]\s*[—–-]/, ""));
  if (count >= 3 && isBehind) return direct(beside, "after", speech.sourceNear(behind, behindCue), behind[behindCue]);
  const isColon = /:\s*$/.test(before);
  if (count >= 3 && aheadCue >= 0 && (isColon || (/,\s*$/.test(before) && bridge <= 12))) {
    return direct(beside, "before", speech.sourceNear(ahead, aheadCue), ahead[aheadCue]);
  }
  if (isColon && count >= 4) return direct(beside, "colon", headOf(ahead), undefined);
  const signature = count >= 6 && hasVerb ? signatureIn(after, beside.content.end + 1) : null;
  if (signature !== null) return direct(beside, "signature", signature, undefined);
  if (isContinued(beside)) {
    const subject = subjectBefore(speech, beside.content.start);
    const isSame =
      last !== null && beside.content.start - last.end < CARRIED && !(subject !== null && subject.start > last.end);
    return direct(beside, "continued", isSame ? (last.quote?.source ?? null) : subject, undefined);
  }
  if (count >= 2 && aheadCue >= 0 && bridge <= 14) {
    return direct(beside, "partial-before", speech.sourceNear(ahead, aheadCue), ahead[aheadCue]);
  }
  if (count >= 5 && hasVerb && behindCue >= 0 && behindCue < 8) {
    return direct(beside, "partial-after", speech.sourceNear(behind, behindCue), behind[behindCue]);
  }
  return null;
}

/** Before a colon without a verb of speech: a short line that names somebody. */
function headOf(ahead: readonly Token[]): Span | null {
  const words = ahead.filter(({ isWord, text }) => isWord || text === ".");
  const [first, last] = [ahead[0], ahead.at(-2) ?? ahead.at(-1)];
  return first === undefined || last === undefined || words.length > 14 ? null : { start: first.start, end: last.end };
}

const SIGNATURE = /^\s*[.,]?\s*(?:[—–―-]\s*)?\p{Lu}[\p{L}.-]*(?:\s+\p{Lu}[\p{L}.-]*){0,4}(?:,[^.]{3,60})?\s*\.?\s*$/u;

/** A name alone behind the words, as under a letter. */
function signatureIn(after: string, from: number): Span | null {
  if (!SIGNATURE.test(after)) return null;
  const named = /\p{Lu}[\p{L} .-]+/u.exec(after.trimEnd());
  return named === null ? null : { start: from + named.index, end: from + named.index + named[0].trimEnd().length };
}

/** A whole sentence between quotation marks that begins one of the text: the speech goes on. */
function isContinued({ words, count, hasVerb, before, after }: Beside): boolean {
  if (count < 5 || !hasVerb || !/^\s*(?:\p{Lu}|…|\.\.\.)/u.test(words)) return false;
  const isWhole = /[.!?…,]$/.test(words) || /^[,.!?…]/.test(after) || /[.!?…]/.test(words);
  return isWhole && (before.trim() === "" || /(?:[.!?…”»"]\s*|[:,—–-]\s*)$/.test(before));
}
