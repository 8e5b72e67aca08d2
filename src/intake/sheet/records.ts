// Records: the lines of a record become its values and entries, and what no line says follows from the conventions.
import type { Collection } from "../../model/ids.ts";
import { brief, hint } from "../input/faults.ts";
import { isList, isObject, type Json, keysOf, select, follow as valueAt } from "../input/pointers.ts";
import { readSegment } from "./coding.ts";
import { CONVENTIONS, conventionAt } from "./conventions.ts";
import type { Place, Trouble } from "./document.ts";
import { type Draft, type Entry, hasEntry, mainPointer, type Scope } from "./draft.ts";
import { formAt, readValue } from "./forms.ts";
import { type Item, type Line, LineFault, readLine } from "./line.ts";
import type { Phrase } from "./phrase.ts";
import type { Cell, Rows } from "./read.ts";
import { sentencesOf } from "./sentences.ts";
import { completed, keysOfRecord, schemaAt, WRITTEN } from "./shapes.ts";

/** Names of words, as lines of one record see them. */
export type Names = (name: string, draft: Draft) => readonly Phrase[] | null;

/** What is itself the words of the source. */
const OWN_WORDS: Partial<Record<Collection, string>> = { quotes: "/text", figures: "/raw" };

/** Stands for the note of the house until the record is complete. */
const UNSAID = "\0";

interface Said {
  readonly cell: Cell;
  readonly line: Line;
}

/** One record of a sheet, complete; troubles are told and left out. */
export function draftOf(rows: Rows, scope: Scope, names: Names, troubles: Trouble[]): Draft {
  const { collection, id } = rows;
  const draft: Draft = { collection, id, record: {}, entries: new Map() };
  const tell = (place: Place, message: string) => troubles.push({ place, message });
  const said = new Map<string, readonly Said[]>();
  for (const pointer of inOrder(rows)) {
    const [first] = rows.cells.get(pointer) ?? [];
    if (first !== undefined && pointer !== "" && schemaAt(collection, keysOf(pointer)) === undefined) {
      tell(
        first.place,
        `${first.path}: no record of ${collection} has this path${hint(first.path, keysOfRecord(collection))}`,
      );
      continue;
    }
    const lines = (rows.cells.get(pointer) ?? []).flatMap((cell) => readCell(cell, tell));
    said.set(pointer, lines);
    putValue(draft, pointer, lines, tell);
    const evident = lines.filter(({ line, cell }) => line.basis !== null && !cell.isRaw);
    if (evident.length > 0) {
      const entries = evident.map(({ line, cell }) => entryOf(line, cell, draft, names, tell));
      draft.entries.set(pointer, entries);
    } else if (pointer === OWN_WORDS[collection]) ownWords(draft, pointer, lines, rows.without);
  }
  follow(draft, rows, said, scope);
  for (const [pointer, entries] of draft.entries) {
    const noted = entries.map((one) =>
      one.note === UNSAID ? { ...one, note: houseNote(draft, pointer, one.basis, scope) } : one,
    );
    draft.entries.set(pointer, noted);
  }
  return { ...draft, record: completed(draft.record, WRITTEN[collection]) as Record<string, Json> };
}

/** The main line first, since others cite its words; then what lies above before what lies below it. */
function inOrder({ cells, collection }: Rows): string[] {
  const main = mainPointer(collection);
  const rank = (pointer: string) => (pointer === main ? -1 : keysOf(pointer).length);
  return [...cells.keys()].toSorted((a, b) => rank(a) - rank(b));
}

function readCell(cell: Cell, tell: (place: Place, message: string) => void): Said[] {
  if (cell.isRaw) return [{ cell, line: { value: cell.text, basis: null, evidence: [], note: null } }];
  try {
    return [{ cell, line: readLine(cell.text) }];
  } catch (error) {
    if (!(error instanceof LineFault)) throw error;
    tell(cell.place, `${cell.path}: ${error.message}`);
    return [];
  }
}

function putValue(
  draft: Draft,
  pointer: string,
  lines: readonly Said[],
  tell: (place: Place, message: string) => void,
): void {
  const { collection } = draft;
  for (const { cell, line } of lines) {
    if (line.value === null) continue;
    const value = readAt(draft, pointer, line.value, cell.isRaw);
    const like = formAt(collection, pointer)?.like ?? "JSON";
    if (value === undefined) tell(cell.place, `${cell.path}: ${brief(line.value)} is not written like ${like}`);
    else if (!put(draft.record, keysOf(pointer), value)) tell(cell.place, `${cell.path}: ${HOLE}`);
  }
}

