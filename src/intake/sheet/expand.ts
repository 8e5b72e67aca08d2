// Expanding: a sheet becomes a bundle, with the place in the sheet of everything in it.
import type { Collection } from "../../model/ids.ts";
import { brief, hint } from "../input/faults.ts";
import { below, type Json, type JsonObject, keysOf } from "../input/pointers.ts";
import type { Place, Trouble } from "./document.ts";
import { type Draft, type Entry, mainEvidence, type Scope } from "./draft.ts";
import { LineFault, readLine } from "./line.ts";
import type { Phrase } from "./phrase.ts";
import type { Rows, Sheet } from "./read.ts";
import { draftOf, type Names } from "./records.ts";
import { keysOfRecord } from "./shapes.ts";

/** In this order one collection's conventions follow from those before. */
const ORDER = ["sources", "participants", "venues", "events", "quotes", "figures"] as const satisfies Collection[];

/** The start of a phrase and what identifies its source's text, undefined where nobody has looked the words up. */
export interface Offsets {
  readonly startOf: (source: string, phrase: Phrase) => number | undefined;
  readonly texts: ReadonlyMap<string, Json>;
}

export interface Expanded {
  readonly bundle: JsonObject;
  readonly troubles: readonly Trouble[];
  /** Where a pointer of the bundle is written, and its path there. */
  readonly placeOf: (pointer: string) => Place & { readonly path: string };
  /** Each phrase that is looked up, once, in the order of the bundle, by source. */
  readonly phrases: ReadonlyMap<string, readonly Phrase[]>;
}

/** Expands a sheet. Evidence whose words nobody has looked up lacks `start` and `end`. */
export function expand(sheet: Sheet, offsets: Offsets): Expanded {
  const troubles: Trouble[] = [...sheet.troubles];
  const drafts = emptyDrafts();
  const main = sheet.source ?? sheet.records.find(({ collection }) => collection === "sources")?.id ?? null;
  const scope = {
    main,
    language: languageOf(sheet, main),
    day: dayOf(sheet, troubles),
    at: sheet.at,
    texts: offsets.texts,
    drafts,
  };
  const rows = ORDER.map((collection) => sheet.records.filter((record) => record.collection === collection));
  const names = namesIn(sheet, scope);
  // Others of its collection may cite the words of the event `at`.
  const first = rows.flat().toSorted((a, b) => Number(isAt(b, sheet)) - Number(isAt(a, sheet)));
  for (const record of first) {
    drafts[record.collection].set(record.id, draftOf(record, scope, names, troubles));
  }
  if (sheet.at !== null && !drafts.events.has(sheet.at)) {
    troubles.push({
      place: { line: 1, column: 1 },
      message: `at: ${brief(sheet.at)} is no event of this sheet${hint(sheet.at, drafts.events.keys())}`,
    });
  }
  const phrases = new Map<string, Map<string, Phrase>>();
  const placed = (phrase: Phrase): JsonObject => evidence(phrase, main ?? "", offsets, phrases);
  const written = ORDER.map((collection, at) => {
    const records = (rows[at] ?? []).flatMap(({ id, updated }) => {
      const draft = drafts[collection].get(id);
      return draft === undefined ? [] : [recordOf(draft, updated ?? sheet.updated, placed)];
    });
    return [collection, records] as const;
  });
  return {
    bundle: Object.fromEntries(written),
    troubles,
    placeOf: (pointer) => placeIn(pointer, rows, drafts),
    phrases: new Map([...phrases].map(([source, found]) => [source, [...found.values()]])),
  };
}

const isAt = ({ collection, id }: Rows, { at }: Sheet) => collection === "events" && id === at;

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

function languageOf({ records }: Sheet, main: string | null): string | null {
  const source = records.find(({ collection, id }) => collection === "sources" && id === main);
  const text = source?.cells.get("/language")?.[0]?.text;
  try {
    const value = text === undefined ? null : readLine(text).value;
    return value === "null" ? null : value;
  } catch {
    // The line itself is told where its record is read.
    return null;
  }
}

