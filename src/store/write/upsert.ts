// Upserting: rows of a bulk dataset added to those that are there, in one transaction, however many.
//
// Rows are written and taken out in batches, all that goes before anything comes. Taken out one by one, 100,000 newer
// rows cost PostgreSQL several minutes of round trips; 5,000 at a time 31 s, and SQLite 19 s instead of 28. With 20,000
// at a time nothing was faster, and an update held 1.6 GiB instead of 0.8.
//
// Where few rows are there, SQLite's indexes are taken out and made anew at the end, within the transaction. In
// PostgreSQL they stay: to drop an index locks the table for readers until the commit.

import sql from "sql-template-tag";
import type { DatasetInfo, Records } from "../../model/bundle.ts";
import { COLLECTIONS, type Collection } from "../../model/ids.ts";
import type { Accepted, CollectionRecord, RowOutcome } from "../../model/import-row.ts";
import { datasetRange, placeOf, rowidOf } from "../catalog/rowid.ts";
import { withoutIndexes } from "../catalog/schema.ts";
import { type Database, DatabaseFault } from "../engine/database.ts";
import { CROSS } from "../engine/dialect.ts";
import { manyOf, name } from "../engine/sql.ts";
import { contentHash } from "./content-hash.ts";
import { datasetNumber, dateSpan, writeDatasetRow } from "./dataset-row.ts";
import { sharedLookup } from "./lookup.ts";
import { type Projection, projector } from "./projection.ts";
import { rollups, writeRollups } from "./rollup-writer.ts";
import { deleteRows, type OnCut, pruneSuggestions, type RowWriter, rowWriter, storedCells } from "./row-writer.ts";

/** What became of the rows that were taken. */
export interface Upserted {
  readonly kept: number;
  readonly duplicates: number;
  /** Whether anything of the dataset is other than before. */
  readonly changed: boolean;
  readonly info: DatasetInfo;
}

/** A dataset's description without what its records say. */
export type About = Omit<DatasetInfo, "version" | "counts" | "updated">;

/** A dataset as it was before an import. */
type Before = DatasetInfo & { readonly span: number };

/** Rows that are sorted and written together. */
const BATCH = 2_000;
/** A first import of more rows than the tables hold builds their indexes at its end, in one go. */
const KEEP_INDEXES = 20_000;

/** A row with the place of its id among those of its day; `again` when an earlier batch had the same id. */
interface EventRow {
  readonly row: Accepted;
  readonly event: Records["events"];
  readonly place: number;
  readonly again: boolean;
}

function eventOf({ file, line, id, records }: Accepted): Records["events"] {
  const event = records.find((one) => one.collection === "events" && one.record.id === id)?.record;
  if (event === undefined) throw new DatabaseFault(`${file}:${line}: the row ${id} has no event of its own`);
  return event as Records["events"];
}

/**
 * Adds rows to a dataset whose events are numbered by their ids (`<dataset>-<digits>`). Of rows of one id the later
 * one holds; all that a row names is written before it. All rows are there at the end, or, when it throws, none.
 */
export async function upsert(
  database: Database,
  about: About,
  rows: AsyncIterable<readonly RowOutcome[]>,
  onCut?: OnCut,
): Promise<Upserted> {
  return database.transaction(async () => {
    const number = await datasetNumber(database, about.id);
    return upsertAs(database, number, about, await datasetRow(database, about.id), rows, onCut);
  });
}

/**
 * The same within a transaction that is open, where the number of the dataset is known.
 * @param before what the database holds of the dataset already; null where it holds none of its records
 */
export async function upsertAs(
  database: Database,
  number: number,
  about: About,
  before: Before | null,
  rows: AsyncIterable<readonly RowOutcome[]>,
  onCut?: OnCut,
): Promise<Upserted> {
  const state = await importSession(database, number, about, before, onCut);
  for await (const taken of rows) {
    for (const one of taken) if (one.kind === "kept") state.take(one);
    if (state.waiting() >= BATCH) await state.flush();
  }
  await state.flush();
  return state.end();
}

