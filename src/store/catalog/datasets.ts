// Datasets: what is loaded, and when it was loaded last.

import sql from "sql-template-tag";
import { coroutine, type Steps, wait } from "../../coroutine.ts";
import type { Coverage, DatasetInfo, LoadedDataset } from "../../model/bundle.ts";
import type { Database } from "../engine/database.ts";
import { once } from "./once.ts";

interface DatasetRow {
  readonly doc: string;
  readonly coverage: string | null;
}

const loadedIn = once((rows: readonly DatasetRow[]): LoadedDataset[] =>
  rows.map(({ doc, coverage }) => ({
    ...(JSON.parse(doc) as DatasetInfo),
    coverage: coverage === null ? null : (JSON.parse(coverage) as Coverage),
  })),
);

const DATASETS = sql`SELECT doc, coverage FROM datasets ORDER BY id`;

/** What is loaded, by id; the same list until the data changes. */
export const datasets = coroutine(function* (database: Pick<Database, "queryCached">): Steps<LoadedDataset[]> {
  return loadedIn(yield* wait(database.queryCached<DatasetRow>(DATASETS)));
});

/** When a dataset was last loaded, to the second; null when none is. */
export const lastLoad = coroutine(function* (database: Database): Steps<Date | null> {
  const rows = yield* wait(database.query<{ loaded: string | null }>(sql`SELECT max(loaded) AS loaded FROM datasets`));
  const loaded = rows[0]?.loaded ?? null;
  return loaded === null ? null : new Date(loaded);
});
