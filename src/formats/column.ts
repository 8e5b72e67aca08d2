// Column: what a table says of a record in one cell, and the columns that several tables have.
import type { Codes } from "../model/codes.ts";
import type { EventDate } from "../model/dates.ts";
import { creditOf, licenceOf } from "./credits.ts";
import type { Lang } from "./labels.ts";
import type { Related } from "./related.ts";

/** What types of cells mean: a decimal is exact, a list is joined by `LIST_SEPARATOR`. */
export type ColumnType = "string" | "integer" | "decimal" | "boolean" | "date" | "list";
export type Cell = string | number | boolean | null | readonly (string | null)[];

export interface Column<R = never> {
  readonly name: string;
  readonly type: ColumnType;
  readonly description: string;
  value(record: R, lang: Lang, related: Related): Cell;
}

/** Between the items of a list; no id has it, and in other texts it is written `/`. */
export const LIST_SEPARATOR = "|";

export function column<R>(name: string, type: ColumnType, description: string, value: Column<R>["value"]): Column<R> {
  return { name, type, description, value };
}

export const id = column<{ id: string }>("id", "string", "The record's id.", (record) => record.id);
/** The last columns of every collection. */
export const kept = [
  column<{ dataset: string }>("dataset", "string", "The dataset it belongs to.", ({ dataset }) => dataset),
  column<{ updated: string }>("updated", "date", "The day it last changed.", ({ updated }) => updated),
] as const;

/** The terms of the source that a record is quoted from. */
export function credits<R>(sourceOf: (record: R) => string): Column<R>[] {
  return [
    column(
      "sourceCredit",
      "string",
      "Whom to name for it: as the source asks, or its publisher's id.",
      (r, _, related) => creditOf(sourceOf(r), related.sources),
    ),
    column("sourceLicence", "string", "The terms of its text; empty: all rights reserved.", (r, _, related) =>
      licenceOf(sourceOf(r), related.sources),
    ),
  ];
}

export function dates<R>(name: string, what: string, date: (record: R) => EventDate | null): Column<R>[] {
  return [
    column(`${name}Edtf`, "string", `${what}, in EDTF (ISO 8601-2).`, (record) => date(record)?.edtf ?? null),
    column(`${name}Earliest`, "date", "First day it may mean; empty when open.", (r) => date(r)?.earliest ?? null),
    column(`${name}Latest`, "date", "Last day it may mean; empty when open.", (r) => date(r)?.latest ?? null),
    column(`${name}Certain`, "boolean", "False when the source qualifies it.", (r) => date(r)?.certain ?? null),
  ];
}

export function codes<R extends { codes: Codes | null }>(): Column<R>[] {
  return [
    column("ploverEvent", "string", "PLOVER category.", (record) => record.codes?.plover?.event ?? null),
    column("ploverMode", "string", "PLOVER mode.", (record) => record.codes?.plover?.mode ?? null),
    column("ploverContexts", "list", "PLOVER contexts.", (record) => record.codes?.plover?.contexts ?? []),
    column("cameo", "string", "CAMEO code; a text: the leading zero counts.", (r) => r.codes?.cameo?.code ?? null),
    column("codingRule", "string", "The coding rule applied.", (record) => record.codes?.rule ?? null),
  ];
}
