// Merging: rows of a dataset that fits into memory, put together with those that are there and loaded anew.
//
// Datasets that fit into memory, visits and travels, are merged with what is stored and loaded anew, in one
// transaction. It reads everything to write everything, which some thousand rows allow, and needs none of the
// bookkeeping of `upsert.ts`. Which importer writes so is a column of `src/intake/importers.ts`.

import sql from "sql-template-tag";
import type { DatasetInfo, Records } from "../../model/bundle.ts";
import { COLLECTIONS, type Collection } from "../../model/ids.ts";
import type { Accepted, RowOutcome } from "../../model/import-row.ts";
import type { Database } from "../engine/database.ts";
import { name } from "../engine/sql.ts";
import { contentHash } from "./content-hash.ts";
import { load } from "./load.ts";
import type { OnCut } from "./row-writer.ts";
import type { About, Upserted } from "./upsert.ts";

/** The records of a dataset by collection and id. */
type RecordsById = Map<Collection, Map<string, Records[Collection]>>;

/** Adds rows to a dataset: a row that is there already is replaced, of rows of one id the later one holds. */
export async function merge(
  database: Database,
  about: About,
  rows: AsyncIterable<readonly RowOutcome[]>,
  onCut?: OnCut,
): Promise<Upserted> {
  const taken = new Map<string, Accepted>();
  let duplicates = 0;
  for await (const some of rows) {
    for (const row of some) {
      if (row.kind !== "kept") continue;
      const other = taken.get(row.id);
      if (other !== undefined) duplicates++;
      if (other === undefined || other.order <= row.order) taken.set(row.id, row);
    }
  }
  const held = await storedRecords(database, about.id);
  for (const { records } of taken.values()) {
    for (const { collection, record } of records) held.get(collection)?.set(record.id, record);
  }
  const records = Object.fromEntries(
    COLLECTIONS.map((collection) => [collection, [...(held.get(collection)?.values() ?? [])]]),
  ) as unknown as { readonly [C in Collection]: readonly Records[C][] };
  const weight = contentHash(null);
  for (const collection of COLLECTIONS) for (const record of records[collection]) weight.add(JSON.stringify(record));
  const days = COLLECTIONS.flatMap((collection) => records[collection].map(({ updated }) => updated)).sort();
  const info: DatasetInfo = {
    ...about,
    version: weight.version(),
    updated: days.at(-1) ?? null,
    counts: Object.fromEntries(COLLECTIONS.map((collection) => [collection, records[collection].length])),
  };
  const outcome = await load(database, { info, records }, onCut);
  return { kept: taken.size, duplicates, changed: outcome === "loaded", info };
}

async function storedRecords(database: Database, dataset: string): Promise<RecordsById> {
  const held: RecordsById = new Map();
  for (const collection of COLLECTIONS) {
    const rows = await database.query<{ id: string; doc: string }>(sql`
      SELECT r.id, d.doc FROM ${name(collection)} r JOIN ${name(`${collection}_docs`)} d ON d.n = r.n
      WHERE r.ds = (SELECT number FROM datasets WHERE id = ${dataset})`);
    held.set(collection, new Map(rows.map(({ id, doc }) => [id, JSON.parse(doc)])));
  }
  return held;
}
