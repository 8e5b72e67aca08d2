// Dropping: a dataset taken out of the database whole, also where the index is another program's and tables are as they may be.

import sql from "sql-template-tag";
import type { DatasetInfo } from "../../model/bundle.ts";
import { COLLECTIONS } from "../../model/ids.ts";
import { datasetRange } from "../catalog/rowid.ts";
import { withoutIndexes } from "../catalog/schema.ts";
import { fingerprintIn } from "../catalog/version.ts";
import { type Database, DatabaseFault } from "../engine/database.ts";
import { name } from "../engine/sql.ts";
import { logDrop } from "./change-log.ts";
import { deleteRows, pruneSuggestions } from "./row-writer.ts";
import { columnsIn, hasAll, logTables } from "./set-aside.ts";
import { linkVenues } from "./venue-links.ts";

/** Tables that hold what is known of a dataset beside its records. */
const BESIDE = ["retired", "withdrawn", "imported_files", "read_files"] as const;

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
    for (const table of BESIDE) {
      await database.run(sql`DELETE FROM ${name(table)} WHERE dataset = ${id}`);
    }
    await database.run(sql`DELETE FROM datasets WHERE id = ${id}`);
    await linkVenues(database);
    await pruneSuggestions(database);
    await logDrop(database, id, version, (JSON.parse(doc) as DatasetInfo).counts);
    return true;
  });
}

/** An imported dataset, as far as any index tells. */
interface Imported {
  readonly id: string;
  readonly kind: string;
}

/** The datasets of a database whose index is another program's. */
export async function importedDatasets(database: Database): Promise<readonly Imported[]> {
  if (!hasAll(await columnsIn(database), "datasets", ["id", "kind", "number"])) {
    throw new DatabaseFault("it cannot be told which datasets the database holds; give the program a new one");
  }
  return database.query<Imported>(sql`SELECT id, kind FROM datasets ORDER BY id`);
}

/**
 * Takes the records of a dataset out. What found them stays in the index, which nobody answers from after this, the
 * program that made it included; a start derives it anew.
 */
export async function abandon(database: Database, id: string): Promise<void> {
  const columns = await columnsIn(database);
  const number = sql`(SELECT number FROM datasets WHERE id = ${id})`;
  for (const collection of COLLECTIONS) {
    if (!hasAll(columns, collection, ["n", "ds"])) continue;
    const gone = sql`FROM ${name(collection)} WHERE ds = ${number}`;
    if (hasAll(columns, `${collection}_docs`, ["n"])) {
      await database.run(sql`DELETE FROM ${name(`${collection}_docs`)} WHERE n IN (SELECT n ${gone})`);
    }
    await database.run(sql`DELETE ${gone}`);
  }
  for (const table of BESIDE) {
    if (hasAll(columns, table, ["dataset"])) await database.run(sql`DELETE FROM ${name(table)} WHERE dataset = ${id}`);
  }
  await database.run(sql`DELETE FROM datasets WHERE id = ${id}`);
  if (logTables(columns).length > 0) await logDrop(database, id, null, null);
  if ((await fingerprintIn(database)) !== null) await database.run(sql`UPDATE schema_version SET fingerprint = ''`);
}
