// Dropping: a dataset taken out of the database whole.

import sql from "sql-template-tag";
import type { DatasetInfo } from "../../model/bundle.ts";
import { COLLECTIONS } from "../../model/ids.ts";
import { datasetRange } from "../catalog/rowid.ts";
import { withoutIndexes } from "../catalog/schema.ts";
import type { Database } from "../engine/database.ts";
import { name } from "../engine/sql.ts";
import { logDrop } from "./change-log.ts";
import { deleteRows, pruneSuggestions } from "./row-writer.ts";
import { linkVenues } from "./venue-links.ts";

/** So many records are taken out together with their entries in every index; of more, the indexes are made anew. */
const KEEP_INDEXES = 20_000;

/** Takes a dataset out; false when there is none of this id. */
export async function drop(database: Database, id: string): Promise<boolean> {
  return database.transaction(async () => {
    const rows = await database.query<{ number: number; version: string; doc: string }>(
      sql`SELECT number, version, doc FROM datasets WHERE id = ${id}`,
    );
    const [row] = rows;
    if (row === undefined) return false;
    const { number, version, doc } = row;
    for (const collection of COLLECTIONS) {
      const many = await database.query<{ n: number }>(
        sql`SELECT count(*) AS n FROM (SELECT 1 FROM ${name(collection)} WHERE ds = ${number} LIMIT ${KEEP_INDEXES + 1}) few`,
      );
      const makeIndexes = (many[0]?.n ?? 0) > KEEP_INDEXES ? await withoutIndexes(database, collection) : null;
      await deleteRows(database, collection, datasetRange(number));
      await makeIndexes?.();
    }
    await database.run(sql`DELETE FROM tallies WHERE ds = ${number}`);
    for (const table of ["retired", "withdrawn", "imported_files", "read_files"]) {
      await database.run(sql`DELETE FROM ${name(table)} WHERE dataset = ${id}`);
    }
    await database.run(sql`DELETE FROM datasets WHERE id = ${id}`);
    await linkVenues(database);
    await pruneSuggestions(database);
    await logDrop(database, id, version, (JSON.parse(doc) as DatasetInfo).counts);
    return true;
  });
}
