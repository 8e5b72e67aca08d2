// Log: what an entry of the log of changes says, and how long it is kept.
import type { Collection } from "../../model/ids.ts";

/** Days for which entries are kept. */
export const LOG_DAYS = 400;

/** `loaded`, `updated`, `dropped`: a dataset; all others: a record. */
export const CHANGES = ["loaded", "updated", "dropped", "added", "changed", "removed", "retired", "merged"] as const;

/** Records of a dataset by collection: what one change did to them, and how many there are after it. */
export type RecordCounts = Readonly<
  Record<string, { readonly [count in "added" | "changed" | "removed" | "total"]: number }>
>;

/** What an entry says of a dataset; null where it is of a record. */
export interface LogDetail {
  readonly version: { readonly before: string | null; readonly after: string | null };
  /** Null where it cannot be told. */
  readonly records: RecordCounts | null;
  /** A collection with records that were added or changed, and the earliest day that one of them was updated on. */
  readonly since: { readonly collection: Collection; readonly day: string } | null;
}

export interface LogEntry {
  readonly change: (typeof CHANGES)[number];
  readonly dataset: string;
  /** Null for a whole dataset, whose id is then `id`. */
  readonly collection: Collection | null;
  readonly id: string;
  readonly reason: string | null;
  readonly mergedInto: string | null;
  readonly detail: LogDetail | null;
}
