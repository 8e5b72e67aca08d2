// The corpus: all records of a data directory as written, with where each stands, for the checks to read.
import { COLLECTIONS, type Collection } from "../../model/ids.ts";
import { Evidence } from "../../model/provenance.ts";
import type { Reference } from "../../model/reference.ts";
import type { DataFile } from "../input/directory.ts";
import type { Fault } from "../input/faults.ts";
import { below, isList, isObject, type Json, type JsonObject } from "../input/pointers.ts";
import { lengthOf } from "../input/utf8.ts";
import { isAlike } from "./differences.ts";

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
   * The evidence that shows where a quote's own text stands in its source: of `/text`, and as long as it, or else
   * like it but for a piece.
   * An article may carry the same words twice, so there may be several.
   */
  readonly quoted: ReadonlyMap<Entry, readonly Citation[]>;
  readonly reference: Reference;
  /** The collections of which records may stand in a file that could not be read: none of theirs can be missed. */
  readonly unseen: ReadonlySet<Collection>;
}

/** A check looks at the whole corpus and yields what it finds. */
export type Check = (corpus: Corpus) => Iterable<Fault>;

export function corpusOf(files: readonly DataFile[], reference: Reference): Corpus {
  const entries = files.flatMap(entriesOf);
  const citations = entries.flatMap(citationsOf);
  const quoted = new Map(
    [...Map.groupBy(citations.filter(isOfQuote), ({ entry }) => entry)].flatMap(([entry, spans]) => {
      const whole = wholeOf(text(entry.record.text) ?? "", spans);
      return whole.length === 0 ? [] : [[entry, whole] as const];
    }),
  );
  const unread = files.filter(({ value }) => value === undefined);
  const unseen = new Set(unread.flatMap(({ file }) => heldBy(file)));
  return { entries, ids: idsOf(entries), citations, quoted, reference, unseen };
}

/** What a file holds by its place: a register one collection, a bundle any. */
function heldBy(file: string): readonly Collection[] {
  const register = COLLECTIONS.filter((collection) => file.endsWith(`/register/${collection}.json`));
  return register.length > 0 ? register : COLLECTIONS;
}

function isOfQuote({ entry, path, evidence }: Citation): boolean {
  return entry.collection === "quotes" && path === "/text" && evidence.source === entry.record.source;
}

function wholeOf(words: string, spans: readonly Citation[]): Citation[] {
  const long = spans.filter(({ evidence }) => evidence.end - evidence.start === lengthOf(words));
  return long.length > 0 ? long : spans.filter(({ evidence }) => isAlike(evidence.exact, words));
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

/** The SHA-256 of a source's text as it is written, null when nobody here has seen it. */
export function textHash(source: Entry): unknown {
  const described = source.record.text;
  return isObject(described) ? described.sha256 : null;
}

/** How long a source's text is, null when nobody here has seen it. */
export function textLength(source: Entry): number | null {
  const described = source.record.text;
  return isObject(described) && typeof described.length === "number" ? described.length : null;
}
