// Formats: what each is called and sent as, which lists have it, and who writes it.
//
// A format is a row of this table and a file of its own. Formats that can be written record by record stream lists of
// any length; the others write a page, because their head needs all records or their library builds the whole document.
//
// A format without a word for something leaves it out and does not bend another word to it. Dates of month precision
// are in no calendar, because iCalendar has no such date. Roles that schema.org lacks are told as what an event is
// about. Provenance is in JSON only. JSON has everything: the routes join it from the stored documents.
import type { AnyRecord } from "../model/bundle.ts";
import { COLLECTIONS, type Collection } from "../model/ids.ts";
import { atom } from "./atom.ts";
import { JSON_TYPE } from "./choose.ts";
import type { Lang } from "./columns.ts";
import { csv } from "./csv.ts";
import { geojson } from "./geojson.ts";
import { ics } from "./icalendar.ts";
import { jsonld } from "./jsonld.ts";
import { ndjson } from "./ndjson.ts";
import type { Venues } from "./places.ts";

export const FORMATS = ["json", "ndjson", "csv", "geojson", "ics", "atom", "jsonld"] as const;
export type Format = (typeof FORMATS)[number];

export interface FormatRow {
  readonly name: Format;
  /** The media type as sent. */
  readonly type: string;
  readonly extension: string;
  readonly collections: readonly Collection[];
  /** Whether an answer of any length is written record by record. */
  readonly streams: boolean;
}

function row(
  name: Format,
  type: string,
  streams: boolean,
  collections: readonly Collection[] = COLLECTIONS,
): FormatRow {
  return { name, type, extension: name, collections, streams };
}

export const FORMAT_TABLE: readonly FormatRow[] = [
  row("json", JSON_TYPE, false),
  row("ndjson", "application/x-ndjson", true),
  row("csv", "text/csv; charset=utf-8; header=present", true),
  row("geojson", "application/geo+json", true, ["events", "venues"]),
  row("ics", "text/calendar; charset=utf-8", false, ["events"]),
  row("atom", "application/atom+xml; charset=utf-8", false),
  row("jsonld", "application/ld+json", false),
];

/** What an answer is about beside its records: all that writers may know. */
export interface FormatContext {
  readonly collection: Collection;
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
  /** The venues of the records and all around them. */
  readonly venues: Venues;
  readonly total: number | null;
  readonly title: string;
}

/** Writes an answer piece by piece. */
interface StreamWriter {
  head(context: FormatContext): string;
  record(record: AnyRecord, context: FormatContext, first: boolean): string;
  tail(context: FormatContext, count: number): string;
}

/** Writes an answer whole. */
interface PageWriter {
  write(records: readonly AnyRecord[], context: FormatContext): string;
}

export const STREAM_WRITERS: { readonly [F in "ndjson" | "csv" | "geojson"]: StreamWriter } = { ndjson, csv, geojson };
export const PAGE_WRITERS: { readonly [F in "ics" | "atom" | "jsonld"]: PageWriter } = { ics, atom, jsonld };
