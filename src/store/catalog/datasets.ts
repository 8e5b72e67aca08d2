// Datasets: what is loaded, and when it was loaded last.

import sql from "sql-template-tag";
import { coroutine, type Steps, wait } from "../../coroutine.ts";
import type { Coverage, DatasetInfo, LoadedDataset } from "../../model/bundle.ts";
import type { Database } from "../engine/database.ts";

/** Parsed rows of `queryCached`, as long as the rows themselves are remembered. */
const LOADED = new WeakMap<readonly object[], LoadedDataset[]>();

const DATASETS = sql`SELECT doc, coverage FROM datasets ORDER BY id`;

/** What is loaded, by id; the same list until the data changes. */
export const datasets = coroutine(function* (database: Pick<Database, "queryCached">): Steps<LoadedDataset[]> {
  const rows = yield* wait(database.queryCached<{ doc: string; coverage: string | null }>(DATASETS));
  const known = LOADED.get(rows);
  if (known !== undefined) return known;
  const read = ({ doc, coverage }: (typeof rows)[number]): LoadedDataset => ({
    ...(JSON.parse(doc) as DatasetInfo),
    coverage: coverage === null ? null : (JSON.parse(coverage) as Coverage),
  });
  const loaded = rows.map(read);
  LOADED.set(rows, loaded);
  return loaded;
});

/** When a dataset was last loaded, to the second; null when none is. */
export const lastLoad = coroutine(function* (database: Database): Steps<Date | null> {
  const rows = yield* wait(database.query<{ loaded: string | null }>(sql`SELECT max(loaded) AS loaded FROM datasets`));
  const loaded = rows[0]?.loaded ?? null;
  return loaded === null ? null : new Date(loaded);
});
