// Upserting: rows of a bulk dataset added to those that are there, in one transaction, however many.
//
// Rows are written and taken out in batches, all that goes before anything comes. Taken out one by one, 100,000 newer
// rows cost PostgreSQL several minutes of round trips; 5,000 at a time 31 s, and SQLite 19 s instead of 28. With 20,000
// at a time nothing was faster, and an update held 1.6 GiB instead of 0.8.
//
// Where few rows are there, SQLite's indexes are taken out and made anew at the end, within the transaction. In
// PostgreSQL they stay: to drop an index locks the table for readers until the commit.
import sql from "sql-template-tag";
import type { DatasetInfo } from "../../model/bundle.ts";
import type { SerialRow } from "../../model/import-row.ts";
import type { Database } from "../engine/database.ts";
import { noteFiles, writeCoverage } from "./coverage.ts";
import { datasetNumber } from "./dataset-row.ts";
import type { About, Before } from "./dataset-totals.ts";
import { ImportSession, type Upserted } from "./import-session.ts";
import type { OnCut } from "./row-writer.ts";

/**
 * Adds rows to a dataset whose events are numbered by their ids (`<dataset>-<digits>`). Of rows of one id the later one
 * holds; all that a row names is written before it. All rows are there at the end, or, when it throws, none.
 */
export async function upsert(
  database: Database,
  about: About,
  rows: AsyncIterable<readonly SerialRow[]>,
  onCut?: OnCut,
): Promise<Upserted> {
  return database.transaction(async () => {
    const number = await datasetNumber(database, about.id);
    const before = await datasetRow(database, about.id);
    const files = new Set<string>();
    const written = await upsertAs(database, number, about, before, noting(rows, files), true, onCut);
    const further = await noteFiles(database, about.id, [...files], before !== null);
    if (further || written.changed) await writeCoverage(database, about.id);
    return written;
  });
}

/**
 * The same within a transaction that is open, where the number of the dataset is known.
 * @param before what the database holds of the dataset already; null where it holds none of its records
 * @param logged whether it is a change of the data, which the log tells of
 */
export async function upsertAs(
  database: Database,
  number: number,
  about: About,
  before: Before | null,
  rows: AsyncIterable<readonly SerialRow[]>,
  logged: boolean,
  onCut?: OnCut,
): Promise<Upserted> {
  const session = await ImportSession.open(database, number, about, before, onCut);
  for await (const taken of rows) {
    for (const one of taken) if (one.kind === "kept" || one.kind === "withdrawn") session.take(one);
    await session.flushFull();
  }
  return session.end(logged);
}

/** The same rows, the files that they are of noted. */
async function* noting(rows: AsyncIterable<readonly SerialRow[]>, files: Set<string>) {
  for await (const taken of rows) {
    for (const row of taken) if ("file" in row) files.add(row.file);
    yield taken;
  }
}

async function datasetRow(database: Database, id: string): Promise<Before | null> {
  const rows = await database.query<{ doc: string; span: number }>(
    sql`SELECT doc, span FROM datasets WHERE id = ${id}`,
  );
  const row = rows[0];
  return row === undefined ? null : { ...(JSON.parse(row.doc) as DatasetInfo), span: row.span };
}
