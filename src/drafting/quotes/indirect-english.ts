// Indirect speech in English: "said that", "according to", "..., X said".
import type { Span } from "../language/sentences.ts";
import { type Token, tokensOf } from "../language/tokens.ts";
import type { FoundQuote, Speech } from "./speech.ts";

const spanOf = ({ start, end }: Span): Span => ({ start, end });
const indirect = (how: string, content: readonly Span[], source: Span | null, cue: Span | null): FoundQuote => ({
  mode: "indirect",
  content,
  source,
  cue: cue === null ? null : spanOf(cue),
  how,
});

/** Verbs behind which indirect speech needs no "that". */
const BARE =
  /^(?:say|says|said|believe|believes|believed|think|thinks|thought|claim|claims|claimed|argue|argues|argued|suggest|suggests|suggested|hope|hopes|hoped|tweeted|told|announced|insisted|insists|acknowledged|admitted|noted|warned|predicted|added)$/i;
/** What may stand between the verb and what is said: a day, or who was told. */
const AFTERTHOUGHT =
  /^(?:in|on|at|during|to|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|reporters|him|her|them|me|us|CNN|Fox)$/i;
const SHORT = /^(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|reporters|him|her|them|me|us)$/i;
const TAIL =
  /,\s+((?:[\p{L}’'.-]+\s+){1,10}?)(said|says|added|noted|wrote|argued|claimed|reported|explained|told [\p{L} ]+)(?:\s+(?:in|on|during|at|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)[^,]*)?\.?$/u;
/** What a head of government emphasises, welcomes or reaffirms in a readout is said by him. */
const STRESSED = /^(?:emphasi[sz]ed|stressed|underscored|reiterated|reaffirmed|highlighted|welcomed|underlined)$/i;

export function englishIndirect(speech: Speech, isFree: (span: Span) => boolean): readonly FoundQuote[] {
  return speech.sentences.flatMap((sentence) => {
    if (!isFree(sentence)) return [];
    const list = tokensOf(speech.text, sentence.start, sentence.end);
    const last = list.at(-1);
    if (last === undefined) return [];
    const end = /^[.!?…]$/.test(last.text) ? (list.at(-2)?.end ?? last.end) : last.end;
    const found = accordingIn(speech.text, sentence, end) ?? verbIn(speech, list, end) ?? tailIn(speech.text, sentence);
    return found === null ? [] : [found];
  });
}

function accordingIn(text: string, sentence: Span, end: number): FoundQuote | null {
  const match = /\baccording to\s+/i.exec(text.slice(sentence.start, sentence.end));
  if (match === null) return null;
  const from = sentence.start + match.index + match[0].length;
  const stop = /[,.]/.exec(text.slice(from, sentence.end));
  const source = { start: from, end: stop === null ? end : from + stop.index };
  const at = sentence.start + match.index;
  const cue = { start: at, end: at + "according to".length };
  if (match.index < 3) return indirect("according", [{ start: Math.min(source.end + 2, end), end }], source, cue);
  const before = { start: sentence.start, end: at - (text.charAt(at - 2) === "," ? 2 : 1) };
  return indirect("according", [before], source, cue);
}

function verbIn({ isCue, sourceNear }: Speech, list: readonly Token[], end: number): FoundQuote | null {
  for (const [at, cue] of list.entries()) {
    if (at === 0 || !isCue(cue)) continue;
    const isPassive = /^(?:to|not|be|been)$/i.test(list[at - 1]?.text ?? "") && !/^(?:said|says)$/i.test(cue.text);
    const source = isPassive ? null : sourceNear(list, at);
    if (source === null || source.start >= cue.start) continue;
    const begin = beginOf(list, at);
    const first = begin === null ? undefined : list[begin];
    if (first === undefined || first.start >= end || /^[,.:]$/.test(first.text)) continue;
    const hasThat = /^that$/i.test(first.text);
    if (!hasThat && !BARE.test(cue.text) && !STRESSED.test(cue.text)) continue;
    return indirect(hasThat ? "that" : "bare", [{ start: first.start, end }], source, cue);
  }
  return null;
}

/** The token with which what is said begins; null where it cannot be told. */
function beginOf(list: readonly Token[], at: number): number | null {
  const next = list[at + 1]?.text ?? "";
  if (!AFTERTHOUGHT.test(next)) return at + 1;
  const that = list.slice(at + 1, at + 10).findIndex(({ text }) => /^that$/i.test(text));
  if (that >= 0) return at + 1 + that;
  return SHORT.test(next) ? at + 2 : null;
}

function tailIn(text: string, sentence: Span): FoundQuote | null {
  const match = TAIL.exec(text.slice(sentence.start, sentence.end));
  if (match?.[1] === undefined) return null;
  const at = sentence.start + match.index;
  const from = at + match[0].indexOf(match[1]);
  return indirect(
    "tail",
    [{ start: sentence.start, end: at }],
    { start: from, end: from + match[1].trimEnd().length },
    null,
  );
}
