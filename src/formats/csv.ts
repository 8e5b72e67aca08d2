// CSV: records as rows of typed columns (RFC 4180), in a flavour for programs and one for spreadsheets.
import { stringify } from "csv-stringify/sync";
import type { AnyRecord } from "../model/bundle.ts";
import type { Collection } from "../model/ids.ts";
import { type Cell, COLUMNS, type Column, type ColumnType, type Lang, LIST_SEPARATOR } from "./columns.ts";

/** What the rows depend on. */
interface Sheet {
  readonly collection: Collection;
  readonly lang: Lang;
  /** For spreadsheets: a byte order mark, and no cell that they would run. */
  readonly spreadsheet: boolean;
}

/** What a reader of the files must know; for the documentation. */
export const CSV_RULES = [
  "RFC 4180 in UTF-8: a header line, commas, CRLF, quotes where needed; an unknown value is an empty cell.",
  `Lists are joined by \`${LIST_SEPARATOR}\`; inside an item it is written \`/\`. Items side by side in two columns belong together; an empty item is unknown, and a list of nothing else an empty cell.`,
  "Booleans are `true` and `false`, days `YYYY-MM-DD`, decimals exact digits with a point.",
  "Texts that exist in several languages are given in that of `lang`, or in another where it is missing.",
  "With `bom=true` the file begins with a byte order mark, and a text or list that a spreadsheet would take for a formula gets an apostrophe in front: this changes the data, so programs should read the file without it.",
] as const;

/** Texts that spreadsheets run (OWASP, CSV Injection), the full-width signs that some fold to them included. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const RUNNABLE: readonly ColumnType[] = ["string", "list"];

function textOf(cell: Cell): string | null {
  if (cell === null || typeof cell === "string") return cell;
  if (typeof cell !== "object") return String(cell);
  if (cell.every((item) => item === null)) return null;
  return cell.map((item) => item?.replaceAll(LIST_SEPARATOR, "/") ?? "").join(LIST_SEPARATOR);
}

/** One record of RFC 4180. */
export function line(cells: readonly (string | null)[]): string {
  return stringify([cells], { record_delimiter: "\r\n" });
}

/** A collection fits its own columns; the types of the table cannot say it of a collection known at run time. */
function columnsOf(collection: Collection): readonly Column[] {
  return COLUMNS[collection] as readonly Column[];
}

export const csv = {
  head({ collection, spreadsheet }: Sheet): string {
    return `${spreadsheet ? "\uFEFF" : ""}${line(columnsOf(collection).map(({ name }) => name))}`;
  },
  record(record: AnyRecord, { collection, lang, spreadsheet }: Sheet): string {
    const cells = columnsOf(collection).map(({ type, value }) => {
      const text = textOf(value(record as never, lang));
      return spreadsheet && text !== null && RUNNABLE.includes(type) && FORMULA.test(text) ? `'${text}` : text;
    });
    return line(cells);
  },
  tail: () => "",
};
