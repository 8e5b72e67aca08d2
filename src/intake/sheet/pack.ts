// Packing: a bundle becomes a sheet and its offsets, from which it expands again without loss.
//
// Nothing is lost but what says nothing: the order of keys and of entries of provenance, and white space. The sheet is
// expanded again before it is given out, and held to the bundle.
import { isDeepStrictEqual } from "node:util";
import type { Collection } from "../../model/ids.ts";
import { isList, isObject, type Json, type JsonObject, keysOf } from "../input/pointers.ts";
import type { Draft, Entry, Scope } from "./draft.ts";
import { expand, placeKey } from "./expand.ts";
import type { Basis } from "./line.ts";
import { type Packing, packRecord } from "./lines.ts";
import { digestOfWords, type OffsetsFile, offsetsOf } from "./offsets.ts";
import { keyOf, type Phrase } from "./phrase.ts";
import { readSheet } from "./read.ts";
import { completed, keysOfRecord, WRITTEN } from "./shapes.ts";
import { type PackedRecord, writeSheet } from "./write.ts";

const ORDER = ["sources", "participants", "venues", "events", "quotes", "figures"] as const satisfies Collection[];

/**
 * Packs a bundle whose shape is right.
 * @throws Error where the bundle says something that a sheet cannot: evidence of another length than its words
 */
export function pack(bundle: JsonObject): { sheet: string; offsets: OffsetsFile } {
  const records = ORDER.map((collection) => [collection, itemsOf(bundle[collection])] as const);
  const main = mainOf(bundle);
  const drafts = emptyDrafts();
  for (const [collection, list] of records) {
    for (const record of list) drafts[collection].set(String(record.id), draftOf(collection, record, main));
  }
  const all = ORDER.flatMap((collection) => [...drafts[collection].values()]);
  const phrases = all.flatMap(({ entries }) => [...entries.values()].flat().flatMap(({ evidence }) => evidence));
  const scope: Packing = {
    main,
    language: languageOf(drafts, main),
    day: dayOf(drafts),
    at: atOf(drafts),
    texts: new Map(
      [...drafts.sources].flatMap(([id, { record }]) => (isObject(record.text) ? [[id, record.text]] : [])),
    ),
    drafts,
    ambiguous: ambiguous(phrases),
  };
  const updated = commonest(records.flatMap(([, list]) => list.map((record) => String(record.updated))));
  const packed = records.flatMap(([collection, list]) =>
    list.map((record): PackedRecord => {
      const draft = drafts[collection].get(String(record.id)) as Draft;
      const own = record.updated === updated ? null : String(record.updated);
      return { collection, id: draft.id, updated: own, ...packRecord(draft, scope) };
    }),
  );
  const sheet = writeSheet({
    updated,
    day: scope.day,
    at: scope.at,
    source: main,
    records: packed,
    ambiguous: scope.ambiguous,
  });
  const offsets = offsetsFor(sheet, phrases, scope);
  const again = expand(readSheet(sheet), offsetsOf(offsets)).bundle;
  for (const [collection, list] of records) {
    const other = itemsOf(again[collection]);
    list.forEach((record, at) => {
      if (isDeepStrictEqual(other[at], canonical(collection, record))) return;
      throw new Error(
        `${collection}/${record.id} cannot be packed without loss: ${lost(canonical(collection, record), other[at])}`,
      );
    });
  }
  return { sheet, offsets };
}

const itemsOf = (value: Json | undefined): readonly JsonObject[] => (isList(value) ? value.filter(isObject) : []);

function emptyDrafts(): { readonly [C in Collection]: Map<string, Draft> } {
  return {
    sources: new Map(),
    participants: new Map(),
    venues: new Map(),
    events: new Map(),
    quotes: new Map(),
    figures: new Map(),
  };
}

/** The source with a text; the first where none has one. */
function mainOf(bundle: JsonObject): string | null {
  const sources = itemsOf(bundle.sources);
  const main = sources.find(({ text }) => isObject(text)) ?? sources[0];
  return main === undefined ? null : String(main.id);
}

function languageOf({ sources }: Scope["drafts"], main: string | null): string | null {
  const language = sources.get(main ?? "")?.record.language;
  return typeof language === "string" ? language : null;
}

function draftOf(
  collection: Collection,
  { id, updated: _, provenance, ...record }: JsonObject,
  main: string | null,
): Draft {
  const entries = new Map<string, readonly Entry[]>();
  for (const item of itemsOf(provenance)) {
    const { path, basis, evidence, note } = item;
    const phrases = itemsOf(evidence).map((one) => phraseOf(one, main));
    const entry = { basis: basis as Basis, evidence: phrases, note: typeof note === "string" ? note : null };
    entries.set(String(path), [...(entries.get(String(path)) ?? []), entry]);
  }
  return { collection, id: String(id), record, entries };
}

