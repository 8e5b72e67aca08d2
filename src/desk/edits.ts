// Edits: what an editor decides about the lines of a sheet, as changes of its text; all else stays to the byte.

import { type Item, type Line, LineFault, readLine, writeLine } from "../intake/sheet/line.ts";
import type { Phrase } from "../intake/sheet/phrase.ts";
import { isFree } from "../intake/sheet/read.ts";
import type { Collection } from "../model/ids.ts";
import { EditFault, type Entry, type Group, type Owner, type Places, placesIn } from "./places.ts";
import {
  broken,
  decided,
  exchanged,
  kept,
  linesOf,
  pair,
  pieceOf,
  type Splice,
  spliced,
  undecided,
  written,
} from "./splices.ts";

/** A line of the header (path), a record (collection and id), or a line of a record (all three). */
export interface Target {
  readonly collection: Collection | null;
  readonly id: string | null;
  readonly path: string | null;
}

export interface Found {
  readonly places: Places;
  readonly group: Group | null;
  readonly record: Owner | null;
  /** The line; null where all of a record is meant. */
  readonly entry: Entry | null;
}

/** @throws EditFault where there is no such line */
export function found(text: string, { collection, id, path }: Target): Found {
  const places = placesIn(text);
  const all = [path, id, collection].filter((one) => one !== null).join(" of ");
  if (collection === null) {
    const entry = places.header.find(({ key }) => key === path) ?? null;
    if (entry === null) throw new EditFault(`there is no line ${all} any more`);
    return { places, group: null, record: null, entry };
  }
  const group = places.groups.find((one) => one.collection === collection) ?? null;
  const record = group?.records.find(({ key }) => key === id) ?? null;
  const entry = record?.entries.find(({ key }) => key === path) ?? null;
  if (record === null || (path !== null && entry === null)) throw new EditFault(`there is no ${all} any more`);
  return { places, group, record, entry };
}

/** Takes the `?` from a line, or from a record with all of its lines. */
export function accepted(text: string, target: Target): string {
  const { record, entry } = found(text, target);
  if (record === null) return spliced(text, entry === null ? [] : decided(text, entry));
  if (entry === null)
    return spliced(
      text,
      [record, ...record.entries].flatMap((one) => decided(text, one)),
    );
  const [twin] = record.entries.filter((one) => one.key === entry.key && one !== entry);
  if (twin !== undefined) throw new EditFault(`${entry.key} is there twice: reject one of them in an editor`);
  return spliced(text, [...apart(text, record, entry), ...decided(text, entry)]);
}

/** Where a whole record is undecided and one of its lines is decided, the others are undecided each. */
function apart(text: string, record: Owner, entry: Entry): Splice[] {
  if (!record.isUndecided) return [];
  return [...decided(text, record), ...record.entries.flatMap((one) => (one === entry ? [] : undecided(one)))];
}

/** Takes out a line, or a record with all of its lines; the list `rejected` keeps them. */
export function rejected(text: string, target: Target): string {
  const { places, group, record, entry } = found(text, target);
  if (record === null || group === null) {
    if (entry === null || ["sheet", "rejected", "words"].includes(entry.key))
      throw new EditFault(`${entry?.key ?? "this"} is no line that can be rejected`);
    return spliced(text, [removal(entry), ...kept(text, places, [linesOf(text, entry, 0).join("\n")])]);
  }
  const lost = entry === null ? record.entries : record.entries.filter(({ key }) => isWithin(key, entry.key));
  const piece = pieceOf(text, group.collection, record, lost);
  return spliced(text, [...removed(group, record, lost), ...kept(text, places, [piece])]);
}

const isWithin = (path: string, above: string) => path === above || path.startsWith(`${above}.`);
const removal = ({ block }: Entry): Splice => ({ ...block, text: "" });

/** Takes lines out of a record, and what would be empty without them; lists keep counting from 0. */
export function removed(group: Group, record: Owner, lost: readonly Entry[]): Splice[] {
  const left = record.entries.filter((one) => !lost.includes(one));
  if (left.length === 0 && group.records.length > 1) return [removal(record)];
  if (left.length === 0) return [{ start: group.block.start - group.gap, end: group.block.end, text: "" }];
  const renumbered = left.flatMap((one): Splice[] => {
    const [, list = "", nth = "", rest = ""] = /^(.+?)\.(\d+)(\..*)?$/.exec(one.key) ?? [];
    const gone = new Set(lost.flatMap(({ key }) => /^(.+?)\.(\d+)$/.exec(key)?.slice(1, 3).join(".") ?? []));
    const isLeft = (index: number) => left.some(({ key }) => isWithin(key, `${list}.${index}`));
    const before = Array.from({ length: Number(nth) }, (_, index) => index);
    const less = before.filter((index) => gone.has(`${list}.${index}`) && !isLeft(index)).length;
    if (list === "" || less === 0) return [];
    const key = `${list}.${Number(nth) - less}${rest}${one.isUndecided ? "?" : ""}`;
    return [{ ...one.name, text: written(key) }];
  });
  return [...lost.map(removal), ...renumbered];
}

