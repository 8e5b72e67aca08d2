// Spans: where the words of each line stand in the text, and how much of the text they use.

import type { Interval } from "../intake/checks/excerpt-limit.ts";
import { locate } from "../intake/input/locate.ts";
import { lengthOf, pointsOf } from "../intake/input/utf8.ts";
import { mainPointer } from "../intake/sheet/draft.ts";
import { type Item, type Line, readLine } from "../intake/sheet/line.ts";
import { keyOf, type Phrase, readBare, readPhrase } from "../intake/sheet/phrase.ts";
import type { Collection } from "../model/ids.ts";
import { EVIDENCE_LIMIT } from "../model/provenance.ts";
import { EditFault, type Entry, type Owner, type Places } from "./places.ts";

/** The words of a line: where they stand, in code points, and which of them were not found. */
export interface Words {
  readonly spans: readonly Interval[];
  /** With what tells the places apart, as they would be served. */
  readonly served: readonly Interval[];
  readonly troubles: readonly string[];
}

/** Finds words of one text; what was found once is kept, because every step of an editor asks for all again. */
export class Finder {
  readonly points: readonly string[];
  readonly #known = new Map<string, { start: number; end: number } | { trouble: string }>();

  constructor(text: string) {
    this.points = pointsOf(text);
  }

  at({ exact, prefix, suffix, start, source }: Phrase) {
    const key = keyOf({ exact, prefix, suffix, start, source });
    const end = start === null ? undefined : start + lengthOf(exact);
    const found =
      this.#known.get(key) ?? locate(this.points, { exact, prefix, suffix, ...(start === null ? {} : { start, end }) });
    this.#known.set(key, found);
    return found;
  }

  /**
   * The words that an editor selected, as a sheet cites them, with as much around them as their place needs.
   * @throws EditFault where nothing is selected, or more than evidence may have
   */
  phraseAt(from: number, to: number, isFree: boolean): Phrase {
    let [start, end] = [Math.max(0, from), Math.min(this.points.length, to)];
    while (start < end && this.points[start]?.trim() === "") start++;
    while (end > start && this.points[end - 1]?.trim() === "") end--;
    if (start >= end) throw new EditFault("select words of the text first");
    const exact = this.points.slice(start, end).join("");
    if (!isFree && end - start > EVIDENCE_LIMIT)
      throw new EditFault(`${end - start} characters are selected: evidence has at most ${EVIDENCE_LIMIT}`);
    const span = locate(this.points, { exact, start, end });
    const [prefix, suffix] = "trouble" in span ? ["", ""] : [span.prefix, span.suffix];
    const phrase = { source: null, exact, prefix, suffix, start: null };
    const found = this.at(phrase);
    return "trouble" in found || found.start !== start ? { ...phrase, start } : phrase;
  }
}

/** What lines may name their words by, besides the words themselves. */
export function namesIn({ header, groups }: Places) {
  const at = header.find(({ key }) => key === "at")?.texts[0];
  const event = groups.flatMap(({ collection, records }) => (collection === "events" ? records : []));
  const main = event.find(({ key }) => key === at);
  const day = linesOf(header.find(({ key }) => key === "day"))[0];
  const words = wordsIn(header);
  return (item: Item, collection: Collection | null, record: Owner | null): readonly Phrase[] | null => {
    if (typeof item !== "string") return [item];
    const phrases = (line: Line | undefined) =>
      (line?.evidence ?? []).flatMap((one) => (typeof one === "string" ? (words.get(one) ?? []) : one));
    if (item === "=") return record === null || collection === null ? [] : mainPhrases(record, collection, phrases);
    if (item === "day") return phrases(day);
    if (item === "at") return main === undefined ? [] : mainPhrases(main, "events", phrases);
    const phrase = words.get(item);
    return phrase === undefined ? null : [phrase];
  };
}

type Names = ReturnType<typeof namesIn>;

function mainPhrases(record: Owner, collection: Collection, phrases: (line: Line | undefined) => readonly Phrase[]) {
  const path = mainPointer(collection).slice(1);
  const [line] = linesOf(record.entries.find(({ key }) => key === path));
  const own = phrases(line);
  return own.length === 0 && path === "raw" && line?.value != null ? [plain(line.value)] : own;
}

const plain = (exact: string): Phrase => ({ source: null, exact, prefix: "", suffix: "", start: null });

function linesOf(entry: Entry | undefined): Line[] {
  return (entry?.texts ?? []).flatMap((text) => {
    try {
      return [readLine(text)];
    } catch {
      // What is wrong with the line is told where the sheet is read.
      return [];
    }
  });
}

/** The table `words`, a line of which is `name: words in place`. */
function wordsIn(header: readonly Entry[]): Map<string, Phrase> {
  const table = header.find(({ key }) => key === "words");
  const found = new Map<string, Phrase>();
  for (const { key, texts } of table?.below ?? []) {
    const [words = ""] = texts;
    const phrase = words.startsWith('"') ? readPhrase(words) : readBare(words);
    if (phrase !== undefined) found.set(key, phrase);
  }
  return found;
}

/** The words of one line, of the sheet's own source. */
export function wordsOf(
  finder: Finder,
  names: Names,
  entry: Entry,
  collection: Collection | null,
  record: Owner | null,
): Words {
  const isText = collection === "quotes" && entry.key === "text";
  const phrases = isText
    ? entry.texts.map(plain)
    : linesOf(entry).flatMap((line) => {
        const isRaw = collection === "figures" && entry.key === "raw" && line.basis === null && line.value !== null;
        if (isRaw) return [plain(line.value ?? "")];
        return line.evidence.flatMap((item) => names(item, collection, record) ?? []);
      });
  const own = phrases.filter(({ source }) => source === null);
  const found = own.map((phrase) => ({ phrase, place: finder.at(phrase) }));
  const spans = found.flatMap(({ place }): Interval[] => ("trouble" in place ? [] : [[place.start, place.end]]));
  const served = found.flatMap(({ phrase, place }): Interval[] =>
    "trouble" in place ? [] : [[place.start - lengthOf(phrase.prefix), place.end + lengthOf(phrase.suffix)]],
  );
  const troubles = found.flatMap(({ place }) => ("trouble" in place ? [place.trouble] : []));
  return { spans, served, troubles };
}
