// CSV: records as rows of typed columns (RFC 4180), in a flavour for programs and one for spreadsheets.
import { stringify } from "csv-stringify/sync";
import { z } from "zod";
import type { AnyRecord } from "../model/bundle.ts";
import { type Cell, type Column, type ColumnType, LIST_SEPARATOR } from "./column.ts";
import { columnsOf, csvDictionary, type TableName } from "./columns.ts";
import type { Lang } from "./labels.ts";
import type { ParticipationRow } from "./participations.ts";
import type { Related } from "./related.ts";

/** What the rows depend on. */
interface Sheet {
  readonly table: TableName;
  readonly lang: Lang;
  /** Names of the columns wanted, in order; null for all. */
  readonly columns: readonly string[] | null;
  readonly related: Related;
  /** For spreadsheets: a byte order mark, and no cell that they would run. */
  readonly spreadsheet: boolean;
}

/** What a reader of the files must know; for the documentation. */
export const CSV_RULES = [
  "RFC 4180 in UTF-8: a header line, commas, CRLF, quotes where needed; an unknown value is an empty cell.",
  `Lists are joined by \`${LIST_SEPARATOR}\`; inside an item it is written \`/\`. Columns that stand “item by item” beside another have as many items as it; an empty item is unknown, and an empty cell is a list of nothing, or of one unknown item.`,
  "Booleans are `true` and `false`, days `YYYY-MM-DD`, decimals exact digits with a point.",
  "Texts that exist in several languages are given in that of `lang`, or in another where it is missing.",
  "With `bom=true` the file begins with a byte order mark, and a text or list that a spreadsheet would take for a formula gets an apostrophe in front: this changes the data, so programs should read the file without it.",
] as const;

/** A list and its details have one schema. */
const BODIES = new Map<TableName, z.ZodType>();

/** The body of a table, with its dictionary, for the documentation. */
export function csvBody(table: TableName): z.ZodType {
  const known = BODIES.get(table);
  if (known !== undefined) return known;
  const id = `${table[0]?.toUpperCase()}${table.slice(1)}Csv`;
  const made = z.string().meta({ id, description: `A table.\n\n${csvDictionary(table)}\n\n${CSV_RULES.join(" ")}` });
  BODIES.set(table, made);
  return made;
}

/** Texts that spreadsheets run (OWASP, CSV Injection), the full-width signs that some fold to them included. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const RUNNABLE: readonly ColumnType[] = ["string", "list"];

function textOf(cell: Cell): string | null {
  if (cell === null || typeof cell === "string") return cell;
  if (typeof cell !== "object") return String(cell);
  return cell.map((item) => item?.replaceAll(LIST_SEPARATOR, "/") ?? "").join(LIST_SEPARATOR);
}

/** One record of RFC 4180. */
export function line(cells: readonly (string | null)[]): string {
  return stringify([cells], { record_delimiter: "\r\n" });
}

/** Whether a spreadsheet would run the text of a cell. */
const runs = ({ type }: Column, text: string) => RUNNABLE.includes(type) && FORMULA.test(text);

export const csv = {
  head({ table, columns, spreadsheet }: Omit<Sheet, "related" | "lang">): string {
    return `${spreadsheet ? "\uFEFF" : ""}${line(columnsOf(table, columns).map(({ name }) => name))}`;
  },
  record(record: AnyRecord | ParticipationRow, { table, columns, lang, spreadsheet, related }: Sheet): string {
    const cells = columnsOf(table, columns).map((column) => {
      const text = textOf(column.value(record as never, lang, related));
      return spreadsheet && text !== null && runs(column, text) ? `'${text}` : text;
    });
    return line(cells);
  },
  tail: () => "",
};
