// Rendering: records in the format that a client asked for, whole or as a stream.

import { Readable } from "node:stream";
import type { FastifyRequest } from "fastify";
import type { z } from "zod";
import type { Awaitable } from "../../coroutine.ts";
import { invalidRequest } from "../../errors.ts";
import { JSON_TYPE } from "../../formats/choose.ts";
import type { TableName } from "../../formats/columns.ts";
import { type ParticipationRow, participationRows } from "../../formats/participations.ts";
import { NONE_RELATED, type Related } from "../../formats/related.ts";
import { FORMAT_TABLE, type FormatContext, type FormatRow } from "../../formats/table.ts";
import type { AnyRecord } from "../../model/bundle.ts";
import type { Event } from "../../model/event.ts";
import type { Collection } from "../../model/ids.ts";
import { cutFor, cutRecord } from "../../query/fields.ts";
import { checkFormat, type Presentation } from "../../query/list-parameters.ts";
import type { ListPlan } from "../../query/plan.ts";
import type { Reader } from "../../store/plan/bounded.ts";
import { type Export, exportAll } from "../../store/read/exports.ts";
import { inTurns, nextTurn } from "../../turns.ts";
import type { Answer, RouteContext, Slot } from "./envelope.ts";
import { address } from "./links.ts";
import { type RelatedReader, relatedReader } from "./related.ts";

/** Rows that are no records have the formats that write any row. */
const OF_ROWS = ["json", "ndjson", "csv"];

/** The formats that a collection's lists and details have, or a table's, JSON first. */
export function formatsOf(table: TableName): readonly FormatRow[] {
  return FORMAT_TABLE.filter(({ name, collections }) =>
    table === "participations" ? OF_ROWS.includes(name) : collections.includes(table),
  );
}

/** The bodies of its formats other than JSON, for the documentation. */
export function bodiesOf(table: TableName): Record<string, { schema: z.ZodType }> {
  const rows = formatsOf(table).filter(({ type }) => type !== JSON_TYPE);
  return Object.fromEntries(
    rows.map(({ type, body }) => [type.replace("; charset=utf-8", ""), { schema: body(table) }]),
  );
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

/** Records as `fields` cuts them; `along` is their collection where they stand in `included`. */
export function cutFields(
  docs: readonly string[],
  fields: readonly string[] | null,
  along: Collection | null = null,
): Awaitable<readonly string[]> {
  const asked = fields === null ? null : cutFor(fields, along);
  return asked === null ? docs : inTurns(docs, (doc) => JSON.stringify(cutRecord(JSON.parse(doc), asked)));
}

/** What a writer knows of an answer; what its records name and the day are filled in from them. */
type FormatFrame = Omit<FormatContext, "related" | "updated" | "next">;

/** Records that are at hand, as an answer. */
export async function rendered(
  database: Reader,
  row: FormatRow,
  docs: readonly string[],
  frame: FormatFrame,
  links: Answer["links"],
): Promise<Answer> {
  const records = await inTurns(docs, (doc) => JSON.parse(doc) as AnyRecord);
  const context = {
    ...contextOf(frame, records, await readerFor(row, frame)(database, records)),
    next: links.next ?? null,
  };
  return { type: row.type, body: await write(row, records, context), links: { ...links, ...describedBy(row, frame) } };
}

/** Rows of participations have names in every format. */
function readerFor({ name }: FormatRow, { table, collection }: FormatFrame): RelatedReader {
  return relatedReader(table === "participations" ? "csv" : name, collection);
}

/** Where the columns of a table are described. */
function describedBy({ name }: FormatRow, { base, table, columns }: FormatFrame): Answer["links"] {
  if (name !== "csv") return {};
  const chosen = columns === null ? [] : [["columns", columns.join(",")] as const];
  return { describedby: address(base, `/v1/tables/${table}`, chosen) };
}

/** The rows of a table that records give: themselves, or the entries of `participants` of each. */
function rowsOf(records: readonly AnyRecord[], { table, related }: FormatContext): (AnyRecord | ParticipationRow)[] {
  if (table !== "participations") return [...records];
  return records.flatMap((event) => participationRows(event as Event, related));
}

async function write(row: FormatRow, records: readonly AnyRecord[], context: FormatContext): Promise<string> {
  if (!row.streams) {
    const made = row.writer.write(records, context);
    if (typeof made === "string") return made;
    return (await inTurns(made, (piece) => piece)).join("");
  }
  const { writer } = row;
  const pieces = await inTurns(rowsOf(records, context), (record, at) => writer.record(record, context, at === 0));
  return [writer.head(context), ...pieces, writer.tail(context, records.length)].join("");
}

/** All records that a question finds, as the client reads, as an answer; from one state of the data, like others. */
export async function streamed(
  { database, exports }: Pick<RouteContext, "database" | "exports">,
  request: FastifyRequest,
  row: FormatRow & { readonly streams: true },
  plan: ListPlan,
  frame: FormatFrame,
): Promise<Answer> {
  let slot: Slot | null = null;
  const found = await exportAll(database, plan, () => {
    slot = exports.take(request);
    return database.snapshot();
  }).catch((error: unknown) => {
    slot?.release();
    throw error;
  });
  const links = { self: frame.self };
  // So few that they are at hand are sent with their length, which GDAL's /vsicurl/ and download bars need.
  if (found.whole !== null) {
    const total = found.whole.length;
    return rendered(database, row, await cutFields(found.whole, frame.fields), { ...frame, total }, links);
  }
  const body = Readable.from(smallPieces(renderPieces(found, row, frame), () => slot?.progress()));
  // Read to its end, given up by the client, or never wanted (HEAD, 304): what was begun for it ends.
  body.once("close", () => {
    slot?.release();
    found.close().catch((error: unknown) => request.log.error({ err: error }, "failed"));
  });
  return { type: row.type, body, links: { ...links, ...describedBy(row, frame) } };
}

/** Bytes that are handed on at a time: that a slow client has taken some of them shows when it has taken all. */
const PIECE = 16_384;

/** Texts as bytes in small pieces; `read` hears of each that is asked for. */
async function* smallPieces(texts: AsyncIterable<string>, read: () => void) {
  for await (const text of texts) {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += PIECE) {
      yield bytes.subarray(at, at + PIECE);
      read();
    }
  }
}

async function* renderPieces(
  { docs: found, beside }: Export,
  row: FormatRow & { readonly streams: true },
  frame: FormatFrame,
) {
  const { writer } = row;
  const related = readerFor(row, frame);
  let count = 0;
  const none = contextOf(frame, [], NONE_RELATED);
  const head = writer.head(none);
  // An empty piece would send the headers: before the first records are there, or as chunks where there are none.
  if (head !== "") yield head;
  for await (const docs of found) {
    if (writer.stored !== undefined && frame.table === frame.collection) {
      yield (await cutFields(docs, frame.fields)).map(writer.stored).join("");
    } else {
      const records = await inTurns(docs, (doc) => JSON.parse(doc) as AnyRecord);
      const context = contextOf(frame, records, await related(beside, records));
      const rows = rowsOf(records, context);
      yield (await inTurns(rows, (record, at) => writer.record(record, context, count + at === 0))).join("");
    }
    count += docs.length;
    // Other requests get their turn between two pages.
    await nextTurn();
  }
  const tail = writer.tail(none, count);
  if (tail !== "") yield tail;
}

function contextOf(frame: FormatFrame, records: readonly AnyRecord[], related: Related): FormatContext {
  const days = records.map((record) => record.updated).sort();
  return { ...frame, related, updated: days.at(-1) ?? null, next: null };
}
