// Lines: `VALUE SIGN EVIDENCE -- NOTE`, the grammar in which a sheet says a value and how it is known.
import { brief } from "../input/faults.ts";
import { type Phrase, QUOTED, readPhrase, writePhrase } from "./phrase.ts";

/** How a value is known, and its sign. */
const SIGNS = { "<<": "stated", "<~": "derived", "<!": "external" } as const;
type Sign = keyof typeof SIGNS;
export type Basis = (typeof SIGNS)[Sign];

/** Words in place, or the name of words: `=`, `day`, `at`, or one of the table `words`. */
export type Item = Phrase | string;

export interface Line {
  /** As it is written; null where the line has none. */
  readonly value: string | null;
  readonly basis: Basis | null;
  readonly evidence: readonly Item[];
  /** Null where nothing is said of a note; empty where it is said that there is none. */
  readonly note: string | null;
}

/** A line that cannot be read; the message is for its writer. */
export class LineFault extends Error {}

export const NAME = /^(?:=|[\p{L}\p{N}][\p{L}\p{N}_-]*)$/u;

/** Where a value ends: a sign or a note, with a space on either side, or at either end of the line. */
const END = /(?:^|\s)(?:<[<~!]|--)(?=\s|$)/u;
const JSON_STRING = /^"(?:[^"\\]|\\.)*"/su;

/** Reads a line; folding has made one line of it before. */
export function readLine(text: string): Line {
  const length = valueLength(text);
  const rest = text.slice(length).trim();
  const value = text.slice(0, length).trim();
  const sign = /^<[<~!](?=\s|$)/u.exec(rest)?.[0] as Sign | undefined;
  const [items, note] = sign === undefined ? ["", rest] : split(rest.slice(2));
  return {
    value: value === "" ? null : value,
    basis: sign === undefined ? null : SIGNS[sign],
    evidence: itemsOf(items),
    note: noteOf(note),
  };
}

export function writeLine({ value, basis, evidence, note }: Line): string {
  const sign = Object.entries(SIGNS).find(([, name]) => name === basis)?.[0];
  const items = evidence.map((item) => (typeof item === "string" ? item : writePhrase(item))).join(" + ");
  return [value, sign, items === "" ? null : items, note === null ? null : `-- ${writtenNote(note)}`.trim()]
    .filter((part) => part !== null && part !== undefined)
    .join(" ");
}

/**
 * Whether a line that begins with this text has it for its value, whatever stands behind it: what opens a quotation mark or
 * a bracket and does not close it would end in the words of the evidence.
 */
export function isValue(text: string): boolean {
  const isOpen = /^["{[]/.test(text) && jsonLength(text) !== text.length;
  return text !== "" && text.trim() === text && !isOpen && valueLength(text) === text.length;
}

/** How much of a line is its value. A JSON value may hold signs in its strings. */
function valueLength(text: string): number {
  const json = /^["{[]/.test(text) ? jsonLength(text) : null;
  if (json !== null && /^(?:\s|$)/u.test(text.slice(json))) return json;
  return END.exec(text)?.index ?? text.length;
}

function jsonLength(text: string): number | null {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? "";
    if (sign === '"') {
      const string = JSON_STRING.exec(text.slice(at))?.[0];
      if (string === undefined) return null;
      at += string.length - 1;
    } else if (sign === "{" || sign === "[") depth++;
    else if (sign === "}" || sign === "]") depth--;
    if (depth === 0) return at < text.length ? at + 1 : null;
  }
  return null;
}

/** The evidence and the note behind a sign: a phrase may hold the mark of a note. */
function split(rest: string): [items: string, note: string] {
  let at = 0;
  while (at < rest.length) {
    const phrase = QUOTED.exec(rest.slice(at))?.[0].length ?? 0;
    if (phrase > 0) at += phrase;
    else if (/^\s--(?:\s|$)/u.test(rest.slice(at))) return [rest.slice(0, at), rest.slice(at)];
    else at++;
  }
  return [rest, ""];
}

function noteOf(rest: string): string | null {
  const text = rest.trim();
  if (text === "") return null;
  const note = text.replace(/^--\s*/u, "");
  return jsonString(note) ?? note;
}

/** As it is; as a JSON string where a line would lose its spaces, or would be read as one. */
function writtenNote(note: string): string {
  return note === note.trim() && jsonString(note) === undefined ? note : JSON.stringify(note);
}

/** The text of a JSON string, undefined for all else. */
export function jsonString(text: string): string | undefined {
  if (!text.startsWith('"') || JSON_STRING.exec(text)?.[0] !== text) return undefined;
  try {
    return JSON.parse(text) as string;
  } catch {
    return undefined;
  }
}

function itemsOf(text: string): Item[] {
  const items: Item[] = [];
  let rest = text.trim();
  while (rest !== "") {
    const word = QUOTED.exec(rest)?.[0] ?? /^[^\s"]+/u.exec(rest)?.[0] ?? rest;
    items.push(itemOf(word));
    rest = rest.slice(word.length).trim();
    if (rest === "") break;
    if (!rest.startsWith("+")) throw new LineFault(`evidence is joined by " + ", here is ${brief(rest)}`);
    rest = rest.slice(1).trim();
    if (rest === "") throw new LineFault('evidence ends in "+", with nothing behind it');
  }
  return items;
}

function itemOf(word: string): Item {
  if (NAME.test(word)) return word;
  const phrase = readPhrase(word);
  if (phrase !== undefined) return phrase;
  const unclosed = word.startsWith('"') && !QUOTED.test(word);
  throw new LineFault(
    unclosed
      ? `the quotation mark of ${brief(word)} is not closed; a quotation mark inside the words is written \\"`
      : `${brief(word)} is neither "words in quotation marks" nor a name of the table \`words\`, nor =`,
  );
}
