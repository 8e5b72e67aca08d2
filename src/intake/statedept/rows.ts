// Rows of the State Department's files: what visits and travels are read by alike.

import type { Records } from "../../model/bundle.ts";
import { type EventDate, readDate } from "../../model/dates.ts";
import { Day } from "../../model/ids.ts";
import type { Reference } from "../../model/reference.ts";
import { brief } from "../input/faults.ts";
import type { Place } from "../input/line-index.ts";
import type { Field, Row } from "./xml.ts";

export interface StateOptions {
  readonly reference: Reference;
  /** The venue that stands for a country. */
  readonly countryVenue: (countryId: string) => string;
  /** Called with the bytes of each file that has been read. */
  readonly onRead?: (bytes: number) => void;
}

/** What is wrong with a row; the detail ends with the place of the element at fault. */
export class RowFault extends Error {
  readonly detail: string | null;

  constructor(reason: string, detail: string | null = null, place?: Place) {
    super(reason);
    this.detail = place === undefined ? detail : `${detail} (line ${place.line}, column ${place.column})`;
  }
}

/** A row with what its reader needs of its file. */
export interface RowInput {
  readonly row: Row;
  readonly id: string;
  readonly date: EventDate;
  /** The day by which states are chosen. */
  readonly day: string;
  readonly updated: string;
  /** The day of the last change; null where the file does not say. */
  readonly asOf: string | null;
  readonly source: Records["sources"];
  /** Dataset, file and row, as provenance names them. */
  readonly note: string;
  readonly warnings: string[];
}

/** A row that could be read, but for what is made of its words. */
export interface Draft {
  readonly given: Omit<RowInput, "source">;
  readonly order: number;
}

/** Reads what rows of all lists have. */
export function draftOf(row: Row, label: string, wanted: string, dataset: string): Draft {
  if (row.name !== wanted) throw new RowFault("unexpected element", `<${row.name}> instead of <${wanted}>`);
  const warnings: string[] = [];
  const id = rowId(row);
  const { date, day } = dateOf(row, warnings);
  const { updated, asOf, order } = changedOf(row, date, warnings);
  const note = `Dataset ${dataset}, file ${label}, ${wanted} ${id} (line ${row.place.line})`;
  return { given: { row, id, date, day, updated, asOf, note, warnings }, order };
}

/** The element of a row that may stand there once; undefined where it is missing or empty. */
export function fieldOf(row: Row, name: string): Field | undefined {
  const list = row.fields.get(name) ?? [];
  if (list.length > 1) throw new RowFault("repeated element", `<${name}> stands ${list.length} times`, list[1]?.place);
  return list[0]?.text === "" ? undefined : list[0];
}

/** The elements of a row that may stand there several times, those with a text. */
export const fieldsOf = (row: Row, name: string) => (row.fields.get(name) ?? []).filter(({ text }) => text !== "");

function rowId(row: Row): string {
  const field = fieldOf(row, "id");
  if (field === undefined) throw new RowFault("no id");
  if (!/^[A-Za-z0-9]{1,40}$/.test(field.text)) throw new RowFault("bad id", brief(field.text), field.place);
  return field.text.toLowerCase();
}

function dateOf(row: Row, warnings: string[]): { date: EventDate; day: string } {
  const [start, end] = [dayField(row, "start-date"), dayField(row, "end-date")];
  if (start === null && end === null) throw new RowFault("no date");
  if (start === null) warnings.push("has no start-date; its beginning is open");
  if (end === null) warnings.push("has no end-date; its end is open");
  const edtf = start === end && start !== null ? start : `${start ?? ""}/${end ?? ""}`;
  const date = rangeOf(edtf, start, end);
  if (date === null) throw new RowFault("ends before it begins", edtf, fieldOf(row, "end-date")?.place);
  return { date, day: date.earliest ?? date.latest ?? "" };
}

const isDay = (text: string | null) => text !== null && Day.safeParse(text).success;

/** Days, as the files have them, are their own bounds; reading them as EDTF would take most of the time of all. */
function rangeOf(edtf: string, start: string | null, end: string | null): EventDate | null {
  if (isDay(start) && isDay(end)) {
    return (start ?? "") > (end ?? "") ? null : { edtf, earliest: start, latest: end, certain: true };
  }
  try {
    return readDate(edtf);
  } catch {
    return null;
  }
}

/** A day, a month or a year; the files have days. */
function dayField(row: Row, name: string): string | null {
  const field = fieldOf(row, name);
  if (field === undefined) return null;
  if (isDay(field.text)) return field.text;
  try {
    if (!/^\d{4}(?:-\d{2}){0,2}$/.test(field.text)) throw new RangeError("no date");
    return readDate(field.text).edtf;
  } catch {
    throw new RowFault("bad date", `${name} ${brief(field.text)} is no day, YYYY-MM-DD`, field.place);
  }
}

function changedOf(row: Row, date: EventDate, warnings: string[]) {
  const read = (name: string): { day: string; time: number } | null => {
    const field = fieldOf(row, name);
    if (field === undefined) return null;
    const [day, time] = [field.text.slice(0, 10), Date.parse(field.text)];
    if (Day.safeParse(day).success && !Number.isNaN(time)) return { day, time };
    warnings.push(`${name} ${brief(field.text)} is no time and is left out`);
    return null;
  };
  const modified = read("last-modified-datetime");
  const known = modified ?? read("created-datetime");
  // A record can be no older than what it tells of; where the file has no times that is all that is known.
  const updated = known?.day ?? date.latest ?? date.earliest ?? "";
  return { updated, asOf: modified?.day ?? null, order: known?.time ?? 0 };
}
