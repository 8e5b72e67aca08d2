// Passages: a text of which parts are served, the spans in it, and the words around a span.
//
// Offsets count code points, so a text is a list of them; null where nothing serves one. The borders of all spans cut
// the text into runs that do not overlap, each with all the spans that are open on it.

/** A text by code points, null where it is not served. */
export type Points = readonly (string | null)[];

/** Puts known pieces into a text of a length; what lies beyond its end is left out. */
export function pointsOf(length: number, known: Iterable<{ readonly start: number; readonly text: string }>): Points {
  const points = new Array<string | null>(length).fill(null);
  for (const { start, text } of known) {
    let at = start;
    for (const point of text) {
      if (at >= 0 && at < length) points[at] = point;
      at++;
    }
  }
  return points;
}

/** A stretch of a text: its words, or null for a gap of that length. */
export interface Passage {
  readonly start: number;
  readonly end: number;
  readonly text: string | null;
}

/** What is served and what is not, by turns. */
export function passagesOf(points: Points): Passage[] {
  return runsOf(points, []).map(({ start, end, text }) => ({ start, end, text }));
}

/** A span, and the number of the value that rests on it. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly value: number;
}

/** A passage with the numbers of the values whose spans cover it, in order. */
export interface Run extends Passage {
  readonly values: readonly number[];
}

/** The runs of a text: cut where a span begins or ends, where a gap does, and at `breaks`. */
export function runsOf(points: Points, spans: readonly Span[], breaks: readonly number[] = []): Run[] {
  const cuts = new Set([0, points.length, ...breaks]);
  const opens = new Map<number, number[]>();
  const closes = new Map<number, number[]>();
  const push = (map: Map<number, number[]>, at: number, value: number) => map.set(at, [...(map.get(at) ?? []), value]);
  for (const { start, end, value } of spans) {
    cuts.add(start).add(end);
    push(opens, start, value);
    push(closes, end, value);
  }
  for (const [at, point] of points.entries()) {
    if (at > 0 && (point === null) !== (points[at - 1] === null)) cuts.add(at);
  }
  const order = [...cuts].filter((cut) => cut >= 0 && cut <= points.length).sort((a, b) => a - b);
  const open = new Map<number, number>();
  const runs: Run[] = [];
  for (const [at, start] of order.entries()) {
    for (const value of closes.get(start) ?? []) {
      const left = (open.get(value) ?? 1) - 1;
      if (left === 0) open.delete(value);
      else open.set(value, left);
    }
    for (const value of opens.get(start) ?? []) open.set(value, (open.get(value) ?? 0) + 1);
    const end = order[at + 1];
    if (end === undefined) break;
    const text = points[start] === null ? null : points.slice(start, end).join("");
    runs.push({ start, end, text, values: [...open.keys()].sort((a, b) => a - b) });
  }
  return runs;
}

const endsSentence = (points: Points, at: number) => /[.!?]/.test(points[at] ?? "") && points[at + 1] === " ";

/**
 * The words before and after a span, as far as they are served: to the end of the sentence, to a gap, or to a word
 * after so many code points, which three points tell.
 */
export function around(points: Points, start: number, end: number, most: number): { before: string; after: string } {
  const isPlain = (at: number) => points[at] !== undefined && points[at] !== null && points[at] !== "\n";
  let from = start;
  while (from > 0 && start - from < most && isPlain(from - 1) && !endsSentence(points, from - 1)) from--;
  let to = end;
  while (to < points.length && to - end < most && isPlain(to) && !(to > end && endsSentence(points, to - 1))) to++;
  const before = points.slice(from, start).join("").trimStart();
  const after = points.slice(end, to).join("").trimEnd();
  return {
    before: start - from >= most ? `… ${before.replace(/^\S*\s/u, "")}` : before,
    after: to - end >= most ? `${after.replace(/\s\S*$/u, "")} …` : after,
  };
}
