// Excerpts: what is served of a source's text, and every value of every record that rests on it.
//
// Events, quotes and figures are found by the filter `source`. Participants, venues and sources have no such filter:
// whatever has evidence in a source is named by one of those records, at some remove, so references are followed until
// no further record of the source is found. That is a few queries by id, and no index of its own.
//
// A source of bulk data can have more records than one answer should: of each collection the first 200 are read, and
// the excerpt says how many it leaves out.
//
// The page of a record shows the sentences around its evidence, and only an excerpt has them. So the texts of excerpts are
// kept until the data changes: the pages of the records of one article read it once.
import { LRUCache } from "lru-cache";
import type { Related } from "../../formats/related.ts";
import { type Points, pointsOf } from "../../formats/words/passages.ts";
import type { AnyRecord, Records } from "../../model/bundle.ts";
import { COLLECTIONS, type Collection } from "../../model/ids.ts";
import type { Evidence, ProvenanceEntry } from "../../model/provenance.ts";
import { LIMIT } from "../../query/list-parameters.ts";
import { criteriaOf, type ParameterValues } from "../../query/list-query.ts";
import { fingerprintOf } from "../../query/plan.ts";
import { datasets } from "../../store/catalog/datasets.ts";
import { total } from "../../store/count/totals.ts";
import type { Reader } from "../../store/plan/bounded.ts";
import { planFor } from "../../store/plan/probe.ts";
import { page } from "../../store/read/pages.ts";
import { byId, type RecordReader } from "../../store/read/records.ts";
import { inTurns } from "../../turns.ts";
import { idsReferred } from "./included.ts";

/** A record with the collection that it is of. */
export interface Kept {
  readonly collection: Collection;
  readonly record: AnyRecord;
}

/** One value of a record and the spans of this source that say it; none where other sources say it. */
export interface ValueOf extends Kept {
  readonly entry: ProvenanceEntry;
  readonly spans: readonly Evidence[];
}

export interface Excerpt {
  /** The text by code points; empty where the source has none on record. */
  readonly points: Points;
  /** The records that have evidence in the source, by collection. */
  readonly records: readonly Kept[];
  /** All values of these records, in the order of their provenance. */
  readonly values: readonly ValueOf[];
  /** These records and whatever they name, so that all can be called by name. */
  readonly related: Related;
  /** Records of the source that are left out. */
  readonly left: number;
}

const CITING = ["events", "quotes", "figures"] as const;
/** How far references are followed from a record of the source; a room lies in a building, a city, a state. */
const STEPS = 6;

/** Code points of all texts that are kept: some 8 MB. */
const KEPT_POINTS = 1_000_000;
/** Texts by the id of their source, for each state of the data, which the list of what is loaded stands for. */
const TEXTS = new WeakMap<object, LRUCache<string, Points>>();

async function textsOf(database: Reader): Promise<LRUCache<string, Points>> {
  // The same list until the data changes; whoever gets it reads this state of the data or a later one.
  const state = await datasets(database);
  const texts =
    TEXTS.get(state) ??
    new LRUCache<string, Points>({ maxSize: KEPT_POINTS, sizeCalculation: ({ length }) => length + 1 });
  TEXTS.set(state, texts);
  return texts;
}

/** The text of a source by code points, as far as it is served. */
export async function textOf(database: Reader, source: Records["sources"]): Promise<Points> {
  return (await textsOf(database)).get(source.id) ?? (await excerptOf(database, source)).points;
}

