// Named records: the places, people and sources that rows name, each written once however many rows bring it.
import sql, { type Sql } from "sql-template-tag";
import type { Collection } from "../../model/ids.ts";
import type { Accepted, CollectionRecord } from "../../model/import-row.ts";
import { mergedNamed } from "../../model/merge-named.ts";
import { datasetRange, inRange } from "../catalog/rowid.ts";
import type { Database } from "../engine/database.ts";
import { manyOf, name } from "../engine/sql.ts";
import type { DatasetTotals } from "./dataset-totals.ts";
import type { MutableLookup } from "./lookup.ts";
import type { projector } from "./projection.ts";
import { REASONS, type Retirement } from "./retirement.ts";
import { deleteRows, type RowWriter } from "./row-writer.ts";
import { storedRows } from "./stored-row.ts";

/** Where an import writes, and what it counts. */
export interface ImportTarget {
  readonly database: Database;
  /** The number of the dataset. */
  readonly number: number;
  /** Whether the database held none of its records before. */
  readonly isNew: boolean;
  readonly lookup: MutableLookup;
  readonly writer: RowWriter;
  readonly prepare: ReturnType<typeof projector>;
  readonly totals: DatasetTotals;
  readonly retirement: Retirement;
}

/** Asks which of some records others name, in a range of numbers. */
const NAMED_BY = {
  venues: (ids: Sql, within: Sql) =>
    sql`SELECT r.value AS id FROM event_venues r WHERE r.value IN ${ids} AND ${within}`,
  sources: (ids: Sql, within: Sql) =>
    sql`SELECT r.value AS id FROM event_sources r WHERE r.value IN ${ids} AND ${within}`,
  participants: (ids: Sql, within: Sql) => sql`
    SELECT r.publisher AS id FROM sources r WHERE r.publisher IN ${ids} AND ${within}
    UNION SELECT r.participant FROM event_participants r WHERE r.participant IN ${ids} AND ${within}`,
} as const;

export class NamedRecords {
  readonly #target: ImportTarget;
  /** Each record as this import left it. */
  readonly #known = new Map<string, CollectionRecord>();
  readonly #next = new Map<Collection, bigint>();
  #waiting = new Map<string, CollectionRecord>();

  constructor(target: ImportTarget) {
    this.#target = target;
  }

  /** Takes what a row names, whatever becomes of its event: later rows name it too, and do not bring it again. */
  add(row: Accepted): void {
    for (const one of row.records) {
      if (one.collection === "events") continue;
      const key = `${one.collection}/${one.record.id}`;
      const other = this.#waiting.get(key);
      this.#waiting.set(key, other === undefined ? one : mergedNamed(other, one));
    }
  }

  /**
   * Writes what waits; a record that is there as it is stays.
   * @returns the ids of places that have changed, as which events were written before
   */
  async flush(): Promise<readonly string[]> {
    const list = [...this.#waiting.values()];
    this.#waiting = new Map();
    const changed: string[] = [];
    for (const [collection, some] of Map.groupBy(list, (one) => one.collection)) {
      const others = await this.#write(collection, some);
      if (collection === "venues") changed.push(...others);
    }
    return changed;
  }

  /** Takes out those of some records that nothing names any more. */
  async removeUnnamed(collection: keyof typeof NAMED_BY, ids: Iterable<string>): Promise<void> {
    const { database, number, totals, retirement } = this.#target;
    const asked = [...new Set(ids)];
    if (asked.length === 0) return;
    const within = inRange(datasetRange(number));
    const rows = await database.query<{ id: string }>(
      sql`SELECT DISTINCT id FROM (${NAMED_BY[collection](manyOf(asked), within)}) named`,
    );
    const named = new Set(rows.map(({ id }) => id));
    const gone = await storedRows(
      database,
      number,
      collection,
      asked.filter((id) => !named.has(id)),
    );
    for (const one of gone.values()) {
      totals.remove(collection, one);
      retirement.retire(collection, one.id, REASONS.unnamed);
    }
    const numbers = [...gone.values()].map(({ n }) => BigInt(n));
    if (numbers.length > 0) await deleteRows(database, collection, numbers);
  }

  /** Writes some, and gives the ids of those that replaced others. */
  async #write(collection: Collection, list: readonly CollectionRecord[]): Promise<readonly string[]> {
    const changed: string[] = [];
    const { database, number, isNew, lookup, writer, prepare, totals } = this.#target;
    const keyOf = ({ record }: CollectionRecord) => `${collection}/${record.id}`;
    const fresh = list.flatMap((one) => {
      const known = this.#known.get(keyOf(one));
      const whole = known === undefined ? one : mergedNamed(known, one);
      return known !== undefined && JSON.stringify(known) === JSON.stringify(whole) ? [] : [whole];
    });
    // Asking waits for all that is on its way: of what cannot be there it is not asked.
    const ids = fresh.flatMap((one) => (isNew && !this.#known.has(keyOf(one)) ? [] : [one.record.id]));
    const there = await storedRows(database, number, collection, ids);
    for (const one of fresh) {
      const old = there.get(one.record.id);
      const stored = old === undefined ? null : ({ collection, record: JSON.parse(old.doc) } as CollectionRecord);
      const whole = stored === null ? one : mergedNamed(stored, one);
      this.#known.set(keyOf(one), whole);
      lookup.add(whole);
      const ready = prepare(whole, lookup, true);
      if (old?.doc === ready.doc) continue;
      if (old !== undefined) {
        totals.remove(collection, old);
        await deleteRows(database, collection, [BigInt(old.n)]);
        changed.push(old.id);
      }
      writer.write(ready, { n: await this.#following(collection), dataset: number, order: null });
      totals.add(collection, ready);
    }
    return changed;
  }

  /** The next number of records that have no date. */
  async #following(collection: Collection): Promise<bigint> {
    const { database, number } = this.#target;
    let next = this.#next.get(collection);
    if (next === undefined) {
      const block = datasetRange(number);
      const rows = await database.query<{ n: string | null }>(sql`
        SELECT CAST(max(n) AS TEXT) AS n FROM ${name(collection)} WHERE ${inRange(block, sql`n`)}`);
      next = rows[0]?.n == null ? block.low : BigInt(rows[0].n) + 1n;
    }
    this.#next.set(collection, next + 1n);
    return next;
  }
}
