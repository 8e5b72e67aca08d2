// Writing a sheet: its YAML, with names for words that several lines cite.
import { Document, isMap, isScalar, Scalar } from "yaml";
import type { Collection } from "../../model/ids.ts";
import type { Scope } from "./draft.ts";
import { type Item, type Line, writeLine } from "./line.ts";
import type { Packed, Written } from "./lines.ts";
import { bare, keyOf, type Phrase, writePhrase } from "./phrase.ts";
import { pathOf } from "./read.ts";

export interface PackedRecord extends Packed {
  readonly collection: Collection;
  readonly id: string;
  readonly updated: string | null;
}

interface Contents {
  readonly updated: string | null;
  readonly day: Scope["day"];
  readonly at: string | null;
  readonly source: string | null;
  readonly records: readonly PackedRecord[];
  /** Phrases that only their start tells apart. */
  readonly ambiguous: ReadonlySet<string>;
}

/** Longest line, but for words that have no space. */
export const WIDTH = 146;
const HEAD = " yaml-language-server: $schema=../../openapi/sheet.schema.json";

export function writeSheet({ updated, day, at, source, records, ambiguous }: Contents): string {
  const names = namesFor(records, day, ambiguous);
  const shown = (item: Item): Item => {
    if (typeof item === "string") return item;
    return names.get(keyOf(item)) ?? (ambiguous.has(keyOf(item)) ? item : { ...item, start: null });
  };
  const written = (line: Line) => writeLine({ ...line, evidence: line.evidence.map(shown) });
  const whole = new Map<string, unknown>([["sheet", "1"]]);
  if (updated !== null) whole.set("updated", updated);
  if (day !== null) whole.set("day", written({ ...day, basis: "stated" }));
  if (at !== null) whole.set("at", at);
  const first = records.find(({ collection }) => collection === "sources");
  if (source !== null && source !== first?.id) whole.set("source", source);
  if (names.size > 0) whole.set("words", wordsOf(names, records, day));
  for (const [collection, list] of Map.groupBy(records, (record) => record.collection)) {
    whole.set(collection, new Map(list.map((record) => [record.id, linesOf(record, written)])));
  }
  const document = new Document(whole, { schema: "failsafe" });
  document.commentBefore = HEAD;
  spaced(document);
  return document.toString({ lineWidth: WIDTH, singleQuote: true, minContentWidth: 20 });
}

function linesOf(
  { collection, updated, written, without }: PackedRecord,
  line: (line: Line) => string,
): Map<string, unknown> {
  const lines = new Map<string, unknown>();
  if (updated !== null) lines.set("updated", updated);
  for (const { pointer, words, lines: list } of written) {
    const path = pathOf(collection, pointer);
    if (words !== null) lines.set(path, folded(words));
    const [only, ...more] = list.map(line);
    if (only !== undefined)
      lines.set(words === null ? path : `${path}.from`, more.length === 0 ? only : [only, ...more]);
  }
  if (without.length > 0) lines.set("without", without.map((pointer) => pathOf(collection, pointer)).join(" "));
  return lines;
}

/** Words as a folded block; in quotation marks where they have white space that a block would lose. */
export function folded(words: string): Scalar {
  const scalar = new Scalar(words);
  const isPlain = words.split("\n").every((line) => line === "" || /^\S(?:[^\p{Cc}\u2028\u2029]*\S)?$/u.test(line));
  scalar.type = isPlain && !/^\n|\n$/.test(words) ? Scalar.BLOCK_FOLDED : Scalar.QUOTE_DOUBLE;
  return scalar;
}

/** An empty line before each collection and each record. */
function spaced(document: Document): void {
  if (!isMap(document.contents)) return;
  for (const { key, value } of document.contents.items) {
    if (!isMap(value) || !isScalar(key) || key.value === "words") continue;
    key.spaceBefore = true;
  }
}

/** Names for the phrases that are shorter to name than to repeat. */
function namesFor(
  records: readonly PackedRecord[],
  day: Scope["day"],
  ambiguous: ReadonlySet<string>,
): Map<string, string> {
  const items = records.flatMap(({ written }) =>
    written.flatMap(({ lines }: Written) => lines.flatMap(({ evidence }) => evidence)),
  );
  const phrases = [...items, ...(day?.evidence ?? [])].filter(
    (item): item is Phrase => typeof item !== "string" && !ambiguous.has(keyOf(item)),
  );
  const names = new Map<string, string>();
  for (const [key, uses] of Map.groupBy(phrases, keyOf)) {
    const [phrase] = uses;
    if (phrase === undefined || uses.length < 2) continue;
    const length = writePhrase({ ...phrase, start: null }).length;
    if (uses.length * (length - 3) > length + 8) names.set(key, `w${names.size + 1}`);
  }
  return names;
}

function wordsOf(
  names: ReadonlyMap<string, string>,
  records: readonly PackedRecord[],
  day: Scope["day"],
): Map<string, string> {
  const items = records.flatMap(({ written }) =>
    written.flatMap(({ lines }) => lines.flatMap(({ evidence }) => evidence)),
  );
  const words = new Map<string, string>();
  for (const item of [...(day?.evidence ?? []), ...items]) {
    const name = typeof item === "string" ? undefined : names.get(keyOf(item));
    if (name === undefined || typeof item === "string" || words.has(name)) continue;
    const text = bare(item);
    const isBare = item.source === null && !text.startsWith('"') && text === text.trim();
    words.set(name, isBare ? text : writePhrase({ ...item, start: null }));
  }
  return words;
}