function phraseOf({ source, exact, prefix, suffix, start, end }: JsonObject, main: string | null): Phrase {
  const words = String(exact);
  if (Number(end) - Number(start) !== Array.from(words).length) {
    throw new Error(
      `evidence ${JSON.stringify(words)} has another length than from ${start} to ${end}: mend the bundle first`,
    );
  }
  return {
    source: source === main ? null : String(source),
    exact: words,
    prefix: String(prefix),
    suffix: String(suffix),
    start: Number(start),
  };
}

/** Phrases that stand at several places, so that only the start tells which. */
function ambiguous(phrases: readonly Phrase[]): ReadonlySet<string> {
  const places = Map.groupBy(phrases, (phrase) => `${phrase.source} ${placeKey(phrase)}`);
  const several = [...places.values()].filter((list) => new Set(list.map(({ start }) => start)).size > 1);
  return new Set(several.flat().map(keyOf));
}

function commonest(values: readonly string[]): string | null {
  const counts = [...Map.groupBy(values, (value) => value)].toSorted(([, a], [, b]) => b.length - a.length);
  return counts[0]?.[0] ?? null;
}

/** The day and words that most events give as the day of the source's knowledge. */
function dayOf({ events }: Scope["drafts"]): Scope["day"] {
  const days = [...events.values()].flatMap(({ record, entries }) => {
    const [entry, ...more] = entries.get("/statusAsOf") ?? [];
    if (typeof record.statusAsOf !== "string" || entry?.basis !== "derived" || more.length > 0 || entry.note === null)
      return [];
    return [{ value: record.statusAsOf, evidence: entry.evidence, note: entry.note }];
  });
  const key = commonest(days.map((day) => JSON.stringify(day)));
  return days.find((day) => JSON.stringify(day) === key) ?? null;
}

/** The event of most quotes and figures. */
function atOf({ events, quotes, figures }: Scope["drafts"]): string | null {
  const named = [...quotes.values(), ...figures.values()].map(({ record }) => String(record.event));
  return commonest(named.filter((id) => events.has(id)));
}

function offsetsFor(sheet: string, phrases: readonly Phrase[], { main, texts }: Packing): OffsetsFile {
  const starts = new Map(phrases.map((phrase) => [`${phrase.source ?? main} ${placeKey(phrase)}`, phrase.start ?? 0]));
  const sources = [...expand(readSheet(sheet), { startOf: () => undefined, texts: new Map() }).phrases];
  const known = new Set([...sources.map(([id]) => id), ...texts.keys()]);
  const listed = [...known].map((id) => {
    const list = sources.find(([source]) => source === id)?.[1] ?? [];
    const text = texts.get(id);
    const { sha256, length } = isObject(text) ? text : { sha256: null, length: null };
    const found = list.map((phrase) => starts.get(`${id} ${placeKey(phrase)}`) ?? 0);
    return [id, { sha256, length, words: digestOfWords(list), starts: found }] as const;
  });
  return { sheet: 1, sources: Object.fromEntries(listed) } as OffsetsFile;
}

/** A record with what its file may leave out, its entries in the order in which a sheet gives them. */
export function canonical(collection: Collection, record: JsonObject): JsonObject {
  const order = keysOfRecord(collection);
  const rank = ({ path }: JsonObject) => order.indexOf(keysOf(String(path))[0] ?? "");
  const byPath = (a: JsonObject, b: JsonObject) =>
    String(a.path).localeCompare(String(b.path), "en", { numeric: true });
  const provenance = itemsOf(record.provenance).toSorted((a, b) => rank(a) - rank(b) || byPath(a, b));
  return { ...(completed(record, WRITTEN[collection]) as JsonObject), provenance };
}

/** The first thing that differs, for whoever mends the codec. */
function lost(wanted: JsonObject, found: JsonObject | undefined): string {
  const keys = Object.keys(wanted).filter((key) => !isDeepStrictEqual(wanted[key], found?.[key]));
  if (keys[0] !== "provenance") return `${keys[0]} is ${JSON.stringify(found?.[keys[0] ?? ""])}`;
  const [left, right] = [itemsOf(wanted.provenance), itemsOf(found?.provenance)];
  const at = Array.from({ length: Math.max(left.length, right.length) }).findIndex(
    (_, nth) => !isDeepStrictEqual(left[nth], right[nth]),
  );
  return `provenance ${JSON.stringify(left[at])} is ${JSON.stringify(right[at])}`;
}
