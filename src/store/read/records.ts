// Records: counts, single records and what is loaded, as the JSON text that goes on the wire.

import sql from "sql-template-tag";
import { coroutine, type Steps, wait } from "../../coroutine.ts";
import type { Collection } from "../../model/ids.ts";
import { tableOf } from "../catalog/tables.ts";
import { CROSS } from "../engine/dialect.ts";
import { bytes, limitTo, name, oneOf } from "../engine/sql.ts";
import { BOUNDS } from "../plan/access-path.ts";
import { type BoundedReader, byKeys, firstRows, over, type Reader, run } from "../plan/bounded.ts";
import { countInAll } from "../plan/partitions.ts";

/** What records are read from: the database, or the state of it that an export reads. */
export type RecordReader = Pick<Reader, "query" | "queryLong" | "queryCached">;

/** Records by id, from every dataset; those that are missing are not in the map. */
export const byId = coroutine(function* (
  database: BoundedReader,
  collection: Collection,
  ids: readonly string[],
): Steps<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const { name: table } = tableOf(collection);
  const query = sql`SELECT r.id, d.doc FROM ${name(table)} r ${CROSS} ${name(`${table}_docs`)} d ON d.n = r.n
      WHERE r.ds IN (SELECT number FROM datasets) AND r.id IN ${oneOf(ids)}`;
  const rows = yield* wait(database.query<{ id: string; doc: string }>(byKeys(query, ids.length)));
  return new Map(rows.map(({ id, doc }) => [id, doc]));
});

/** A record as JSON in UTF-8, and its dataset. */
export interface Stored {
  readonly doc: Uint8Array;
  readonly dataset: string;
}

/** The record of an id, whatever its dataset. */
export const recordOf = coroutine(function* (
  database: BoundedReader,
  collection: Collection,
  id: string,
): Steps<Stored | undefined> {
  const { name: table } = tableOf(collection);
  const query = sql`SELECT ${bytes("d.doc")} AS doc, (SELECT id FROM datasets WHERE number = r.ds) AS dataset
      FROM ${name(table)} r ${CROSS} ${name(`${table}_docs`)} d ON d.n = r.n
      WHERE r.ds IN (SELECT number FROM datasets) AND r.id = ${id}`;
  return (yield* wait(database.query<Stored>(byKeys(query, 1))))[0];
});

/** The quotes or figures that belong to any of these events, by id. */
export async function ofEvents(
  database: RecordReader,
  collection: "quotes" | "figures",
  events: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (events.length === 0) return new Map();
  // How many belong to one event, nothing bounds but how many there are.
  const all = await countInAll(database, collection);
  const query = sql`SELECT r.id, d.doc FROM ${name(collection)} r ${CROSS} ${name(`${collection}_docs`)} d ON d.n = r.n
      WHERE r.event IN ${oneOf(events)} ORDER BY r.id`;
  const rows = await run<{ id: string; doc: string }>(database, over(query, all <= BOUNDS.maxScan ? all : null));
  return new Map(rows.map(({ id, doc }) => [id, doc]));
}

/** Some ids of a collection, for suggestions. */
export const someIds = coroutine(function* (
  database: BoundedReader,
  collection: Collection,
  most: number,
): Steps<string[]> {
  const query = sql`SELECT id FROM ${name(tableOf(collection).name)} ORDER BY ds, id ${limitTo(most)}`;
  const rows = yield* wait(database.query<{ id: string }>(firstRows(query, most)));
  return rows.map(({ id }) => id);
});
