// Looking up: where the words of a sheet stand in a copy of the text that they are from.
import type { Fault, Spot } from "../input/faults.ts";
import { locate } from "../input/locate.ts";
import { below, isList, isObject, type Json } from "../input/pointers.ts";
import { digest, pointsOf } from "../input/utf8.ts";
import type { Expanded } from "./expand.ts";
import { digestOfWords, type OffsetsFile } from "./offsets.ts";
import { type Phrase, writePhrase } from "./phrase.ts";

/**
 * Finds the words that a sheet cites of one source.
 * @returns what its offsets file says of the source, or what a writer has to mend
 */
export function lookUp(
  file: string,
  { bundle, phrases, placeOf }: Expanded,
  source: string,
  article: string,
): { entry: OffsetsFile["sources"][string]; faults: readonly Fault[] } {
  const points = pointsOf(article);
  const list = phrases.get(source) ?? [];
  const faults: Fault[] = [];
  const starts = list.map((phrase) => {
    const { exact, prefix, suffix } = phrase;
    const context = { ...(prefix === "" ? {} : { prefix }), ...(suffix === "" ? {} : { suffix }) };
    const span = locate(points, { exact, ...context });
    if (!("trouble" in span)) return span.start;
    const pointer = pointerOf(bundle, source, phrase);
    faults.push({ file, pointer, message: `${span.trouble}${choices(points, phrase)}`, at: spot(placeOf(pointer)) });
    return 0;
  });
  const entry = { sha256: digest(article), length: points.length, words: digestOfWords(list), starts };
  return { entry, faults };
}

const spot = ({ line, column, path }: Spot): Spot => ({ line, column, path });

/** How the words would be written at each of the first places where they stand. */
function choices(points: readonly string[], phrase: Phrase): string {
  const size = pointsOf(phrase.exact).length;
  const written: string[] = [];
  for (let at = 0; at + size <= points.length && written.length < 3; at++) {
    if (points.slice(at, at + size).join("") !== phrase.exact) continue;
    const span = locate(points, { exact: phrase.exact, start: at, end: at + size });
    if (!("trouble" in span))
      written.push(writePhrase({ ...phrase, prefix: span.prefix, suffix: span.suffix, start: null }));
  }
  return written.length < 2 ? "" : `; write ${written.join(" or ")}`;
}

/** The first evidence of a bundle that has the words. */
function pointerOf(bundle: Json, source: string, { exact, prefix, suffix }: Phrase): string {
  for (const { pointer, value } of evidenceIn("", bundle)) {
    if (value.source === source && value.exact === exact && value.prefix === prefix && value.suffix === suffix)
      return pointer;
  }
  return "";
}

function* evidenceIn(
  pointer: string,
  value: Json,
): Generator<{ pointer: string; value: Readonly<Record<string, Json>> }> {
  if (isObject(value) && typeof value.exact === "string") yield { pointer, value };
  else if (isList(value)) for (const [at, item] of value.entries()) yield* evidenceIn(below(pointer, at), item);
  else if (isObject(value))
    for (const [key, item] of Object.entries(value)) yield* evidenceIn(below(pointer, key), item);
}
