// SQLite insertion: rows put into a table, several by one statement, without a statement journal.
//
// A statement that may fail after its first row has a journal of its own: each page that it changes is copied before
// (https://www.sqlite.org/tempfiles.html, section 2.5), and each FTS5 table of the transaction writes the terms that it
// holds in memory out as a segment, which is merged with others later. Both cost an import a tenth of its time. `OR FAIL`
// needs none: what the statement has done stays, and whoever writes rolls back the whole transaction. Virtual tables
// know no conflict clause, so their rows are put one by one: 200,000 rows of terms took 9.9 microseconds each instead of
// 13.5 (SQLite 3.53, with `optimize`).
import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { Cell } from "./database.ts";

/** Cells that one statement takes at most: calling costs more than writing. */
const TOGETHER = 700;

/** @returns what puts rows, given cell by cell, into a table within a transaction that is rolled back when it throws */
export function insertion(
  database: DatabaseSync,
  table: string,
  columns: readonly string[],
  repeated: string,
): (cells: readonly Cell[]) => void {
  const width = columns.length;
  const isVirtual =
    database.prepare("SELECT 1 FROM pragma_table_list(?) WHERE type = 'virtual'").get(table) !== undefined;
  const rows = isVirtual ? 1 : Math.max(1, Math.floor(TOGETHER / width));
  const into = `INSERT ${isVirtual ? "" : "OR FAIL "}INTO ${table} (${columns.join(", ")}) VALUES `;
  const marks = `(${columns.map(() => "?").join(", ")})`;
  const [many, one] = [rows, 1].map((count) =>
    database.prepare(`${into}${Array(count).fill(marks).join(", ")} ${repeated}`),
  );
  return (cells) => {
    const values = cells as SQLInputValue[];
    let at = 0;
    for (; at + rows * width <= values.length; at += rows * width) many?.run(...values.slice(at, at + rows * width));
    for (; at < values.length; at += width) one?.run(...values.slice(at, at + width));
  };
}
