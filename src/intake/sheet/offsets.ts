// The offsets file of a sheet: where its words stand in texts that are not kept here, written by the machine only.
import { z } from "zod";
import type { Json } from "../input/pointers.ts";
import { digest } from "../input/utf8.ts";
import { type Expanded, type Offsets, placeKey } from "./expand.ts";
import type { Phrase } from "./phrase.ts";

const Sha = z.string().regex(/^[0-9a-f]{64}$/);

/** `data/articles/<id>.offsets.json`. */
export const OffsetsFile = z.strictObject({
  sheet: z.literal(1),
  sources: z.record(
    z.string(),
    z.strictObject({
      /** SHA-256 and length in code points of the text; null for a source whose text nobody has given. */
      sha256: Sha.nullable(),
      length: z.int().min(1).nullable(),
      /** SHA-256 of the phrases in their order: other words need other starts. */
      words: Sha,
      /** First code point of each phrase, in the order in which the expanded sheet first cites it. */
      starts: z.array(z.int().min(0)),
    }),
  ),
});
export type OffsetsFile = z.infer<typeof OffsetsFile>;

/** SHA-256 of phrases in their order, in hex. */
export function digestOfWords(phrases: readonly Phrase[]): string {
  return digest(JSON.stringify(phrases.map(placeKey)));
}

/** Nothing looked up: what a sheet without an offsets file expands with. */
export const UNPLACED: Offsets = { startOf: () => undefined, texts: new Map() };

/** The offsets as the expansion asks for them: each phrase's start by its place in the order of phrases. */
export function offsetsOf(file: OffsetsFile): Offsets {
  const orders = new Map<string, Map<string, number>>();
  const texts = new Map<string, Json>();
  for (const [id, { sha256, length }] of Object.entries(file.sources)) {
    if (sha256 !== null && length !== null) texts.set(id, { sha256, length });
    orders.set(id, new Map());
  }
  return {
    texts,
    startOf: (source, phrase) => {
      const order = orders.get(source);
      if (order === undefined) return undefined;
      const key = placeKey(phrase);
      const nth = order.get(key) ?? order.size;
      order.set(key, nth);
      return file.sources[source]?.starts[nth];
    },
  };
}

/** The sources of whose words the file knows nothing, or others than the sheet cites. */
export function staleSources({ phrases }: Expanded, file: OffsetsFile): string[] {
  const cited = [...phrases].filter(([id, list]) => {
    const known = file.sources[id];
    return known === undefined || known.words !== digestOfWords(list) || known.starts.length !== list.length;
  });
  const left = Object.keys(file.sources).filter((id) => !phrases.has(id) && (file.sources[id]?.starts.length ?? 0) > 0);
  return [...cited.map(([id]) => id), ...left];
}

/** The file as it is written: a source a line, so that a change shows which. */
export function writeOffsets({ sheet, sources }: OffsetsFile): string {
  const lines = Object.entries(sources).map(([id, entry]) => `    ${JSON.stringify(id)}: ${JSON.stringify(entry)}`);
  return `{\n  "sheet": ${sheet},\n  "sources": {\n${lines.join(",\n")}\n  }\n}\n`;
}
