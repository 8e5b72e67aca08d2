// Formats: what each is called and sent as, which lists have it, how it is described, and who writes it.
//
// A format is a row of this table and a file of its own. Formats that can be written record by record stream lists of
// any length; the others write a page, because their head needs all records or their library builds the whole document.
//
// A format without a word for something leaves it out and does not bend another word to it. Dates of month precision
// are in no calendar, because iCalendar has no such date. Roles that schema.org lacks are told as what an event is
// about. Provenance is in JSON only. JSON has everything: the routes join it from the stored documents.
import { z } from "zod";
import type { AnyRecord } from "../model/bundle.ts";
import { COLLECTIONS, type Collection } from "../model/ids.ts";
import { atom } from "./atom.ts";
import { JSON_TYPE } from "./choose.ts";
import type { TableName } from "./columns.ts";
import { csv, csvBody } from "./csv.ts";
import { geojson } from "./geojson.ts";
import { ics } from "./icalendar.ts";
import { jsonld } from "./jsonld.ts";
import type { Lang } from "./labels.ts";
import type { ParticipationRow } from "./participations.ts";
import type { Related } from "./related.ts";

export const FORMATS = ["json", "ndjson", "csv", "geojson", "ics", "atom", "jsonld"] as const;
export type Format = (typeof FORMATS)[number];

/** What an answer is about beside its records: all that writers may know. */
export interface FormatContext {
  readonly collection: Collection;
  /** What a row of a table is: a record, or an entry of `participants` of one. */
  readonly table: TableName;
  readonly lang: Lang;
  /** Prefix of links: the public address, or nothing. */
  readonly base: string;
  /** The link of this answer. */
  readonly self: string;
  readonly version: string;
  /** The latest `updated` of the records, null when there are none. */
  readonly updated: string | null;
  /** Whether a spreadsheet is to open it. */
  readonly spreadsheet: boolean;
  readonly fields: readonly string[] | null;
  /** The columns of a table that are wanted, in order; null for all. */
  readonly columns: readonly string[] | null;
  /** The records that the records name, as far as the format calls them by name. */
  readonly related: Related;
  readonly total: number | null;
  /** The link of the page after this one; null at the end, and where all records are written. */
  readonly next: string | null;
  readonly title: string;
}

/** Writes an answer piece by piece. */
export interface StreamWriter {
  head(context: FormatContext): string;
  record(record: AnyRecord | ParticipationRow, context: FormatContext, first: boolean): string;
  tail(context: FormatContext, count: number): string;
  /** Writes a record as it is stored, where the format is JSON: nothing is read and written again. */
  stored?(doc: string): string;
}

/** Writes an answer whole; one that takes long is written in pieces, between which other requests get their turn. */
export interface PageWriter {
  write(records: readonly AnyRecord[], context: FormatContext): string | Generator<string>;
}

interface Description {
  readonly name: Format;
  /** The media type as sent. */
  readonly type: string;
  readonly extension: string;
  readonly collections: readonly Collection[];
  /** The body of a table in this format, for the documentation. */
  readonly body: (table: TableName) => z.ZodType;
  /** Records of a list that is asked for without `limit`, where they are not those of a page. */
  readonly unlimited: number | null;
}

/** A format; one that streams is written record by record, whatever the length of the answer. */
export type FormatRow = Description &
  (
    | { readonly streams: true; readonly writer: StreamWriter }
    | { readonly streams: false; readonly writer: PageWriter }
  );

type Choices = Partial<Pick<Description, "collections" | "unlimited">>;

function streamed(
  name: Format,
  type: string,
  body: Description["body"],
  writer: StreamWriter,
  choices: Choices = {},
): FormatRow {
  return {
    name,
    type,
    extension: name,
    collections: COLLECTIONS,
    body,
    unlimited: null,
    streams: true,
    writer,
    ...choices,
  };
}

function paged(
  name: Format,
  type: string,
  body: Description["body"],
  writer: PageWriter,
  choices: Choices = {},
): FormatRow {
  return {
    name,
    type,
    extension: name,
    collections: COLLECTIONS,
    body,
    unlimited: null,
    streams: false,
    writer,
    ...choices,
  };
}

const json: PageWriter = { write: (records) => JSON.stringify(records) };
const ndjson: StreamWriter = {
  head: () => "",
  record: (record) => `${JSON.stringify(record)}\n`,
  tail: () => "",
  stored: (doc) => `${doc}\n`,
};

const text = (id: string, description: string) => z.string().meta({ id, description });
const FeatureCollection = z
  .looseObject({
    type: z.literal("FeatureCollection"),
    features: z.array(z.looseObject({ type: z.literal("Feature") })),
  })
  .meta({ id: "FeatureCollection", description: "Places as GeoJSON (RFC 7946)." });
const Ndjson = text("Ndjson", "One record a line, as in `data`.");
const Feed = text("Feed", "A feed (RFC 4287).");
const Calendar = text(
  "Calendar",
  "A calendar of all-day events (RFC 5545); dates of month or year precision are left out and counted.",
);
const Graph = z
  .looseObject({ "@context": z.unknown(), "@graph": z.array(z.looseObject({ "@id": z.string() })) })
  .meta({ id: "Graph", description: "Records in the words of schema.org, as JSON-LD." });

/** A calendar is subscribed to as a whole: without `limit` it has this many events, the first ones of its sort. */
const CALENDAR_MOST = 1_000;

/** Every format, JSON first; the JSON of an API answer is its envelope, which the routes join from stored texts. */
export const FORMAT_TABLE: readonly FormatRow[] = [
  paged("json", JSON_TYPE, z.unknown, json),
  streamed("ndjson", "application/x-ndjson", () => Ndjson, ndjson),
  streamed("csv", "text/csv; charset=utf-8; header=present", csvBody, csv),
  streamed("geojson", "application/geo+json", () => FeatureCollection, geojson, { collections: ["events", "venues"] }),
  paged("ics", "text/calendar; charset=utf-8", () => Calendar, ics, {
    collections: ["events"],
    unlimited: CALENDAR_MOST,
  }),
  paged("atom", "application/atom+xml; charset=utf-8", () => Feed, atom),
  paged("jsonld", "application/ld+json", () => Graph, jsonld),
];