function readAt({ collection, record }: Draft, pointer: string, text: string, isRaw: boolean): Json | undefined {
  if (isRaw) return pointer === "/text" ? text : { text, by: "project", official: false };
  const [, nth] = (collection === "quotes" && /^\/segments\/(\d+)$/.exec(pointer)) || [];
  if (nth === undefined || text.startsWith("{")) return readValue(formAt(collection, pointer), text);
  return readSegment(text, sentencesOf(typeof record.text === "string" ? record.text : "")[Number(nth)]);
}

/** Puts a value where its keys lead, making what lies between; false where a list would have a hole. */
function put(target: Record<string, Json>, keys: readonly string[], value: Json): boolean {
  const [key = "", next, ...rest] = keys;
  if (next === undefined) {
    define(target, key, value);
    return true;
  }
  const inner = target[key];
  const isIndex = /^\d+$/.test(next);
  const here = isIndex && isList(inner) ? [...inner] : isObject(inner) ? { ...inner } : isIndex ? [] : {};
  if (Array.isArray(here)) {
    if (Number(next) > here.length || (Number(next) === here.length && rest.length > 0)) return false;
  } else if (isIndex) return false;
  const made = put(here as Record<string, Json>, [next, ...rest], value);
  define(target, key, here as Json);
  return made;
}

/** As a key of its own, whatever its name. */
function define(target: Record<string, Json>, key: string, value: Json): void {
  Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
}

const HOLE = "the list has no item before this one; items are numbered from 0 without a gap";

function entryOf(
  line: Line,
  cell: Cell,
  draft: Draft,
  names: Names,
  tell: (place: Place, message: string) => void,
): Entry {
  const evidence = line.evidence.flatMap((item: Item): readonly Phrase[] => {
    if (typeof item !== "string") return [item];
    const phrases = names(item, draft);
    if (phrases !== null && phrases.length > 0) return phrases;
    tell(
      cell.place,
      `${cell.path}: ${phrases === null ? `no words are named ${brief(item)}` : `${brief(item)} stands for no words here`}`,
    );
    return [];
  });
  const basis = line.basis ?? "stated";
  // A note that is not given is that of the house, which may depend on values that are not there yet.
  return { basis, evidence, note: line.note === "" ? null : (line.note ?? UNSAID) };
}

/** The note that a convention has for a value, where the basis is that of the convention. */
function houseNote(draft: Draft, pointer: string, basis: Entry["basis"], scope: Scope): string | null {
  const convention = conventionAt(draft.collection, pointer);
  const value = valueAt(draft.record, pointer) ?? convention?.value?.(draft, scope) ?? null;
  const usual = convention?.entry?.(draft, scope, value, convention.key);
  return usual?.basis === basis ? usual.note : null;
}

/** What no line says: values first, each followed by its entry, in the order in which one follows from another. */
function follow(
  draft: Draft,
  { collection, without }: Rows,
  said: ReadonlyMap<string, readonly Said[]>,
  scope: Scope,
): void {
  for (const convention of CONVENTIONS[collection]) {
    const isSaid = [...said].some(
      ([pointer, lines]) => isAtOrBelow(pointer, convention.path) && lines.some(({ line }) => line.value !== null),
    );
    if (!isSaid && !convention.path.includes("*")) {
      const value = convention.value?.(draft, scope);
      if (value !== undefined) define(draft.record, convention.path.slice(1), value);
    }
    for (const { pointer, key, value } of select(draft.record, convention.path)) {
      const lines = said.get(pointer) ?? [];
      // Where a deeper path has a line of its own, the whole has only what is said of it.
      if (lines.length === 0 && [...said.keys()].some((one) => one.startsWith(`${pointer}/`))) continue;
      if (value === null || without.has(pointer) || hasEntry(draft, pointer)) continue;
      const usual = convention.entry?.(draft, scope, value, key);
      const note = lines.find(({ line, cell }) => line.note !== null && !cell.isRaw)?.line.note;
      if (usual !== undefined)
        draft.entries.set(pointer, [note === undefined ? usual : { ...usual, note: note === "" ? null : note }]);
    }
  }
}

const isAtOrBelow = (pointer: string, path: string) => pointer === path || pointer.startsWith(`${path}/`);

/** A quote's text and a figure's words are their own evidence. */
function ownWords(draft: Draft, pointer: string, lines: readonly Said[], without: ReadonlySet<string>): void {
  const words = draft.record[pointer.slice(1)];
  if (typeof words !== "string" || without.has(pointer)) return;
  const note = lines.find(({ line, cell }) => line.note !== null && !cell.isRaw)?.line.note ?? "";
  const phrase = { source: null, exact: words, prefix: "", suffix: "", start: null };
  draft.entries.set(pointer, [{ basis: "stated", evidence: [phrase], note: note === "" ? null : note }]);
}
