// Rederiving: the index of a database made anew from the records that it holds, imports kept.
//
// The tables that hold what nothing else says (records, `ord`, what is known of datasets, retired ids, the log) are set aside, all
// others are dropped, and the records are loaded or upserted again under the numbers of their datasets by the code that
// imports them: rows of an importer that was read row by row have an `ord`, in batches; all others fit into memory, as
// they did when they came. What a dataset says of itself, its version and when it was loaded stay as they were.
// Curated records come from files: where theirs cannot be read any more, those of the files are taken in their place.
import sql from "sql-template-tag";
import { type Dataset, type DatasetInfo, RECORDS, type Records } from "../../model/bundle.ts";
import { COLLECTIONS, type Collection } from "../../model/ids.ts";
import { type CollectionRecord, REFERENCE, type SerialId, type SerialRow } from "../../model/import-row.ts";
import type { Credit } from "../../model/source.ts";
import { type Database, DatabaseFault } from "../engine/database.ts";
import { writeCoverage } from "./coverage.ts";
import { load, writeRecords } from "./load.ts";
import { columnsIn, dropStored, hasAll, KEPT, listed, logTables, remake, stored, takeOver } from "./set-aside.ts";
import { upsertAs } from "./upsert.ts";
import { linkVenues, withoutLinks } from "./venue-links.ts";

/** Records that are read together. */
const BATCH = 2_000;

const RECORD = ["n", "ds", "ord"];
const DOC = ["n", "doc"];

interface Held {
  readonly id: string;
  readonly number: number;
  readonly kind: DatasetInfo["kind"];
  readonly doc: string;
}

/** Records of a dataset that cannot be taken over, the first of them and why. */
export class Unreadable extends DatabaseFault {}

/** What `stored_` tables hold of a dataset in a collection. */
interface Extent {
  readonly ds: number;
  /** The number of the first record. */
  readonly low: string;
  readonly records: number;
  /** Records that have an `ord`. */
  readonly ordered: number;
}

type Extents = ReadonlyMap<Collection, readonly Extent[]>;

async function extentsOf(database: Database, collections: readonly Collection[]): Promise<Extents> {
  const all = new Map<Collection, readonly Extent[]>();
  for (const collection of collections) {
    const rows = await database.query<Extent>(sql`SELECT ds, CAST(min(n) AS TEXT) AS low, count(*) AS records,
      count(ord) AS ordered FROM ${stored(collection)} GROUP BY ds`);
    all.set(collection, rows);
  }
  return all;
}

interface Stored {
  readonly n: string;
  readonly ord: number | null;
  readonly doc: string | null;
}

/** The records of a dataset in a collection as this program has them, in their order. */
async function* recordsOf(database: Database, collection: Collection, { ds, low, records }: Extent) {
  let last = BigInt(low) - 1n;
  for (let read = 0; read < records; ) {
    const rows = await database.query<Stored>(sql`
      SELECT CAST(r.n AS TEXT) AS n, r.ord, d.doc FROM ${stored(collection)} r
      LEFT JOIN ${stored(`${collection}_docs`)} d ON d.n = r.n
      WHERE r.n > ${last} AND r.ds = ${ds} ORDER BY r.n LIMIT ${BATCH}`);
    if (rows.length === 0) return;
    read += rows.length;
    last = BigInt(rows.at(-1)?.n ?? 0);
    yield rows.map(({ ord, doc }) => ({ ord, carried: collectionRecord(collection, doc) }));
  }
}

/** Until its files are loaded again, nothing is known of a source's terms. */
const UNCREDITED = { licence: null, licenceUrl: null, attribution: null } satisfies Credit;

/** Fields that were added to records, with what stands there where nothing is known, by the field before them. */
const ADDED: Partial<Record<Collection, Readonly<Record<string, readonly [name: string, value: unknown]>>>> = {
  events: { summary: ["description", null], venue: ["stops", []], sources: ["credits", []] },
  quotes: { source: ["credit", UNCREDITED] },
  figures: { source: ["credit", UNCREDITED] },
  venues: { wikidata: ["sameAs", []] },
};

/** A record with the fields that records of older programs lack, as unknown and in their places. */
function completed(collection: Collection, record: object): object {
  const members = Object.entries(record).flatMap(([name, value]): [string, unknown][] => {
    const added = ADDED[collection]?.[name];
    const isThere = added === undefined || Object.hasOwn(record, added[0]);
    return isThere ? [[name, value]] : [[name, value], [...added]];
  });
  return Object.fromEntries(members);
}

function collectionRecord(collection: Collection, doc: string | null): CollectionRecord {
  if (doc === null) throw new Unreadable(`a record of ${collection} is not there`);
  const own = collection === "venues" ? withoutLinks(doc) : doc;
  const record = completed(collection, JSON.parse(own)) as Records[Collection];
  const { error } = RECORDS[collection].safeParse(record);
  if (error === undefined) return { collection, record } as CollectionRecord;
  const [issue] = error.issues;
  throw new Unreadable(`${collection}/${record.id}: ${issue?.path.join(".")}: ${issue?.message}`);
}

/** All records of a dataset but its events. */
async function namedBy(database: Database, { number }: Held, extents: Extents): Promise<CollectionRecord[]> {
  const all: CollectionRecord[] = [];
  for (const [collection, list] of extents) {
    const extent = list.find(({ ds }) => ds === number);
    if (collection === "events" || extent === undefined) continue;
    for await (const rows of recordsOf(database, collection, extent)) all.push(...rows.map(({ carried }) => carried));
  }
  return all;
}

