// Change log: what happened to datasets and curated records here, in the order in which it happened.
//
// An entry's number is taken within the transaction that makes the change, under the lock that lets one writer at a time
// work (SQLite's, or the advisory lock of PostgreSQL), which is held until the commit. So numbers become visible in their
// order: whoever has read an entry will find no older one later.
//
// A number is greater than the one before it, and at least the time in milliseconds. So numbers do not come back where
// a database is made anew or a backup restored: clients that poll go on from the number that they have.
import sql from "sql-template-tag";
import type { DatasetInfo } from "../../model/bundle.ts";
import { COLLECTIONS, type Collection } from "../../model/ids.ts";
import { LOG_DAYS, type LogDetail, type LogEntry } from "../catalog/log.ts";
import type { Database } from "../engine/database.ts";
import type { ChangeCounts } from "./change-counts.ts";

const MILLISECONDS = 86_400_000;

interface State {
  readonly last: number;
  readonly at: string;
}

const COLUMNS = ["seq", "at", "change", "dataset", "collection", "id", "reason", "merged_into", "detail"];

/** Adds entries in an open transaction, and takes out those that are older than entries are kept. */
export async function append(database: Database, entries: readonly LogEntry[]): Promise<void> {
  const [state] = await database.query<State>(sql`SELECT last, at FROM change_log_state`);
  if (state === undefined || entries.length === 0) return;
  // A clock that is set back does not set the log back.
  const now = Math.max(Date.now(), Date.parse(state.at));
  const at = new Date(now).toISOString();
  const first = Math.max(state.last + 1, now);
  const rows = database.inserter("change_log", COLUMNS);
  for (const [place, { change, dataset, collection, id, reason, mergedInto, detail }] of entries.entries()) {
    const said = detail === null ? null : JSON.stringify(detail);
    rows.put([first + place, at, change, dataset, collection, id, reason, mergedInto, said]);
  }
  await rows.flush();
  await database.run(sql`UPDATE change_log_state SET last = ${first + entries.length - 1}, at = ${at}`);
  await prune(database, new Date(now - LOG_DAYS * MILLISECONDS).toISOString());
}

async function prune(database: Database, before: string): Promise<void> {
  const [old] = await database.query<{ seq: number | null }>(
    sql`SELECT max(seq) AS seq FROM change_log WHERE at < ${before}`,
  );
  const seq = old?.seq ?? null;
  if (seq === null) return;
  await database.run(sql`DELETE FROM change_log WHERE seq <= ${seq}`);
  await database.run(sql`UPDATE change_log_state SET begun = ${before}, cut = ${seq}`);
}

/** An entry of a whole dataset. */
function ofDataset(dataset: string, change: LogEntry["change"], detail: LogDetail): LogEntry {
  return { change, dataset, collection: null, id: dataset, reason: null, mergedInto: null, detail };
}

/** Why a record is gone. */
export interface Gone {
  readonly collection: Collection;
  readonly id: string;
  readonly reason: string;
  readonly mergedInto: string | null;
}

/** What an import or a load did to a dataset. */
export interface DatasetChange {
  readonly info: DatasetInfo;
  /** The version before, null where there was none. */
  readonly before: string | null;
  readonly changes: ChangeCounts;
  /** Why records are gone; of curated data also records that this database never had. */
  readonly gone: readonly Gone[];
}

/** Logs what became of a dataset: itself, of curated data each record, of imported data those that are gone. */
export async function logDataset(database: Database, { info, before, changes, gone }: DatasetChange): Promise<void> {
  const { id: dataset, kind, version } = info;
  const curated = kind === "curated";
  const entries = [
    ofDataset(dataset, before === null ? "loaded" : "updated", {
      version: { before, after: version },
      records: changes.counts(info.counts),
      since: changes.since,
    }),
  ];
  const told = new Set(gone.map(({ collection, id }) => `${collection}/${id}`));
  const plain = { dataset, reason: null, mergedInto: null, detail: null };
  for (const collection of COLLECTIONS) {
    const ids = changes.ids(collection);
    for (const change of curated ? (["added", "changed"] as const) : []) {
      entries.push(...ids[change].map((id) => ({ ...plain, change, collection, id })));
    }
    const untold = ids.removed.filter((id) => !told.has(`${collection}/${id}`));
    entries.push(...untold.map((id) => ({ ...plain, change: "removed" as const, collection, id })));
  }
  for (const { collection, id, reason, mergedInto } of gone) {
    const change = mergedInto === null ? "retired" : "merged";
    entries.push({ ...plain, change, collection, id, reason, mergedInto });
  }
  await append(database, entries);
}

/** Logs that a dataset was taken out; `counts` are the records that it had, null where that cannot be told. */
export async function logDrop(
  database: Database,
  dataset: string,
  version: string | null,
  counts: Readonly<Record<string, number>> | null,
): Promise<void> {
  const had = Object.entries(counts ?? {}).filter(([, count]) => count > 0);
  const records = Object.fromEntries(had.map(([of, removed]) => [of, { added: 0, changed: 0, removed, total: 0 }]));
  const detail = { version: { before: version, after: null }, records: counts === null ? null : records, since: null };
  await append(database, [ofDataset(dataset, "dropped", detail)]);
}
