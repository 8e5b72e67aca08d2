// Datasets: what is loaded, and when it was loaded last.

import sql from "sql-template-tag";
import type { Coverage, DatasetInfo, LoadedDataset } from "../../model/bundle.ts";
import type { Database } from "../engine/database.ts";

/** Parsed rows of `queryCached`, as long as the rows themselves are remembered. */
const LOADED = new WeakMap<readonly object[], LoadedDataset[]>();

/** What is loaded, by id; the same list until the data changes. */
export async function datasets(database: Pick<Database, "queryCached">): Promise<LoadedDataset[]> {
  const rows = await database.queryCached<{ doc: string; coverage: string | null }>(
    sql`SELECT doc, coverage FROM datasets ORDER BY id`,
  );
  const read = ({ doc, coverage }: (typeof rows)[number]): LoadedDataset => ({
    ...(JSON.parse(doc) as DatasetInfo),
    coverage: coverage === null ? null : (JSON.parse(coverage) as Coverage),
  });
  const loaded = LOADED.get(rows) ?? rows.map(read);
  LOADED.set(rows, loaded);
  return loaded;
}

/** When a dataset was last loaded, to the second; null when none is. */
export async function lastLoad(database: Database): Promise<Date | null> {
  const rows = await database.query<{ loaded: string | null }>(sql`SELECT max(loaded) AS loaded FROM datasets`);
  const loaded = rows[0]?.loaded ?? null;
  return loaded === null ? null : new Date(loaded);
}
