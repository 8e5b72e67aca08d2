// Indirect speech in Russian: «сказал, что», «по словам», «как отметил», and dialogues with dashes.
import type { Span } from "../language/sentences.ts";
import { type Token, tokensOf } from "../language/tokens.ts";
import type { FoundQuote, Speech } from "./speech.ts";

const ACCORDING =
  /(?:^|[,(]\s*|\s)(по (?:словам|мнению|данным|сообщению|сообщениям|информации|оценке|оценкам|утверждению|версии|признанию))\s+/iu;
const CONJUNCTION =
  /^(?:что|чтобы|будто|якобы|как|какой|какие|какая|какое|кто|где|куда|почему|зачем|сколько|когда|насколько|ли)$/iu;
/** Verbs that are cues of thought only beside quotation marks. */
const THOUGHT = /^(?:узна|реш|зна)/u;

const spanOf = ({ start, end }: Span): Span => ({ start, end });
const indirect = (how: string, content: readonly Span[], source: Span | null, cue: Span): FoundQuote => ({
  mode: "indirect",
  content,
  source,
  cue: spanOf(cue),
  how,
});

/** A sentence with its tokens and where its words end, the full stop left out. */
interface Clause {
  readonly sentence: Span;
  readonly list: readonly Token[];
  readonly end: number;
}

export function russianIndirect(speech: Speech, isFree: (span: Span) => boolean): readonly FoundQuote[] {
  return speech.sentences.flatMap((sentence) => {
    const list = tokensOf(speech.text, sentence.start, sentence.end);
    const last = list.at(-1);
    if (last === undefined) return [];
    const end = /^[.!?…]$/.test(last.text) ? (list.at(-2)?.end ?? last.end) : last.end;
    const clause = { sentence, list, end };
    const dialogue = dialogueIn(speech, clause);
    if (dialogue !== null) return [dialogue];
    if (!isFree(sentence)) return [];
    return accordingIn(speech, clause) ?? passiveIn(speech, clause) ?? verbIn(speech, clause) ?? [];
  });
}

/** «— Слова, — сказал X. — Слова.» */
function dialogueIn({ text, isCue, sourceNear }: Speech, { sentence, end }: Clause): FoundQuote | null {
  const words = text.slice(sentence.start, sentence.end);
  const [dash] = /^[-—–]\s+/.exec(words) ?? [];
  if (dash === undefined) return null;
  const first = sentence.start + dash.length;
  const turn = /[,!?…]\s+[-—–]\s+/.exec(words.slice(dash.length));
  if (turn === null) return null;
  const rest = first + turn.index + turn[0].length;
  const second = /[,.]\s+[-—–]\s+/.exec(text.slice(rest, sentence.end));
  const list = tokensOf(text, rest, second === null ? end : rest + second.index);
  const at = list.findIndex(isCue);
  const cue = list[at];
  if (cue === undefined) return null;
  const content = [{ start: first, end: first + turn.index + (/[!?…]/.test(turn[0]) ? 1 : 0) }];
  if (second !== null) content.push({ start: rest + second.index + second[0].length, end });
  return { mode: "direct", content, source: sourceNear(list, at), cue: spanOf(cue), how: "dash" };
}

/** «По словам X, …» and «…, по данным X». */
function accordingIn({ text }: Speech, { sentence, end }: Clause): readonly FoundQuote[] | null {
  const match = ACCORDING.exec(text.slice(sentence.start, sentence.end));
  if (match?.[1] === undefined) return null;
  const from = sentence.start + match.index + match[0].length;
  const at = sentence.start + match.index + match[0].indexOf(match[1]);
  const cue = { start: at, end: at + match[1].length };
  const comma = text.slice(from, sentence.end).indexOf(",");
  if (comma < 0) {
    // The source stands at the end: what is before it is said.
    const content = {
      start: sentence.start,
      end: text.slice(sentence.start, at).replace(/[,\s(]+$/u, "").length + sentence.start,
    };
    return content.end - content.start < 20 ? null : [indirect("according", [content], { start: from, end }, cue)];
  }
  const source = { start: from, end: from + comma };
  const behind = { start: from + comma + 2, end };
  if (at - sentence.start < 5) return [indirect("according", [behind], source, cue)];
  const ahead = { start: sentence.start, end: Math.max(at - 2, sentence.start + 1) };
  return [indirect("according", [ahead, behind], source, cue)];
}

/** «Главой государства подчёркнута динамика»: a short participle with who said it in the instrumental. */
function passiveIn({ morphology }: Speech, { sentence, list, end }: Clause): readonly FoundQuote[] | null {
  if (morphology === null) return null;
  const at = list.slice(0, 12).findIndex(({ text }) => STRESSED.test(text));
  const cue = list[at];
  const isInstrumental = ({ text }: Token) =>
    morphology.parses(text).some(({ tag }) => tag.startsWith("NOUN") && tag.includes("ablt"));
  const first = list.slice(0, Math.max(at, 0)).findIndex(isInstrumental);
  const last = list[at - 1];
  const source = list[first];
  if (cue === undefined || source === undefined || last === undefined) return null;
  return [indirect("passive", [{ start: sentence.start, end }], { start: source.start, end: last.end }, cue)];
}

const STRESSED = /^(?:подч[её]ркну|отмечен|выражен|заявлен|высказан|констатирован)(?:т[аоы]?|[аоы])?$/u;

/** The verbs of speech of a sentence, the first that has a form of indirect speech. */
function verbIn(speech: Speech, clause: Clause): readonly FoundQuote[] | null {
  for (const [at, token] of clause.list.entries()) {
    if (!speech.isCue(token) || THOUGHT.test(token.text)) continue;
    const found = subordinate(speech, clause, at) ?? inserted(speech, clause, at);
    if (found !== null) return [found];
  }
  return null;
}

/** «X сказал, что …», «X сказал: …», «X сообщил о том, что …». */
function subordinate({ sourceNear }: Speech, { list, end }: Clause, at: number): FoundQuote | null {
  const cue = list[at] as Token;
  const offset = list.slice(at + 1, at + 15).findIndex(({ text }) => text === "," || text === ":");
  const comma = offset < 0 ? -1 : at + 1 + offset;
  const [mark, next] = [list[comma], list[comma + 1]];
  if (mark?.text === "," && next !== undefined && CONJUNCTION.test(next.text)) {
    return indirect("that", [{ start: next.start, end }], sourceNear(list, at), cue);
  }
  if (mark?.text === ":" && comma - at < 8 && next !== undefined && !/["«“]/.test(next.text)) {
    return indirect("colon", [{ start: next.start, end }], sourceNear(list, at), cue);
  }
  const [about, of] = [list[at + 1], list[at + 2]];
  if (about !== undefined && /^об?$/u.test(about.text) && /^том$/u.test(of?.text ?? "")) {
    return indirect("about", [{ start: about.start, end }], sourceNear(list, at), cue);
  }
  return null;
}

/** «…, отметил X, …» and «Как отметил X, …». */
function inserted({ sourceNear }: Speech, { sentence, list, end }: Clause, at: number): FoundQuote | null {
  const cue = list[at] as Token;
  const isAs = /^как$/iu.test(list[at - 1]?.text ?? "");
  const isDashed = /^[-—–]$/.test(list[at - 1]?.text ?? "") && list[at - 2]?.text === ",";
  const isOpen = list[at - 1]?.text === "," || isDashed || (isAs && (at === 1 || list[at - 2]?.text === ","));
  if (!isOpen) return null;
  const source = sourceNear(list, at);
  // «Как сказал в одном из интервью X, …»: what is said follows, though the name stands far from the verb.
  const isFar = isAs && at <= 1;
  if (!isFar && (source === null || source.start < cue.start)) return null;
  const next = list.findIndex(({ text }, nth) => nth > at && text === ",");
  const comma = next < 0 ? undefined : list[next];
  const after = next < 0 ? undefined : list[next + 1];
  if (isAs && at <= 1) {
    return comma === undefined ? null : indirect("as", [{ start: after?.start ?? end, end }], source, cue);
  }
  const content = [{ start: sentence.start, end: (list[isAs || isDashed ? at - 2 : at - 1] as Token).start }];
  const goesOn =
    comma !== undefined &&
    after !== undefined &&
    next < list.length - 3 &&
    (source?.end ?? 0) <= comma.start &&
    !/^(?:котор|знаком|сообщ|комментир|отвеч)/iu.test(after.text);
  if (goesOn) content.push({ start: after.start, end });
  return indirect("inserted", content, source, cue);
}
