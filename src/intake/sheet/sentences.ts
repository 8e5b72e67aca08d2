// Sentences: where the sentences of a spoken text begin and end, by rules alone, so that the same text has the same ones.
import { pointsOf } from "../input/utf8.ts";

/** Behind these a full stop ends no sentence: abbreviations of English and Russian, single capitals as initials. */
const SHORTENED =
  /(?:^|[\s(«"“])(?:\p{Lu}|(?:\p{Lu}\.)+\p{Lu}|Mr|Mrs|Ms|Dr|Prof|Gen|Sen|Rep|St|No|vs|approx|г|гг|в|вв|им|ул|тыс|млн|млрд|трлн|руб|долл|см|ст|стр|др|пр|т|т\.\s?е|т\.\s?д|т\.\s?п|т\.\s?к)$/u;

export interface Sentence {
  /** In code points of the text, the end excluded. */
  readonly start: number;
  readonly end: number;
}

/**
 * A sentence ends at `.`, `!`, `?` or `…` with what closes behind it, when a space and no small letter follow; and at
 * the end of a line.
 */
export function sentencesOf(text: string): Sentence[] {
  const points = pointsOf(text);
  const sentences: Sentence[] = [];
  let start = 0;
  const close = (end: number): void => {
    let [from, to] = [start, end];
    while (from < to && isSpace(points[from])) from++;
    while (to > from && isSpace(points[to - 1])) to--;
    if (to > from) sentences.push({ start: from, end: to });
    start = end;
  };
  for (let at = 0; at < points.length; at++) {
    const point = points[at] ?? "";
    if (point === "\n") close(at);
    if (!".!?…".includes(point)) continue;
    let end = at + 1;
    while (/^[.!?…]$/u.test(points[end] ?? "")) end++;
    while (/^["'”’»)\]]$/u.test(points[end] ?? "")) end++;
    if (end < points.length && !isSpace(points[end])) continue;
    let next = end;
    while (isSpace(points[next]) && points[next] !== "\n") next++;
    const small = /^\p{Ll}$/u.test(points[next] ?? "");
    const before = points.slice(start, at).join("");
    if (!small && !(point === "." && end === at + 1 && next < points.length && SHORTENED.test(before))) close(end);
    at = end - 1;
  }
  close(points.length);
  return sentences;
}

function isSpace(point: string | undefined): boolean {
  return point !== undefined && /^\s$/u.test(point);
}
