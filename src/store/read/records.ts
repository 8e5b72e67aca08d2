// Records: counts, single records and what is loaded, as the JSON text that goes on the wire.

import sql from "sql-template-tag";
import type { Collection } from "../../model/ids.ts";
import { tableOf } from "../catalog/tables.ts";
import type { Database, Queryable } from "../engine/database.ts";
import { CROSS } from "../engine/dialect.ts";
import { bytes, name, oneOf } from "../engine/sql.ts";

/** Records by id, from every dataset; those that are missing are not in the map. */
export async function byId(
  database: Queryable,
  collection: Collection,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const { name: table } = tableOf(collection);
  const rows = await database.query<{ id: string; doc: string }>(
    sql`SELECT r.id, d.doc FROM ${name(table)} r ${CROSS} ${name(`${table}_docs`)} d ON d.n = r.n
      WHERE r.ds IN (SELECT number FROM datasets) AND r.id IN ${oneOf(ids)}`,
  );
  return new Map(rows.map(({ id, doc }) => [id, doc]));
}

/** A record as JSON in UTF-8, and its dataset. */
interface Stored {
  readonly doc: Uint8Array;
  readonly dataset: string;
}

/** The record of an id, whatever its dataset. */
export async function recordOf(database: Queryable, collection: Collection, id: string): Promise<Stored | undefined> {
  const { name: table } = tableOf(collection);
  const rows = await database.query<Stored>(
    sql`SELECT ${bytes("d.doc")} AS doc, (SELECT id FROM datasets WHERE number = r.ds) AS dataset
      FROM ${name(table)} r ${CROSS} ${name(`${table}_docs`)} d ON d.n = r.n
      WHERE r.ds IN (SELECT number FROM datasets) AND r.id = ${id}`,
  );
  return rows[0];
}

/** The quotes or figures that belong to any of these events, by id. */
export async function ofEvents(
  database: Database,
  collection: "quotes" | "figures",
  events: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (events.length === 0) return new Map();
  const rows = await database.query<{ id: string; doc: string }>(
    sql`SELECT r.id, d.doc FROM ${name(collection)} r ${CROSS} ${name(`${collection}_docs`)} d ON d.n = r.n
      WHERE r.event IN ${oneOf(events)} ORDER BY r.id`,
  );
  return new Map(rows.map(({ id, doc }) => [id, doc]));
}

/** Some ids of a collection, for suggestions. */
export async function someIds(database: Database, collection: Collection, most: number): Promise<string[]> {
  const rows = await database.query<{ id: string }>(
    sql`SELECT id FROM ${name(tableOf(collection).name)} ORDER BY ds, id LIMIT ${most}`,
  );
  return rows.map(({ id }) => id);
}
