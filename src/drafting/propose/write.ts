// Writing a draft: a sheet in which every proposed line ends its key in `?`, with the words that say it.
import { Document, isMap, isScalar, Scalar } from "yaml";
import { locate } from "../../intake/input/locate.ts";
import { lengthOf, pointsOf } from "../../intake/input/utf8.ts";
import { EVIDENCE_LIMIT } from "../../model/provenance.ts";
import type { Span } from "../language/sentences.ts";
import type { Draft, ProposedLine, ProposedRecord } from "./proposal.ts";

const SIGNS = { stated: "<<", derived: "<~", external: "<!" } as const;
/** Longest line of the file, but for words that have no space. */
const WIDTH = 158;
/** Values whose text stands under its key by itself, without the grammar of a line. */
const FREE = /^(?:text|translations\.[a-z-]+)$/;
/** Below this a line is told to be looked at twice. */
const DOUBTFUL = 0.6;

/** Finds how words are written so that their place is the only one. */
type Cite = (span: Span) => string;

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
    whole.set("day?", joined(value, evidence.length > 0 ? "<<" : "<!", evidence.map(cite), note));
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

function linesOf({ lines }: ProposedRecord, cite: Cite): Map<string, unknown> {
  return new Map(lines.map((line) => [`${line.path}?`, contentOf(line, cite)]));
}

function contentOf({ path, value, basis, evidence, isSame, note }: ProposedLine, cite: Cite): unknown {
  if (FREE.test(path)) {
    const scalar = new Scalar(value ?? "");
    scalar.type = Scalar.BLOCK_FOLDED;
    return scalar;
  }
  if (basis === null) return written(value);
  const words = isSame === true ? ["="] : evidence.map(cite);
  // The words of `raw` are their own evidence, where they stand in one place only.
  if (path === "raw" && words.length === 1 && words[0] === JSON.stringify(value)) return written(value);
  return joined(written(value), SIGNS[basis], words, note);
}

function joined(value: string | null, sign: string, words: readonly string[], note: string | null): string {
  return [value, sign, words.join(" + "), note === null ? "" : `-- ${note}`]
    .filter((part) => part !== null && part !== "")
    .join(" ");
}

/** A value that the grammar of a line would read otherwise is a JSON string. */
function written(value: string | null): string | null {
  if (value === null) return null;
  return /^["[{<]|\s(?:<[<~!]|--)(?:\s|$)|\n|^\s|\s$/u.test(value) ? JSON.stringify(value) : value;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "{": "\\{",
  "}": "\\}",
  '"': '\\"',
  "\n": "\\n",
  "\t": "\\t",
  "\r": "\\r",
};
const escaped = (text: string) => text.replace(/[\\{}"\n\t\r]/g, (sign) => ESCAPES[sign] ?? sign);

function citing(text: string): Cite {
  const points = pointsOf(text);
  const known = new Map<string, string>();
  return ({ start, end }) => {
    const exact = shortened(text.slice(start, end).trimEnd());
    const key = `${start} ${exact}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const from = lengthOf(text.slice(0, start));
    const place = locate(points, { exact, start: from, end: from + lengthOf(exact) });
    const [prefix, suffix] = "trouble" in place ? ["", ""] : [place.prefix, place.suffix];
    const around = (words: string) => (words === "" ? "" : `{${escaped(words)}}`);
    const made = `"${around(prefix)}${escaped(exact)}${around(suffix)}"`;
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
