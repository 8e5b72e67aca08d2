// Sums memory: the running sums that a process keeps of one database, within a limit in bytes.
//
// Sums are made by a reader, one question's at a time, when a question is first asked of data that have been asked
// before; until then it is counted as without them. The reader is that of a snapshot, which has the patience of an export:
// those of a field with 260,000 rollups took a third of a second. A few wishes that come while others are made are made
// after them, one at a time, and whoever asks again makes the rest again: a flood of different words costs one reader at
// most. Who would have to count meanwhile what is being made may wait for it (`soon`). They are dropped when the data change,
// which is known by the object that all partitions of one version of the data have in common: it is read anew when the
// stamp is another one (`queryCached`), and an answer is only sent where the stamp was the same before and after it.

import { LRUCache } from "lru-cache";
import type { Sql } from "sql-template-tag";
import { once } from "../catalog/once.ts";
import { QueryTooLong } from "../engine/database.ts";
import type { Reader } from "../plan/bounded.ts";
import { runningSumsOf, type SumsByValue, type SumsRow, sumsByValue } from "./running-sums.ts";

/** Bytes of sums that are kept; what was not asked for longest goes first. */
export const SUMS_BYTES = 16 * 2 ** 20;
/** Of these, the part that one question may have. */
const SHARE = 1 / 4;
/** What an entry and each of its values cost beside their bytes, about. */
const OVERHEAD = 200;
/** Milliseconds until sums that took too long to make are tried again. */
const AGAIN = 60_000;

/** Wishes that are made one after another; others are forgotten. */
const WISHES = 16;

/** The sums of a question; null where it has none. */
interface Known {
  readonly sums: SumsByValue | null;
}

const NONE: Known = { sums: null };

export interface SumsMemory {
  /** The sums that are kept of a question of some data; what is missing is begun, where `rows` can say how. */
  find(database: Pick<Reader, "snapshot">, data: object, key: string, rows: () => Sql | null): SumsByValue | null;
  /** When what is begun of a question has been made, or not; null where it is not begun. */
  soon(data: object, key: string): Promise<void> | null;
  /** Bytes and questions that are kept. */
  size(): { readonly bytes: number; readonly questions: number };
  /** Waits for what is being made. */
  settled(): Promise<void>;
}

function bytesOf({ sums }: Known, key: string): number {
  let bytes = OVERHEAD + 2 * key.length;
  for (const [value, one] of sums ?? []) bytes += OVERHEAD + 2 * value.length + one.byteLength;
  return bytes;
}

/** A memory that keeps so many bytes at most. */
export function sumsMemory(limit = SUMS_BYTES): SumsMemory {
  const kept = new LRUCache<string, Known>({ maxSize: limit, sizeCalculation: bytesOf });
  const making = new Map<string, Promise<void>>();
  let of: object | null = null;
  let last: Promise<void> = Promise.resolve();

  function keep(data: object, key: string, known: Known, options: { ttl?: number } = {}): void {
    if (data !== of) return;
    kept.set(key, bytesOf(known, key) > limit * SHARE ? NONE : known, options);
  }

  async function make(database: Pick<Reader, "snapshot">, data: object, key: string, rows: Sql): Promise<void> {
    if (data !== of) return;
    try {
      const reader = await database.snapshot();
      try {
        keep(data, key, { sums: sumsByValue(await reader.query<SumsRow>(runningSumsOf(rows))) });
      } finally {
        await reader.close();
      }
    } catch (error) {
      // Whoever counts meets the other errors, and says so.
      if (error instanceof QueryTooLong) keep(data, key, NONE, { ttl: AGAIN });
    }
  }

  function begin(database: Pick<Reader, "snapshot">, data: object, key: string, rows: Sql): void {
    const made = last.then(() => make(database, data, key, rows));
    last = made.then(() => {
      if (making.get(key) === made) making.delete(key);
    });
    making.set(key, made);
  }

  return {
    find(database, data, key, rows) {
      if (data !== of) {
        kept.clear();
        making.clear();
        of = data;
        return null;
      }
      const known = kept.get(key);
      if (known !== undefined || making.has(key) || making.size >= WISHES) return known?.sums ?? null;
      const counted = rows();
      if (counted === null) keep(data, key, NONE);
      else begin(database, data, key, counted);
      return null;
    },
    soon: (data, key) => (data === of ? (making.get(key) ?? null) : null),
    size: () => ({ bytes: kept.calculatedSize, questions: kept.size }),
    settled: () => last,
  };
}

/** The memory of a database. */
export const sumsOf = once((_database: object): SumsMemory => sumsMemory());
