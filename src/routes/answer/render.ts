// Rendering: records in the format that a client asked for, whole or as a stream.

import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import type { FastifyRequest } from "fastify";
import type { z } from "zod";
import { invalidRequest } from "../../errors.ts";
import { JSON_TYPE } from "../../formats/choose.ts";
import { FORMAT_TABLE, type FormatContext, type FormatRow, type StreamWriter } from "../../formats/table.ts";
import type { AnyRecord } from "../../model/bundle.ts";
import type { Collection } from "../../model/ids.ts";
import type { Venue } from "../../model/venue.ts";
import { pick } from "../../query/fields.ts";
import { checkFormat, type Language } from "../../query/list-parameters.ts";
import type { ListPlan } from "../../query/plan.ts";
import type { Reader } from "../../store/plan/bounded.ts";
import { type Export, exportAll } from "../../store/read/exports.ts";
import type { RecordReader } from "../../store/read/records.ts";
import type { Answer } from "./envelope.ts";
import { withSurroundings } from "./included.ts";

/** The formats that a collection's lists and details have, JSON first. */
export function formatsOf(collection: Collection): readonly FormatRow[] {
  return FORMAT_TABLE.filter(({ collections }) => collections.includes(collection));
}

/** The bodies of a collection's formats other than JSON, for the documentation. */
export function bodiesOf(collection: Collection): Record<string, { schema: z.ZodType }> {
  const rows = formatsOf(collection).filter(({ type }) => type !== JSON_TYPE);
  return Object.fromEntries(rows.map(({ type, body }) => [type.replace("; charset=utf-8", ""), { schema: body }]));
}

/** What the records are wanted as. */
interface Presentation {
  readonly fields: readonly string[] | null;
  readonly include: readonly Collection[];
  readonly format: string | null;
  readonly lang: Language;
  readonly bom: boolean;
}

/**
 * The format of an answer among those of a route: the one named, else the one that `Accept` chose.
 * @throws ProblemError when the question says what this format cannot
 */
export function formatFor(request: FastifyRequest, rows: readonly FormatRow[], look: Presentation): FormatRow {
  const row =
    look.format === null
      ? rows.find(({ type }) => type === request.answerType)
      : rows.find(({ name }) => name === look.format);
  const format = row ?? (rows[0] as FormatRow);
  const faults: { parameter: string; detail: string }[] = [];
  checkFormat({ ...look, format: format.name }, (parameter, detail) => faults.push({ parameter, detail }));
  if (faults.length === 0) return format;
  throw invalidRequest(faults);
}

/** Records, with nothing but the parts named. */
export function cutFields(docs: readonly string[], fields: readonly string[] | null): readonly string[] {
  return fields === null ? docs : docs.map((doc) => JSON.stringify(pick(JSON.parse(doc), fields)));
}

/** What a writer knows of an answer; the venues and the day are filled in from its records. */
type FormatFrame = Omit<FormatContext, "venues" | "updated">;

/** Records that are at hand, as an answer. */
export async function rendered(
  database: Reader,
  row: FormatRow,
  docs: readonly string[],
  frame: FormatFrame,
  links: Answer["links"],
): Promise<Answer> {
  const records: AnyRecord[] = [];
  for (const [at, doc] of docs.entries()) {
    records.push(JSON.parse(doc) as AnyRecord);
    // Other requests get their turn.
    if (at % RECORDS_AT_A_TIME === RECORDS_AT_A_TIME - 1) await setImmediate();
  }
  const context = await contextOf(database, frame, records);
  return { type: row.type, body: await write(row, records, context), links };
}

/** Records that are read from JSON while others wait. */
const RECORDS_AT_A_TIME = 200;

async function write(row: FormatRow, records: readonly AnyRecord[], context: FormatContext): Promise<string> {
  if (!row.streams) {
    const made = row.writer.write(records, context);
    if (typeof made === "string") return made;
    const pieces: string[] = [];
    for (const piece of made) {
      pieces.push(piece);
      await setImmediate();
    }
    return pieces.join("");
  }
  const { writer } = row;
  const rows = records.map((record, at) => writer.record(record, context, at === 0));
  return [writer.head(context), ...rows, writer.tail(context, records.length)].join("");
}

/** All records that a question finds, as the client reads, as an answer; from one state of the data, like others. */
export async function streamed(
  database: Reader,
  { type, writer }: FormatRow & { readonly streams: true },
  plan: ListPlan,
  frame: FormatFrame,
): Promise<Answer> {
  const found = await exportAll(database, plan);
  const body = Readable.from(renderPieces(found, writer, frame));
  // Read to its end, given up by the client, or never wanted (HEAD, 304): what was begun for it ends.
  body.once("close", () => found.close());
  return { type, body, links: { self: frame.self } };
}

async function* renderPieces({ docs: found, beside }: Export, writer: StreamWriter, frame: FormatFrame) {
  let count = 0;
  const none = await contextOf(beside, frame, []);
  const head = writer.head(none);
  // An empty piece would send the headers: before the first records are there, or as chunks where there are none.
  if (head !== "") yield head;
  for await (const docs of found) {
    if (writer.stored !== undefined) yield cutFields(docs, frame.fields).map(writer.stored).join("");
    else {
      const records = docs.map((doc) => JSON.parse(doc) as AnyRecord);
      const context = await contextOf(beside, frame, records);
      yield records.map((record, at) => writer.record(record, context, count + at === 0)).join("");
    }
    count += docs.length;
    // Other requests get their turn between two pages.
    await setImmediate();
  }
  const tail = writer.tail(none, count);
  if (tail !== "") yield tail;
}

async function contextOf(
  database: RecordReader,
  frame: FormatFrame,
  records: readonly AnyRecord[],
): Promise<FormatContext> {
  const ids = records.flatMap((record) => ("venue" in record ? [record.venue] : "within" in record ? [record.id] : []));
  const docs = await withSurroundings(
    database,
    ids.filter((id) => id !== null),
  );
  const venues = new Map([...docs].map(([id, doc]) => [id, JSON.parse(doc) as Venue]));
  const updated =
    records
      .map((record) => record.updated)
      .sort()
      .at(-1) ?? null;
  return { ...frame, venues, updated };
}
