// Lines of a record that is packed: what follows from the conventions is left out, all else is written.
import { isDeepStrictEqual } from "node:util";
import { isObject, type Json, keysOf } from "../input/pointers.ts";
import { readSegment, writeSegment } from "./coding.ts";
import { conventionAt } from "./conventions.ts";
import {
  type Draft,
  type Entry,
  evidenceOf,
  hasEntry,
  mainEvidence,
  mainPointer,
  type Scope,
  sameEntries,
} from "./draft.ts";
import { formAt, writeValue } from "./forms.ts";
import { isValue, type Line } from "./line.ts";
import { keyOf, type Phrase } from "./phrase.ts";
import { isFree } from "./read.ts";
import { sentencesOf } from "./sentences.ts";
import { emptyFor, keysOfRecord } from "./shapes.ts";
import { type Unit, unitsOf } from "./units.ts";

/** What a packed record has at a pointer: lines, or words that stand as they are. */
export interface Written {
  readonly pointer: string;
  readonly lines: readonly Line[];
  readonly words: string | null;
}

export interface Packed {
  readonly written: readonly Written[];
  readonly without: readonly string[];
}

/** Longest value that is repeated where it follows from a convention and only its entry is of its own. */
const SHORT = 40;

/** What a record is packed with: the scope, and the phrases that only their start tells apart. */
export interface Packing extends Scope {
  readonly ambiguous: ReadonlySet<string>;
}

export function packRecord(draft: Draft, scope: Packing): Packed {
  const { collection, record, entries } = draft;
  const units = unitsOf(collection, record, new Set(entries.keys()));
  const written: Written[] = [];
  const without: string[] = [];
  for (const unit of units) {
    const usual = usualOf(draft, scope, unit);
    const said = entries.get(unit.pointer) ?? [];
    if (usual.isUsual && sameEntries(said, usual.follows ? [usual.follows] : [])) continue;
    if (said.length === 0 && usual.entry !== undefined) without.push(unit.pointer);
    if (said.length === 0 && usual.isUsual) continue;
    written.push(...writtenOf(draft, unit, said, usual, scope));
  }
  const known = new Set(units.map(({ pointer }) => pointer));
  for (const [pointer, said] of entries) {
    if (known.has(pointer)) continue;
    const at = written.findIndex((one) => one.pointer === pointer);
    const value = written[at]?.lines[0]?.value ?? null;
    const lines = said.map((entry, nth) => lineOf(nth === 0 ? value : null, entry, draft, pointer, undefined, scope));
    if (at >= 0) written[at] = { pointer, words: null, lines };
    else written.push({ pointer, words: null, lines });
  }
  const order = keysOfRecord(collection);
  const rank = ({ pointer }: Written) => order.indexOf(keysOf(pointer)[0] ?? "");
  return { written: written.toSorted((a, b) => rank(a) - rank(b)), without };
}

interface Usual {
  /** Whether the value is what a sheet would give without a line. */
  readonly isUsual: boolean;
  /** The entry that a value without a sign has. */
  readonly entry: Entry | undefined;
  /** The entry where there is no line at all. */
  readonly follows: Entry | undefined;
}

function usualOf(draft: Draft, scope: Packing, { pointer, value }: Unit): Usual {
  const { collection } = draft;
  const convention = conventionAt(collection, pointer);
  const own = ownEntry(draft, pointer, value, scope.ambiguous);
  const isCovered = !draft.entries.has(pointer) && hasEntry(draft, pointer);
  const entry =
    value === null || isCovered ? undefined : (own ?? convention?.entry?.(draft, scope, value, convention.key));
  const given = convention?.path.includes("*") ? undefined : convention?.value?.(draft, scope);
  if (given !== undefined) return { isUsual: isDeepStrictEqual(given, value), entry, follows: entry };
  return { isUsual: isDeepStrictEqual(emptyFor(collection, keysOf(pointer)), value), entry, follows: undefined };
}

/** What is itself the words of the source needs no evidence beside. */
function ownEntry(
  { collection, entries }: Draft,
  pointer: string,
  value: Json,
  ambiguous: ReadonlySet<string>,
): Entry | undefined {
  const isOwn = (collection === "quotes" && pointer === "/text") || (collection === "figures" && pointer === "/raw");
  if (!isOwn) return undefined;
  const [said] = entries.get(pointer) ?? [];
  const usual = { source: null, exact: String(value), prefix: "", suffix: "", start: null };
  const [phrase, ...more] = said === undefined ? [usual] : said.evidence;
  if (more.length > 0 || phrase === undefined) return undefined;
  const { source, prefix, suffix, exact } = phrase;
  if (source !== null || prefix !== "" || suffix !== "" || exact !== value) return undefined;
  if (ambiguous.has(keyOf(phrase))) return undefined;
  return { basis: "stated", evidence: [phrase], note: null };
}

