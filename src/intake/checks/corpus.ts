// The corpus: all records of a data directory as written, with where each stands, for the checks to read.
import { COLLECTIONS, type Collection } from "../../model/ids.ts";
import { Evidence } from "../../model/provenance.ts";
import type { Reference } from "../../model/reference.ts";
import type { DataFile } from "../input/directory.ts";
import type { Fault } from "../input/faults.ts";
import { below, isList, isObject, type Json, type JsonObject } from "../input/pointers.ts";
import { lengthOf } from "../input/utf8.ts";

/** One record as its file has it; its shape may be faulty, so that checks find all faults at once. */
export interface Entry {
  readonly file: string;
  readonly pointer: string;
  readonly collection: Collection;
  readonly record: JsonObject;
}

/** One well-formed evidence of one record. */
export interface Citation {
  readonly entry: Entry;
  /** Pointer of the evidence within its record. */
  readonly pointer: string;
  /** The value that it is evidence of. */
  readonly path: string;
  readonly evidence: Evidence;
}

export interface Corpus {
  readonly entries: readonly Entry[];
  /** The first record with each id. */
  readonly ids: { readonly [C in Collection]: ReadonlyMap<string, Entry> };
  readonly citations: readonly Citation[];
  /**
   * The evidence that shows where a quote's own text stands in its source: of `/text`, and as long as it.
   * An article may carry the same words twice, so there may be several.
   */
  readonly quoted: ReadonlyMap<Entry, readonly Citation[]>;
  readonly reference: Reference;
}

/** A check looks at the whole corpus and yields what it finds. */
export type Check = (corpus: Corpus) => Iterable<Fault>;

export function corpusOf(files: readonly DataFile[], reference: Reference): Corpus {
  const entries = files.flatMap(entriesOf);
  const citations = entries.flatMap(citationsOf);
  const quoted = Map.groupBy(citations.filter(isQuoteText), ({ entry }) => entry);
  return { entries, ids: idsOf(entries), citations, quoted, reference };
}

function isQuoteText({ entry, path, evidence }: Citation): boolean {
  const words = entry.collection === "quotes" && path === "/text" ? text(entry.record.text) : null;
  const { source, start, end } = evidence;
  return words !== null && source === entry.record.source && end - start === lengthOf(words);
}

function entriesOf({ file, value }: DataFile): Entry[] {
  if (!isObject(value)) return [];
  return COLLECTIONS.flatMap((collection) => {
    const records = value[collection];
    if (!isList(records)) return [];
    return records.flatMap((record, at) =>
      isObject(record) ? [{ file, pointer: below("", collection, at), collection, record }] : [],
    );
  });
}

function idsOf(entries: readonly Entry[]): Corpus["ids"] {
  const ids = Object.fromEntries(COLLECTIONS.map((collection) => [collection, new Map<string, Entry>()]));
  for (const entry of entries) {
    const known = ids[entry.collection];
    const id = idOf(entry);
    if (id !== null && known?.has(id) === false) known.set(id, entry);
  }
  return ids as Record<Collection, Map<string, Entry>>;
}

function citationsOf(entry: Entry): Citation[] {
  return items(entry.record.provenance).flatMap((item, at) => {
    const path = isObject(item) ? text(item.path) : null;
    if (!isObject(item) || path === null) return [];
    return items(item.evidence).flatMap((evidence, nth) => {
      const parsed = Evidence.safeParse(evidence);
      const pointer = below("/provenance", at, "evidence", nth);
      return parsed.success ? [{ entry, pointer, path, evidence: parsed.data }] : [];
    });
  });
}

/** A fault at a place within a record. */
export function faultIn({ file, pointer }: Entry, place: string, message: string): Fault {
  return { file, pointer: pointer + place, message };
}

export function idOf({ record }: Entry): string | null {
  return text(record.id);
}

/** The value as text, null when it is anything else. */
export function text(value: Json | undefined): string | null {
  return typeof value === "string" ? value : null;
}

/** The elements of a list, none when it is anything else. */
export function items(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}

/** How long a source's text is, null when nobody here has seen it. */
export function textLength(source: Entry): number | null {
  const described = source.record.text;
  return isObject(described) && typeof described.length === "number" ? described.length : null;
}
