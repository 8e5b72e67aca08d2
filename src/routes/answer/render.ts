// Rendering: records in the format that a client asked for, whole or as a stream.

import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { invalidRequest } from "../../errors.ts";
import { JSON_TYPE } from "../../formats/choose.ts";
import { CSV_RULES } from "../../formats/csv.ts";
import {
  FORMAT_TABLE,
  type Format,
  type FormatContext,
  type FormatRow,
  PAGE_WRITERS,
  STREAM_WRITERS,
} from "../../formats/table.ts";
import type { AnyRecord } from "../../model/bundle.ts";
import type { Collection } from "../../model/ids.ts";
import type { Venue } from "../../model/venue.ts";
import { pick } from "../../query/fields.ts";
import { checkFormat, type Language } from "../../query/list-parameters.ts";
import type { ListPlan } from "../../query/plan.ts";
import type { Database, Queryable } from "../../store/engine/database.ts";
import { type Export, exportAll } from "../../store/read/exports.ts";
import type { Answer } from "./envelope.ts";
import { withSurroundings } from "./included.ts";

/** The formats that a collection's lists and details have, JSON first. */
export function formatsOf(collection: Collection): readonly FormatRow[] {
  return FORMAT_TABLE.filter(({ collections }) => collections.includes(collection));
}

/** The bodies of a collection's formats other than JSON, for the documentation. */
export function bodiesOf(collection: Collection): Record<string, { schema: z.ZodType }> {
  const rows = formatsOf(collection).filter(({ type }) => type !== JSON_TYPE);
  return Object.fromEntries(
    rows.map(({ name, type }) => [type.replace("; charset=utf-8", ""), { schema: BODIES[name] }]),
  );
}

const text = (id: string, description: string) => z.string().meta({ id, description });
const BODIES: Readonly<Record<Format, z.ZodType>> = {
  json: z.unknown(),
  ndjson: text("Ndjson", "One record a line, as in `data`."),
  csv: text("Csv", CSV_RULES.join(" ")),
  geojson: z
    .looseObject({
      type: z.literal("FeatureCollection"),
      features: z.array(z.looseObject({ type: z.literal("Feature") })),
    })
    .meta({ id: "FeatureCollection", description: "Places as GeoJSON (RFC 7946)." }),
  ics: text(
    "Calendar",
    "A calendar of all-day events (RFC 5545); dates of month or year precision are left out and counted.",
  ),
  atom: text("Feed", "A feed (RFC 4287)."),
  jsonld: z
    .looseObject({ "@context": z.unknown(), "@graph": z.array(z.looseObject({ "@id": z.string() })) })
    .meta({ id: "Graph", description: "Records in the words of schema.org, as JSON-LD." }),
};

/** What the records are wanted as. */
interface Presentation {
  readonly fields: readonly string[] | null;
  readonly include: readonly Collection[];
  readonly format: string | null;
  readonly lang: Language;
  readonly bom: boolean;
}

/**
 * The format of an answer: the one named, else the one that `Accept` chose.
 * @throws ProblemError when the question says what this format cannot
 */
export function formatFor(request: FastifyRequest, collection: Collection, look: Presentation): FormatRow {
  const rows = formatsOf(collection);
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
  database: Database,
  row: FormatRow,
  docs: readonly string[],
  frame: FormatFrame,
  links: Answer["links"],
): Promise<Answer> {
  const records = docs.map((doc) => JSON.parse(doc) as AnyRecord);
  const context = await contextOf(database, frame, records);
  return { type: row.type, body: write(row.name, records, context), links };
}

function write(format: Format, records: readonly AnyRecord[], context: FormatContext): string {
  if (format === "ics" || format === "atom" || format === "jsonld") return PAGE_WRITERS[format].write(records, context);
  if (format === "json") return JSON.stringify(records);
  const writer = STREAM_WRITERS[format];
  const rows = records.map((record, at) => writer.record(record, context, at === 0));
  return [writer.head(context), ...rows, writer.tail(context, records.length)].join("");
}

/** A calendar is subscribed to as a whole: without `limit` it has this many events, the first ones of its sort. */
export const CALENDAR_MOST = 1_000;

/** All records that a question finds, as the client reads, as an answer; from one state of the data, like others. */
export async function streamed(
  database: Database,
  row: FormatRow,
  plan: ListPlan,
  frame: FormatFrame,
): Promise<Answer> {
  const found = await exportAll(database, plan);
  const body = Readable.from(renderPieces(found, row.name as keyof typeof STREAM_WRITERS, frame));
  // Read to its end, given up by the client, or never wanted (HEAD, 304): what was begun for it ends.
  body.once("close", () => found.close());
  return { type: row.type, body, links: { self: frame.self } };
}

async function* renderPieces({ docs: found, beside }: Export, format: keyof typeof STREAM_WRITERS, frame: FormatFrame) {
  const writer = STREAM_WRITERS[format];
  let count = 0;
  if (format !== "ndjson") yield writer.head(await contextOf(beside, frame, []));
  for await (const docs of found) {
    if (format === "ndjson") {
      // The stored text is the line: nothing is read and written again.
      yield cutFields(docs, frame.fields)
        .map((doc) => `${doc}\n`)
        .join("");
    } else {
      const records = docs.map((doc) => JSON.parse(doc) as AnyRecord);
      const context = await contextOf(beside, frame, records);
      yield records.map((record, at) => writer.record(record, context, count + at === 0)).join("");
      count += records.length;
    }
    // Other requests get their turn between two pages.
    await setImmediate();
  }
  if (format !== "ndjson") yield writer.tail(await contextOf(beside, frame, []), count);
}

async function contextOf(
  database: Queryable,
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