function writtenOf(
  draft: Draft,
  { pointer, value }: Unit,
  said: readonly Entry[],
  usual: Usual,
  scope: Scope,
): Written[] {
  const { collection } = draft;
  const [first, ...more] = said;
  if (isFree(pointer, collection)) return freeOf(draft, { pointer, value }, said, usual, scope);
  const text = textOf(draft, pointer, value);
  const isPlain = sameEntries(said, usual.entry === undefined ? [] : [usual.entry]);
  if (isPlain || first === undefined) return [{ pointer, words: null, lines: [bare(text)] }];
  const shown = usual.isUsual && text.length > SHORT ? null : text;
  const lines = [lineOf(shown, first, draft, pointer, more.length === 0 ? usual.entry : undefined, scope)];
  for (const entry of more) lines.push(lineOf(null, entry, draft, pointer, undefined, scope));
  return [{ pointer, words: null, lines }];
}

/** Words spoken and translations: the text, and what is said of it on lines of their own. */
function freeOf(draft: Draft, { pointer, value }: Unit, said: readonly Entry[], usual: Usual, scope: Scope): Written[] {
  const isPlain = sameEntries(said, usual.entry === undefined ? [] : [usual.entry]);
  const lines = isPlain
    ? []
    : said.map((entry) => lineOf(null, entry, draft, pointer, said.length === 1 ? usual.entry : undefined, scope));
  if (!isObject(value)) return [{ pointer, words: String(value), lines }];
  const beside = (["by", "official"] as const).flatMap((key): Written[] => {
    const isDefault = value[key] === (key === "by" ? "project" : false);
    return isDefault ? [] : [{ pointer: `${pointer}/${key}`, words: null, lines: [bare(String(value[key]))] }];
  });
  return [{ pointer, words: String(value.text), lines }, ...beside];
}

const bare = (value: string): Line => ({ value, basis: null, evidence: [], note: null });

function textOf({ collection, record }: Draft, pointer: string, value: Json): string {
  const [, nth] = (collection === "quotes" && /^\/segments\/(\d+)$/.exec(pointer)) || [];
  if (nth === undefined) return writeValue(formAt(collection, pointer), value);
  const sentence = sentencesOf(String(record.text))[Number(nth)];
  const text = writeSegment(value, sentence);
  const isRead = isValue(text) && isDeepStrictEqual(readSegment(text, sentence), value);
  return isRead ? text : JSON.stringify(value);
}

function lineOf(
  value: string | null,
  entry: Entry,
  draft: Draft,
  pointer: string,
  usual: Entry | undefined,
  scope: Scope,
): Line {
  // Only the note is of its own.
  if (usual !== undefined && sameEntries([{ ...entry, note: usual.note }], [usual]))
    return { value, basis: null, evidence: [], note: entry.note ?? "" };
  const convention = conventionAt(draft.collection, pointer);
  const at =
    value === null && convention === undefined
      ? undefined
      : convention?.entry?.(draft, scope, valueAt(draft, pointer), convention.key);
  const house = at?.basis === entry.basis ? at.note : null;
  return {
    value,
    basis: entry.basis,
    evidence: named(entry.evidence, draft, pointer, scope),
    note: entry.note === house ? null : (entry.note ?? ""),
  };
}

function valueAt({ record }: Draft, pointer: string): Json {
  let here: Json | undefined = record;
  for (const key of keysOf(pointer))
    here = isObject(here) || Array.isArray(here) ? (here as Record<string, Json>)[key] : undefined;
  return here ?? null;
}

/** Phrases, with a name where a run of them is the record's own, the day's or the event's. */
function named(phrases: readonly Phrase[], draft: Draft, pointer: string, scope: Scope): Line["evidence"] {
  const isBehind = draft.collection === "quotes" || draft.collection === "figures";
  const at = isBehind ? evidenceOf(scope.drafts.events.get(scope.at ?? ""), "/type") : [];
  const own = pointer === mainPointer(draft.collection) ? [] : mainEvidence(draft);
  const runs = (
    [
      ["=", own],
      ["day", scope.day?.evidence ?? []],
      ["at", at],
    ] as const
  ).filter(([, run]) => run.length > 0);
  const items: (Phrase | string)[] = [];
  for (let from = 0; from < phrases.length; ) {
    const found = runs.find(([, run]) =>
      run.every((one, nth) => phrases[from + nth] !== undefined && keyOf(one) === keyOf(phrases[from + nth] as Phrase)),
    );
    const phrase = phrases[from];
    if (found === undefined && phrase !== undefined) items.push(phrase);
    else if (found !== undefined) items.push(found[0]);
    from += found?.[1].length ?? 1;
  }
  return items;
}
