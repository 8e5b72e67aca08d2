// Change counts: which records an import added, changed and removed, however often it touched each of them.
import { hash } from "node:crypto";
import { COLLECTIONS, type Collection } from "../../model/ids.ts";
import type { RecordCounts } from "../catalog/log.ts";

/** A short name of a document: equal ones are the same text. */
const digest = (doc: string) => hash("sha256", doc, "base64").slice(0, 16);

/** A record with its JSON. */
export interface AddedRecord {
  readonly id: string;
  readonly doc: string;
  /** The day on which it says that it was updated. */
  readonly updated: string;
}

/** What became of the records of a collection, those apart that are as they were. */
class Touched {
  /** Records that were there before, and what they were; those that are there no longer are in `gone` too. */
  readonly before = new Map<string, string>();
  readonly gone = new Set<string>();
  readonly fresh = new Set<string>();
  /** The earliest day on which one that was added or changed says that it was updated. */
  since: string | null = null;
}

export class ChangeCounts {
  readonly #collections = new Map(COLLECTIONS.map((collection) => [collection, new Touched()]));
  /** Whether there was something before: a first import, of millions perhaps, keeps no ids. */
  readonly #hadRecords: boolean;

  constructor(hadRecords: boolean) {
    this.#hadRecords = hadRecords;
  }

  /** Notes that a record is there, which was not, or was taken out before. */
  add(collection: Collection, { id, doc, updated }: AddedRecord): void {
    const touched = this.#of(collection);
    const before = touched.before.get(id);
    touched.gone.delete(id);
    if (before !== undefined && before === digest(doc)) {
      touched.before.delete(id);
      return;
    }
    if (before === undefined && this.#hadRecords) touched.fresh.add(id);
    if (touched.since === null || updated < touched.since) touched.since = updated;
  }

  /** Notes that a record is there no longer. */
  remove(collection: Collection, id: string, doc: string): void {
    const touched = this.#of(collection);
    if (!this.#hadRecords || touched.fresh.delete(id)) return;
    if (!touched.before.has(id)) touched.before.set(id, digest(doc));
    touched.gone.add(id);
  }

  /** The ids of records by what became of them, each list sorted; those of a first import are not kept. */
  ids(collection: Collection): Readonly<Record<"added" | "changed" | "removed", readonly string[]>> {
    const { before, gone, fresh } = this.#of(collection);
    const changed = [...before.keys()].filter((id) => !gone.has(id));
    return { added: [...fresh].sort(), changed: changed.sort(), removed: [...gone].sort() };
  }

  /** How many, of each collection that has or had records; `totals` are the numbers of records that there are. */
  counts(totals: Readonly<Record<string, number>>): RecordCounts {
    const all = COLLECTIONS.map((collection) => {
      const { before, gone, fresh } = this.#of(collection);
      const total = totals[collection] ?? 0;
      const added = this.#hadRecords ? fresh.size : total;
      return [collection, { added, changed: before.size - gone.size, removed: gone.size, total }] as const;
    });
    return Object.fromEntries(all.filter(([, { total, removed }]) => total + removed > 0));
  }

  /** The first collection with a record that was added or changed, and since when such a record says it was updated. */
  get since(): { readonly collection: Collection; readonly day: string } | null {
    for (const [collection, { since }] of this.#collections) if (since !== null) return { collection, day: since };
    return null;
  }

  #of(collection: Collection): Touched {
    const touched = this.#collections.get(collection);
    if (touched === undefined) throw new Error(`no table holds ${collection}`);
    return touched;
  }
}
