// Merging: a dataset that is what all of its files say together, each in its newest version.
//
// The files are kept beside the records. An import puts its files in the place of those of the same name, derives the
// dataset from all of them, and loads it: the state follows from the files alone, in whatever order and how often they
// came, and what a file says no longer is gone. The lists that are read so have some megabytes.
import { basename } from "node:path";
import sql from "sql-template-tag";
import type { DatasetInfo, Records } from "../../model/bundle.ts";
import { datasetVersion } from "../../model/dataset-version.ts";
import { COLLECTIONS, type Collection } from "../../model/ids.ts";
import type { Accepted, ListFile, RowOutcome } from "../../model/import-row.ts";
import type { Retired } from "../../model/retired.ts";
import { type Database, DatabaseFault } from "../engine/database.ts";
import { name } from "../engine/sql.ts";
import { writeCoverage } from "./coverage.ts";
import type { About } from "./dataset-totals.ts";
import type { Upserted } from "./import-session.ts";
import { load } from "./load.ts";
import { REASONS, today } from "./retirement.ts";
import type { OnCut } from "./row-writer.ts";

/** The rows of files, the same in whatever order these are given. */
type Derive = (files: readonly ListFile[]) => Iterable<readonly RowOutcome[]>;

/**
 * Takes files into a dataset, each in the place of one of the same name.
 * @param tell is told what became of the rows of these files
 */
export async function merge(
  database: Database,
  about: About,
  files: readonly ListFile[],
  derive: Derive,
  tell: (rows: readonly RowOutcome[]) => void,
  onCut?: OnCut,
): Promise<Upserted> {
  return database.transaction(async () => {
    const all = new Map((await storedFiles(database, about.id)).map((file) => [file.name, file]));
    for (const file of files) {
      // The last one given stands last.
      all.delete(file.name);
      all.set(file.name, file);
    }
    const paths = new Set([...all.values()].filter((one) => files.includes(one)).map(({ path }) => path));
    const taken = new Map<string, Accepted>();
    let read = 0;
    for (const rows of derive([...all.values()])) {
      const own = rows.filter((row) => "file" in row && paths.has(row.file));
      tell(own);
      read += own.filter(({ kind }) => kind === "kept").length;
      for (const row of rows) if (row.kind === "kept" && row.records.length > 0) taken.set(row.id, row);
    }
    const records = recordsOf(taken.values());
    const days = COLLECTIONS.flatMap((collection) => records[collection].map(({ updated }) => updated)).sort();
    const counts = Object.fromEntries(COLLECTIONS.map((collection) => [collection, records[collection].length]));
    const info: DatasetInfo = { ...about, version: datasetVersion(records), updated: days.at(-1) ?? null, counts };
    const retired = await retiredBy(database, about.id, records);
    const outcome = await load(database, { info, records, retired }, onCut);
    await keepFiles(database, about.id, [...all.values()]);
    await writeCoverage(database, about.id);
    const kept = [...taken.values()].filter(({ file }) => paths.has(file)).length;
    return { kept, duplicates: read - kept, changed: outcome === "loaded", info };
  });
}

type RecordsOf = { readonly [C in Collection]: readonly Records[C][] };

function recordsOf(rows: Iterable<Accepted>): RecordsOf {
  const found = new Map(COLLECTIONS.map((collection) => [collection, new Map<string, Records[Collection]>()]));
  for (const { records } of rows) {
    for (const { collection, record } of records) found.get(collection)?.set(record.id, record);
  }
  return Object.fromEntries(
    [...found].map(([collection, records]) => [collection, [...records.values()]]),
  ) as unknown as RecordsOf;
}

async function storedFiles(database: Database, dataset: string): Promise<readonly ListFile[]> {
  const there = await database.query<{ id: string }>(sql`SELECT id FROM datasets WHERE id = ${dataset}`);
  // What a dataset that is gone left behind is nobody's.
  if (there.length === 0) await database.run(sql`DELETE FROM imported_files WHERE dataset = ${dataset}`);
  const rows = await database.query<ListFile>(
    sql`SELECT name, path, text FROM imported_files WHERE dataset = ${dataset} ORDER BY turn`,
  );
  if (there.length > 0 && rows.length === 0) {
    throw new DatabaseFault(
      `${dataset} was imported by an older program, which did not keep its files; \`npm run communique -- datasets drop ${dataset}\` takes it out, and all of its files can be imported again`,
    );
  }
  return rows;
}

async function keepFiles(database: Database, dataset: string, files: readonly ListFile[]): Promise<void> {
  await database.run(sql`DELETE FROM imported_files WHERE dataset = ${dataset}`);
  const rows = database.inserter("imported_files", ["dataset", "name", "turn", "path", "text"]);
  for (const [turn, { name, path, text }] of files.entries()) rows.put([dataset, name, turn, basename(path), text]);
  await rows.flush();
}

/** The records that were there and will not be, and those that were gone before and still are. */
async function retiredBy(database: Database, dataset: string, records: RecordsOf): Promise<readonly Retired[]> {
  const ids = new Map(COLLECTIONS.map((collection) => [collection, new Set(records[collection].map(({ id }) => id))]));
  const rows = await database.query<Retired>(sql`
    SELECT collection, id, day AS "on", reason, merged_into AS "mergedInto" FROM retired WHERE dataset = ${dataset}`);
  const retired = rows.filter(({ collection, id }) => ids.get(collection)?.has(id) === false);
  for (const collection of COLLECTIONS) {
    const there = await database.query<{ id: string }>(sql`
      SELECT id FROM ${name(collection)} WHERE ds = (SELECT number FROM datasets WHERE id = ${dataset})`);
    for (const { id } of there) {
      if (ids.get(collection)?.has(id) === true) continue;
      retired.push({ collection, id, on: today(), reason: REASONS.unlisted, mergedInto: null });
    }
  }
  return retired;
}
