// Agreement: what quotes and evidence together show of a source's text, and where two pieces disagree.

import { brief, type Fault } from "../input/faults.ts";
import { below } from "../input/pointers.ts";
import { lengthOf, pointsOf } from "../input/utf8.ts";
import { type Citation, type Corpus, faultIn, text } from "./corpus.ts";
import { differing } from "./quotations.ts";

interface Tile {
  readonly point: string;
  /** Where the file says so. */
  readonly from: string;
}

/** Known characters of one source by their offset. */
type Mosaic = Map<number, Tile>;

/**
 * Checks without the article: two pieces that overlap agree on every character.
 * Quotes are laid first, so that a span inside a quote is held to the quote's own text.
 */
export function* agreement(corpus: Corpus): Generator<Fault> {
  const mosaics = new Map<string, Mosaic>();
  const mosaicOf = (source: string): Mosaic => {
    const mosaic = mosaics.get(source) ?? new Map<number, Tile>();
    mosaics.set(source, mosaic);
    return mosaic;
  };
  for (const [quote, spans] of corpus.quoted) {
    // A text that its own evidence does not bear is told as such, and nothing is held to it.
    if (differing(quote, corpus) !== null) continue;
    const words = pointsOf(text(quote.record.text) ?? "");
    for (const { evidence } of spans) {
      lay(mosaicOf(evidence.source), words, evidence.start, `${quote.file}:${quote.pointer}/text`);
    }
  }
  for (const citation of corpus.citations) {
    const mosaic = mosaicOf(citation.evidence.source);
    for (const { key, points, start } of piecesOf(citation)) {
      const place = below(citation.pointer, key);
      const clash = lay(mosaic, points, start, `${citation.entry.file}:${citation.entry.pointer}${place}`);
      if (clash === null) continue;
      const { at, known } = clash;
      const message = `at ${start + at} has ${brief(points[at])}, where ${known.from} has ${brief(known.point)}`;
      yield faultIn(citation.entry, place, message);
    }
  }
}

function piecesOf({ evidence }: Citation) {
  const { exact, prefix, suffix, start, end } = evidence;
  // A span of the wrong length is a fault of its own; its pieces would all seem shifted.
  if (lengthOf(exact) !== end - start) return [];
  return [
    { key: "prefix", points: pointsOf(prefix), start: start - lengthOf(prefix) },
    { key: "exact", points: pointsOf(exact), start },
    { key: "suffix", points: pointsOf(suffix), start: end },
  ];
}

/** Adds a piece, and returns the first character at which it differs from the pieces before. */
function lay(
  mosaic: Mosaic,
  points: readonly string[],
  start: number,
  from: string,
): { at: number; known: Tile } | null {
  let clash: { at: number; known: Tile } | null = null;
  for (const [at, point] of points.entries()) {
    const known = mosaic.get(start + at);
    if (known === undefined) mosaic.set(start + at, { point, from });
    else if (known.point !== point) clash ??= { at, known };
  }
  return clash;
}
