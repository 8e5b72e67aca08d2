// Abandoning: an imported dataset taken out of a database whose index is another program's, tables as they may be.
import sql from "sql-template-tag";
import { COLLECTIONS } from "../../model/ids.ts";
import { fingerprintIn } from "../catalog/version.ts";
import { type Database, DatabaseFault } from "../engine/database.ts";
import { name } from "../engine/sql.ts";
import { logDrop } from "./change-log.ts";
import { columnsIn, hasAll, logTables } from "./set-aside.ts";

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
  for (const table of ["retired", "withdrawn", "imported_files", "read_files"]) {
    if (hasAll(columns, table, ["dataset"])) await database.run(sql`DELETE FROM ${name(table)} WHERE dataset = ${id}`);
  }
  await database.run(sql`DELETE FROM datasets WHERE id = ${id}`);
  if (logTables(columns).length > 0) await logDrop(database, id, null, null);
  if ((await fingerprintIn(database)) !== null) await database.run(sql`UPDATE schema_version SET fingerprint = ''`);
}
