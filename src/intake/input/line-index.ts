// Line index: line, column and code point of an offset in a large text, without counting from the beginning.

export interface Place {
  /** Counted from 1, as editors do. */
  readonly line: number;
  /** Counted from 1 in code points. */
  readonly column: number;
  /** Code points before it in the whole text. */
  readonly point: number;
}

/** Every so many UTF-16 units the code points so far are noted: a file may be one long line. */
const STEP = 1024;

/**
 * The places of a text's offsets.
 * @returns a function from an offset in UTF-16 units to its place
 */
export function placesIn(text: string): (offset: number) => Place {
  const lines = [0];
  const marks: number[] = [];
  let points = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (at % STEP === 0) marks.push(points);
    const unit = text.charCodeAt(at);
    if (unit === 10) lines.push(at + 1);
    points += isPoint(unit) ? 1 : 0;
  }
  if (text.length % STEP === 0) marks.push(points);
  const pointAt = (offset: number): number => {
    let count = marks[Math.floor(offset / STEP)] ?? 0;
    for (let at = offset - (offset % STEP); at < offset; at += 1) count += isPoint(text.charCodeAt(at)) ? 1 : 0;
    return count;
  };
  return (offset) => {
    const within = Math.min(Math.max(offset, 0), text.length);
    const line = lineOf(lines, within);
    const point = pointAt(within);
    return { line: line + 1, column: point - pointAt(lines[line] ?? 0) + 1, point };
  };
}

/** A code point is counted at its first unit; the second one of a pair counts nothing. */
const isPoint = (unit: number) => unit < 0xdc00 || unit > 0xdfff;

function lineOf(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low;
}