/** A record that is there already. */
interface StoredRow {
  readonly id: string;
  readonly n: string;
  readonly ord: number | null;
  readonly doc: string;
}

async function importSession(database: Database, number: number, about: About, before: Before | null, onCut?: OnCut) {
  const prefix = `${about.id}-`;
  const block = datasetRange(number);
  const lookup = await sharedLookup(database);
  const makeIndexes = await deferIndexes(database);
  const writer: RowWriter = rowWriter(database, onCut);
  const prepare = projector();
  const counts = new Map(COLLECTIONS.map((collection) => [collection, before?.counts[collection] ?? 0]));
  const tallies = rollups();
  const carriedDocs = new Map<string, string>();
  const seen = new Set<number>();
  let batch = new Map<number, EventRow>();
  let named = new Map<string, CollectionRecord>();
  const weight = contentHash(before?.version ?? null);
  let span = before?.span ?? 0;
  let updated = before?.updated ?? null;
  /** Rows of ids seen before in this run, and rows that are older than what was there. */
  let [duplicates, older] = [0, 0];
  const next = new Map<Collection, bigint>();

  function count(collection: Collection, times: 1 | -1): void {
    counts.set(collection, (counts.get(collection) ?? 0) + times);
  }

  async function known(collection: Collection, ids: readonly string[]): Promise<Map<string, StoredRow>> {
    if (ids.length === 0) return new Map();
    const rows = await database.query<StoredRow>(sql`
      SELECT r.id, CAST(r.n AS TEXT) AS n, r.ord, d.doc
      FROM ${name(collection)} r ${CROSS} ${name(`${collection}_docs`)} d ON d.n = r.n
      WHERE r.ds = ${number} AND r.id IN ${manyOf(ids)}`);
    return new Map(rows.map((row) => [row.id, row]));
  }

  async function remove(collection: Collection, gone: readonly StoredRow[]): Promise<void> {
    if (gone.length === 0) return;
    for (const { doc } of gone) {
      weight.remove(doc);
      count(collection, -1);
    }
    const numbers = gone.map(({ n }) => BigInt(n));
    if (collection === "events") {
      // As they were counted: the places that they name may be others now, or none that this import knows.
      for (const cells of await storedCells(database, collection, numbers)) tallies.count(cells, -1);
    }
    await deleteRows(database, collection, numbers);
  }

  /** The next number of records that have no date. */
  async function following(collection: Collection): Promise<bigint> {
    const there = next.get(collection);
    if (there !== undefined) return there;
    const rows = await database.query<{ n: string | null }>(sql`
      SELECT CAST(max(n) AS TEXT) AS n FROM ${name(collection)} WHERE n BETWEEN ${block.low} AND ${block.high}`);
    return rows[0]?.n == null ? block.low : BigInt(rows[0].n) + 1n;
  }

  /** Writes the places, people and sources that rows name; one that is there as it is stays. */
  async function writeNamed(carried: readonly CollectionRecord[]): Promise<void> {
    const fresh = new Map<string, CollectionRecord>();
    // Those that may be there already; asking waits for all that is on its way.
    const asked = new Set<string>();
    for (const one of carried) {
      const key = `${one.collection}/${one.record.id}`;
      const doc = JSON.stringify(one.record);
      if (carriedDocs.get(key) === doc) continue;
      if (before !== null || carriedDocs.has(key)) asked.add(one.record.id);
      carriedDocs.set(key, doc);
      lookup.add(one);
      fresh.set(key, one);
    }
    for (const [collection, list] of Map.groupBy(fresh.values(), (one) => one.collection)) {
      const there = await known(
        collection,
        list.map(({ record }) => record.id).filter((id) => asked.has(id)),
      );
      for (const one of list) {
        const ready = prepare(one, lookup, true);
        const old = there.get(ready.id);
        if (old?.doc === ready.doc) continue;
        if (old !== undefined) await remove(collection, [old]);
        const n = await following(collection);
        next.set(collection, n + 1n);
        writer.write(ready, { n, dataset: number, order: null });
        weight.add(ready.doc);
        count(collection, 1);
      }
    }
  }

  return {
    waiting: () => batch.size,
    take(row: Accepted): void {
      const place = placeOf(row.id, prefix);
      if (place === null) {
        throw new DatabaseFault(`${row.file}:${row.line}: the id ${row.id} is not ${prefix} and up to ten digits`);
      }
      const other = batch.get(place);
      // Whatever becomes of its event, what a row names is there: later rows name it too, and do not bring it again.
      for (const one of row.records) {
        if (one.collection !== "events") named.set(`${one.collection}/${one.record.id}`, one);
      }
      if (seen.has(place)) duplicates++;
      const again = other === undefined ? seen.has(place) : other.again;
      seen.add(place);
      if (other !== undefined && other.row.order > row.order) return;
      batch.set(place, { row, event: eventOf(row), place, again });
    },
    async flush(): Promise<void> {
      const list = [...batch.values()];
      batch = new Map();
      const carried = [...named.values()];
      named = new Map();
      await writeNamed(carried);
      const asked = before === null ? list.filter(({ again }) => again) : list;
      const there = await known(
        "events",
        asked.map(({ row }) => row.id),
      );
      const numbered = list.map(({ row, event: record, place, again }) => ({
        row,
        record,
        again,
        n: rowidOf(number, record.date?.earliest ?? null, place),
      }));
      numbered.sort((a, b) => (a.n < b.n ? -1 : 1));
      const ready = (record: Records["events"]) => prepare({ collection: "events", record }, lookup, false);
      const gone: StoredRow[] = [];
      const fresh: { row: Accepted; record: Records["events"]; event: Projection | null; n: bigint }[] = [];
      for (const { row, record, again, n } of numbered) {
        const old = there.get(row.id);
        if (old !== undefined && (old.ord ?? 0) > row.order) {
          if (!again) older++;
          continue;
        }
        const event = old === undefined ? null : ready(record);
        if (old !== undefined && old.doc === event?.doc && old.ord === row.order) continue;
        if (old !== undefined) gone.push(old);
        fresh.push({ row, record, event, n });
      }
      // All that goes has gone before anything comes: the same number may be given again.
      await remove("events", gone);
      for (const { row, record, event: made, n } of fresh) {
        const event = made ?? ready(record);
        writer.write(event, { n, dataset: number, order: row.order });
        weight.add(event.doc);
        count("events", 1);
        tallies.count(event, 1);
        const days = dateSpan(record.date?.earliest ?? null, record.date?.latest ?? null);
        if (days === null) throw new DatabaseFault(`${row.file}:${row.line}: the event has no day`);
        span = Math.max(span, days);
        if (updated === null || event.updated > updated) updated = event.updated;
      }
      await writer.flush();
    },
    async end(): Promise<Upserted> {
      await writeRollups(database, number, tallies);
      await makeIndexes();
      const version = weight.version();
      const info: DatasetInfo = { ...about, version, updated, counts: Object.fromEntries(counts) };
      const changed = before === null || before.version !== version;
      if (changed) {
        await writeDatasetRow(database, number, info, { span, open: false, mirrors: false, tallied: true });
        await pruneSuggestions(database);
      }
      return { kept: seen.size - older, duplicates: duplicates + older, changed, info };
    },
  };
}

async function datasetRow(database: Database, id: string): Promise<Before | null> {
  const rows = await database.query<{ doc: string; span: number }>(
    sql`SELECT doc, span FROM datasets WHERE id = ${id}`,
  );
  const row = rows[0];
  return row === undefined ? null : { ...(JSON.parse(row.doc) as DatasetInfo), span: row.span };
}

/** Takes out the indexes of questions where few rows are there; what comes back makes them again. */
async function deferIndexes(database: Database): Promise<() => Promise<void>> {
  const rows = await database.query<{ n: number }>(
    sql`SELECT count(*) AS n FROM (SELECT 1 FROM events LIMIT ${KEEP_INDEXES}) few`,
  );
  return (rows[0]?.n ?? 0) < KEEP_INDEXES ? withoutIndexes(database, "events") : async () => {};
}
