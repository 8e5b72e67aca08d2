// Verifying: a source's records against a copy of its text.
import { type Citation, type Corpus, type Entry, faultIn, text, textLength } from "../checks/corpus.ts";
import { type Difference, differenceOf } from "../checks/differences.ts";
import { brief, type Fault } from "../input/faults.ts";
import { below, isObject } from "../input/pointers.ts";
import { digest, lengthOf, pointsOf } from "../input/utf8.ts";

interface Verification {
  readonly spans: number;
  readonly quotes: number;
  readonly faults: readonly Fault[];
}

/**
 * Compares every span and quote of one source with its text.
 * @param article the text itself, byte for byte as its `sha256` was taken
 */
export function verifySource(corpus: Corpus, id: string, article: string): Verification {
  const points = pointsOf(article);
  const source = corpus.ids.sources.get(id);
  const citations = corpus.citations.filter(({ evidence }) => evidence.source === id);
  const quotes = corpus.entries.filter(({ collection, record }) => collection === "quotes" && record.source === id);
  const faults = [
    ...(source === undefined ? [] : identity(source, article)),
    ...citations.flatMap((citation) => [...spanFaults(citation, points)]),
    ...quotes.flatMap((quote) => [...quoteFaults(corpus, quote, points)]),
  ];
  return { spans: citations.length, quotes: quotes.length, faults };
}

function* identity(source: Entry, article: string): Generator<Fault> {
  const { text: described } = source.record;
  if (!isObject(described)) {
    yield faultIn(source, "/text", "says nothing of the text (sha256, length), so no copy can be held to it");
    return;
  }
  const found = digest(article);
  if (described.sha256 !== found) {
    const unix = digest(article.replaceAll("\r\n", "\n").replace(/^\uFEFF/, ""));
    const why = unix === described.sha256 ? "; it differs only in its line ends or byte order mark" : "";
    yield faultIn(source, "/text/sha256", `the text given has ${brief(found)}: not the copy that was coded from${why}`);
  }
  const length = lengthOf(article);
  if (textLength(source) !== length) yield faultIn(source, "/text/length", `the text given has ${length} code points`);
}

function* spanFaults({ entry, pointer, evidence }: Citation, points: readonly string[]): Generator<Fault> {
  const { start, end, prefix, exact, suffix } = evidence;
  const before = points.slice(Math.max(0, start - lengthOf(prefix)), start).join("");
  const after = points.slice(end, end + lengthOf(suffix)).join("");
  const pieces = [
    ["prefix", prefix, before, `before ${start}`],
    ["exact", exact, points.slice(start, end).join(""), `from ${start} to ${end}`],
    ["suffix", suffix, after, `after ${end}`],
  ] as const;
  for (const [key, given, found, where] of pieces) {
    if (given === found) continue;
    const [left, right] = around(given, found);
    const difference = differenceOf(given, found);
    const words = difference === null ? "" : apart(difference, key === "exact" ? start : null);
    yield faultIn(entry, below(pointer, key), `${brief(left)} is not what stands ${where}: ${brief(right)}${words}`);
  }
}

/** Where two longer texts part, with the words that differ; `start` is the place of both in the source. */
function apart({ at, words: [here, there] }: Difference, start: number | null): string {
  return start === null ? "" : `; they differ at ${start + at}: ${brief(here)} here, ${brief(there)} in the text`;
}

/** Two texts where they first differ; whole when they are short. */
function around(given: string, found: string): readonly [string, string] {
  const [left, right] = [pointsOf(given), pointsOf(found)];
  const off = left.findIndex((point, at) => point !== right[at]);
  const from = Math.max(0, off - 16);
  if (from === 0) return [given, found];
  return [`…${left.slice(from, off + 32).join("")}`, `…${right.slice(from, off + 32).join("")}`];
}

function* quoteFaults({ quoted }: Corpus, quote: Entry, points: readonly string[]): Generator<Fault> {
  const words = pointsOf(text(quote.record.text) ?? "");
  const spans = quoted.get(quote) ?? [];
  if (spans.length === 0) yield faultIn(quote, "/text", "cannot be verified: no evidence of /text spans it whole");
  for (const { evidence } of spans) {
    const said = points.slice(evidence.start, evidence.start + words.length);
    const difference = differenceOf(words.join(""), said.join(""));
    if (difference === null) continue;
    const { at, words: differing } = difference;
    const [here, there] = differing.map(brief);
    const message = `differs from the source at its code point ${at}, ${evidence.start + at} of the source: ${here} here, ${there} there`;
    yield faultIn(quote, "/text", message);
  }
}
