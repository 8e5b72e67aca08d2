// Reading: counts, single records and what is loaded, as the JSON text that goes on the wire.
import sql from "sql-template-tag";
import type { DatasetInfo } from "../model/bundle.ts";
import type { Collection } from "../model/ids.ts";
import type { CountMode, Criteria } from "../query/plan.ts";
import { accessOf, BOUNDS, type Bounds, whereOf } from "./access.ts";
import { type Asking, ask, type Database, QueryTooLong } from "./database.ts";
import { CROSS } from "./dialect.ts";
import { bytes, name, oneOf } from "./names.ts";
import { type Share, sharesOf } from "./shares.ts";
import { tableOf } from "./tables.ts";
import { tallied } from "./tallied.ts";

/** Up to this many, `count=bounded` is exact. */
export const COUNT_BOUND = 10_000;

/** How many records a question finds; `bounded` stops counting at {@link COUNT_BOUND} and says so. */
export async function total(
  database: Database,
  criteria: Criteria,
  mode: CountMode,
  bounds: Bounds = BOUNDS,
): Promise<{ total: number | null; lowerBound: boolean }> {
  if (mode === "none") return { total: null, lowerBound: false };
  let found = 0;
  let cut = false;
  for (const share of await sharesOf(database, criteria.datasets)) {
    const most = mode === "bounded" ? COUNT_BOUND + 1 - found : null;
    const counted = await counts(database, criteria, share, most, bounds);
    found += counted.found;
    cut ||= counted.cut;
    if (mode === "bounded" && found > COUNT_BOUND) return { total: COUNT_BOUND, lowerBound: true };
  }
  return { total: found, lowerBound: cut };
}

/** How many records of one dataset a question finds, `most` at most; `cut` when only some could be counted in time. */
async function counts(
  database: Database,
  criteria: Criteria,
  share: Share,
  most: number | null,
  bounds: Bounds,
): Promise<{ found: number; cut: boolean }> {
  const known = await tallied(database, criteria, share);
  if (known !== null) return { found: known, cut: false };
  const { from, conditions, numbers, bounded, direct } = await accessOf(
    database,
    criteria,
    share,
    bounds,
    most !== null,
  );
  const query = sql`SELECT count(*) AS n FROM (${numbers ?? sql`SELECT 1 FROM ${from} ${whereOf(conditions)}`}
    ${most === null ? sql`` : sql`LIMIT ${most}`}) found`;
  const short = bounded || (direct && most !== null);
  if (short || most === null) {
    const rows = await ask<{ n: number }>(database, short, query);
    return { found: rows[0]?.n ?? 0, cut: false };
  }
  try {
    const rows = await database.long<{ n: number }>(query);
    return { found: rows[0]?.n ?? 0, cut: false };
  } catch (error) {
    if (!(error instanceof QueryTooLong)) throw error;
    // A count that nobody insisted on does not cost the page.
    return { found: 0, cut: true };
  }
}

/** Records by id, from every dataset; those that are missing are not in the map. */
export async function byId(
  database: Asking,
  collection: Collection,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const { name: table } = tableOf(collection);
  const rows = await database.all<{ id: string; doc: string }>(
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
export async function recordOf(database: Asking, collection: Collection, id: string): Promise<Stored | undefined> {
  const { name: table } = tableOf(collection);
  const rows = await database.all<Stored>(
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
  const rows = await database.all<{ id: string; doc: string }>(
    sql`SELECT r.id, d.doc FROM ${name(collection)} r ${CROSS} ${name(`${collection}_docs`)} d ON d.n = r.n
      WHERE r.event IN ${oneOf(events)} ORDER BY r.id`,
  );
  return new Map(rows.map(({ id, doc }) => [id, doc]));
}

/** Some ids of a collection, for suggestions. */
export async function someIds(database: Database, collection: Collection, most: number): Promise<string[]> {
  const rows = await database.all<{ id: string }>(
    sql`SELECT id FROM ${name(tableOf(collection).name)} ORDER BY ds, id LIMIT ${most}`,
  );
  return rows.map(({ id }) => id);
}

/** What rows that the database remembers were made into, as long as it does. */
const LOADED = new WeakMap<readonly object[], DatasetInfo[]>();

/** What is loaded, by id; the same list until the data changes. */
export async function datasets(database: Database): Promise<DatasetInfo[]> {
  const rows = await database.lasting<{ doc: string }>(sql`SELECT doc FROM datasets ORDER BY id`);
  const loaded = LOADED.get(rows) ?? rows.map(({ doc }) => JSON.parse(doc) as DatasetInfo);
  LOADED.set(rows, loaded);
  return loaded;
}

/** When a dataset was last loaded, to the second; null when none is. */
export async function lastLoad(database: Database): Promise<Date | null> {
  const rows = await database.all<{ loaded: string | null }>(sql`SELECT max(loaded) AS loaded FROM datasets`);
  const loaded = rows[0]?.loaded ?? null;
  return loaded === null ? null : new Date(loaded);
}
