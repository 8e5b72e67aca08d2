// Offsets: fills the start and end of one source's evidence into the files, from a copy of its text.

import { isDeepStrictEqual } from "node:util";
import { type ArticleFile, type DataFile, readDirectory, replaceFile } from "../input/directory.ts";
import { brief, type Fault, sortFaults } from "../input/faults.ts";
import { locate } from "../input/locate.ts";
import {
  below,
  children,
  isList,
  isObject,
  type Json,
  type JsonObject,
  type Place,
  placeOf,
  select,
} from "../input/pointers.ts";
import { digest, pointsOf } from "../input/utf8.ts";
import type { Expanded } from "../sheet/expand.ts";
import { expandArticle } from "../sheet/load.ts";
import { lookUp } from "../sheet/lookup.ts";
import { OffsetsFile, writeOffsets } from "../sheet/offsets.ts";

interface Filling {
  /** The files that were rewritten. */
  readonly written: readonly string[];
  readonly faults: readonly Fault[];
}

/** What one run knows and finds. */
interface Run {
  readonly id: string;
  readonly points: readonly string[];
  readonly text: { readonly sha256: string; readonly length: number };
  readonly faults: Fault[];
}

const SOURCE = /^\/sources\/\d+$/;
const EVIDENCE = /\/provenance\/\d+\/evidence\/\d+$/;

/**
 * Fills in `start`, `end`, `prefix` and `suffix` of all evidence from one source, and the source's `text`.
 * Works on drafts that no schema would take yet, and writes nothing at all when anything cannot be placed.
 */
export async function fillSource(directory: string, id: string, article: string): Promise<Filling> {
  const { fixed, bundles, articles } = await readDirectory(directory);
  const files = [fixed.participants, fixed.venues, ...bundles];
  const points = pointsOf(article);
  const faults = files.flatMap((file) => file.faults);
  const run: Run = { id, points, text: { sha256: digest(article), length: points.length }, faults };
  const changed = files.flatMap((file) => {
    if (file.value === undefined) return [];
    const before = JSON.stringify(file.value);
    const value = filled(placeOf(file.value), file, run);
    return JSON.stringify(value) === before ? [] : [{ file, value }];
  });
  const placed = articles.flatMap((sheet) => placedIn(sheet, id, article, faults));
  if (faults.length > 0) return { written: [], faults: sortFaults(faults) };
  for (const { file, value } of changed) await replaceFile(file.path, `${JSON.stringify(value, null, 2)}\n`);
  for (const { file, content } of placed) await replaceFile(file.path, content);
  return { written: [...changed, ...placed].map(({ file }) => file.file), faults };
}

/** The offsets file of a sheet that cites the source, where it has to be written; faults are added. */
function placedIn(
  sheet: ArticleFile,
  id: string,
  article: string,
  faults: Fault[],
): { file: DataFile; content: string }[] {
  const expanded = expandArticle(sheet);
  const { offsets } = sheet;
  if (expanded === undefined || !citesOrHolds(expanded, id)) return [];
  const known = OffsetsFile.safeParse(offsets.value);
  const sources: OffsetsFile["sources"] = known.success ? known.data.sources : {};
  const { entry, faults: found } = lookUp(sheet.file, expanded, id, article);
  faults.push(...found);
  const before = Object.hasOwn(sources, id) ? sources[id] : undefined;
  if (before?.sha256 !== undefined && before.sha256 !== null && before.sha256 !== entry.sha256) {
    const message = `the text given has ${brief(entry.sha256)}; to code from another copy, first remove ${offsets.file}`;
    faults.push({ file: offsets.file, pointer: below("", "sources", id, "sha256"), message });
  }
  const content = writeOffsets({ sheet: 1, sources: { ...sources, [id]: entry } });
  return isDeepStrictEqual(before, entry) ? [] : [{ file: offsets, content }];
}

/** Whether a sheet cites a source, or has its record. */
function citesOrHolds({ bundle, phrases }: Expanded, id: string): boolean {
  return phrases.has(id) || select(bundle, "/sources/*/id").some(({ value }) => value === id);
}

/** A copy of a value with everything below it that concerns the source filled in. */
function filled(place: Place, file: DataFile, run: Run): Json {
  const { pointer, value } = place;
  if (isList(value)) return children(place).map((next) => filled(next, file, run));
  if (!isObject(value)) return value;
  if (EVIDENCE.test(pointer) && value.source === run.id) return evidence(value, pointer, file, run);
  const copy = Object.fromEntries(children(place).map((next) => [next.key, filled(next, file, run)]));
  return SOURCE.test(pointer) && value.id === run.id ? source(copy, pointer, file, run) : copy;
}

function source(record: JsonObject, pointer: string, { file }: DataFile, { text, faults }: Run): JsonObject {
  const known = isObject(record.text) ? record.text.sha256 : undefined;
  if (typeof known === "string" && known !== "" && known !== text.sha256) {
    const message = `the text given has ${brief(text.sha256)}; to code from another copy, first set \`text\` to null`;
    faults.push({ file, pointer: below(pointer, "text", "sha256"), message });
  }
  return { ...record, text };
}

function evidence(draft: JsonObject, pointer: string, { file }: DataFile, { points, faults }: Run): JsonObject {
  const { source, exact, prefix, suffix, start, end, ...rest } = draft;
  const place = below(pointer, "exact");
  if (typeof source !== "string" || typeof exact !== "string" || exact === "") {
    faults.push({ file, pointer: place, message: "a draft of evidence gives the words: `exact`" });
    return draft;
  }
  const span = locate(points, {
    exact,
    prefix: typeof prefix === "string" ? prefix : undefined,
    suffix: typeof suffix === "string" ? suffix : undefined,
    start: typeof start === "number" ? start : undefined,
    end: typeof end === "number" ? end : undefined,
  });
  if ("trouble" in span) {
    faults.push({ file, pointer: place, message: span.trouble });
    return draft;
  }
  return { source, exact, prefix: span.prefix, suffix: span.suffix, start: span.start, end: span.end, ...rest };
}