function dayOf({ day, words }: Sheet, troubles: Trouble[]): Scope["day"] {
  if (day === null) return null;
  try {
    const { value, evidence: items, note } = readLine(day.text);
    const phrases = items.flatMap((item) => (typeof item === "string" ? (words.get(item) ?? []) : item));
    return value === null ? null : { value, evidence: phrases, note: note === "" ? null : note };
  } catch (error) {
    if (!(error instanceof LineFault)) throw error;
    troubles.push({ place: day.place, message: `day: ${error.message}` });
    return null;
  }
}

/** What a name stands for: the record's own main words, those of the header, or words of the table. */
function namesIn({ words }: Sheet, scope: Scope): Names {
  return (name, draft) => {
    if (name === "=") return mainEvidence(draft);
    if (name === "day") return scope.day?.evidence ?? [];
    if (name === "at") return mainEvidence(scope.drafts.events.get(scope.at ?? ""));
    const phrase = words.get(name);
    return phrase === undefined ? null : [phrase];
  };
}

function recordOf(
  { collection, id, record, entries }: Draft,
  updated: string | null,
  placed: (phrase: Phrase) => JsonObject,
): JsonObject {
  const provenance = ordered(collection, entries).map(([path, entry]) => ({
    path,
    basis: entry.basis,
    evidence: entry.evidence.map(placed),
    note: entry.note,
  }));
  return { id, ...(updated === null ? {} : { updated }), ...record, provenance };
}

/** Entries in the order of the record's keys, what lies above before what lies below it. */
export function ordered(collection: Collection, entries: ReadonlyMap<string, readonly Entry[]>): [string, Entry][] {
  const order = keysOfRecord(collection);
  const rank = (pointer: string) => order.indexOf(keysOf(pointer)[0] ?? "");
  return [...entries]
    .toSorted(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b, "en", { numeric: true }))
    .flatMap(([path, list]) => list.map((entry): [string, Entry] => [path, entry]));
}

function evidence(
  phrase: Phrase,
  main: string,
  offsets: Offsets,
  phrases: Map<string, Map<string, Phrase>>,
): JsonObject {
  const { exact, prefix, suffix } = phrase;
  const source = phrase.source ?? main;
  const start = startOf(phrase, source, offsets, phrases);
  const words = { source, exact, prefix, suffix };
  return start === undefined ? words : { ...words, start, end: start + Array.from(exact).length };
}

function startOf(
  phrase: Phrase,
  source: string,
  offsets: Offsets,
  phrases: Map<string, Map<string, Phrase>>,
): number | undefined {
  if (phrase.start !== null) return phrase.start;
  if (phrase.into !== undefined) {
    const whole = startOf(phrase.into.phrase, source, offsets, phrases);
    return whole === undefined ? undefined : whole + phrase.into.offset;
  }
  const known = phrases.get(source) ?? new Map<string, Phrase>();
  known.set(placeKey(phrase), phrase);
  phrases.set(source, known);
  return offsets.startOf(source, phrase);
}

/** What tells one phrase of a source from another. */
export function placeKey({ prefix, exact, suffix }: Phrase): string {
  return JSON.stringify([prefix, exact, suffix]);
}

function placeIn(
  pointer: string,
  rows: readonly (readonly Rows[])[],
  drafts: { readonly [C in Collection]: ReadonlyMap<string, Draft> },
): Place & { path: string } {
  const [collection = "", nth = "", ...keys] = keysOf(pointer);
  const record = rows[ORDER.indexOf(collection as (typeof ORDER)[number])]?.[Number(nth)];
  if (record === undefined) return { line: 1, column: 1, path: "" };
  let inner = below("", ...keys);
  if (keys[0] === "provenance") {
    const draft = drafts[record.collection].get(record.id);
    inner = draft === undefined ? "" : (ordered(record.collection, draft.entries)[Number(keys[1])]?.[0] ?? "");
  }
  for (let place = inner; place !== ""; place = place.slice(0, place.lastIndexOf("/"))) {
    const cell = record.cells.get(place)?.[0];
    if (cell !== undefined) return { ...cell.place, path: `${record.id}: ${cell.path}` };
  }
  const path = inner.slice(1).replaceAll("/", ".");
  return { ...record.place, path: path === "" ? record.id : `${record.id}: ${path}` };
}
