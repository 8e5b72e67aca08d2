// Reading: pages, counts and single records, as the JSON text that goes on the wire.
import sql, { type Sql } from "sql-template-tag";
import type { DatasetInfo } from "../model/bundle.ts";
import type { Collection } from "../model/ids.ts";
import type { Position } from "../query/cursor.ts";
import type { CountMode, Criteria, Plan, Sample, Sort } from "../query/plan.ts";
import { shuffleOf } from "../query/sample.ts";
import { where } from "./conditions.ts";
import type { Database } from "./database.ts";
import { name, oneOf } from "./names.ts";
import { tableOf } from "./tables.ts";

/** Up to this many, `count=bounded` is exact. */
export const COUNT_BOUND = 10_000;

export interface Page {
  /** The records' JSON, in order. */
  readonly docs: readonly string[];
  /** Where the next page begins, null at the end. */
  readonly next: Position | null;
}

const KEYS: Readonly<Record<string, string>> = { date: "earliest", updated: "updated", value: "value_key", id: "id" };

/** One page of a question, by keyset: pages neither skip nor repeat while records are added. */
export async function page(database: Database, plan: Plan): Promise<Page> {
  const { criteria, sort, limit, after } = plan;
  if (plan.sample !== null) return sampled(database, plan, plan.sample);
  const key = KEYS[sort.key];
  if (key === undefined) throw new Error(`no column sorts by ${sort.key}`);
  const conditions = where(criteria);
  const beyond =
    after === null ? sql`` : sql`${conditions.sql === "" ? sql`WHERE` : sql`AND`} ${past(key, sort, after)}`;
  const direction = sort.descending ? sql`DESC` : sql`ASC`;
  const order = key === "id" ? sql`r.id ${direction}` : sql`${name(`r.${key}`)} ${direction} NULLS LAST, r.id`;
  const rows = await database.all<{ doc: string; id: string; key: string | null }>(sql`
    SELECT r.doc, r.id, ${name(`r.${key}`)} AS key FROM ${name(tableOf(criteria.collection).name)} r
    ${conditions} ${beyond} ORDER BY ${order} LIMIT ${limit + 1}`);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    docs: rows.slice(0, limit).map(({ doc }) => doc),
    next: last === undefined ? null : { value: key === "id" ? null : last.key, id: last.id },
  };
}

/** As many records as the plan's limit, from where the seed points into the shuffle, around its end if need be. */
async function sampled(database: Database, { criteria, limit }: Plan, { seed }: Sample): Promise<Page> {
  const table = name(tableOf(criteria.collection).name);
  const conditions = where(criteria);
  const and = conditions.sql === "" ? sql`WHERE` : sql`AND`;
  const start = shuffleOf(seed);
  const part = (side: Sql, most: number) =>
    database.all<{ doc: string }>(sql`
      SELECT r.doc FROM ${table} r ${conditions} ${and} r.shuffle ${side} ${start} ORDER BY r.shuffle, r.id LIMIT ${most}`);
  const first = await part(sql`>=`, limit);
  const second = first.length < limit ? await part(sql`<`, limit - first.length) : [];
  return { docs: [...first, ...second].map(({ doc }) => doc), next: null };
}

/** What comes after a position, unknown values last in either direction. */
function past(key: string, { descending }: Sort, { value, id }: Position): Sql {
  if (key === "id") return descending ? sql`r.id < ${id}` : sql`r.id > ${id}`;
  const field = name(`r.${key}`);
  if (value === null) return sql`(${field} IS NULL AND r.id > ${id})`;
  const further = descending ? sql`${field} < ${value}` : sql`${field} > ${value}`;
  return sql`(${further} OR (${field} = ${value} AND r.id > ${id}) OR ${field} IS NULL)`;
}

/** How many records a question finds; `bounded` stops counting at {@link COUNT_BOUND} and says so. */
export async function total(
  database: Database,
  criteria: Criteria,
  mode: CountMode,
): Promise<{ total: number | null; lowerBound: boolean }> {
  if (mode === "none") return { total: null, lowerBound: false };
  const table = name(tableOf(criteria.collection).name);
  const bound = mode === "bounded" ? sql`LIMIT ${COUNT_BOUND + 1}` : sql``;
  const rows = await database.all<{ n: number }>(
    sql`SELECT count(*) AS n FROM (SELECT 1 FROM ${table} r ${where(criteria)} ${bound})`,
  );
  const found = rows[0]?.n ?? 0;
  const lowerBound = mode === "bounded" && found > COUNT_BOUND;
  return { total: lowerBound ? COUNT_BOUND : found, lowerBound };
}

/** Records by id, from every dataset; those that are missing are not in the map. */
export async function byId(
  database: Database,
  collection: Collection,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await database.all<{ id: string; doc: string }>(
    sql`SELECT id, doc FROM ${name(tableOf(collection).name)} WHERE id IN ${oneOf(ids)}`,
  );
  return new Map(rows.map(({ id, doc }) => [id, doc]));
}

/** The quotes or figures that belong to any of these events, by id. */
export async function ofEvents(
  database: Database,
  collection: "quotes" | "figures",
  events: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (events.length === 0) return new Map();
  const rows = await database.all<{ id: string; doc: string }>(
    sql`SELECT id, doc FROM ${name(collection)} WHERE event IN ${oneOf(events)}`,
  );
  return new Map(rows.map(({ id, doc }) => [id, doc]));
}

/** Some ids of a collection, for suggestions. */
export async function someIds(database: Database, collection: Collection, most: number): Promise<string[]> {
  const rows = await database.all<{ id: string }>(
    sql`SELECT id FROM ${name(tableOf(collection).name)} ORDER BY id LIMIT ${most}`,
  );
  return rows.map(({ id }) => id);
}

/** What is loaded, by id. */
export async function datasets(database: Database): Promise<DatasetInfo[]> {
  const rows = await database.all<{ doc: string }>(sql`SELECT doc FROM datasets ORDER BY id`);
  return rows.map(({ doc }) => JSON.parse(doc) as DatasetInfo);
}

/** When a dataset was last loaded, to the second; null when none is. */
export async function lastLoad(database: Database): Promise<Date | null> {
  const rows = await database.all<{ loaded: string | null }>(sql`SELECT max(loaded) AS loaded FROM datasets`);
  const loaded = rows[0]?.loaded ?? null;
  return loaded === null ? null : new Date(loaded);
}
