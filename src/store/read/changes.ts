// Changes: what is new, changed or retired since a day, and what became of a retired record.
import sql, { join, type Sql } from "sql-template-tag";
import { COLLECTIONS, type Collection } from "../../model/ids.ts";
import type { CursorPosition } from "../../query/cursor.ts";
import { tableOf } from "../catalog/tables.ts";
import { BYTEWISE } from "../engine/dialect.ts";
import { name } from "../engine/sql.ts";
import { BOUNDS } from "../plan/access-path.ts";
import { type BoundedReader, byKeys, firstRows, over, type Reader, run } from "../plan/bounded.ts";
import { countIn, partitionsOf } from "../plan/partitions.ts";

export interface Retirement {
  readonly reason: string;
  readonly mergedInto: string | null;
  readonly day: string;
}

/** Why a record is gone and what it was merged into; undefined when it never was. */
export async function retirementOf(
  database: BoundedReader,
  collection: Collection,
  id: string,
): Promise<Retirement | undefined> {
  const query = sql`
    SELECT reason, merged_into AS "mergedInto", day FROM retired WHERE collection = ${collection} AND id = ${id}`;
  return (await database.query<Retirement>(byKeys(query, 1)))[0];
}

export interface Change {
  readonly day: string;
  /** Null for a whole dataset. */
  readonly collection: Collection | null;
  readonly id: string;
  readonly dataset: string;
  readonly change: "changed" | "retired" | "merged" | "loaded";
  readonly reason: string | null;
  readonly mergedInto: string | null;
}

const curated = sql`(SELECT number FROM datasets WHERE kind = 'curated')`;

function changed(collection: Collection, since: string): Sql {
  return sql`SELECT updated AS day, ${collection} AS collection, id, (SELECT s.id FROM datasets s WHERE s.number = ds) AS dataset,
      'changed' AS change, NULL AS reason, NULL AS "mergedInto"
    FROM ${name(tableOf(collection).name)} r WHERE r.ds IN ${curated} AND r.updated >= ${since}`;
}

/** Changes on or after `since`, by day, then id, then collection: curated records one by one, bulk datasets as one. */
export async function changes(
  database: Reader,
  since: string,
  limit: number,
  after: CursorPosition | null,
): Promise<{ changes: Change[]; next: CursorPosition | null }> {
  const parts = [
    ...COLLECTIONS.map((collection) => changed(collection, since)),
    sql`SELECT day, collection, id, dataset, CASE WHEN merged_into IS NULL THEN 'retired' ELSE 'merged' END,
        reason, merged_into
      FROM retired WHERE day >= ${since}`,
    sql`SELECT updated, NULL, id, id, 'loaded', NULL, NULL FROM datasets WHERE kind <> 'curated' AND updated >= ${since}`,
  ];
  const query = sql`
    SELECT * FROM (${join(parts, " UNION ALL ")}) found ${after === null ? sql`` : sql`WHERE ${past(after)}`}
    ORDER BY day, id, COALESCE(collection, '') ${BYTEWISE} LIMIT ${limit + 1}`;
  const rows = await run<Change>(database, over(query, await mostChanges(database)));
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    changes: rows.slice(0, limit),
    next: last === undefined ? null : { value: `${last.day}|${last.collection ?? ""}`, id: last.id },
  };
}

/** How many changes there are at most; null where they are too many to sort while others wait. */
async function mostChanges(database: Reader): Promise<number | null> {
  const partitions = await partitionsOf(database, "all");
  const records = partitions
    .filter(({ curated }) => curated)
    .flatMap((one) => COLLECTIONS.map((collection) => countIn(one, collection)))
    .reduce((sum, count) => sum + count, partitions.length);
  const retired = sql`SELECT count(*) AS n FROM (SELECT 1 FROM retired LIMIT ${BOUNDS.maxScan + 1}) few`;
  const [gone] = await database.query<{ n: number }>(firstRows(retired, BOUNDS.maxScan + 1));
  const most = records + (gone?.n ?? 0);
  return most <= BOUNDS.maxScan ? most : null;
}

function past({ value, id }: CursorPosition): Sql {
  const [day = "", collection = ""] = (value ?? "").split("|");
  return sql`(day > ${day}
    OR (day = ${day} AND (id > ${id} OR (id = ${id} AND COALESCE(collection, '') ${BYTEWISE} > ${collection}))))`;
}
