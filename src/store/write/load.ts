// Loading: one dataset in one transaction, all or nothing; a version that is there already is not rewritten.

import sql from "sql-template-tag";
import type { Dataset, DatasetInfo } from "../../model/bundle.ts";
import { COLLECTIONS, type Collection } from "../../model/ids.ts";
import type { CollectionRecord } from "../../model/import-row.ts";
import type { Retired } from "../../model/retired.ts";
import { datasetRange, inRange, rowidOf } from "../catalog/rowid.ts";
import { isDateOrdered, tableOf } from "../catalog/tables.ts";
import { type Database, DatabaseFault } from "../engine/database.ts";
import { manyOf, name } from "../engine/sql.ts";
import { ChangeCounts } from "./change-counts.ts";
import { logDataset } from "./change-log.ts";
import { writeCoverage } from "./coverage.ts";
import { type DatasetFacts, datasetNumber, dateSpan, writeDatasetRow } from "./dataset-row.ts";
import { emptyLookup, type MutableLookup, sharedLookup } from "./lookup.ts";
import { projector } from "./projection.ts";
import { deleteRows, type OnCut, pruneSuggestions, rowWriter } from "./row-writer.ts";
import { linkVenues } from "./venue-links.ts";

/** UTF-16 units of documents that are held before they are written. */
const MOST_WAITING = 1024 * 1024;

export type LoadOutcome = "loaded" | "unchanged";

/**
 * Makes the database hold exactly this dataset under its id; other datasets stay as they are.
 * @param logged whether it is a change of the data, which the log tells of
 */
export async function load(database: Database, dataset: Dataset, onCut?: OnCut, logged = true): Promise<LoadOutcome> {
  const { info, records } = dataset;
  const there = await database.query<{ version: string; doc: string }>(
    sql`SELECT version, doc FROM datasets WHERE id = ${info.id}`,
  );
  if (there[0]?.version === info.version && there[0].doc === JSON.stringify(info)) return "unchanged";
  await database.transaction(async () => {
    const number = await datasetNumber(database, info.id);
    const changes = logged ? await changesTo(database, number, dataset) : null;
    for (const collection of COLLECTIONS) await deleteRows(database, collection, datasetRange(number));
    await database.run(sql`DELETE FROM tallies WHERE ds = ${number}`);
    if (info.kind === "curated") await dropShadowed(database, number, records);
    await rejectIdClash(database, number, info, records);
    await writeDatasetRow(database, number, info, await writeRecords(database, number, dataset, onCut));
    await writeCoverage(database, info.id);
    const gone = await retire(database, dataset);
    await linkVenues(database);
    await pruneSuggestions(database);
    if (changes !== null) await logDataset(database, { info, before: there[0]?.version ?? null, changes, gone });
  });
  return "loaded";
}

/** What becomes of the records that the database holds of a dataset when it holds these. */
async function changesTo(database: Database, number: number, { records }: Dataset): Promise<ChangeCounts> {
  const changes = new ChangeCounts(true);
  for (const collection of COLLECTIONS) {
    const rows = await database.query<{ id: string; doc: string }>(sql`
      SELECT r.id, d.doc FROM ${name(collection)} r JOIN ${name(`${collection}_docs`)} d ON d.n = r.n
      WHERE ${inRange(datasetRange(number))}`);
    for (const { id, doc } of rows) changes.remove(collection, id, doc);
    for (const one of records[collection]) changes.add(collection, { ...one, doc: JSON.stringify(one) });
  }
  return changes;
}

/** Writes the ids that a dataset no longer serves, and gives those that are told otherwise than before. */
async function retire(database: Database, { info, retired = [] }: Dataset): Promise<readonly Retired[]> {
  const before = await database.query<Retired>(sql`
    SELECT collection, id, day AS "on", reason, merged_into AS "mergedInto" FROM retired WHERE dataset = ${info.id}`);
  const keyOf = ({ collection, id, on, reason, mergedInto }: Retired) =>
    JSON.stringify([collection, id, on, reason, mergedInto]);
  const known = new Set(before.map(keyOf));
  await database.run(sql`DELETE FROM retired WHERE dataset = ${info.id}`);
  for (const { collection, id, on, reason, mergedInto } of retired) {
    await database.run(sql`
      INSERT INTO retired (collection, id, dataset, day, reason, merged_into)
      VALUES (${collection}, ${id}, ${info.id}, ${on}, ${reason}, ${mergedInto})`);
  }
  return retired.filter((one) => !known.has(keyOf(one)));
}

