// Retirement: records of an imported dataset that are there no longer, and the rows that took them out.
import sql from "sql-template-tag";
import { COLLECTIONS, type Collection } from "../../model/ids.ts";
import type { Database } from "../engine/database.ts";
import { manyOf, name } from "../engine/sql.ts";
import type { ChangeCounts } from "./change-counts.ts";
import type { Gone } from "./change-log.ts";

/** Why a record went. */
export const REASONS = {
  withdrawn: "A later version of its row is not of those that are kept.",
  unnamed: "No event names it any more.",
  unlisted: "The newest version of its file does not have it.",
} as const;

/** Collects what goes and what comes back in one import. */
export class Retirement {
  readonly #database: Database;
  readonly #dataset: string;
  readonly #gone = new Map<string, { readonly collection: Collection; readonly id: string; readonly reason: string }>();
  /** The order of the newest row that took an event out, by the id of the event. */
  readonly #withdrawn: Map<string, number>;
  readonly #changed = new Set<string>();

  static async open(database: Database, dataset: string): Promise<Retirement> {
    const rows = await database.query<{ id: string; ord: number }>(
      sql`SELECT id, ord FROM withdrawn WHERE dataset = ${dataset}`,
    );
    return new Retirement(database, dataset, new Map(rows.map(({ id, ord }) => [id, Number(ord)])));
  }

  private constructor(database: Database, dataset: string, withdrawn: Map<string, number>) {
    this.#database = database;
    this.#dataset = dataset;
    this.#withdrawn = withdrawn;
  }

  /** Whether a newer row than this took the event out. */
  isWithdrawn(id: string, order: number): boolean {
    return (this.#withdrawn.get(id) ?? Number.NEGATIVE_INFINITY) > order;
  }

  /** Notes that a row took an event out. */
  withdraw(id: string, order: number): void {
    this.#withdrawn.set(id, order);
    this.#changed.add(id);
    this.retire("events", id, REASONS.withdrawn);
  }

  retire(collection: Collection, id: string, reason: string): void {
    this.#gone.set(`${collection}/${id}`, { collection, id, reason });
  }

  /** Why those records are gone that were there before the import. */
  of(changes: ChangeCounts): readonly Gone[] {
    return COLLECTIONS.flatMap((collection) =>
      changes.ids(collection).removed.flatMap((id) => {
        const gone = this.#gone.get(`${collection}/${id}`);
        return gone === undefined ? [] : [{ ...gone, mergedInto: null }];
      }),
    );
  }

  /** Notes that an event is there. */
  restore(id: string): void {
    if (this.#withdrawn.delete(id)) this.#changed.add(id);
  }

  /**
   * Writes what was noted: once, when all records are as they will be; what is there again is retired no longer.
   * @param number that of the dataset
   */
  async write(number: number): Promise<void> {
    const dataset = this.#dataset;
    const changed = [...this.#changed];
    if (changed.length > 0) {
      await this.#database.run(sql`DELETE FROM withdrawn WHERE dataset = ${dataset} AND id IN ${manyOf(changed)}`);
    }
    const tombs = this.#database.inserter("withdrawn", ["dataset", "id", "ord"]);
    for (const id of changed) {
      const order = this.#withdrawn.get(id);
      if (order !== undefined) tombs.put([dataset, id, order]);
    }
    await tombs.flush();
    const columns = ["collection", "id", "dataset", "day", "reason", "merged_into"];
    const gone = this.#database.inserter("retired", columns, "ON CONFLICT DO NOTHING");
    for (const { collection, id, reason } of this.#gone.values()) {
      gone.put([collection, id, dataset, today(), reason, null]);
    }
    await gone.flush();
    for (const collection of COLLECTIONS) {
      await this.#database.run(sql`
        DELETE FROM retired WHERE dataset = ${dataset} AND collection = ${collection}
          AND EXISTS (SELECT 1 FROM ${name(collection)} r WHERE r.ds = ${number} AND r.id = retired.id)`);
    }
  }
}

/** The day of the import, in UTC: when the publisher took a record out, nobody tells. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
