// Dataset totals: what an import knows of a dataset without looking at its records: counts, span, version.
import type { DatasetInfo } from "../../model/bundle.ts";
import { ContentHash } from "../../model/dataset-version.ts";
import { COLLECTIONS, type Collection } from "../../model/ids.ts";
import { type AddedRecord, ChangeCounts } from "./change-counts.ts";

/** A dataset's description without what its records say. */
export type About = Omit<DatasetInfo, "version" | "counts" | "updated">;

/** A dataset as it was before an import. */
export type Before = DatasetInfo & { readonly span: number };

export class DatasetTotals {
  readonly #before: Before | null;
  readonly #counts: Map<Collection, number>;
  readonly #hash: ContentHash;
  /** Which records came, changed and went. */
  readonly changes: ChangeCounts;
  #span: number;

  constructor(before: Before | null) {
    this.#before = before;
    this.#counts = new Map(COLLECTIONS.map((collection) => [collection, before?.counts[collection] ?? 0]));
    this.#hash = new ContentHash(before?.version ?? null);
    this.#span = before?.span ?? 0;
    this.changes = new ChangeCounts(before !== null);
  }

  /** Most days between the ends of a date. */
  get span(): number {
    return this.#span;
  }

  /** Whether anything is other than before. */
  get changed(): boolean {
    return this.#before === null || this.#before.version !== this.#hash.version();
  }

  /** The version before; null where there was none. */
  get before(): string | null {
    return this.#before?.version ?? null;
  }

  add(collection: Collection, record: AddedRecord): void {
    this.#hash.add(record.doc);
    this.changes.add(collection, record);
    this.#counts.set(collection, this.count(collection) + 1);
  }

  remove(collection: Collection, { id, doc }: Pick<AddedRecord, "id" | "doc">): void {
    this.#hash.remove(doc);
    this.changes.remove(collection, id, doc);
    this.#counts.set(collection, this.count(collection) - 1);
  }

  /** Tells of an event whose date has so many days from end to end. */
  reach(days: number): void {
    this.#span = Math.max(this.#span, days);
  }

  count(collection: Collection): number {
    return this.#counts.get(collection) ?? 0;
  }

  info(about: About, updated: string | null): DatasetInfo {
    return { ...about, version: this.#hash.version(), updated, counts: Object.fromEntries(this.#counts) };
  }
}
