// Migrating: a database brought to the tables and rows of this program, whatever it was before.
//
// | what is there | what is done |
// |---|---|
// | nothing | the tables are made |
// | the schema version and the fingerprint of this program | nothing |
// | its version, another fingerprint or none | the index is derived anew from the records, imports kept |
// | an older version | the tables are made anew, the log of changes apart; what was imported is gone |
// | a newer version, or another program's tables | refused |
//
// The database is a cache of files, so a database of an older schema is made anew: before the first release no
// migration is worth its code. What was imported, which no file brings back, is named when it is gone. An import that
// fails, or a `datasets drop`, leaves the older database as it was.
import type { Dataset } from "../../model/bundle.ts";
import { SCHEMA_VERSION } from "../catalog/schema.ts";
import { fingerprintIn, importedInto, schemaVersionOf } from "../catalog/version.ts";
import { type Database, DatabaseFault } from "../engine/database.ts";
import { logDrop } from "./change-log.ts";
import { indexFingerprint } from "./fingerprint.ts";
import { rederive, type UnreadableDataset } from "./rederive.ts";
import { columnsIn, dropStored, logTables, remake, takeOver } from "./set-aside.ts";

/** What a database is to this program. */
export type IndexState = "empty" | "older" | "other index" | "current";

/**
 * Tells what a database is, and changes nothing.
 * @throws DatabaseFault when it is not a database of this program, or one of a newer program
 */
export async function indexState(database: Database): Promise<IndexState> {
  const version = await schemaVersionOf(database);
  if (version !== SCHEMA_VERSION) return version === 0 ? "empty" : "older";
  const there = await fingerprintIn(database);
  return there === (await indexFingerprint(database.engine)) ? "current" : "other index";
}

/** What became of a database. */
export interface Migrated {
  /** The imported datasets that went with an older schema: no file that a start reads brings them back. */
  readonly gone: readonly string[];
  /** Whether the index was derived anew. */
  readonly derived: boolean;
}

/** What is told when the records of some datasets cannot be taken over. */
function refusal(lost: readonly UnreadableDataset[]): DatabaseFault {
  const words = (list: readonly string[]) => list.join(" and ");
  const ids = lost.map(({ id }) => id);
  const calls = ids.map((id) => `\`npm run communique -- datasets drop ${id}\``);
  return new DatabaseFault(
    `the database is left as it was: its index is another program's, and this one cannot derive its own from the records of ${words(ids)} (${lost[0]?.reason}); ${words(calls)} ${ids.length === 1 ? "empties it" : "empty them"}, and they can be imported again`,
  );
}

/**
 * Brings a database to this program's schema and index; one that has both is left untouched.
 * @param curated what the files say, which stands in for curated records that cannot be read any more
 * @throws DatabaseFault when it is not a database of this program, one of a newer program, or one whose imported records
 *   this program cannot take over
 */
export async function migrate(database: Database, curated: Dataset | null = null): Promise<Migrated> {
  const untouched = { gone: [], derived: false };
  if ((await indexState(database)) === "current") return untouched;
  const fingerprint = await indexFingerprint(database.engine);
  return database.transaction(async () => {
    // Another process may have come first: only what is read inside the transaction holds.
    const standing = await indexState(database);
    if (standing === "current") return untouched;
    if (standing === "other index") {
      const lost = await rederive(database, fingerprint, curated);
      if (lost === null) {
        throw new DatabaseFault(
          "the database is left as it was: it cannot be told which datasets it holds; give the program a new one",
        );
      }
      if (lost.length > 0) throw refusal(lost);
      return { gone: [], derived: true };
    }
    const gone = standing === "older" ? await importedInto(database) : [];
    const kept = standing === "older" ? logTables(await columnsIn(database)) : [];
    await remake(database, kept, fingerprint);
    await takeOver(database, kept);
    await dropStored(database, kept);
    for (const id of gone) await logDrop(database, id, null, null);
    return { gone, derived: false };
  });
}
