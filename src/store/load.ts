// Loading: one dataset in one transaction, all or nothing; a version that is there already is not rewritten.
import sql, { join } from "sql-template-tag";
import type { Dataset, Records } from "../model/bundle.ts";
import { COLLECTIONS, type Collection } from "../model/ids.ts";
import type { Database } from "./database.ts";
import { name } from "./schema.ts";
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
    for (const collection of COLLECTIONS) {
      await database.run(sql`DELETE FROM ${name(tableOf(collection).name)} WHERE dataset = ${info.id}`);
    }
    await database.run(sql`
      INSERT INTO datasets (id, kind, version, doc) VALUES (${info.id}, ${info.kind}, ${info.version}, ${doc})
      ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, version = excluded.version, doc = excluded.doc`);
    for (const collection of COLLECTIONS) {
      for (const record of records[collection]) await insert(database, collection, record, world);
    }
  });
  return "loaded";
}

async function insert(
  database: Database,
  collection: Collection,
  record: Records[Collection],
  world: World,
): Promise<void> {
  const table = tableOf(collection);
  const names = ["id", "dataset", "updated", "doc", ...table.columns.map((column) => column.name)];
  const values = [
    record.id,
    record.dataset,
    record.updated,
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
  return {
    venuesAround,
    countryOfVenue: (id) =>
      venuesAround(id)
        .map((one) => venues.get(one)?.country ?? null)
        .find((one) => one !== null) ?? null,
    isCountry: (id) => id !== null && countries.has(id),
  };
}