/** Puts another line, or other words of a quote, in the place of one; it is decided then. */
export function corrected(text: string, target: Target, line: string): string {
  const { record, entry } = found(text, target);
  if (entry === null) throw new EditFault("a record is corrected line by line");
  if (entry.isList) throw new EditFault(`${entry.key} has several entries: correct it in an editor`);
  const free = isFreeAt(target);
  const value = checked(line, free);
  const others = record === null ? [] : apart(text, record, entry);
  return spliced(text, [...others, ...exchanged(text, entry, value, free)]);
}

/** Whether words stand there without the grammar of a line. */
const isFreeAt = ({ collection, path }: Target) =>
  collection !== null && path !== null && isFree(`/${path.replaceAll(".", "/")}`, collection);

/** @throws EditFault where a line is none */
function checked(line: string, free: boolean): string {
  const value = free ? line.replace(/\r\n?/g, "\n") : line.replace(/\s*[\r\n]+\s*/g, " ").trim();
  if (value.trim() === "") throw new EditFault("an empty line says nothing: reject it");
  try {
    if (!free) readLine(value);
  } catch (error) {
    if (error instanceof LineFault) throw new EditFault(error.message);
    throw error;
  }
  return value;
}

/** Puts other words of the text in the place of a line's evidence, or adds them to it. */
export function cited(text: string, target: Target, phrase: Phrase, isMore: boolean): string {
  const { entry } = found(text, target);
  const [line] = entry?.texts ?? [];
  if (line === undefined) throw new EditFault("words belong to a line");
  if (isFreeAt(target)) return corrected(text, target, phrase.exact);
  const old = readable(line);
  if (target.collection === "figures" && target.path === "raw" && !isMore)
    return corrected(text, target, writeLine({ ...old, value: phrase.exact, ...wordsOf(phrase) }));
  const isSaid = old.value === null || phrase.exact.includes(old.value);
  const basis = old.basis === "external" ? "derived" : (old.basis ?? (isSaid ? "stated" : "derived"));
  const evidence: readonly Item[] = isMore ? [...old.evidence, phrase] : [phrase];
  return corrected(text, target, writeLine({ ...old, basis, evidence }));
}

/** What says an amount is evidence of itself, unless more is needed to find its place. */
function wordsOf(phrase: Phrase): Pick<Line, "basis" | "evidence"> {
  const isAlone = phrase.prefix === "" && phrase.suffix === "" && phrase.start === null;
  return isAlone ? { basis: null, evidence: [] } : { basis: "stated", evidence: [phrase] };
}

function readable(line: string): Line {
  try {
    return readLine(line);
  } catch {
    throw new EditFault("this line cannot be read: correct it first");
  }
}

/** Adds a line to a record, and the record where there is none; decided, unless it is a proposal. */
export function added(
  text: string,
  target: Target,
  line: string,
  proposal: { marks?: readonly string[] } | null = null,
) {
  const { collection, id, path } = target;
  if (collection === null || id === null || path === null || !/^[\w./-]+$/.test(path) || !/^[a-z0-9-]+$/.test(id))
    throw new EditFault("a new line has a record's id and a path, as participants.1");
  const places = placesIn(text);
  const group = places.groups.find((one) => one.collection === collection);
  const record = group?.records.find(({ key }) => key === id);
  if (record?.entries.some(({ key }) => key === path)) throw new EditFault(`${path} is there already: correct it`);
  const free = isFreeAt(target);
  const lines = (indent: number): string => {
    const marks = (proposal?.marks ?? []).map((mark) => `${" ".repeat(indent)}# ${mark}\n`).join("");
    return marks + pair(proposal === null ? path : `${path}?`, checked(line, free), indent, free);
  };
  const put = (at: number, words: string) => spliced(text, [{ start: at, end: at, text: broken(text, at) + words }]);
  const last = record?.entries.at(-1);
  if (last !== undefined) return put(last.block.end, lines(last.indent));
  if (record !== undefined) throw new EditFault(`${id} has no lines: give it one in an editor`);
  const neighbour = group?.records.at(-1);
  if (neighbour !== undefined) {
    const inner = neighbour.entries[0]?.indent ?? neighbour.indent + 2;
    return put(neighbour.block.end, `${" ".repeat(neighbour.indent)}${id}:\n${lines(inner)}`);
  }
  if (group !== undefined) {
    const head = text.slice(group.name.start, group.name.end);
    return spliced(text, [{ ...group.block, text: `${head}:\n  ${id}:\n${lines(4)}` }]);
  }
  const end = places.header.find(({ key }) => key === "rejected")?.block.start ?? text.length;
  return put(end, `\n${collection}:\n  ${id}:\n${lines(4)}`);
}
