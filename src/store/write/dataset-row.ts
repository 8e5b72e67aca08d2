// Dataset rows: the number of a dataset, and what is true of all of its records.

import sql from "sql-template-tag";
import type { DatasetInfo } from "../../model/bundle.ts";
import { lastLoad } from "../catalog/datasets.ts";
import { DATASETS_MOST, dayOf } from "../catalog/rowid.ts";
import { type Database, DatabaseFault } from "../engine/database.ts";

/** What is true of all records of a dataset. */
export interface DatasetFacts {
  readonly span: number;
  readonly open: boolean;
  readonly mirrors: boolean;
  readonly tallied: boolean;
}

/** The number of a dataset: the one it has, or the smallest that is free. */
export async function datasetNumber(database: Database, id: string): Promise<number> {
  const rows = await database.query<{ id: string; number: number }>(sql`SELECT id, number FROM datasets`);
  const own = rows.find((row) => row.id === id);
  if (own !== undefined) return own.number;
  const free = Array.from({ length: DATASETS_MOST }, (_, at) => at + 1).find(
    (number) => !rows.some((row) => row.number === number),
  );
  if (free === undefined) throw new DatabaseFault(`the database holds ${DATASETS_MOST} datasets, as many as it can`);
  return free;
}

/** Writes what a dataset is called and what is true of it, and that it was loaded now. */
export async function writeDatasetRow(
  database: Database,
  number: number,
  info: DatasetInfo,
  facts: DatasetFacts,
): Promise<void> {
  const flag = (truth: boolean) => (truth ? 1 : 0);
  await database.run(sql`
    INSERT INTO datasets (id, number, kind, version, updated, loaded, span, open, mirrors, tallied, doc)
    VALUES (${info.id}, ${number}, ${info.kind}, ${info.version}, ${info.updated}, ${await nextSecond(database)},
      ${facts.span}, ${flag(facts.open)}, ${flag(facts.mirrors)}, ${flag(facts.tallied)}, ${JSON.stringify(info)})
    ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, version = excluded.version, updated = excluded.updated,
      loaded = excluded.loaded, span = excluded.span, open = excluded.open, mirrors = excluded.mirrors,
      tallied = excluded.tallied, doc = excluded.doc`);
}

/** The time, in whole seconds as HTTP tells it (RFC 9110, section 8.8.2), and later than that of any load before. */
async function nextSecond(database: Database): Promise<string> {
  const last = (await lastLoad(database))?.getTime() ?? 0;
  const now = Math.floor(Date.now() / 1000) * 1000;
  return new Date(Math.max(now, last + 1000)).toISOString();
}

/** A date's days from end to end; null where an end is open. */
export function dateSpan(earliest: string | null, latest: string | null): number | null {
  if (earliest === null || latest === null) return null;
  return earliest === latest ? 0 : dayOf(latest) - dayOf(earliest);
}
