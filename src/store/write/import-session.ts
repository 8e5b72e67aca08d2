// Import session: one import into one dataset, in an open transaction: rows are taken, written in batches, and summed up.
import sql from "sql-template-tag";
import type { DatasetInfo, Records } from "../../model/bundle.ts";
import type { Accepted, SerialId, Withdrawn } from "../../model/import-row.ts";
import { datasetRange, rowidOf } from "../catalog/rowid.ts";
import { withoutIndexes } from "../catalog/schema.ts";
import { type Database, DatabaseFault } from "../engine/database.ts";
import { CROSS } from "../engine/dialect.ts";
import { logDataset } from "./change-log.ts";
import { dateSpan, writeDatasetRow } from "./dataset-row.ts";
import { type About, type Before, DatasetTotals } from "./dataset-totals.ts";
import { EventBatch, type EventRow, supersedes, type Version } from "./event-batch.ts";
import { sharedLookup } from "./lookup.ts";
import { type ImportTarget, NamedRecords } from "./named-records.ts";
import { type Projection, projector } from "./projection.ts";
import { Retirement } from "./retirement.ts";
import { hasMirrors, rollups, writeRollups } from "./rollup-writer.ts";
import { deleteRows, type OnCut, pruneSuggestions, rowWriter, storedCells } from "./row-writer.ts";
import { type StoredRow, storedRows } from "./stored-row.ts";
import { linkVenues } from "./venue-links.ts";

/** What became of the rows that were taken. */
export interface Upserted {
  readonly kept: number;
  readonly duplicates: number;
  /** Whether anything of the dataset is other than before. */
  readonly changed: boolean;
  readonly info: DatasetInfo;
}

/** Rows that are sorted and written together. */
const BATCH = 2_000;
/** A first import of more rows than the tables hold builds their indexes at its end, in one go. */
const KEEP_INDEXES = 20_000;

/** An event that is to be written. */
interface Fresh extends EventRow {
  readonly event: Records["events"];
  readonly n: bigint;
  /** Made already where it was compared with what is there. */
  readonly made: Projection | null;
}

export class ImportSession {
  readonly #target: ImportTarget;
  readonly #about: About;
  readonly #makeIndexes: () => Promise<void>;
  readonly #events: EventBatch;
  readonly #named: NamedRecords;
  readonly #rollups = rollups();
  /** Records that came, or that events named which went: it may be that no event names them. */
  readonly #left = { venues: new Set<string>(), sources: new Set<string>(), participants: new Set<string>() };
  /** Rows that are older than what was there. */
  #older = 0;

  /**
   * Begins an import.
   * @param before what the database holds of the dataset already; null where it holds none of its records
   */
  static async open(
    database: Database,
    number: number,
    about: About,
    before: Before | null,
    onCut?: OnCut,
  ): Promise<ImportSession> {
    const lookup = await sharedLookup(database);
    const makeIndexes = await deferIndexes(database);
    const [writer, prepare, totals] = [rowWriter(database, onCut), projector(), new DatasetTotals(before)];
    const retirement = await Retirement.open(database, about.id);
    const target = { database, number, isNew: before === null, lookup, writer, prepare, totals, retirement };
    return new ImportSession(target, about, makeIndexes);
  }

  private constructor(target: ImportTarget, about: About, makeIndexes: () => Promise<void>) {
    this.#target = target;
    this.#about = about;
    this.#makeIndexes = makeIndexes;
    this.#events = new EventBatch(about.id);
    this.#named = new NamedRecords(target);
  }

  /** Takes a row; what was taken is written in batches. */
  take(row: Accepted<SerialId> | Withdrawn<SerialId>): void {
    this.#events.add(row);
    if (row.kind === "withdrawn") return;
    this.#named.add(row);
    for (const { collection, record } of row.records) {
      if (collection === "venues" || collection === "sources" || collection === "participants") {
        this.#left[collection].add(record.id);
      }
    }
  }

