// Loading an article: its sheet and offsets become a file of records like a bundle's, with its faults in their lines.

import { NOT_LOOKED_UP } from "../checks/follow-ups.ts";
import { shapeFaults } from "../checks/shape.ts";
import type { ArticleFile, DataFile } from "../input/directory.ts";
import type { Fault, Spot } from "../input/faults.ts";
import { isObject, type JsonObject, select } from "../input/pointers.ts";
import type { Trouble } from "./document.ts";
import { type Expanded, expand } from "./expand.ts";
import { OffsetsFile, offsetsOf, staleSources, UNPLACED } from "./offsets.ts";
import { readSheet } from "./read.ts";

/** What an article says, undefined for a file that could not be read. */
export function expandArticle({ text }: ArticleFile): Expanded | undefined {
  return text === undefined ? undefined : expand(readSheet(text), UNPLACED);
}

/** The records of an article; without offsets that fit, its evidence has none, which is a fault. */
export function loadArticle(article: ArticleFile): DataFile {
  const { file, path, text, offsets } = article;
  const faults = [...article.faults, ...offsets.faults];
  if (text === undefined) return { file, path, faults };
  const sheet = readSheet(text);
  const drafted = expand(sheet, UNPLACED);
  const parsed = OffsetsFile.safeParse(offsets.value);
  if (offsets.value !== undefined && !parsed.success) {
    faults.push(...shapeFaults(offsets.file, offsets.value, OffsetsFile));
  }
  const known = parsed.success ? parsed.data : null;
  const stale = known === null ? [...drafted.phrases.keys()] : staleSources(drafted, known);
  for (const id of stale) faults.push(unplaced(file, offsets, id, known !== null));
  const whole = known === null || stale.length > 0 ? drafted : expand(sheet, offsetsOf(known));
  return {
    file,
    path,
    value: whole === drafted ? withoutTexts(whole, stale) : whole.bundle,
    faults: [...faults, ...whole.troubles.map((trouble) => faultOf(file, trouble))],
    spotOf: whole.placeOf,
  };
}

/** Sources whose words are not looked up: that they have no text is not known. */
function withoutTexts({ bundle }: Expanded, stale: readonly string[]): JsonObject {
  const sources = select(bundle, "/sources/*").map(({ value }) => {
    if (!isObject(value) || !stale.includes(String(value.id))) return value;
    const { text: _, ...rest } = value;
    return rest;
  });
  return { ...bundle, sources };
}

function unplaced(file: string, offsets: DataFile, id: string, isStale: boolean): Fault {
  const why = isStale ? `${offsets.file} has the places of other words` : `there is no ${offsets.file}`;
  const message = `${NOT_LOOKED_UP}: ${why}; \`npm run verify -- --source ${id} <text file> --write\` looks them up in a copy of the text`;
  return { file, pointer: "", message, at: { line: 1, column: 1, path: "" } };
}

export function faultOf(file: string, { place: { line, column }, message }: Trouble): Fault {
  return { file, pointer: "", message, at: { line, column, path: "" } };
}

/** Faults with the lines in which sheets write what they are about. */
export function withSpots(faults: readonly Fault[], files: readonly DataFile[]): Fault[] {
  const spots = new Map<string, (pointer: string) => Spot>();
  for (const { file, spotOf } of files) if (spotOf !== undefined) spots.set(file, spotOf);
  return faults.map((fault) => {
    const spotOf = spots.get(fault.file);
    return fault.at !== undefined || spotOf === undefined ? fault : { ...fault, at: spotOf(fault.pointer) };
  });
}
