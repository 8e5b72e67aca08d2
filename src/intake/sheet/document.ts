// The YAML of a sheet: mappings and texts with their places, and what YAML itself finds wrong.
//
// The parser is `yaml`, with the failsafe schema: every scalar is a text, so `017`, `null` and `2023` stay as they are
// written. What YAML reads otherwise (`: ` and ` #` inside a value, a quotation mark or bracket at its beginning) is a
// fault that says how to write it; nothing is repaired.
import { isAlias, isMap, isNode, isScalar, isSeq, type Pair, parseDocument, visit, type YAMLError } from "yaml";
import { hint } from "../input/faults.ts";
import { placesIn } from "../input/line-index.ts";

export interface Place {
  /** Both counted from 1, columns in code points. */
  readonly line: number;
  readonly column: number;
}

export interface Trouble {
  readonly place: Place;
  readonly message: string;
}

/** A text of the file, or what a key holds: texts, a list of them, or keys. */
export type Value = Text | readonly Text[] | readonly Member[];
export interface Text {
  readonly text: string;
  readonly place: Place;
}
export interface Member {
  readonly key: string;
  readonly place: Place;
  readonly value: Value;
}

export function isMembers(value: Value | undefined): value is readonly Member[] {
  return Array.isArray(value) && (value.length === 0 || "key" in value[0]);
}

export function isText(value: Value | undefined): value is Text {
  return value !== undefined && !Array.isArray(value);
}

/** Reads one file; what cannot be read is told, and the rest is there. */
export function readYaml(text: string): { members: readonly Member[]; troubles: Trouble[] } {
  const placeAt = placesIn(text);
  const troubles: Trouble[] = [];
  const tell = (offset: number, message: string): void => {
    const { line, column } = placeAt(offset);
    troubles.push({ place: { line, column }, message });
  };
  const document = parseDocument(text, { schema: "failsafe", prettyErrors: false, uniqueKeys: true });
  for (const error of [...document.errors, ...document.warnings]) tell(error.pos[0], explain(error));
  visit(document, (_, node) => {
    if (isAlias(node)) tell(node.range?.[0] ?? 0, "an alias (`*`) is not read here; write the text itself");
    else if (isNode(node) && (node.anchor !== undefined || node.tag?.startsWith("!")))
      tell(node.range?.[0] ?? 0, "a tag or an anchor (`!`, `&`) is not read here; put the text in single quotes");
  });
  const place = (node: unknown): Place => {
    const { line, column } = placeAt((isNode(node) ? node.range?.[0] : undefined) ?? 0);
    return { line, column };
  };
  const scalar = (node: unknown): Text => {
    const value = isScalar(node) ? String(node.value ?? "") : "";
    if (!value.isWellFormed()) tell(offsetOf(node), "has half a character (an unpaired surrogate)");
    if (value.includes("\0")) tell(offsetOf(node), "has a NUL character");
    return { text: value, place: place(node) };
  };
  const value = (node: unknown, depth: number): Value => {
    if (isMap(node) && depth < 4) return node.items.map((pair) => member(pair, depth));
    if (isSeq(node)) return node.items.map(scalar);
    if (isMap(node)) tell(offsetOf(node), "is nested deeper than a sheet is; write one line a value");
    return scalar(node);
  };
  const member = (pair: Pair, depth: number): Member => ({
    key: isScalar(pair.key) ? String(pair.key.value ?? "") : "",
    place: place(pair.key),
    value: value(pair.value, depth + 1),
  });
  const whole = document.contents === null ? [] : value(document.contents, 0);
  if (!isMembers(whole)) tell(0, "is no sheet: it begins with `sheet: 1`, then `sources:`, `events:` and so on");
  return { members: isMembers(whole) ? whole : [], troubles };
}

function offsetOf(node: unknown): number {
  return (isNode(node) ? node.range?.[0] : undefined) ?? 0;
}

const HELP: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY:
    "has `: ` in it, which YAML reads as a key: put the whole value in single quotes, or under `>-`",
  MULTILINE_IMPLICIT_KEY: "is a key over several lines: the text of a value is indented below its key",
  DUPLICATE_KEY: "this key is given twice",
  UNEXPECTED_TOKEN:
    "begins as a quoted text and goes on behind it: put the whole value in single quotes, or under `>-`",
  BAD_INDENT: "is indented otherwise than its neighbours",
  TAB_AS_INDENT: "is indented with a tab; use spaces",
};

function explain({ code, message }: YAMLError): string {
  return HELP[code] ?? `is not YAML: ${message}`;
}

/** What to say of a key that is not known. */
export function stranger(key: string, known: readonly string[]): string {
  return `unknown key ${JSON.stringify(key)}${hint(key, known)}`;
}
