// Merging and renaming: two events that are one, and records under another id, with all that names them.

import { type Item, type Line, readLine, writeLine } from "../intake/sheet/line.ts";
import { keyOf } from "../intake/sheet/phrase.ts";
import type { Collection } from "../model/ids.ts";
import { SLUG } from "../model/ids.ts";
import { REFERENCES } from "../model/references.ts";
import { found, removed, type Target } from "./edits.ts";
import { EditFault, type Entry, type Owner, placesIn } from "./places.ts";
import { exchanged, kept, linesOf, pieceOf, spliced, written } from "./splices.ts";

/** Lines of a header that name a record. */
const HEADER: Readonly<Record<string, Collection>> = { at: "events", source: "sources" };

/**
 * Makes one event of two: what `into` lacks it takes from `from`, words of the same value it takes too, and what names
 * `from` names `into`. What contradicts goes to `rejected`.
 */
export function merged(text: string, from: string, into: string): string {
  if (from === into) throw new EditFault("an event is not merged with itself");
  const one = found(text, { collection: "events", id: from, path: null });
  const other = found(text, { collection: "events", id: into, path: null });
  const { group, record, places } = one;
  if (group === null || record === null || other.record === null) throw new EditFault("two events are merged");
  const { moved, joined, lost } = sorted(record, other.record);
  const indent = other.record.entries[0]?.indent ?? other.record.indent + 2;
  const end = other.record.block.end;
  const lines = moved.map(({ entry, key }) => {
    const [head = "", ...rest] = linesOf(text, entry, indent);
    const name = text.slice(entry.name.start, entry.name.end);
    const isUndecided = entry.isUndecided || record.isUndecided;
    const pad = " ".repeat(indent);
    return `${[pad + written(isUndecided ? `${key}?` : key) + head.slice(indent + name.length), ...rest].join("\n")}\n`;
  });
  const isLast = text.length === end && !text.endsWith("\n");
  const changed = spliced(text, [
    // More words do not decide a line.
    ...joined.flatMap(({ entry, line }) => exchanged(text, entry, line, false, false)),
    { start: end, end, text: (isLast ? "\n" : "") + lines.join("") },
    ...removed(group, record, record.entries),
    ...kept(text, places, lost.length === 0 ? [] : [pieceOf(text, "events", record, lost)]),
  ]);
  return renamedIn(changed, "events", from, into);
}

function sorted(record: Owner, other: Owner) {
  const moved: { entry: Entry; key: string }[] = [];
  const joined: { entry: Entry; line: string }[] = [];
  const lost: Entry[] = [];
  const roles = new Set(other.entries.filter(({ key }) => /^participants\.\d+$/.test(key)).map(roleOf));
  let next = 1 + Math.max(-1, ...other.entries.map(({ key }) => Number(/^participants\.(\d+)/.exec(key)?.[1] ?? -1)));
  const numbers = new Map<string, number>();
  for (const entry of record.entries) {
    const [, nth, rest = ""] = /^participants\.(\d+)(\..*)?$/.exec(entry.key) ?? [];
    if (nth !== undefined) {
      const head = record.entries.find(({ key }) => key === `participants.${nth}`);
      if (head !== undefined && roles.has(roleOf(head))) continue;
      const number = numbers.get(nth) ?? next++;
      numbers.set(nth, number);
      moved.push({ entry, key: `participants.${number}${rest}` });
      continue;
    }
    const mine = other.entries.find(({ key }) => key === entry.key);
    if (mine === undefined) moved.push({ entry, key: entry.key });
    else if (!sameText(mine, entry)) {
      const line = joinedLine(mine, entry);
      if (line === null) lost.push(entry);
      else joined.push({ entry: mine, line });
    }
  }
  return { moved, joined, lost };
}

const sameText = (one: Entry, other: Entry) => one.texts.join("\n") === other.texts.join("\n");
const roleOf = ({ texts }: Entry) => (lineIn(texts[0])?.value ?? "").split(/\s+/).slice(0, 2).join(" ");

function lineIn(text: string | undefined): Line | null {
  try {
    return text === undefined ? null : readLine(text);
  } catch {
    return null;
  }
}

/** One line with the words of both, where they say the same value; null where they do not. */
function joinedLine(one: Entry, other: Entry): string | null {
  const [mine, theirs] = [lineIn(one.texts[0]), lineIn(other.texts[0])];
  if (mine === null || theirs === null || one.isList || mine.value !== theirs.value) return null;
  if (mine.basis === null || theirs.basis === null) return null;
  const key = (item: Item) => (typeof item === "string" ? item : keyOf(item));
  const evidence = [...new Map([...mine.evidence, ...theirs.evidence].map((item) => [key(item), item])).values()];
  return writeLine({ ...mine, evidence });
}

/** Gives a record another id, here and in every line that names it. */
export function renamed(text: string, { collection, id }: Target, name: string): string {
  if (collection === null || id === null) throw new EditFault("a record has an id, a line has none");
  if (!SLUG.test(name)) throw new EditFault("an id has small letters, digits and hyphens, as 2019-04-26-talks");
  const { group, record } = found(text, { collection, id, path: null });
  if (record === null || id === name) return text;
  if (group?.records.some(({ key }) => key === name)) {
    throw new EditFault(`${name} is there already${collection === "events" ? ": merge the two" : ""}`);
  }
  const key = written(record.isUndecided ? `${name}?` : name);
  return renamedIn(spliced(text, [{ ...record.name, text: key }]), collection, id, name);
}

/** Puts an id in the place of another in all lines that name records of the collection, and in words of a source. */
function renamedIn(text: string, collection: Collection, from: string, to: string): string {
  const { header, groups } = placesIn(text);
  const heads = header.map((entry) => ({ entry, isNaming: HEADER[entry.key] === collection }));
  const lines = groups.flatMap(({ collection: of, records }) =>
    records.flatMap(({ entries }) =>
      entries
        .filter(({ key, isList }) => !isList && !(of === "quotes" && /^(?:text|translations\.)/.test(key)))
        .map((entry) => ({ entry, isNaming: namesAt(of, entry.key, collection) })),
    ),
  );
  const token = new RegExp(`(?<![\\w-])${from}(?![\\w-])`, "g");
  const ofSource = (item: Item): Item =>
    collection === "sources" && typeof item !== "string" && item.source === from ? { ...item, source: to } : item;
  const splices = [...heads, ...lines].flatMap(({ entry, isNaming }) => {
    const line = lineIn(entry.texts[0]);
    if (line === null || entry.key === "rejected") return [];
    const value = isNaming ? (line.value?.replace(token, () => to) ?? null) : line.value;
    const evidence = line.evidence.map(ofSource);
    const isSame = value === line.value && evidence.every((item, at) => item === line.evidence[at]);
    return isSame ? [] : exchanged(text, entry, writeLine({ ...line, value, evidence }), false, false);
  });
  return spliced(text, splices);
}

/** Whether a path of a record holds ids of a collection. */
function namesAt(of: Collection, path: string, collection: Collection): boolean {
  const first = path === "in" ? "quote" : (path.split(".")[0] ?? "");
  const patterns = Object.entries(REFERENCES[of]);
  return patterns.some(([pattern, named]) => named === collection && pattern.split("/")[1] === first);
}
