// State: what the page shows of a sheet: its lines with their words, what is wrong with them, and what is left.

import { type Interval, type Share, shareOf } from "../intake/checks/excerpt-limit.ts";
import { shapeFaults } from "../intake/checks/shape.ts";
import type { Trouble } from "../intake/sheet/document.ts";
import { expand } from "../intake/sheet/expand.ts";
import { UNPLACED } from "../intake/sheet/offsets.ts";
import { readSheet, UNDECIDED } from "../intake/sheet/read.ts";
import { Bundle } from "../model/bundle.ts";
import type { Collection } from "../model/ids.ts";
import { EditFault, type Entry, type Owner, type Places, placesIn } from "./places.ts";
import { type Finder, namesIn, wordsOf } from "./spans.ts";

export interface ShownLine {
  readonly path: string;
  readonly text: string;
  readonly isUndecided: boolean;
  /** Several entries for one value, which are corrected in an editor. */
  readonly isList: boolean;
  readonly marks: readonly string[];
  readonly spans: readonly Interval[];
  readonly faults: readonly string[];
}

export interface ShownRecord {
  readonly collection: Collection;
  readonly id: string;
  readonly lines: readonly ShownLine[];
  readonly faults: readonly string[];
}

export interface State {
  /** Identifies the sheet as it is in its file. */
  readonly version: string;
  readonly header: readonly ShownLine[];
  readonly records: readonly ShownRecord[];
  /** What is wrong with the file, and with no line that is shown. */
  readonly faults: readonly string[];
  readonly decided: number;
  readonly undecided: number;
  /** How much of the text the decided lines show, and how much all lines would. */
  readonly use: { readonly decided: Share; readonly all: Share };
  /** Whether there is a step to take back. */
  readonly canUndo: boolean;
}

/** What is not decided line by line. */
const APART = ["sheet", "updated", "words", "rejected"];

/** One line with where it is used. */
interface Row {
  readonly line: ShownLine;
  readonly served: readonly Interval[];
  readonly isQuote: boolean;
  readonly isTitle: boolean;
}

/** The state of a sheet; a text that is none has faults and no lines. */
export function stateOf(text: string, version: string, finder: Finder, canUndo: boolean): State {
  let places: Places = { header: [], groups: [] };
  const faults: string[] = [];
  try {
    places = placesIn(text);
  } catch (error) {
    if (!(error instanceof EditFault)) throw error;
    faults.push(error.message);
  }
  const told = troublesIn(faults.length > 0 ? null : text);
  const names = namesIn(places);
  const rows: Row[] = [];
  const rowOf = (entry: Entry, collection: Collection | null, record: Owner | null): ShownLine => {
    const { spans, served, troubles } = wordsOf(finder, names, entry, collection, record);
    const isUndecided = entry.isUndecided || record?.isUndecided === true;
    const own = told.take(entry);
    const { key: path, isList, marks } = entry;
    const shown = entry.texts.join("\n");
    const line = { path, text: shown, isUndecided, isList, marks, spans, faults: [...own, ...troubles] };
    const isTitle = collection === "sources" && path === "headline";
    rows.push({ line, served, isQuote: collection === "quotes" && path === "text", isTitle });
    return line;
  };
  const header = places.header.filter(({ key }) => !APART.includes(key)).map((entry) => rowOf(entry, null, null));
  const records = places.groups.flatMap(({ collection, records }) =>
    records.map((record): ShownRecord => {
      const lines = record.entries.map((entry) => rowOf(entry, collection, record));
      return { collection, id: record.key, lines, faults: told.take(record) };
    }),
  );
  const decided = rows.filter(({ line }) => !line.isUndecided);
  return {
    version,
    header,
    records,
    faults: [...faults, ...told.rest()],
    decided: decided.length,
    undecided: rows.length - decided.length,
    use: { decided: useOf(decided, finder), all: useOf(rows, finder) },
    canUndo,
  };
}

function useOf(rows: readonly Row[], { points }: Finder): Share {
  const spans = (list: readonly Row[]) => list.flatMap(({ line }) => line.spans);
  const quotes = spans(rows.filter(({ isQuote }) => isQuote));
  const titles = spans(rows.filter(({ isTitle }) => isTitle));
  return shareOf(
    points.length,
    quotes,
    titles,
    rows.flatMap(({ served }) => served),
  );
}

/** What reading the sheet says, and the schema of what it stands for; evidence that nobody has looked up lacks places. */
function saidOf(text: string): readonly Trouble[] {
  const { bundle, troubles, placeOf } = expand(readSheet(text), UNPLACED);
  const shape = shapeFaults("", bundle, Bundle).filter(({ pointer }) => !pointer.includes("/provenance/"));
  const words = troubles.filter(({ message }) => message !== UNDECIDED);
  return [...words, ...shape.map(({ pointer, message }) => ({ place: placeOf(pointer), message }))];
}

/** The troubles of a text, each told with the line that it is about. */
function troublesIn(text: string | null) {
  const left = new Set(text === null ? [] : saidOf(text));
  const starts = [0];
  for (const { index } of (text ?? "").matchAll(/\n/g)) starts.push(index + 1);
  return {
    take({ block, name }: Entry): string[] {
      const mine = [...left].filter(({ place }) => {
        const start = starts[place.line - 1] ?? 0;
        return start >= block.start && start < Math.max(block.end, name.end);
      });
      for (const one of mine) left.delete(one);
      return mine.map(({ message }) => message);
    },
    rest: () => [...left].map(({ place, message }) => `line ${place.line}: ${message}`),
  };
}
