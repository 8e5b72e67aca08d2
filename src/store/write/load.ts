// Loading: one dataset in one transaction, all or nothing; a version that is there already is not rewritten.

import sql from "sql-template-tag";
import type { Dataset, DatasetInfo } from "../../model/bundle.ts";
import { COLLECTIONS, type Collection } from "../../model/ids.ts";
import type { Carried } from "../../model/import-row.ts";
import { blockOf, numberOf } from "../catalog/rowid.ts";
import { isNumbered, tableOf } from "../catalog/tables.ts";
import { type Database, DatabaseFault } from "../engine/database.ts";
import { manyOf, name } from "../engine/sql.ts";
import { describe, type Facts, numberFor, spanOf } from "./dataset-row.ts";
import { type GrowingWorld, growingWorld, sharedWorld } from "./lookup.ts";
import { preparer } from "./projection.ts";
import { erase, tidyWords, writerFor } from "./row-writer.ts";

export type Outcome = "loaded" | "unchanged";

/** Makes the database hold exactly this dataset under its id; other datasets stay as they are. */
export async function load(database: Database, dataset: Dataset): Promise<Outcome> {
  const { info, records } = dataset;
  const there = await database.query<{ version: string; doc: string }>(
    sql`SELECT version, doc FROM datasets WHERE id = ${info.id}`,
  );
  if (there[0]?.version === info.version && there[0].doc === JSON.stringify(info)) return "unchanged";
  await database.transaction(async () => {
    const number = await numberFor(database, info.id);
    for (const collection of COLLECTIONS) await erase(database, collection, blockOf(number));
    await database.run(sql`DELETE FROM tallies WHERE ds = ${number}`);
    if (info.kind === "curated") await giveWay(database, number, records);
    await refuseTaken(database, number, info, records);
    await describe(database, number, info, await writeRecords(database, number, dataset));
    await retire(database, dataset);
    await tidyWords(database);
  });
  return "loaded";
}

async function retire(database: Database, { info, retired = [] }: Dataset): Promise<void> {
  await database.run(sql`DELETE FROM retired WHERE dataset = ${info.id}`);
  for (const { collection, id, on, reason, mergedInto } of retired) {
    await database.run(sql`
      INSERT INTO retired (collection, id, dataset, day, reason, merged_into)
      VALUES (${collection}, ${id}, ${info.id}, ${on}, ${reason}, ${mergedInto})`);
  }
}

/** Writes the records of a dataset into tables that hold none of them, and says what is true of all. */
export async function writeRecords(
  database: Database,
  number: number,
  { info, records }: Pick<Dataset, "info" | "records">,
): Promise<Facts> {
  const world = info.kind === "curated" ? growingWorld() : await sharedWorld(database);
  const carried = COLLECTIONS.flatMap((collection) =>
    records[collection].map((record) => ({ collection, record }) as Carried),
  );
  for (const one of carried) world.learn(one);
  return writeAll(database, number, carried, world);
}

/** Writes records in the order of their numbers: those with dates newest first, others by id. */
async function writeAll(
  database: Database,
  number: number,
  carried: readonly Carried[],
  world: GrowingWorld,
): Promise<Facts> {
  const writer = writerFor(database);
  const prepare = preparer();
  let [span, open, mirrors] = [0, false, false];
  for (const collection of COLLECTIONS) {
    const { columns } = tableOf(collection);
    const read = (column: string) => columns.find(({ name }) => name === column);
    const [earliest, latest, mirror] = [read("earliest"), read("latest"), read("mirror")];
    const rows = carried
      .filter((one) => one.collection === collection)
      .map((one) => ({ one, day: (earliest?.of(one.record, world) ?? null) as string | null }));
    rows.sort((a, b) => (a.one.record.id < b.one.record.id ? -1 : 1));
    const places = new Map<string | null, number>();
    for (const { one, day } of rows) {
      const place = places.get(day) ?? 0;
      places.set(day, place + 1);
      const n = isNumbered(collection) ? numberOf(number, day, place) : blockOf(number).low + BigInt(place);
      writer.write(prepare(one, world, true), { n, dataset: number, order: null });
      if (earliest !== undefined) {
        const days = spanOf(day, (latest?.of(one.record, world) ?? null) as string | null);
        open ||= days === null;
        span = Math.max(span, days ?? 0);
      }
      mirrors ||= mirror?.of(one.record, world) === 1;
    }
  }
  await writer.flush();
  return { span, open, mirrors, tallied: false };
}

/** The collections whose records several datasets may describe. */
const DESCRIBED = ["participants", "venues"] as const satisfies readonly Collection[];

/** What curated data describes is not described by other datasets too. */
async function giveWay(database: Database, number: number, records: Dataset["records"]): Promise<void> {
  for (const collection of DESCRIBED) {
    const there = await alsoIn(database, number, collection, records[collection]);
    if (there.length > 0)
      await erase(
        database,
        collection,
        there.map(({ n }) => BigInt(n)),
      );
  }
}

/** An id is one record's in all datasets. */
async function refuseTaken(
  database: Database,
  number: number,
  info: DatasetInfo,
  records: Dataset["records"],
): Promise<void> {
  for (const collection of COLLECTIONS) {
    const foreign = records[collection].find((record) => record.dataset !== info.id);
    if (foreign !== undefined) throw new DatabaseFault(`${collection}/${foreign.id} is not of the dataset ${info.id}`);
    const [taken] = await alsoIn(database, number, collection, records[collection]);
    if (taken !== undefined)
      throw new DatabaseFault(`${collection}/${taken.id} is the id of a record of another dataset`);
  }
}

/** The records of other datasets that have the ids of these. */
async function alsoIn(
  database: Database,
  number: number,
  collection: Collection,
  records: readonly { readonly id: string }[],
): Promise<{ n: string; id: string }[]> {
  return database.query(sql`
    SELECT CAST(n AS TEXT) AS n, id FROM ${name(collection)}
    WHERE ds IN (SELECT number FROM datasets WHERE number <> ${number}) AND id IN ${manyOf(records.map(({ id }) => id))}`);
}
