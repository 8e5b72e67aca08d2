// Places: where the lines of a sheet stand in its text, so that one can be changed and all else stays as it is.
//
// A sheet is edited as text and not as a YAML document written anew: `yaml` keeps comments when it writes, and folds
// and quotes everything in its own way. An editor who works in another program sees only what the desk changed.
import { isMap, isScalar, isSeq, type Pair, parseDocument } from "yaml";
import { COLLECTIONS, type Collection } from "../model/ids.ts";

/** An edit that cannot be made; the message is for the editor. */
export class EditFault extends Error {}

/** From the first UTF-16 unit to the one after the last. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/** A key of a sheet with what it holds. */
export interface Entry {
  /** Without the mark of what is undecided. */
  readonly key: string;
  readonly isUndecided: boolean;
  /** The key as written, with its quotation marks. */
  readonly name: Range;
  /** What it holds, without a comment behind it. */
  readonly value: Range;
  /** Whole lines: from its own marks to the end of what it holds. */
  readonly block: Range;
  /** Empty lines above, in UTF-16 units. */
  readonly gap: number;
  /** What a draft says of it in comments above: `doubtful`, `proposed by the model`. */
  readonly marks: readonly string[];
  /** Spaces before the key. */
  readonly indent: number;
  /** The text that it holds, a text for each entry of a list; none for keys. */
  readonly texts: readonly string[];
  readonly isList: boolean;
  /** Keys below it, as the table `words` has them. */
  readonly below?: readonly Entry[];
}

export interface Owner extends Entry {
  readonly entries: readonly Entry[];
}

/** A collection with its records. */
export interface Group extends Entry {
  readonly collection: Collection;
  readonly records: readonly Owner[];
}

export interface Places {
  readonly header: readonly Entry[];
  readonly groups: readonly Group[];
}

/** Comments that a draft writes above a line, which have no meaning once the line is decided. */
export const MARKS = ["doubtful", "proposed by the model"];

/** @throws EditFault where the text is no YAML, or is laid out so that its lines cannot be told apart */
export function placesIn(text: string): Places {
  const document = parseDocument(text, { schema: "failsafe", prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    const line = text.slice(0, error.pos[0]).split("\n").length;
    throw new EditFault(`line ${line} is no YAML (${error.message}): mend it in an editor first`);
  }
  if (!isMap(document.contents)) throw new EditFault("this is no sheet: it begins with `sheet: 1`");
  const header: Entry[] = [];
  const groups: Group[] = [];
  for (const pair of document.contents.items) {
    const entry = entryOf(text, pair);
    const collection = COLLECTIONS.find((one) => one === entry.key);
    if (collection === undefined) header.push({ ...entry, below: below(pair).map((one) => entryOf(text, one)) });
    else groups.push({ ...entry, collection, records: below(pair).map((record) => ownerOf(text, record)) });
  }
  return { header, groups };
}

function ownerOf(text: string, pair: Pair): Owner {
  return { ...entryOf(text, pair), entries: below(pair).map((line) => entryOf(text, line)) };
}

function below({ value }: Pair): readonly Pair[] {
  return isMap(value) ? value.items : [];
}

function entryOf(text: string, pair: Pair): Entry {
  const { key, value } = pair;
  if (!isScalar(key) || key.range == null) throw new EditFault("a key of this sheet is no text: mend it in an editor");
  const [start, end] = key.range;
  const name = String(key.value ?? "");
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const before = text.slice(from, start);
  if (before.trim() !== "" && before !== "\uFEFF") {
    throw new EditFault(`${JSON.stringify(name)} stands in a line with others: give it a line of its own in an editor`);
  }
  const held = rangeOf(pair) ?? { start: end + 1, end: end + 1 };
  const { marks, start: top } = marksAbove(text, from);
  const texts = isSeq(value) ? value.items.map(textOf) : isMap(value) ? [] : [textOf(value)];
  return {
    key: name.replace(/\?$/, ""),
    isUndecided: name.endsWith("?"),
    name: { start, end },
    value: held,
    block: { start: top, end: lineEnd(text, held.end) },
    gap: /(?:(?<=\n)\r?\n)*$/.exec(text.slice(0, top))?.[0].length ?? 0,
    marks,
    indent: before.length,
    texts,
    isList: isSeq(value),
  };
}

const textOf = (node: unknown): string => (isScalar(node) ? String(node.value ?? "") : "");

/** What a pair holds: to the end of the last value in it, so that no comment behind it is in. */
function rangeOf({ value }: Pair): Range | undefined {
  if (isMap(value) && value.flow !== true && value.items.length > 0) {
    const last = value.items.at(-1);
    const [start, end] = [value.range?.[0], last === undefined ? undefined : rangeOf(last)?.end];
    if (start !== undefined && end !== undefined) return { start, end };
  }
  if (isSeq(value) && value.flow !== true && value.items.length > 0) {
    const last = value.items.at(-1);
    const [start, end] = [value.range?.[0], isScalar(last) ? last.range?.[1] : value.range?.[1]];
    if (start !== undefined && end !== undefined) return { start, end };
  }
  const range = (value as { range?: readonly number[] | null } | null)?.range;
  return range?.[0] === undefined || range[1] === undefined ? undefined : { start: range[0], end: range[1] };
}

/** The end of the line in which a place is, its line break included; a place at the beginning of a line is an end. */
function lineEnd(text: string, at: number): number {
  if (text[at - 1] === "\n") return at;
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end + 1;
}

function marksAbove(text: string, from: number): { marks: string[]; start: number } {
  const marks: string[] = [];
  let start = from;
  while (start > 0) {
    const above = text.lastIndexOf("\n", start - 2) + 1;
    const words = /^\s*# ?(.*?)\s*$/.exec(text.slice(above, start).trimEnd())?.[1];
    if (words === undefined || !MARKS.includes(words)) break;
    marks.unshift(words);
    start = above;
  }
  return { marks, start };
}
