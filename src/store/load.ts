// Loading: one dataset in one transaction, all or nothing; a version that is there already is not rewritten.
import sql, { join } from "sql-template-tag";
import type { Dataset, Records } from "../model/bundle.ts";
import { COLLECTIONS, type Collection } from "../model/ids.ts";
import { shuffleOf } from "../query/sample.ts";
import type { Database } from "./database.ts";
import { name } from "./names.ts";
import { lastLoad } from "./read.ts";
import { index, unindex } from "./search.ts";
import { tableOf, type World } from "./tables.ts";

export type Outcome = "loaded" | "unchanged";

/** Makes the database hold exactly this dataset under its id; other datasets stay as they are. */
export async function load(database: Database, dataset: Dataset): Promise<Outcome> {
  const { info, records } = dataset;
  const there = await database.all<{ version: string; doc: string }>(
    sql`SELECT version, doc FROM datasets WHERE id = ${info.id}`,
  );
  const doc = JSON.stringify(info);
  if (there[0]?.version === info.version && there[0].doc === doc) return "unchanged";
  const world = worldOf(dataset);
  await database.transaction(async () => {
    await unindex(database, info.id);
    for (const collection of COLLECTIONS) {
      await database.run(sql`DELETE FROM ${name(tableOf(collection).name)} WHERE dataset = ${info.id}`);
    }
    await database.run(sql`
      INSERT INTO datasets (id, kind, version, updated, loaded, doc)
      VALUES (${info.id}, ${info.kind}, ${info.version}, ${info.updated}, ${await nextSecond(database)}, ${doc})
      ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, version = excluded.version, updated = excluded.updated,
        loaded = excluded.loaded, doc = excluded.doc`);
    await database.run(sql`DELETE FROM retired WHERE dataset = ${info.id}`);
    for (const { collection, id, on, reason, mergedInto } of dataset.retired ?? []) {
      await database.run(sql`
        INSERT INTO retired (collection, id, dataset, day, reason, merged_into)
        VALUES (${collection}, ${id}, ${info.id}, ${on}, ${reason}, ${mergedInto})`);
    }
    for (const collection of COLLECTIONS) {
      for (const record of records[collection]) await insert(database, collection, record, world);
    }
  });
  return "loaded";
}

/** The time, in whole seconds as HTTP tells it (RFC 9110, section 8.8.2), and later than that of any load before. */
async function nextSecond(database: Database): Promise<string> {
  const last = (await lastLoad(database))?.getTime() ?? 0;
  const now = Math.floor(Date.now() / 1000) * 1000;
  return new Date(Math.max(now, last + 1000)).toISOString();
}

async function insert(
  database: Database,
  collection: Collection,
  record: Records[Collection],
  world: World,
): Promise<void> {
  const table = tableOf(collection);
  const date = table.columns.find(({ name }) => name === "earliest")?.of(record, world) ?? null;
  await index(database, collection, record, date as string | null, world);
  const names = ["id", "dataset", "updated", "shuffle", "doc", ...table.columns.map((column) => column.name)];
  const values = [
    record.id,
    record.dataset,
    record.updated,
    shuffleOf(`${collection}:${record.id}`),
    JSON.stringify(record),
    ...table.columns.map((column) => column.of(record, world)),
  ];
  await database.run(sql`INSERT INTO ${name(table.name)} (${join(names.map(name))}) VALUES (${join(values)})`);
  for (const one of table.joins) {
    for (const row of one.rows(record, world)) {
      await database.run(
        sql`INSERT INTO ${name(one.name)} (${join(["record", ...one.columns].map(name))}) VALUES (${join([record.id, ...row])})`,
      );
    }
  }
}

function worldOf({ records }: Dataset): World {
  const venues = new Map(records.venues.map((venue) => [venue.id, venue]));
  const countries = new Set(records.participants.filter(({ kind }) => kind === "country").map(({ id }) => id));
  const venuesAround = (id: string | null): string[] => {
    const found: string[] = [];
    for (let here = id; here !== null && !found.includes(here); here = venues.get(here)?.within ?? null)
      found.push(here);
    return found;
  };
  const pointOf = (id: string | null) => {
    const locations = venuesAround(id).map((one) => venues.get(one)?.location ?? null);
    return locations.find((location) => location !== null && location.precision !== "country") ?? null;
  };
  const named = { participants: new Map(records.participants.map((one) => [one.id, one])), venues };
  return {
    venuesAround,
    pointOf,
    namesOf: (collection, id) => {
      const record = id === null ? undefined : named[collection].get(id);
      return record === undefined ? [] : [...Object.values(record.names), ...Object.values(record.aliases).flat()];
    },
    countryOfVenue: (id) =>
      venuesAround(id)
        .map((one) => venues.get(one)?.country ?? null)
        .find((one) => one !== null) ?? null,
    isCountry: (id) => id !== null && countries.has(id),
  };
}
