// Reading a sheet: its header, its words, and its records as lines by the pointer that they are about.
import { COLLECTIONS, type Collection } from "../../model/ids.ts";
import { below, keysOf } from "../input/pointers.ts";
import {
  isMembers,
  isText,
  type Member,
  type Place,
  readYaml,
  stranger,
  type Text,
  type Trouble,
  type Value,
} from "./document.ts";
import { NAME } from "./line.ts";
import { type Phrase, readBare, readPhrase } from "./phrase.ts";

/** One line of a record. */
export interface Cell extends Text {
  /** The path as written. */
  readonly path: string;
  /** Read whole as a text, without the grammar of a line. */
  readonly isRaw: boolean;
}

export interface Rows {
  readonly collection: Collection;
  readonly id: string;
  readonly place: Place;
  /** The lines of each pointer; several for several entries of one value. */
  readonly cells: ReadonlyMap<string, readonly Cell[]>;
  readonly updated: string | null;
  /** Pointers that have no entry although the conventions would give one. */
  readonly without: ReadonlySet<string>;
}

export interface Sheet {
  readonly updated: string | null;
  readonly day: Text | null;
  readonly at: string | null;
  readonly source: string | null;
  readonly words: ReadonlyMap<string, Phrase>;
  readonly records: readonly Rows[];
  readonly troubles: readonly Trouble[];
}

const HEADER = ["sheet", "updated", "day", "at", "source", "words", "rejected"];
/** What is said of a key that is not decided. */
export const UNDECIDED = "is not decided: accept it by taking away the ? behind its key, or delete the line";

/** Reads a sheet; every trouble is told, and none of it loads with one. */
export function readSheet(text: string): Sheet {
  const { members, troubles } = readYaml(text);
  const tell = (place: Place, message: string) => troubles.push({ place, message });
  const header = new Map<string, Value>();
  const records: Rows[] = [];
  const words = new Map<string, Phrase>();
  for (const member of members) {
    const key = decided(member, tell);
    if (COLLECTIONS.some((collection) => collection === key)) records.push(...rowsOf(key as Collection, member, tell));
    else if (key === "words") for (const [name, phrase] of wordsIn(member, tell)) words.set(name, phrase);
    else if (HEADER.includes(key)) header.set(key, member.value);
    else tell(member.place, stranger(key, [...HEADER, ...COLLECTIONS]));
  }
  const text_ = (key: string): Text | null => {
    const value = header.get(key);
    return isText(value) && value.text !== "" ? value : null;
  };
  const version = text_("sheet");
  if (version?.text !== "1") {
    tell(version?.place ?? { line: 1, column: 1 }, "a sheet says its version: `sheet: 1`");
  }
  return {
    updated: text_("updated")?.text ?? null,
    day: text_("day"),
    at: text_("at")?.text ?? null,
    source: text_("source")?.text ?? null,
    words,
    records,
    troubles,
  };
}

type Tell = (place: Place, message: string) => void;

/** The key without its mark; a marked one is told. */
function decided({ key, place }: Member, tell: Tell): string {
  if (!key.endsWith("?")) return key;
  tell(place, UNDECIDED);
  return key.slice(0, -1);
}

function* wordsIn(member: Member, tell: Tell): Generator<readonly [string, Phrase]> {
  if (!isMembers(member.value)) return;
  for (const word of member.value) {
    const name = decided(word, tell);
    const { value } = word;
    if (!NAME.test(name) || ["=", "day", "at"].includes(name)) {
      tell(word.place, `${JSON.stringify(name)} cannot name words: letters, digits, - and _, and neither day nor at`);
    } else if (isText(value)) {
      const phrase = value.text.startsWith('"') ? readPhrase(value.text) : readBare(value.text);
      if (phrase === undefined) tell(value.place, "are no words in place: `the words`, `{before }the words{ after}`");
      else yield [name, phrase];
    }
  }
}

function* rowsOf(collection: Collection, member: Member, tell: Tell): Generator<Rows> {
  if (!isMembers(member.value)) {
    if (!isText(member.value) || member.value.text !== "") tell(member.place, "holds records by their ids");
    return;
  }
  for (const record of member.value) {
    const id = decided(record, tell);
    if (!isMembers(record.value)) {
      tell(record.place, "is a record: its lines stand indented below its id");
      continue;
    }
    const cells = new Map<string, Cell[]>();
    let updated: string | null = null;
    let without: string[] = [];
    for (const line of record.value) {
      const path = decided(line, tell);
      const texts = isText(line.value) ? [line.value] : (line.value as readonly Text[]);
      if (isMembers(line.value) && line.value.length > 0)
        tell(line.place, "is one line a value: write `a.b: …` for what lies deeper");
      else if (path === "updated") updated = texts[0]?.text ?? null;
      else if (path === "without") without = (texts[0]?.text ?? "").split(/\s+/);
      else {
        const { pointer, isRaw } = placeOf(collection, path);
        const known = cells.get(pointer) ?? [];
        cells.set(pointer, [...known, ...texts.map((text) => ({ ...text, path, isRaw }))]);
      }
    }
    const pointers = new Set(without.map((path) => placeOf(collection, path).pointer));
    yield { collection, id, place: record.place, cells, updated, without: pointers };
  }
}

/** The pointer that a path of a sheet means, and whether the text there has no grammar. */
function placeOf(collection: Collection, path: string): { pointer: string; isRaw: boolean } {
  const [, whole = path, from] = /^(.*?)(\.from)?$/s.exec(path) ?? [];
  const pointer = pointerOf(collection, isFree(pointerOf(collection, whole), collection) ? whole : path);
  return { pointer, isRaw: from === undefined && isFree(pointer, collection) };
}

function pointerOf(collection: Collection, path: string): string {
  if (path === ".") return "";
  if (path.startsWith("/")) return path;
  return collection === "figures" && path === "in" ? "/quote" : below("", ...path.split("."));
}

/** Words spoken and their translations stand as they are. */
export function isFree(pointer: string, collection: Collection): boolean {
  return collection === "quotes" && /^\/(?:text|translations\/[^/]+)$/.test(pointer);
}

/** The path of a pointer as a sheet writes it. */
export function pathOf(collection: Collection, pointer: string): string {
  if (pointer === "") return ".";
  if (collection === "figures" && pointer === "/quote") return "in";
  const keys = keysOf(pointer);
  return keys.some((key) => key === "" || /[./~?]/.test(key)) || pointer === "/in" ? pointer : keys.join(".");
}
