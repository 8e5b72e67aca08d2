// Excerpt limit: of an article outside its quotes, at most half is served as evidence.
//
// Evidence shows words of articles that others own. Each span is short (120 code points), but many short spans can add
// up to the article. This check measures, for every source that has a text, how many code points the evidence, prefixes
// and suffixes show, each code point counted once, and refuses more than half of what lies outside quotes.
//
// Quotes are not counted: they are what the record is about, and are served whole. The headline is part of the article:
// it counts in its length, and what is cited of it counts as shown. The check is one of curated data: lists in the
// public domain, which are imported, are evidence word for word.

import type { Fault } from "../input/faults.ts";
import { lengthOf } from "../input/utf8.ts";
import { type Citation, type Corpus, faultIn, textLength } from "./corpus.ts";

/** From the first code point to the one after the last. */
export type Interval = readonly [start: number, end: number];

interface Share {
  /** Code points served outside quotes, context included, each counted once. */
  readonly served: number;
  /** Code points of the text outside its quotes. */
  readonly rest: number;
}

export function* shares(corpus: Corpus): Generator<Fault> {
  for (const [id, { served, rest }] of sharesOf(corpus)) {
    const entry = corpus.ids.sources.get(id);
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
    const quotes = (quoted.get(id) ?? []).map(({ evidence: { start, end } }) => inside([start, end]));
    const spans = (cited.get(id) ?? []).map((citation) => inside(widened(citation)));
    const inQuotes = measure(quotes);
    shares.set(id, { served: measure([...quotes, ...spans]) - inQuotes, rest: length - inQuotes });
  }
  return shares;
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
