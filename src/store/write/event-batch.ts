// Event batch: rows that are sorted and written together, of each id the one that holds, and ids that came twice counted.
import type { Records } from "../../model/bundle.ts";
import type { Accepted, SerialId, Withdrawn } from "../../model/import-row.ts";
import { placeOf } from "../catalog/rowid.ts";
import { DatabaseFault } from "../engine/database.ts";

type Event = Records["events"];

/** A version of an event; none is one in which it is not wanted. */
export interface Version {
  readonly order: number;
  readonly event: Event | null;
}

/** A row with the place of its id among those of its day; `again` when an earlier batch had the same id. */
export interface EventRow extends Version {
  readonly id: SerialId;
  /** `file:line`, as faults name it. */
  readonly at: string;
  readonly place: number;
  readonly again: boolean;
}

function eventOf({ file, line, id, records }: Accepted): Event {
  const event = records.find((one) => one.collection === "events" && one.record.id === id)?.record;
  if (event === undefined) throw new DatabaseFault(`${file}:${line}: the row ${id} has no event of its own`);
  return event as Event;
}

const contentOf = (event: Event) => JSON.stringify({ ...event, sources: [], provenance: [] });

/**
 * Whether a version holds against one that came before: the later order; of one order the one that comes later, but
 * where two files say the same, the file that sorts first, so that it does not matter which is read first.
 */
export function supersedes(later: Version, before: Version): boolean {
  if (later.order !== before.order) return later.order > before.order;
  if (later.event === null || before.event === null) return true;
  const [own, other] = [later.event.sources.join(), before.event.sources.join()];
  return own <= other || contentOf(later.event) !== contentOf(before.event);
}

export class EventBatch {
  readonly #prefix: string;
  /** The places of all ids of rows that were kept, and of those among them whose last version was withdrawn. */
  readonly #seen = new Set<number>();
  readonly #withdrawn = new Set<number>();
  #rows = new Map<number, EventRow>();
  #duplicates = 0;

  /** @param dataset the dataset whose id begins the ids of its rows */
  constructor(dataset: string) {
    this.#prefix = `${dataset}-`;
  }

  /** Rows that wait to be taken. */
  get waiting(): number {
    return this.#rows.size;
  }

  /** Different ids of rows that hold, and rows of ids of which another version holds. */
  get counts(): { readonly ids: number; readonly duplicates: number } {
    const gone = this.#withdrawn.size;
    return { ids: this.#seen.size - gone, duplicates: this.#duplicates + gone };
  }

  add(row: Accepted<SerialId> | Withdrawn<SerialId>): void {
    const at = row.kind === "kept" ? `${row.file}:${row.line}` : row.id;
    const place = placeOf(row.id, this.#prefix);
    if (place === null) {
      throw new DatabaseFault(`${at}: the id ${row.id} is not ${this.#prefix} and up to ten digits`);
    }
    const other = this.#rows.get(place);
    const again = other === undefined ? this.#seen.has(place) : other.again;
    if (row.kind === "kept") {
      if (this.#seen.has(place)) this.#duplicates++;
      this.#seen.add(place);
    }
    const event = row.kind === "kept" ? eventOf(row) : null;
    const one = { id: row.id, order: row.order, event, at, place, again };
    const holds = other === undefined || supersedes(one, other) ? one : other;
    this.#rows.set(place, holds);
    if (holds.event === null && this.#seen.has(place)) this.#withdrawn.add(place);
    else this.#withdrawn.delete(place);
  }

  /** Gives what waits, and begins anew. */
  take(): readonly EventRow[] {
    const rows = [...this.#rows.values()];
    this.#rows = new Map();
    return rows;
  }
}
