// Drafting again: a sheet keeps what is decided, and what a new draft proposes beside that stands undecided.

import { mainPointer } from "../intake/sheet/draft.ts";
import { readLine } from "../intake/sheet/line.ts";
import { keyOf } from "../intake/sheet/phrase.ts";
import type { Collection } from "../model/ids.ts";
import { added, removed } from "./edits.ts";
import { merged, renamed } from "./merging.ts";
import { type Entry, type Owner, placesIn } from "./places.ts";
import { type Splice, spliced } from "./splices.ts";

/**
 * A sheet with what a new draft of its text proposes. Lines that were undecided give way to the new ones; what was
 * decided stays, under the ids that it has, and what was rejected is not proposed again.
 * @throws EditFault where one of the two is no sheet
 */
export function redrafted(sheet: string, draft: string): string {
  let text = settled(sheet);
  const refused = rejectedIn(sheet);
  let proposal = draft;
  for (const { collection, record } of recordsOf(draft)) {
    const known = counterpart(text, collection, record);
    if (known !== null && known !== record.key) proposal = underId(proposal, collection, record.key, known);
  }
  text = headed(text, proposal);
  for (const { collection, record } of recordsOf(proposal)) {
    if (refused.isRecord(collection, record)) continue;
    for (const entry of record.entries) {
      const path = newPath(text, collection, record.key, entry, record);
      const [line] = entry.texts;
      if (path === null || line === undefined || refused.isLine(collection, record.key, entry)) continue;
      text = added(text, { collection, id: record.key, path }, line, entry);
    }
  }
  return text;
}

const recordsOf = (text: string) =>
  placesIn(text).groups.flatMap(({ collection, records }) => records.map((record) => ({ collection, record })));

/** A sheet with its decided lines alone. */
function settled(sheet: string): string {
  let text = sheet;
  const headers = placesIn(text).header.filter(({ isUndecided }) => isUndecided);
  text = spliced(
    text,
    headers.map(({ block }): Splice => ({ ...block, text: "" })),
  );
  for (const { collection, record } of recordsOf(text)) {
    const group = placesIn(text).groups.find((one) => one.collection === collection);
    const here = group?.records.find(({ key }) => key === record.key);
    const lost = here?.entries.filter((entry) => entry.isUndecided || here.isUndecided) ?? [];
    if (group !== undefined && here !== undefined && lost.length > 0) text = spliced(text, removed(group, here, lost));
  }
  return text;
}

/** The words of a record's main line, or the line itself: what makes two records one. */
function marksOf(collection: Collection, record: Owner): readonly string[] {
  const path = collection === "quotes" ? "text" : mainPointer(collection).slice(1);
  const line = record.entries.find(({ key }) => key === path)?.texts[0];
  if (line === undefined) return [];
  if (collection === "quotes") return [line];
  try {
    const { value, evidence } = readLine(line);
    const phrases = evidence.flatMap((item) => (typeof item === "string" ? [] : [keyOf(item)]));
    if (collection === "figures") return [value ?? ""];
    return phrases.map((phrase) => `${value} ${phrase}`);
  } catch {
    return [line];
  }
}

/** The id under which a sheet has a record already; null where it has none. */
function counterpart(text: string, collection: Collection, record: Owner): string | null {
  const list = recordsOf(text).filter((one) => one.collection === collection);
  if (list.some((one) => one.record.key === record.key)) return record.key;
  // A person or place has an id of its own; a text has one first source.
  if (collection === "participants" || collection === "venues") return null;
  const isFirst = recordsOf(text).length > 0 && collection === "sources";
  if (isFirst) return list[0]?.record.key ?? null;
  const marks = marksOf(collection, record);
  const isSame = (other: readonly string[]) =>
    collection === "quotes"
      ? other.some((one) => marks.some((mark) => mark.includes(one) || one.includes(mark)))
      : other.some((one) => marks.includes(one));
  return list.find((one) => isSame(marksOf(collection, one.record)))?.record.key ?? null;
}

/** Two proposals may be one record of the sheet: of events they are merged, else the first of them has its id. */
function underId(text: string, collection: Collection, from: string, to: string): string {
  const group = placesIn(text).groups.find((one) => one.collection === collection);
  const record = group?.records.find(({ key }) => key === from);
  if (group === undefined || record === undefined) return text;
  if (!group.records.some(({ key }) => key === to)) return renamed(text, { collection, id: from, path: null }, to);
  if (collection === "events") return merged(text, from, to);
  return spliced(text, removed(group, record, record.entries));
}

/** The path at which a line is added; null where the sheet says it, or says something else there. */
function newPath(text: string, collection: Collection, id: string, { key }: Entry, proposed: Owner): string | null {
  const record = recordsOf(text).find((one) => one.collection === collection && one.record.key === id)?.record;
  if (record === undefined) return key;
  const [, list, nth, rest = ""] = /^(participants|offices|relations)\.(\d+)(\..*)?$/.exec(key) ?? [];
  if (list === undefined) return record.entries.some((one) => one.key === key) ? null : key;
  const items = record.entries.filter((one) => new RegExp(`^${list}\\.\\d+$`).test(one.key));
  const words = wordsOf(proposed.entries.find((one) => one.key === `${list}.${nth}`));
  const known = items.find((one) => wordsOf(one) === words);
  if (rest === "") return known === undefined ? `${list}.${items.length}` : null;
  const path = `${known?.key ?? key}${rest}`;
  return known === undefined || record.entries.some((one) => one.key === path) ? null : path;
}

/** What makes two items of a list one: `xi-jinping visitor`. */
const wordsOf = (entry: Entry | undefined) => (entry?.texts[0] ?? "").split(/\s+/).slice(0, 2).join(" ");

/** The lines of the header that a draft has and the sheet does not, below its version. */
function headed(text: string, draft: string): string {
  const { header } = placesIn(text);
  const at = header.find(({ key }) => key === "updated") ?? header.find(({ key }) => key === "sheet");
  const lines = placesIn(draft).header.filter(({ key }) => ["day", "at"].includes(key));
  const fresh = lines.filter(({ key }) => !header.some((one) => one.key === key));
  if (at === undefined) return text;
  const put = fresh.map(({ block }) => draft.slice(block.start, block.end)).join("");
  return spliced(text, [{ start: at.block.end, end: at.block.end, text: put }]);
}

/** What `rejected` says is not wanted: whole records by their main words, and lines by their text. */
function rejectedIn(sheet: string) {
  const list = placesIn(sheet).header.find(({ key }) => key === "rejected")?.texts ?? [];
  const pieces = list.flatMap((piece) => {
    try {
      return recordsOf(piece);
    } catch {
      // A note of the editor's own is no piece of a sheet.
      return [];
    }
  });
  const marks = new Set(pieces.flatMap(({ collection, record }) => marksOf(collection, record)));
  const general = (key: string) => key.replace(/\.\d+/g, ".N");
  const lines = new Set(
    pieces.flatMap(({ collection, record }) =>
      record.entries.map(({ key, texts }) => JSON.stringify([collection, record.key, general(key), texts])),
    ),
  );
  return {
    isRecord: (collection: Collection, record: Owner) => {
      const own = marksOf(collection, record);
      return own.length > 0 && own.every((mark) => marks.has(mark));
    },
    isLine: (collection: Collection, id: string, { key, texts }: Entry) =>
      lines.has(JSON.stringify([collection, id, general(key), texts])),
  };
}