/** Writes the records of a dataset into tables that hold none of them, and says what is true of all. */
export async function writeRecords(
  database: Database,
  number: number,
  { info, records }: Pick<Dataset, "info" | "records">,
  onCut?: OnCut,
): Promise<DatasetFacts> {
  const lookup = info.kind === "curated" ? emptyLookup() : await sharedLookup(database);
  const carried = COLLECTIONS.flatMap((collection) =>
    records[collection].map((record) => ({ collection, record }) as CollectionRecord),
  );
  for (const one of carried) lookup.add(one);
  return writeAll(database, number, carried, lookup, onCut);
}

/** Writes records in the order of their numbers: those with dates newest first, others by id. */
async function writeAll(
  database: Database,
  number: number,
  carried: readonly CollectionRecord[],
  lookup: MutableLookup,
  onCut?: OnCut,
): Promise<DatasetFacts> {
  const writer = rowWriter(database, onCut);
  const prepare = projector();
  let [span, open, mirrors] = [0, false, false];
  let waiting = 0;
  for (const collection of COLLECTIONS) {
    const { columns } = tableOf(collection);
    const read = (column: string) => columns.find(({ name }) => name === column);
    const [earliest, latest, mirror] = [read("earliest"), read("latest"), read("mirror")];
    const rows = carried
      .filter((one) => one.collection === collection)
      .map((one) => ({ one, day: (earliest?.of(one.record, lookup) ?? null) as string | null }));
    rows.sort((a, b) => (a.one.record.id < b.one.record.id ? -1 : 1));
    const places = new Map<string | null, number>();
    for (const { one, day } of rows) {
      const place = places.get(day) ?? 0;
      places.set(day, place + 1);
      const n = isDateOrdered(collection) ? rowidOf(number, day, place) : datasetRange(number).low + BigInt(place);
      const ready = prepare(one, lookup, true);
      writer.write(ready, { n, dataset: number, order: null });
      waiting += ready.doc.length;
      if (waiting > MOST_WAITING) {
        await writer.flush();
        waiting = 0;
      }
      if (earliest !== undefined) {
        const days = dateSpan(day, (latest?.of(one.record, lookup) ?? null) as string | null);
        open ||= days === null;
        span = Math.max(span, days ?? 0);
      }
      mirrors ||= mirror?.of(one.record, lookup) === 1;
    }
  }
  await writer.flush();
  return { span, open, mirrors, tallied: false };
}

/** The collections whose records several datasets may describe. */
const SHADOWED = ["participants", "venues"] as const satisfies readonly Collection[];

/** What curated data describes is not described by other datasets too. */
async function dropShadowed(database: Database, number: number, records: Dataset["records"]): Promise<void> {
  for (const collection of SHADOWED) {
    const there = await idsElsewhere(database, number, collection, records[collection]);
    if (there.length > 0)
      await deleteRows(
        database,
        collection,
        there.map(({ n }) => BigInt(n)),
      );
  }
}

/** An id is one record's in all datasets. */
async function rejectIdClash(
  database: Database,
  number: number,
  info: DatasetInfo,
  records: Dataset["records"],
): Promise<void> {
  for (const collection of COLLECTIONS) {
    const foreign = records[collection].find((record) => record.dataset !== info.id);
    if (foreign !== undefined) throw new DatabaseFault(`${collection}/${foreign.id} is not of the dataset ${info.id}`);
    const [taken] = await idsElsewhere(database, number, collection, records[collection]);
    if (taken !== undefined)
      throw new DatabaseFault(`${collection}/${taken.id} is the id of a record of another dataset`);
  }
}

/** The records of other datasets that have the ids of these. */
async function idsElsewhere(
  database: Database,
  number: number,
  collection: Collection,
  records: readonly { readonly id: string }[],
): Promise<{ n: string; id: string }[]> {
  return database.query(sql`
    SELECT CAST(n AS TEXT) AS n, id FROM ${name(collection)}
    WHERE ds IN (SELECT number FROM datasets WHERE number <> ${number}) AND id IN ${manyOf(records.map(({ id }) => id))}`);
}
