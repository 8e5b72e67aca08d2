// Following an answer: what of it stands in the text and in the lists becomes proposals, everything else is dropped.
//
// An article may hold instructions, and a model may follow them or make things up. So an answer is never more than a
// choice: ids and words of the lists that the question had, and words that the text has letter by letter. Dates are
// computed here from the words of the text; a date that the model writes itself is dropped as words that are not found.
import { z } from "zod";
import type { Span } from "../language/sentences.ts";
import { within } from "../language/sentences.ts";
import { type Draft, derived, type ProposedLine, type ProposedRecord, stated, usual } from "../propose/proposal.ts";
import type { Reading } from "../reading.ts";
import { PARTS, type Question, TYPES } from "./question.ts";

const Part = z.object({ id: z.string(), role: z.string(), words: z.string() });
const Answer = z.object({
  events: z
    .array(
      z.object({
        event: z.string().nullable(),
        type: z.string(),
        words: z.string(),
        date: z.string().nullish(),
        participants: z.array(Part).max(60).default([]),
      }),
    )
    .max(200)
    .default([]),
  figures: z
    .array(z.object({ figure: z.string(), measure: z.string() }))
    .max(500)
    .default([]),
});

export interface Followed {
  readonly draft: Draft;
  /** How many lines were taken over, and how many pieces of the answer were dropped. */
  readonly kept: number;
  readonly dropped: number;
}

const NOTE = "Proposed by a model from these words.";
/** Longest words that can be evidence, in UTF-16 units. */
const LONGEST = 120;

/**
 * The draft with what follows from an answer.
 * @param content what the model wrote
 * @throws SyntaxError where it is no JSON of the form asked for
 */
export function followed(reading: Reading, draft: Draft, question: Question, content: string): Followed {
  const read = Answer.safeParse(JSON.parse(content));
  if (!read.success) throw new SyntaxError("is not of the form that was asked for");
  let [kept, dropped] = [0, 0];
  const added = new Map<string, ProposedLine[]>();
  const fresh: ProposedRecord[] = [];
  const keep = (lines: readonly ProposedLine[]): ProposedLine[] => {
    kept += lines.length;
    return lines.map((line) => ({ ...line, by: "model", confidence: 0.5 }));
  };
  for (const { event, type, words, date, participants } of read.data.events) {
    const span = spanIn(reading.text, words);
    const record = draft.records.find(({ collection, id }) => collection === "events" && id === event);
    if (span === null || !TYPES.includes(type) || (event !== null && record === undefined)) {
      dropped++;
      continue;
    }
    const lines = record?.lines ?? [];
    const parts = participants.flatMap((part) => partOf(reading, question, part, lines) ?? []);
    const when = date == null || lines.some(({ path }) => path === "date") ? null : dateOf(reading, date);
    dropped += participants.length - parts.length + (date != null && when === null && record === undefined ? 1 : 0);
    const first = lines.filter(({ path }) => path.startsWith("participants.")).length;
    const more = parts.map((line, nth) => ({ ...line, path: `participants.${first + nth}` }));
    if (record !== undefined)
      added.set(record.id, [...(added.get(record.id) ?? []), ...keep([...(when === null ? [] : [when]), ...more])]);
    else if (more.length > 0)
      fresh.push(
        freshEvent(
          reading,
          draft,
          fresh,
          type,
          keep([stated("type", type, [span]), ...(when === null ? [] : [when]), ...more]),
        ),
      );
    else dropped++;
  }
  for (const { figure, measure } of read.data.figures) {
    const record = draft.records.find(({ collection, id }) => collection === "figures" && id === figure);
    const span = spanIn(reading.text, measure);
    const path = `measure.${reading.language}`;
    if (record === undefined || span === null || record.lines.some((line) => line.path === path) || added.has(figure))
      dropped++;
    else added.set(figure, keep([usual(path, reading.text.slice(span.start, span.end))]));
  }
  const records = draft.records.map((record) => ({
    ...record,
    lines: [...record.lines, ...(added.get(record.id) ?? [])],
  }));
  const at = records.findLastIndex(({ collection }) => collection === "events") + 1;
  return { draft: { ...draft, records: [...records.slice(0, at), ...fresh, ...records.slice(at)] }, kept, dropped };
}

/** Where words stand in a text, letter by letter; the first place of several. */
function spanIn(text: string, words: string): Span | null {
  const wanted = words.trim();
  const start = wanted === "" || wanted.length > LONGEST ? -1 : text.indexOf(wanted);
  return start < 0 ? null : { start, end: start + wanted.length };
}

function partOf(
  reading: Reading,
  { participants }: Question,
  { id, role, words }: z.infer<typeof Part>,
  lines: readonly ProposedLine[],
): ProposedLine | null {
  const span = spanIn(reading.text, words);
  const isThere = lines.some(({ path, value }) => path.startsWith("participants.") && value?.split(" ")[0] === id);
  if (span === null || isThere || !participants.includes(id) || !PARTS.includes(role)) return null;
  const country = reading.cast.persons.find((person) => person.id === id)?.country ?? null;
  return derived("participants", `${id} ${role}${country === null ? "" : ` for ${country}`}`, [span], NOTE);
}

/** A date that the rules read in the words which the model points at. */
function dateOf(reading: Reading, words: string): ProposedLine | null {
  const span = spanIn(reading.text, words);
  const date =
    span === null
      ? undefined
      : reading.dates.find((one) => within(one, span) && one.edtf !== null && one.kind !== "duration");
  return date?.edtf == null ? null : derived("date", date.edtf, [date], "Read from words at which a model points.");
}

function freshEvent(
  { day }: Reading,
  { records }: Draft,
  fresh: readonly ProposedRecord[],
  type: string,
  lines: readonly ProposedLine[],
): ProposedRecord {
  const base = `${/\d{4}(?:-\d\d){0,2}/.exec(lines.find(({ path }) => path === "date")?.value ?? "")?.[0] ?? day ?? "undated"}-${type}-of-the-model`;
  const taken = [...records, ...fresh].filter(({ id }) => id.startsWith(base)).length;
  return { collection: "events", id: taken === 0 ? base : `${base}-${taken + 1}`, lines };
}
