// Writing a draft: a sheet in which every proposed line ends its key in `?`, with the words that say it.
import { Document, isMap, isScalar } from "yaml";
import { locate } from "../../intake/input/locate.ts";
import { lengthOf, pointsOf } from "../../intake/input/utf8.ts";
import { isValue, writeLine } from "../../intake/sheet/line.ts";
import type { Phrase } from "../../intake/sheet/phrase.ts";
import { folded, WIDTH } from "../../intake/sheet/write.ts";
import { EVIDENCE_LIMIT } from "../../model/provenance.ts";
import type { Span } from "../language/sentences.ts";
import type { Draft, ProposedLine, ProposedRecord } from "./proposal.ts";

/** Values whose text stands under its key by itself, without the grammar of a line. */
const FREE = /^(?:text|translations\.[a-z-]+)$/;
/** Below this a line is told to be looked at twice. */
const DOUBTFUL = 0.6;

/** Finds the words of a place, with as much around them as makes the place the only one. */
type Cite = (span: Span) => Phrase;

/**
 * The draft as a sheet.
 * @param head lines of a comment that say what it was made from
 */
export function writeDraft(draft: Draft, text: string, updated: string, head: readonly string[]): string {
  const cite = citing(text);
  const whole = new Map<string, unknown>([
    ["sheet", "1"],
    ["updated", updated],
  ]);
  if (draft.day !== null) {
    const { value, evidence, note } = draft.day;
    whole.set("day?", writeLine({ value, basis: isStated(evidence), evidence: evidence.map(cite), note }));
  }
  if (draft.at !== null) whole.set("at?", draft.at);
  for (const [collection, records] of Map.groupBy(draft.records, (record) => record.collection)) {
    whole.set(collection, new Map(records.map((record) => [record.id, linesOf(record, cite)])));
  }
  const document = new Document(whole, { schema: "failsafe" });
  document.commentBefore = head.map((line) => ` ${line}`).join("\n");
  comment(document, draft.records);
  return document.toString({ lineWidth: WIDTH, singleQuote: true, minContentWidth: 20 });
}

const isStated = ({ length }: readonly Span[]) => (length > 0 ? "stated" : "external");

function linesOf({ lines }: ProposedRecord, cite: Cite): Map<string, unknown> {
  return new Map(lines.map((line) => [`${line.path}?`, contentOf(line, cite)]));
}

function contentOf({ path, value, basis, evidence, isSame, note }: ProposedLine, cite: Cite): unknown {
  if (FREE.test(path)) return folded(value ?? "");
  // A value that the grammar of a line would read otherwise is a JSON string.
  const isPlain = value === null || (isValue(value) && !/^["[{]/.test(value));
  const written = isPlain ? value : JSON.stringify(value);
  const words = isSame === true ? ["="] : evidence.map(cite);
  const [own] = words;
  const isAlone = typeof own === "object" && own.exact === value && own.prefix === "" && own.suffix === "";
  // The words of `raw` are their own evidence, where they stand in one place only.
  if (basis === null || (path === "raw" && words.length === 1 && isAlone)) return written;
  return writeLine({ value: written, basis, evidence: words, note });
}

function citing(text: string): Cite {
  const points = pointsOf(text);
  const known = new Map<string, Phrase>();
  return ({ start, end }) => {
    const exact = shortened(text.slice(start, end).trimEnd());
    const key = `${start} ${exact}`;
    const from = lengthOf(text.slice(0, start));
    const place = known.get(key) ?? locate(points, { exact, start: from, end: from + lengthOf(exact) });
    const [prefix, suffix] = "trouble" in place ? ["", ""] : [place.prefix, place.suffix];
    const made = { source: null, exact, prefix, suffix, start: null };
    known.set(key, made);
    return made;
  };
}

/** Evidence is short: of longer words the first, up to the last whole one. */
function shortened(words: string): string {
  const points = pointsOf(words);
  if (points.length <= EVIDENCE_LIMIT) return words;
  const head = points.slice(0, EVIDENCE_LIMIT).join("");
  return head.slice(0, head.lastIndexOf(" ")).trimEnd();
}

/** Comments: who proposed a line, where it was a model, and which lines are doubtful; an empty line before a record. */
function comment(document: Document, records: readonly ProposedRecord[]): void {
  if (!isMap(document.contents)) return;
  for (const { key, value } of document.contents.items) {
    if (!isScalar(key) || !isMap(value)) continue;
    key.spaceBefore = true;
    for (const { key: id, value: lines } of value.items) {
      const record = records.find((one) => isScalar(id) && one.collection === key.value && one.id === id.value);
      if (record === undefined || !isMap(lines)) continue;
      for (const [nth, { key: path }] of lines.items.entries()) {
        const line = record.lines[nth];
        const words =
          line?.by === "model" ? "proposed by the model" : (line?.confidence ?? 1) < DOUBTFUL ? "doubtful" : null;
        if (words !== null && isScalar(path)) path.commentBefore = ` ${words}`;
      }
    }
  }
}
