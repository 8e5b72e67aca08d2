// Sentences: where the sentences of a text begin and end, in UTF-16 units.

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What ends with a full stop within a sentence. */
const SHORT =
  /(?:^|[\s(«"“])(?:\p{Lu}|г|гг|т|ст|ул|им|др|пр|тыс|млн|млрд|трлн|долл|руб|с|т\.е|т\.к|т\.д|т\.п|Mr|Mrs|Ms|Dr|Gov|Sen|Rep|Gen|St|Jr|Sr|Inc|Corp|Co|No|vs|U\.S|U\.N|a\.m|p\.m|Prof|Rev|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.$/u;
/** A full stop with what closes, before a new beginning; or the end of a line. */
const END = /[.!?…]+[»"”’)]*(?=\s+[«"“(—–-]?\s*[\p{Lu}\d])|\n+/gu;
/** Most characters of an abbreviation with what stands before it. */
const BACK = 12;

/** The sentences of a text in order, without the white space around them. */
export function sentencesOf(text: string): readonly Span[] {
  const found: Span[] = [];
  let start = 0;
  const push = (from: number, to: number) => {
    const span = trimmed(text, from, to);
    if (span.end > span.start) found.push(span);
  };
  for (const match of text.matchAll(END)) {
    const isLine = match[0].startsWith("\n");
    const short = SHORT.test(text.slice(Math.max(start, match.index - BACK), match.index + 1));
    if (!isLine && match[0].startsWith(".") && short) continue;
    push(start, isLine ? match.index : match.index + match[0].length);
    start = match.index + match[0].length;
  }
  push(start, text.length);
  return found;
}

/** A span without white space at its ends. */
export function trimmed(text: string, from: number, to: number): Span {
  let [start, end] = [from, to];
  while (start < end && /\s/u.test(text.charAt(start))) start++;
  while (end > start && /\s/u.test(text.charAt(end - 1))) end--;
  return { start, end };
}

/** The words of a span. */
export const wordsOf = (text: string, { start, end }: Span) => text.slice(start, end);

/** Whether two spans have a character in common. */
export const overlap = (one: Span, other: Span) => one.start < other.end && other.start < one.end;

/** Whether one span lies in another. */
export const within = (inner: Span, outer: Span) => inner.start >= outer.start && inner.end <= outer.end;
