// Excerpt limit: of an article outside its quotes, at most half is served as evidence.
//
// Evidence shows words of articles that others own. Each span is short (120 code points), but many short spans can add
// up to the article. This check measures, for every source that has a text, how many code points the evidence, prefixes
// and suffixes show, each code point counted once, and refuses more than half of what lies outside quotes.
//
// Quotes are not counted: they are what the record is about, and are served whole. Nor is the headline: it is a title,
// by which a source is named, so it counts neither as text nor as shown. Quotes and spans together show two thirds of a
// text at most, the headline aside. The check is one of curated data: lists in the public domain, which are imported,
// are evidence word for word.

import type { Fault } from "../input/faults.ts";
import { lengthOf } from "../input/utf8.ts";
import { type Citation, type Corpus, faultIn, textHash, textLength } from "./corpus.ts";

/** From the first code point to the one after the last. */
export type Interval = readonly [start: number, end: number];

/** The SHA-256 of texts that were coded before the two thirds were a rule: that of zakon.kz of 17 October 2023. */
const BEFORE_THE_RULE: ReadonlySet<unknown> = new Set([
  "7700dfabc3587e4cb411ad59719b90aa80c490b107bdaa399c6cf2c6b6099c69",
]);

export interface Share {
  /** Code points served outside quotes, context included, each counted once. */
  readonly served: number;
  /** Code points of the text outside its quotes and its headline. */
  readonly rest: number;
  /** Code points served in quotes. */
  readonly quoted: number;
}

export function* shares(corpus: Corpus): Generator<Fault> {
  for (const [id, { served, rest, quoted }] of sharesOf(corpus)) {
    const entry = corpus.ids.sources.get(id);
    const isOlder = entry !== undefined && BEFORE_THE_RULE.has(textHash(entry));
    if (entry !== undefined && !isOlder && (served + quoted) * 3 > (rest + quoted) * 2) {
      const message = `quotes and evidence show ${served + quoted} of its ${rest + quoted} code points; at most two thirds, ${Math.floor(((rest + quoted) * 2) / 3)}, may be served: quote only what holds a coded value`;
      yield faultIn(entry, "/text", message);
    }
    if (entry === undefined || served * 2 <= rest) continue;
    const message = `evidence shows ${served} of the ${rest} code points outside quotes; at most half, ${Math.floor(rest / 2)}, may be served: cite shorter phrases`;
    yield faultIn(entry, "/text", message);
  }
}

/** How much of each source that has a text is served outside its quotes. */
export function sharesOf(corpus: Corpus): Map<string, Share> {
  const bySource = ({ evidence }: Citation) => evidence.source;
  const quoted = Map.groupBy([...corpus.quoted.values()].flat(), bySource);
  const cited = Map.groupBy(corpus.citations, bySource);
  const shares = new Map<string, Share>();
  for (const [id, entry] of corpus.ids.sources) {
    const length = textLength(entry);
    if (length === null) continue;
    const inside = ([start, end]: Interval): Interval => [Math.max(0, start), Math.min(length, end)];
    const plain = ({ evidence: { start, end } }: Citation) => inside([start, end]);
    const quotes = (quoted.get(id) ?? []).map(plain);
    const titles = (cited.get(id) ?? []).filter((one) => one.entry === entry && one.path === "/headline").map(plain);
    const spans = (cited.get(id) ?? []).map((citation) => inside(widened(citation)));
    shares.set(id, shareOf(length, quotes, titles, spans));
  }
  return shares;
}

/** How much of a text of so many code points its quotes, its headline and its evidence show. */
export function shareOf(
  length: number,
  quotes: readonly Interval[],
  titles: readonly Interval[],
  spans: readonly Interval[],
): Share {
  const aside = measure([...quotes, ...titles]);
  const served = measure([...quotes, ...titles, ...spans]) - aside;
  return { served, rest: length - aside, quoted: measure(quotes) };
}

function widened({ evidence: { start, end, prefix, suffix } }: Citation): Interval {
  return [start - lengthOf(prefix), end + lengthOf(suffix)];
}

/** How many code points a set of intervals covers, each counted once. */
export function measure(intervals: readonly Interval[]): number {
  let total = 0;
  let reached = 0;
  for (const [start, end] of intervals.toSorted((a, b) => a[0] - b[0])) {
    total += Math.max(0, end - Math.max(start, reached));
    reached = Math.max(reached, end);
  }
  return total;
}
