// Stored rows: records of a dataset that are in the tables already, looked up by their ids.
import sql from "sql-template-tag";
import type { Collection } from "../../model/ids.ts";
import type { Database } from "../engine/database.ts";
import { CROSS } from "../engine/dialect.ts";
import { manyOf, name } from "../engine/sql.ts";
import { withoutLinks } from "./venue-links.ts";

/** A record that is there already. */
export interface StoredRow {
  readonly id: string;
  readonly n: string;
  readonly ord: number | null;
  readonly doc: string;
}

/** The records of a dataset that have these ids, as the dataset says them. */
export async function storedRows(
  database: Database,
  dataset: number,
  collection: Collection,
  ids: readonly string[],
): Promise<ReadonlyMap<string, StoredRow>> {
  if (ids.length === 0) return new Map();
  const rows = await database.query<StoredRow>(sql`
    SELECT r.id, CAST(r.n AS TEXT) AS n, r.ord, d.doc
    FROM ${name(collection)} r ${CROSS} ${name(`${collection}_docs`)} d ON d.n = r.n
    WHERE r.ds = ${dataset} AND r.id IN ${manyOf(ids)}`);
  const own = (row: StoredRow) => (collection === "venues" ? { ...row, doc: withoutLinks(row.doc) } : row);
  return new Map(rows.map((row) => [row.id, own(row)]));
}