  /** Writes what was taken, if it is enough to be written together. */
  async flushFull(): Promise<void> {
    if (this.#events.waiting >= BATCH) await this.flush();
  }

  /** Writes what was taken: first what rows name, then their events. */
  async flush(): Promise<void> {
    await this.#project(await this.#named.flush());
    const { gone, fresh } = await this.#compared(this.#events.take());
    // All that goes has gone before anything comes: the same number may be given again.
    await this.#remove(gone);
    for (const one of fresh) this.#write(one);
    await this.#target.writer.flush();
  }

  /**
   * Writes what is true of all records. Nothing is taken after this.
   * @param logged whether it is a change of the data, which the log tells of
   */
  async end(logged: boolean): Promise<Upserted> {
    const { database, number, totals, retirement } = this.#target;
    await this.flush();
    // What was counted is put together while the other thread makes the first indexes.
    await Promise.all([this.#makeIndexes(), writeRollups(database, number, this.#rollups)]);
    // Sources before their publishers.
    for (const collection of ["venues", "sources", "participants"] as const) {
      await this.#named.removeUnnamed(collection, this.#left[collection]);
    }
    const info = totals.info(this.#about, await lastUpdate(database, number));
    if (totals.changed) {
      await retirement.write(number);
      const mirrors = await hasMirrors(database, number);
      await writeDatasetRow(database, number, info, { span: totals.span, open: false, mirrors, tallied: true });
      await linkVenues(database);
      await pruneSuggestions(database);
      if (logged) {
        const { before, changes } = totals;
        await logDataset(database, { info, before, changes, gone: retirement.of(changes) });
      }
    }
    const { ids, duplicates } = this.#events.counts;
    const changed = totals.changed;
    return { kept: ids - this.#older, duplicates: duplicates + this.#older, changed, info };
  }

  /** What must go and what must come so that each of these rows stands where it holds against what is there. */
  async #compared(rows: readonly EventRow[]): Promise<{ gone: readonly StoredRow[]; fresh: readonly Fresh[] }> {
    const { database, number, isNew } = this.#target;
    const asked = isNew ? rows.filter(({ again }) => again) : rows;
    const ids = asked.map(({ id }) => id);
    const there = await storedRows(database, number, "events", ids);
    const gone: StoredRow[] = [];
    const fresh: Fresh[] = [];
    for (const one of rows) {
      const old = there.get(one.id);
      const taken = this.#judged(one, old);
      if (taken === "older" || taken === "as it is") continue;
      if (old !== undefined) gone.push(old);
      if (taken !== "withdrawn") fresh.push(taken);
    }
    fresh.sort((a, b) => (a.n < b.n ? -1 : 1));
    return { gone, fresh };
  }

  /** What becomes of a row beside the version that is there. */
  #judged(one: EventRow, old: StoredRow | undefined): Fresh | "as it is" | "older" | "withdrawn" {
    const { number, retirement } = this.#target;
    const { id, order, event } = one;
    const before = old === undefined ? null : versionOf(old);
    if ((before !== null && !supersedes(one, before)) || (before === null && retirement.isWithdrawn(id, order))) {
      if (!one.again && event !== null) this.#older++;
      return "older";
    }
    if (event === null) {
      if (old === undefined) return "as it is";
      retirement.withdraw(id, order);
      return "withdrawn";
    }
    retirement.restore(id);
    const made = old === undefined ? null : this.#ready(event);
    if (old !== undefined && old.doc === made?.doc && before?.order === order) return "as it is";
    return { ...one, event, made, n: rowidOf(number, event.date?.earliest ?? null, one.place) };
  }

  #ready(record: Records["events"]): Projection {
    return this.#target.prepare({ collection: "events", record }, this.#target.lookup, false);
  }

  #leave(event: Records["events"]): void {
    for (const venue of [event.venue, ...event.stops]) if (venue !== null) this.#left.venues.add(venue);
    for (const source of event.sources) this.#left.sources.add(source);
  }

  async #remove(gone: readonly StoredRow[]): Promise<void> {
    if (gone.length === 0) return;
    const { database, totals } = this.#target;
    for (const one of gone) {
      totals.remove("events", one);
      this.#leave(JSON.parse(one.doc));
    }
    const numbers = gone.map(({ n }) => BigInt(n));
    // As they were counted: the places that they name may be others now, or none that this import knows.
    for (const cells of await storedCells(database, "events", numbers)) this.#rollups.count(cells, -1);
    await deleteRows(database, "events", numbers);
  }

  #write({ at, order, event: record, made, n }: Omit<Fresh, "again" | "place" | "id">): void {
    const { number, writer, totals } = this.#target;
    const event = made ?? this.#ready(record);
    writer.write(event, { n, dataset: number, order });
    totals.add("events", event);
    this.#rollups.count(event, 1);
    const days = dateSpan(record.date?.earliest ?? null, record.date?.latest ?? null);
    if (days === null) throw new DatabaseFault(`${at}: the event has no day`);
    totals.reach(days);
  }

  /** Writes the events at some places anew: their columns and terms are of the places as they are. */
  async #project(venues: readonly string[]): Promise<void> {
    const { database, number, writer } = this.#target;
    for (const venue of venues) {
      let last = datasetRange(number).low - 1n;
      for (;;) {
        const rows = await eventsAt(database, number, venue, last);
        const end = rows.at(-1);
        if (end === undefined) break;
        last = BigInt(end.n);
        await this.#remove(rows);
        for (const { id, n, ord, doc } of rows) {
          this.#write({ at: id, order: Number(ord ?? 0), event: JSON.parse(doc), made: null, n: BigInt(n) });
        }
        await writer.flush();
      }
    }
  }
}

/** Few rows come twice: only of them is what is there read. */
function versionOf({ ord, doc }: StoredRow): Version {
  return {
    order: Number(ord ?? 0),
    get event(): Records["events"] {
      return JSON.parse(doc);
    },
  };
}

/** Some events at a place whose numbers are after one. */
async function eventsAt(database: Database, number: number, venue: string, after: bigint): Promise<StoredRow[]> {
  return database.query<StoredRow>(sql`
    SELECT r.id, CAST(r.n AS TEXT) AS n, r.ord, d.doc
    FROM event_venues v ${CROSS} events r ON r.n = v.n ${CROSS} events_docs d ON d.n = r.n
    WHERE v.value = ${venue} AND v.n > ${after} AND v.n <= ${datasetRange(number).high} ORDER BY v.n LIMIT ${BATCH}`);
}

/** The day of the newest event. */
async function lastUpdate(database: Database, number: number): Promise<string | null> {
  const rows = await database.query<{ day: string | null }>(
    sql`SELECT max(updated) AS day FROM events WHERE ds = ${number}`,
  );
  return rows[0]?.day ?? null;
}

/**
 * Takes out the indexes of questions where few rows are there; what comes back makes them again. That of venues stays:
 * when a place changes, the events there are asked for.
 */
async function deferIndexes(database: Database): Promise<() => Promise<void>> {
  const rows = await database.query<{ n: number }>(
    sql`SELECT count(*) AS n FROM (SELECT 1 FROM events LIMIT ${KEEP_INDEXES}) few`,
  );
  return (rows[0]?.n ?? 0) < KEEP_INDEXES
    ? withoutIndexes(database, "events", ["event_venues_by_value"])
    : async () => {};
}