/** Records as an importer gives them: all that events name comes with the first one. */
async function* rowsOf(database: Database, { id }: Held, named: readonly CollectionRecord[], events: Extent) {
  let waiting = named;
  for await (const rows of recordsOf(database, "events", events)) {
    const taken = rows.map(({ ord, carried }): SerialRow => {
      const records = [...waiting, carried];
      waiting = [];
      // They were written by an import of such rows, which looks at each id again.
      const own = carried.record.id as SerialId;
      return { kind: "kept", file: id, line: 0, id: own, order: ord ?? 0, records };
    });
    yield taken;
  }
}

/** Writes what a dataset holds into the new tables. */
async function rewrite(database: Database, held: Held, extents: Extents): Promise<void> {
  const info = JSON.parse(held.doc) as DatasetInfo;
  // What curated data describes has been taken out of other datasets, which still count it.
  for (const collection of ["events", "quotes", "figures", "sources"] as const) {
    const there = extents.get(collection)?.find(({ ds }) => ds === held.number)?.records ?? 0;
    const lost = (info.counts[collection] ?? 0) - there;
    if (lost > 0) throw new Unreadable(`${lost} of its ${collection} are not there`);
  }
  const named = await namedBy(database, held, extents);
  const events = extents.get("events")?.find(({ ds }) => ds === held.number);
  if (events !== undefined && events.ordered > 0) {
    await upsertAs(database, held.number, info, null, rowsOf(database, held, named, events), false);
    return;
  }
  const all = [...named];
  if (events !== undefined) {
    for await (const rows of recordsOf(database, "events", events)) all.push(...rows.map(({ carried }) => carried));
  }
  const records = Object.fromEntries(
    COLLECTIONS.map((collection) => [
      collection,
      all.flatMap((one) => (one.collection === collection ? [one.record] : [])),
    ]),
  ) as unknown as Dataset["records"];
  const { span, open, mirrors } = await writeRecords(database, held.number, { info, records });
  await database.run(sql`UPDATE datasets SET span = ${span}, open = ${open ? 1 : 0}, mirrors = ${mirrors ? 1 : 0}
    WHERE id = ${held.id}`);
}

/** Curated data first, then the states: others name what they describe. */
const rank = ({ id, kind }: Held) => (kind === "curated" ? 0 : id === REFERENCE ? 1 : 2);

/** Why what an imported dataset holds cannot be taken over. */
export interface UnreadableDataset {
  readonly id: string;
  readonly reason: string;
}

/**
 * Makes all tables anew in an open transaction, and fills them with the records that are there.
 * @param curated what the files say
 * @returns imported datasets whose records cannot be taken over: then the transaction must not hold; null where it cannot
 *   be told which datasets there are
 */
export async function rederive(
  database: Database,
  fingerprint: string,
  curated: Dataset | null,
): Promise<readonly UnreadableDataset[] | null> {
  const columns = await columnsIn(database);
  if (!hasAll(columns, "datasets", KEPT.datasets)) return null;
  const hasRetired = hasAll(columns, "retired", KEPT.retired);
  const collections = COLLECTIONS.filter((one) => hasAll(columns, one, RECORD) && hasAll(columns, `${one}_docs`, DOC));
  const lists = (["retired", "withdrawn", "imported_files", "read_files"] as const).filter((one) =>
    hasAll(columns, one, KEPT[one]),
  );
  const beside = [...lists, ...logTables(columns)];
  const kept = ["datasets", ...beside, ...collections.flatMap((one) => [one, `${one}_docs`])];
  await remake(database, kept, fingerprint);
  await database.run(sql`INSERT INTO datasets (${listed(KEPT.datasets)}, span, open, mirrors, tallied)
    SELECT ${listed(KEPT.datasets)}, 0, 0, 0, 0 FROM ${stored("datasets")}`);
  await takeOver(database, beside);
  const lost = await refill(database, curated, await extentsOf(database, collections), hasRetired);
  await dropStored(database, kept);
  await linkVenues(database);
  return lost;
}

async function refill(
  database: Database,
  curated: Dataset | null,
  extents: Extents,
  hasRetired: boolean,
): Promise<UnreadableDataset[]> {
  const all = await database.query<Held>(sql`SELECT id, number, kind, doc FROM ${stored("datasets")} ORDER BY number`);
  const lost: UnreadableDataset[] = [];
  let replaced = false;
  for (const held of all.sort((a, b) => rank(a) - rank(b))) {
    try {
      if (held.kind === "curated" && !hasRetired) throw new Unreadable("its retired ids are not there");
      await rewrite(database, held, extents);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      if (held.kind === "bulk") lost.push({ id: held.id, reason: error.message });
      else {
        await database.run(sql`DELETE FROM datasets WHERE id = ${held.id}`);
        replaced = held.id === curated?.info.id;
        if (replaced && curated !== null) await load(database, curated);
      }
      continue;
    }
    const { id } = held;
    await database.run(sql`UPDATE datasets SET (version, updated, loaded, doc) =
      (SELECT s.version, s.updated, s.loaded, s.doc FROM ${stored("datasets")} s WHERE s.id = ${id}) WHERE id = ${id}`);
    await writeCoverage(database, id);
  }
  if (lost.length === 0 && replaced && curated !== null) {
    // Loaded once more, now that the others are there: what it describes anew they do not describe too.
    await database.run(sql`UPDATE datasets SET version = '' WHERE id = ${curated.info.id}`);
    await load(database, curated, undefined, false);
  }
  return lost;
}
