// Splices: pieces of a sheet's text that are taken out, put in or exchanged, and how a line is written there.
import { Document, Scalar } from "yaml";
import { folded, WIDTH } from "../intake/sheet/write.ts";
import type { Collection } from "../model/ids.ts";
import { EditFault, type Entry, type Owner, type Places, placesIn } from "./places.ts";

/** What stands from `start` to before `end` becomes `text`; all places are those before any change. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The text with all changes made.
 * @throws EditFault where the outcome could not be read again: then nothing is changed
 */
export function spliced(text: string, splices: readonly Splice[]): string {
  const ends = text.includes("\r\n") ? "\r\n" : "\n";
  let changed = text;
  for (const { start, end, text: put } of splices.toSorted((a, b) => b.start - a.start || b.end - a.end))
    changed = changed.slice(0, start) + put.replace(/\r?\n/g, ends) + changed.slice(end);
  placesIn(changed);
  return changed;
}

/** Takes the mark of what is undecided from a key, with what a draft says of it above. */
export function decided(text: string, entry: Entry): Splice[] {
  if (!entry.isUndecided) return [];
  const at = text.lastIndexOf("?", entry.name.end - 1);
  if (at < entry.name.start) throw new EditFault(`the key ${entry.key} hides its ?: accept it in an editor`);
  const from = entry.name.start - entry.indent;
  const marks = entry.marks.length === 0 ? [] : [{ start: entry.block.start, end: from, text: "" }];
  return [...marks, { start: at, end: at + 1, text: "" }];
}

/** Marks a key as undecided. */
export function undecided({ name, isUndecided, key }: Entry): Splice[] {
  return isUndecided ? [] : [{ ...name, text: written(`${key}?`) }];
}

/** A key with its text, as lines at an indentation, with a line break at the end. */
export function pair(key: string, value: string, indent: number, isFree: boolean): string {
  const scalar = isFree ? folded(value) : new Scalar(value);
  const document = new Document(new Map([[key, scalar]]), { schema: "failsafe" });
  const lines = document.toString({ lineWidth: WIDTH - indent, singleQuote: true, minContentWidth: 20 });
  return lines.replace(/^(?=[^\n])/gm, " ".repeat(indent));
}

/** A key as YAML takes it. */
export function written(key: string): string {
  return pair(key, "x", 0, false).replace(/: x\n$/, "");
}

/** Exchanges what an entry holds, which decides it or leaves it undecided. A comment behind the old text stays. */
export function exchanged(text: string, entry: Entry, value: string, isFree: boolean, decides = true): Splice[] {
  const { name, indent, key } = entry;
  const lines = pair(decides || !entry.isUndecided ? key : `${key}?`, value, indent, isFree).slice(indent);
  const old = text.slice(entry.value.start, entry.value.end);
  const behind = text.slice(entry.value.end, entry.block.end).trim();
  const inside = /^[>|][-+\d]*[ \t]+(#.*)/.exec(old)?.[1];
  const comment = [inside, behind === "" ? undefined : behind].find((one) => one !== undefined);
  const above = comment === undefined ? "" : `${comment}\n${" ".repeat(indent)}`;
  const end = text.slice(0, entry.block.end).endsWith("\n") ? entry.block.end : text.length;
  const marks = decides ? decided(text, entry).slice(0, -1) : [];
  return [...marks, { start: name.start, end, text: above + lines }];
}

/** Lines of a sheet as a sheet of their own, flush left: what `rejected` keeps of them. */
export function pieceOf(text: string, collection: Collection, record: Owner, entries: readonly Entry[]): string {
  const id = written(record.key);
  return [`${collection}:`, `  ${id}:`, ...entries.flatMap((entry) => linesOf(text, entry, 4))].join("\n");
}

/** The lines of an entry, moved to an indentation, without the marks above. */
export function linesOf(text: string, { name, block, indent }: Entry, to: number): string[] {
  const lines = text
    .slice(name.start - indent, block.end)
    .replace(/\r?\n$/, "")
    .split(/\r?\n/);
  return lines.map((line) => (line.trim() === "" ? "" : " ".repeat(to) + line.slice(indent)));
}

/** Keeps pieces in the list `rejected`, which no program but a draft reads. */
export function kept(text: string, { header }: Places, pieces: readonly string[]): Splice[] {
  if (pieces.length === 0) return [];
  const list = header.find(({ key }) => key === "rejected");
  const isEmpty = list !== undefined && list.value.end <= list.name.end + 1;
  if (list !== undefined && !isEmpty && (!list.isList || text[list.value.start] === "["))
    throw new EditFault("`rejected` is no list of lines that begin with -: mend it in an editor first");
  const column = list === undefined || isEmpty ? 2 : list.value.start - (text.lastIndexOf("\n", list.value.start) + 1);
  const pad = " ".repeat(column);
  const items = pieces.map((piece) => {
    const lines = piece.split("\n").map((line) => (line === "" ? "" : `${pad}  ${line}`));
    return `${pad}- |-\n${lines.join("\n")}\n`;
  });
  const at = list?.block.end ?? text.length;
  const head = list === undefined ? "\nrejected:\n" : "";
  return [{ start: at, end: at, text: `${broken(text, at)}${head}${items.join("")}` }];
}

/** A line break, where the text before a place has none. */
export const broken = (text: string, at: number): string => (at === 0 || text[at - 1] === "\n" ? "" : "\n");
