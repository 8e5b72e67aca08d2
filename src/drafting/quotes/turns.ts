// Turns: the speeches of a transcript, `Name: words`, over as many paragraphs as they have.
import { trimmed } from "../language/sentences.ts";
import { tokensOf } from "../language/tokens.ts";
import type { FoundQuote, Speech } from "./speech.ts";

const TURN = /^(?<who>\p{Lu}[^\n:]{1,110}?)\s?:\s+(?=[\p{Lu}«“"…<[])/gmu;
/** Turns after one another need no proof; a single one has the office or the name of a leader. */
const LEADER = /President|Президент|Путин|Minister|Премьер|Председатель|THE PRESIDENT/u;
const MOST_WORDS = 14;
/** Flattened copies run paragraphs together: a new speaker begins behind the end of a sentence. */
const FLAT =
  /(?<=[.!?…»)]\s+)(?<who>\p{Lu}\.\s?\p{Lu}[\p{L}-]+(?:\s\p{Lu}[\p{L}-]+)?(?:\s\([^)\n]{3,30}\))?)\s?:\s+(?=\p{Lu})/gu;

interface Turn {
  readonly start: number;
  readonly who: string;
  readonly body: number;
}

export function turnsOf({ text, isCue }: Speech): readonly FoundQuote[] {
  const lines = [...text.matchAll(TURN), ...text.matchAll(FLAT)];
  const turns = lines
    .map(
      (match): Turn => ({
        start: match.index,
        who: (match.groups?.who ?? "").trimEnd(),
        body: match.index + match[0].length,
      }),
    )
    .filter(({ who }) => isName(who) && !tokensOf(who).some(isCue))
    .toSorted((a, b) => a.start - b.start)
    .filter(({ who }, _, all) => isFull(who) || all.filter((one) => one.who === who).length > 1);
  const [first] = turns;
  if (first === undefined || (turns.length === 1 && !LEADER.test(first.who))) return [];
  return turns.map(({ start, who, body }, at) => ({
    mode: "turn" as const,
    content: [trimmed(text, body, endOf(text, body, turns[at + 1]?.start ?? text.length))],
    source: { start, end: start + who.length },
    cue: null,
    how: "turn",
  }));
}

const isName = (who: string) =>
  /\p{Lu}[\p{L}.’'-]+/u.test(who) && !/[.!?]\s+\p{Lu}\p{Ll}{3}/u.test(who) && who.split(/\s+/).length <= MOST_WORDS;

/** A name in full or with its initial; one word alone is a speaker only where it comes again. */
const isFull = (who: string) => /\p{Lu}\.\s?\p{Lu}\p{Ll}|\p{Lu}\p{L}+\s+(?:\p{L}+\s+){0,3}\p{Lu}\p{L}+/u.test(who);

/** Where a turn ends: before the next, a line of stars, the time at which a meeting ended, or a stage direction. */
function endOf(text: string, body: number, next: number): number {
  const foot = /\n\s*(?:\*\s*\*\s*\*|<…>|…|\d{1,2}:\d\d\s[AP]\.M\.[^\n]*|\(End\)|END|Additional)\s*(?:\n|$)/u.exec(
    text.slice(body, next),
  );
  return foot === null ? next : body + foot.index;
}
