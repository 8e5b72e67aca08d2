// Text: what is served of a source, with its marks; the left side of the article page.
//
// A quote's whole span would mark every word of it and so say nothing of any: spans over 140 code points make blocks,
// and mark only what finer spans mark; so does the headline's. A gap of up to three code points beside a quote is its
// quotation mark, and stays in its block.
import type { Lang } from "../../formats/labels.ts";
import { plural } from "../../formats/words/amounts.ts";
import { type Points, type Run, runsOf } from "../../formats/words/passages.ts";
import { el, type Kids, type Node } from "./el.ts";

/** Longest span that makes marks, in code points. */
const LONG = 140;
/** Longest gap that belongs to the block beside it. */
const QUOTATION_MARK = 3;
/** From how many values on a mark is darker, and darker again. */
const DARKER = [4, 15] as const;
/** Widths of the hatching of a gap; longer gaps are as wide as the last. */
const WIDTHS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64];

/** A value as the text sees it. */
export interface Marked {
  readonly isStated: boolean;
  /** The address of the value on the page, without `#`. */
  readonly anchor: string;
  readonly spans: readonly { readonly start: number; readonly end: number }[];
  /** Whether it is among those that a reader looks for first. */
  readonly isMain: boolean;
}

/** A quote whose words make a block. */
export interface Block {
  readonly start: number;
  readonly end: number;
  readonly id: string;
  readonly isDirect: boolean;
}

const SAYS = {
  en: {
    gap: "character not served|characters not served",
    words: "value rests on these words|values rest on these words",
  },
  ru: {
    gap: "знак не выдаётся|знака не выдаются|знаков не выдаются",
    words: "значение опирается на эти слова|значения опираются на эти слова|значений опираются на эти слова",
  },
} as const;

export interface MarkedText {
  readonly nodes: Kids;
  readonly gaps: number;
  /** Code points that are not served. */
  readonly hidden: number;
  /** Where the mark begins that a span leads to; null where none of its words is marked. */
  markAt(start: number): number | null;
}

/** The text in blocks, with its marks. */
export function markedText(
  points: Points,
  headline: string | null,
  values: readonly Marked[],
  quotes: readonly Block[],
  lang: Lang,
): MarkedText {
  const spans = values.flatMap(({ spans }, value) => spans.map(({ start, end }) => ({ start, end, value })));
  const borders = bordersOf(points, headline, spans);
  const first = borders[1] ?? points.length;
  const fine = spans.filter(({ start, end }) => end - start <= LONG && !(start === 0 && end === first));
  const runs = runsOf(points, fine, borders);
  const gaps = runs.filter(({ text }) => text === null);
  const nodes = borders.slice(0, -1).map((start, at) => {
    const end = borders[at + 1] ?? points.length;
    const inside = runs.filter((run) => run.start >= start && run.end <= end);
    const body = inside.map((run) => runNode(run, values, lang));
    if (inside.length === 0) return null;
    if (start === 0 && headline !== null) return el("p", { class: "headline" }, body);
    const quote = quotes.find((one) => one.start >= start && one.end <= end && one.end - one.start > LONG);
    if (quote === undefined) return el("p", null, body);
    return el(
      quote.isDirect ? "blockquote" : "p",
      { class: quote.isDirect ? "said" : "reported", id: `quote-${quote.id}` },
      body,
    );
  });
  const isLinked = ({ text, values }: Run) => text !== null && text.trim() !== "" && values.length > 0;
  return {
    nodes,
    gaps: gaps.length,
    hidden: gaps.reduce((sum, { start, end }) => sum + end - start, 0),
    markAt: (start) => runs.find((run) => isLinked(run) && run.end > start)?.start ?? null,
  };
}

/** Where blocks begin and end: around long spans and after the headline. */
function bordersOf(
  points: Points,
  headline: string | null,
  spans: readonly { start: number; end: number }[],
): number[] {
  const long = spans.filter(({ start, end }) => end - start > LONG);
  const starts = new Set(long.map(({ start }) => start));
  const before = (at: number): number => {
    let from = at;
    while (from > 0 && points[from - 1] === null) from--;
    return at - from <= QUOTATION_MARK ? from : at;
  };
  const after = (at: number): number => {
    let to = at;
    while (to < points.length && points[to] === null) to++;
    return to - at <= QUOTATION_MARK && !starts.has(to) ? to : at;
  };
  const borders = new Set([0, points.length, ...long.flatMap(({ start, end }) => [before(start), after(end)])]);
  const head = [...(headline ?? "")];
  if (head.length > 0 && head.every((point, at) => points[at] === point)) borders.add(head.length);
  return [...borders].filter((at) => at <= points.length).sort((a, b) => a - b);
}

function runNode({ start, end, text, values: rest }: Run, values: readonly Marked[], lang: Lang): Node {
  const place = { "data-s": start, "data-e": end };
  if (text === null) return gapNode(end - start, place, lang);
  if (rest.length === 0) return el("span", place, text);
  const isStated = rest.some((value) => values[value]?.isStated === true);
  const weight = 1 + DARKER.filter((from) => rest.length >= from).length;
  const data = { class: `run ${isStated ? "stated" : "derived"} k${weight}`, ...place, "data-v": rest.join(" ") };
  if (text.trim() === "") return el("span", data, text);
  const top = values[mostParticular(start, end, rest, values)];
  const said = plural(rest.length, SAYS[lang].words, lang);
  return el("a", { ...data, id: `t${start}`, href: `#${top?.anchor ?? ""}`, "aria-description": said }, text);
}

/** The value that rests on the fewest words here: the most particular one is meant. */
function mostParticular(start: number, end: number, rest: readonly number[], values: readonly Marked[]): number {
  const size = (value: number) => {
    const { spans = [], isMain = false } = values[value] ?? {};
    const over = spans.filter((span) => span.start <= start && span.end >= end);
    return Math.min(...over.map((span) => span.end - span.start)) + (isMain ? 0 : 0.5);
  };
  return rest.reduce((best, value) => (size(value) < size(best) ? value : best));
}

function gapNode(length: number, place: object, lang: Lang): Node {
  const said = plural(length, SAYS[lang].gap, lang);
  const width = WIDTHS.find((one) => one >= length) ?? WIDTHS.at(-1);
  return el(
    "span",
    { class: "gap", ...place, title: said },
    el("span", { class: "vh" }, ` [${said}] `),
    el("span", { class: `hole w${width}`, "aria-hidden": "true" }),
  );
}
