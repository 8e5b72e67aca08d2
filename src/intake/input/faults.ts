// Faults: what is wrong with the data, where it is, in words for the person who mends it.
import { nearest } from "../../suggest.ts";

export interface Fault {
  /** The file as a user would type it, e.g. `data/bundles/x.json`. */
  readonly file: string;
  /** JSON Pointer (RFC 6901) of the place; empty for the whole file. */
  readonly pointer: string;
  readonly message: string;
  /** Where it is written, for a file whose lines are not those of JSON. */
  readonly at?: Spot;
}

export interface Spot {
  /** Both counted from 1, columns in code points. */
  readonly line: number;
  readonly column: number;
  /** The value as that file names it. */
  readonly path: string;
}

/** Reads a control character as an escape: a key of a broken file must not break the lines of a log. */
const CONTROL = /[\p{Cc}\u2028\u2029]/gu;

/** One fault on one line: `file:pointer: message`, of a sheet `file:line:column: path: message`. */
export function formatFault({ file, pointer, message, at }: Fault): string {
  const place = at === undefined ? pointer : `${at.line}:${at.column}${at.path === "" ? "" : `: ${at.path}`}`;
  const line = `${file}:${place}: ${message}`;
  return line.replace(CONTROL, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** By file, then by place in it; numbers in pointers compare as numbers. */
export function sortFaults(faults: readonly Fault[]): Fault[] {
  return faults.toSorted(
    (a, b) => compare(a.file, b.file) || compareSpots(a.at, b.at) || comparePointers(a.pointer, b.pointer),
  );
}

function compareSpots(a: Spot | undefined, b: Spot | undefined): number {
  return a === undefined || b === undefined ? 0 : a.line - b.line || a.column - b.column;
}

function comparePointers(a: string, b: string): number {
  const left = a.split("/");
  const right = b.split("/");
  for (const [at, word] of left.entries()) {
    const other = right[at];
    if (other === undefined) return 1;
    if (word === other) continue;
    const both = /^\d+$/.test(word) && /^\d+$/.test(other);
    return both ? Number(word) - Number(other) : compare(word, other);
  }
  return left.length - right.length;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `; did you mean "x"?` where one of `words` is near or begins so, else nothing. */
export function hint(word: string, words: Iterable<string>): string {
  const found = nearest(word, [...words]);
  return found === null ? "" : `; did you mean ${brief(found)}?`;
}

/** A value in quotation marks, cut to what one line can carry. */
export function brief(value: unknown): string {
  if (typeof value !== "string") return JSON.stringify(value) ?? "nothing";
  const points = Array.from(value);
  return points.length <= 72 ? JSON.stringify(value) : JSON.stringify(`${points.slice(0, 71).join("")}…`);
}
