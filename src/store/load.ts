// Loading: one dataset in one transaction, all or nothing; a version that is there already is not rewritten.
import sql from "sql-template-tag";
import type { Carried } from "../model/bulk.ts";
import type { Dataset, DatasetInfo } from "../model/bundle.ts";
import { COLLECTIONS, type Collection } from "../model/ids.ts";
import { type Database, DatabaseFault } from "./database.ts";
import { manyOf, name } from "./names.ts";
import { blockOf, DATASETS_MOST, dayOf, numberOf } from "./numbers.ts";
import { lastLoad } from "./read.ts";
import { preparer } from "./ready.ts";
import { erase, tidyWords, writerFor } from "./rows.ts";
import { isNumbered, tableOf } from "./tables.ts";
import { type GrowingWorld, growingWorld, sharedWorld } from "./world.ts";

export type Outcome = "loaded" | "unchanged";

/** Makes the database hold exactly this dataset under its id; other datasets stay as they are. */
export async function load(database: Database, dataset: Dataset): Promise<Outcome> {
  const { info, records } = dataset;
  const there = await database.all<{ version: string; doc: string }>(
    sql`SELECT version, doc FROM datasets WHERE id = ${info.id}`,
  );
  if (there[0]?.version === info.version && there[0].doc === JSON.stringify(info)) return "unchanged";
  await database.transaction(async () => {
    const number = await numberFor(database, info.id);
    for (const collection of COLLECTIONS) await erase(database, collection, blockOf(number));
    await database.run(sql`DELETE FROM tallies WHERE ds = ${number}`);
    if (info.kind === "curated") await giveWay(database, number, records);
    await refuseTaken(database, number, info, records);
    const world = info.kind === "curated" ? growingWorld() : await sharedWorld(database);
    const carried = COLLECTIONS.flatMap((collection) =>
      records[collection].map((record) => ({ collection, record }) as Carried),
    );
    for (const one of carried) world.learn(one);
    const facts = await writeAll(database, number, carried, world);
    await describe(database, number, info, facts);
    await retire(database, dataset);
    await tidyWords(database);
  });
  return "loaded";
}

/** What is true of all records of a dataset. */
export interface Facts {
  readonly span: number;
  readonly open: boolean;
  readonly mirrors: boolean;
  readonly tallied: boolean;
}

/** The number of a dataset: the one it has, or the smallest that is free. */
export async function numberFor(database: Database, id: string): Promise<number> {
  const rows = await database.all<{ id: string; number: number }>(sql`SELECT id, number FROM datasets`);
  const own = rows.find((row) => row.id === id);
  if (own !== undefined) return own.number;
  const free = Array.from({ length: DATASETS_MOST }, (_, at) => at + 1).find(
    (number) => !rows.some((row) => row.number === number),
  );
  if (free === undefined) throw new DatabaseFault(`the database holds ${DATASETS_MOST} datasets, as many as it can`);
  return free;
}

/** Writes what a dataset is called and what is true of it, and that it was loaded now. */
export async function describe(database: Database, number: number, info: DatasetInfo, facts: Facts): Promise<void> {
  const flag = (truth: boolean) => (truth ? 1 : 0);
  await database.run(sql`
    INSERT INTO datasets (id, number, kind, version, updated, loaded, span, open, mirrors, tallied, doc)
    VALUES (${info.id}, ${number}, ${info.kind}, ${info.version}, ${info.updated}, ${await nextSecond(database)},
      ${facts.span}, ${flag(facts.open)}, ${flag(facts.mirrors)}, ${flag(facts.tallied)}, ${JSON.stringify(info)})
    ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, version = excluded.version, updated = excluded.updated,
      loaded = excluded.loaded, span = excluded.span, open = excluded.open, mirrors = excluded.mirrors,
      tallied = excluded.tallied, doc = excluded.doc`);
}

/** The time, in whole seconds as HTTP tells it (RFC 9110, section 8.8.2), and later than that of any load before. */
async function nextSecond(database: Database): Promise<string> {
  const last = (await lastLoad(database))?.getTime() ?? 0;
  const now = Math.floor(Date.now() / 1000) * 1000;
  return new Date(Math.max(now, last + 1000)).toISOString();
}

async function retire(database: Database, { info, retired = [] }: Dataset): Promise<void> {
  await database.run(sql`DELETE FROM retired WHERE dataset = ${info.id}`);
  for (const { collection, id, on, reason, mergedInto } of retired) {
    await database.run(sql`
      INSERT INTO retired (collection, id, dataset, day, reason, merged_into)
      VALUES (${collection}, ${id}, ${info.id}, ${on}, ${reason}, ${mergedInto})`);
  }
}

/** A date's days from end to end; null where an end is open. */
export function spanOf(earliest: string | null, latest: string | null): number | null {
  return earliest === null || latest === null ? null : dayOf(latest) - dayOf(earliest);
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
  return database.all(sql`
    SELECT CAST(n AS TEXT) AS n, id FROM ${name(collection)}
    WHERE ds IN (SELECT number FROM datasets WHERE number <> ${number}) AND id IN ${manyOf(records.map(({ id }) => id))}`);
}