/** The excerpt of a source. */
export async function excerptOf(database: Reader, source: Records["sources"]): Promise<Excerpt> {
  const texts = await textsOf(database);
  const found: Kept[] = [];
  let left = 0;
  for (const collection of CITING) {
    const some = await citing(database, collection, source.id);
    found.push(...some.records.map((record) => ({ collection, record })));
    left += some.left;
  }
  const itself = { collection: "sources", record: source } as const;
  const cites = ({ provenance }: AnyRecord) =>
    provenance.some(({ evidence }) => evidence.some((one) => one.source === source.id));
  if (cites(source)) found.push({ collection: "sources", record: source });
  const all = new Map<string, Kept>([...found, itself].map((one) => [keyOf(one), one]));
  let fresh: readonly Kept[] = [...all.values()];
  for (let step = 0; step < STEPS && fresh.length > 0; step++) {
    const named = await namedBy(database, fresh, all);
    for (const one of named) all.set(keyOf(one), one);
    fresh = named.filter(({ record }) => cites(record));
    found.push(...fresh);
  }
  for (const one of await publishersOf(database, all)) all.set(keyOf(one), one);
  const valuesOf = ({ collection, record }: Kept): ValueOf[] =>
    record.provenance.map((entry) => {
      const spans = entry.evidence.filter((one) => one.source === source.id);
      return { collection, record, entry, spans };
    });
  const values = (await inTurns(found, valuesOf)).flat();
  const exact = values.flatMap(({ spans }) => spans.map(({ start, exact }) => ({ start, text: exact })));
  const points = pointsOf(source.text?.length ?? 0, exact);
  texts.set(source.id, points);
  return {
    points,
    records: found,
    values,
    related: byCollection(all.values()),
    left,
  };
}

/** The first records of a collection that have the source, by date, and how many more there are. */
async function citing(database: Reader, collection: (typeof CITING)[number], source: string) {
  const asked = { source: [{ not: false, values: [source] }], distinct: "false" } as unknown as ParameterValues;
  const criteria = { ...criteriaOf(collection, asked), datasets: "all" as const };
  const sort = { key: "id", descending: false } as const;
  const plan = { criteria, sort, limit: LIMIT.most, after: null, sample: null, count: "bounded" as const };
  const access = await planFor(database, criteria);
  const { docs, next } = await page(database, { ...plan, fingerprint: fingerprintOf(criteria, sort) }, access);
  const all = next === null ? docs.length : ((await total(database, access, "bounded")).total ?? docs.length);
  return { records: await inTurns(docs, (doc) => JSON.parse(doc) as AnyRecord), left: all - docs.length };
}

const keyOf = ({ collection, record }: Kept) => `${collection}/${record.id}`;

/** The records that these name and that are not known yet. */
async function namedBy(
  database: RecordReader,
  from: readonly Kept[],
  known: ReadonlyMap<string, Kept>,
): Promise<Kept[]> {
  const found: Kept[] = [];
  for (const collection of COLLECTIONS) {
    const named = await inTurns(from, (one) => idsReferred(one.record, one.collection, collection));
    const ids = new Set(named.flat());
    const unknown = [...ids].filter((id) => !known.has(`${collection}/${id}`));
    const docs = await byId(database, collection, unknown);
    found.push(...(await inTurns(docs.values(), (doc) => ({ collection, record: JSON.parse(doc) as AnyRecord }))));
  }
  return found;
}

/** A source without a headline is called by its publisher. */
function publishersOf(database: RecordReader, known: ReadonlyMap<string, Kept>): Promise<Kept[]> {
  const sources = [...known.values()].filter(({ collection }) => collection === "sources");
  return namedBy(database, sources, known);
}

function byCollection(records: Iterable<Kept>): Related {
  const maps = COLLECTIONS.map((one) => [one, new Map<string, AnyRecord>()] as const);
  const related = new Map(maps);
  for (const { collection, record } of records) related.get(collection)?.set(record.id, record);
  return Object.fromEntries(related) as unknown as Related;
}

/** Whatever these records name, by collection, themselves among it. */
export async function relatedTo(database: RecordReader, records: readonly Kept[]): Promise<Related> {
  const all = new Map(records.map((one) => [keyOf(one), one]));
  for (const one of await namedBy(database, records, all)) all.set(keyOf(one), one);
  for (const one of await publishersOf(database, all)) all.set(keyOf(one), one);
  return byCollection(all.values());
}
