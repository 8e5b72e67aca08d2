// Hits: the records of all collections that a search finds, best first.
//
// Hits are ordered by an integer tier (the whole name, all words in a name, elsewhere), then by date, newest first,
// then by id. A float score such as BM25 would differ between the engines and after each load, and a cursor could not
// hold its place in it.
//
// A search for one word is bounded: the full-text index gives the records of a term in the order of their numbers,
// newest first. Other searches of large datasets are read by a process that can be ended. Events that were imported row by
// row have no names, so their hits are of the lowest tier, and nothing is looked for in the others: to find that none of
// the records of a word has it in a name, the whole list of the word would be read twice, 0.1 s at a million events.

import sql, { type Sql } from "sql-template-tag";
import { COLLECTIONS, type Collection } from "../../model/ids.ts";
import type { CursorPosition } from "../../query/cursor.ts";
import type { Criteria, DatasetScope } from "../../query/plan.ts";
import { isEmpty, type Search } from "../../query/search.ts";
import { datasetRange, dayOf, dayRange, inRange } from "../catalog/rowid.ts";
import { isDateOrdered } from "../catalog/tables.ts";
import { countFromSums, countSoon } from "../count/day-sums.ts";
import { alongWays, waysTo } from "../count/first-matches.ts";
import { COUNT_BOUND } from "../count/totals.ts";
import { QueryTooLong } from "../engine/database.ts";
import { CROSS } from "../engine/dialect.ts";
import { limitTo, name, oneOf } from "../engine/sql.ts";
import {
  BOUNDS,
  type Bounds,
  isInKeyOrder,
  matchOf,
  numberOf,
  partitionPlan,
  rowsToRead,
  whereOf,
} from "../plan/access-path.ts";
import { firstRows, over, type Reader, run } from "../plan/bounded.ts";
import { isSingleTerm, matchPredicate, matchScan } from "../plan/match.ts";
import { countIn, countUpTo, hasNames, isState, type Partition, partitionsOf } from "../plan/partitions.ts";

/** Where a search looks. */
export interface SearchScope {
  readonly collections: readonly Collection[];
  readonly datasets: DatasetScope;
}

type Tier = 1 | 2 | 3;

export interface Hit {
  readonly collection: Collection;
  readonly id: string;
  /** 3 the whole name or title, 2 all words in it, 1 elsewhere. */
  readonly tier: Tier;
  readonly date: string | null;
}

/** Where a page ended, read back from its cursor. */
interface HitPosition {
  readonly tier: number;
  readonly date: string | null;
  readonly collection: string;
  readonly id: string;
}

function hitPosition({ value, id }: CursorPosition): HitPosition {
  const [tier = "1", date = "", collection = ""] = (value ?? "").split("|");
  return { tier: Number(tier), date: date === "" ? null : date, collection, id };
}

/** By date (newest first, none last), then id, then collection. */
function inOrder(a: Hit, b: Hit): number {
  if (a.date !== b.date) {
    if (a.date === null || b.date === null) return a.date === null ? 1 : -1;
    return a.date < b.date ? 1 : -1;
  }
  if (a.id !== b.id) return a.id < b.id ? -1 : 1;
  return a.collection < b.collection ? -1 : 1;
}

/**
 * The best hits over all collections: by tier, then date (newest first, none last), then id.
 * @param wholes the keys of whole names and titles that the search may stand for
 */
export async function findHits(
  database: Reader,
  search: Search,
  wholes: readonly string[],
  { collections, datasets }: SearchScope,
  limit: number,
  after: CursorPosition | null,
  bounds: Bounds = BOUNDS,
): Promise<{ hits: Hit[]; next: CursorPosition | null }> {
  const mark = after === null ? null : hitPosition(after);
  const partitions = isEmpty(search) ? [] : await partitionsOf(database, datasets);
  const hits: Hit[] = [];
  for (const tier of [3, 2, 1] as const) {
    if (hits.length > limit || (mark !== null && tier > mark.tier)) continue;
    const found: Hit[] = [];
    for (const partition of partitions) {
      for (const collection of COLLECTIONS.filter((one) => collections.includes(one))) {
        if (countIn(partition, collection) === 0) continue;
        const place = { partition, collection, rows: rowsOf(partition, collection, bounds), bounds };
        found.push(...(await inTier(database, search, wholes, tier, place, tier === mark?.tier ? mark : null, limit)));
      }
    }
    hits.push(...found.sort(inOrder));
  }
  const last = hits.length > limit ? hits[limit - 1] : undefined;
  return {
    hits: hits.slice(0, limit),
    next: last === undefined ? null : { value: `${last.tier}|${last.date ?? ""}|${last.collection}`, id: last.id },
  };
}

/** How many records a search of one collection of a dataset looks at; null where they are many. */
function rowsOf(partition: Partition, collection: Collection, { maxScan }: Bounds): number | null {
  const most = countUpTo(partition, collection);
  return most <= maxScan ? most : null;
}

interface TierPlace {
  readonly partition: Partition;
  readonly collection: Collection;
  /** How many records there are, where they are few. */
  readonly rows: number | null;
  readonly bounds: Bounds;
}

/** The first hits of one tier among the records of one collection of a dataset. */
async function inTier(
  database: Reader,
  search: Search,
  wholes: readonly string[],
  tier: Tier,
  place: TierPlace,
  mark: HitPosition | null,
  limit: number,
): Promise<Hit[]> {
  const { partition, collection, rows: most } = place;
  const dated = isDateOrdered(collection);
  const block = datasetRange(partition.number);
  const day = dated && mark !== null ? dayRange(partition.number, mark.date === null ? null : dayOf(mark.date)) : null;
  const range = day === null ? block : { low: day.low, high: block.high };
  const named = sql`SELECT x.n FROM ${name(`${collection}_names`)} x
    WHERE x.name IN ${oneOf(wholes)} AND ${inRange(range, sql`x.n`)}`;
  const composed = !hasNames(partition, collection);
  if (composed && tier > 1) return [];
  if (composed && most === null && search.all.length > 0) return composedHits(database, search, place, mark, limit);
  const table = sql`${name(collection)} r`;
  if (tier === 2 && search.all.length === 0) return [];
  const inNames = tier === 2;
  // What a few records have is found by the end of their numbers, and sorted.
  const walk = tier === 3 || most !== null ? null : matchScan(collection, search, range, inNames);
  const from = walk === null ? table : sql`${walk.from} ${CROSS} ${table} ON r.n = ${walk.n}`;
  const conditions: Sql[] = [inRange(range), ...(partition.statesOnly ? [isState] : [])];
  if (walk !== null) conditions.push(...walk.conditions);
  else conditions.push(matchPredicate(collection, search, range, inNames));
  if (!composed) conditions.push(tier === 3 ? sql`r.n IN (${named})` : sql`r.n NOT IN (${named})`);
  if (tier === 1 && search.all.length > 0 && !composed)
    conditions.push(sql`NOT (${matchPredicate(collection, search, range, true)})`);
  // Undated records come after all dated ones.
  if (mark !== null && (dated || mark.date === null)) {
    const same = collection > mark.collection ? sql`r.id >= ${mark.id}` : sql`r.id > ${mark.id}`;
    conditions.push(day === null ? same : sql`(r.n > ${day.high} OR ${same})`);
  }
  const order = !dated ? sql`r.id` : walk === null ? sql`r.n` : walk.n;
  const query = sql`SELECT r.id, ${dated ? sql`r.earliest` : sql`NULL`} AS date FROM ${from} ${whereOf(conditions)}
      ORDER BY ${order} ${limitTo(limit + 1)}`;
  const rows = await run<HitRow>(database, over(query, most));
  return rows.map(({ id, date }) => ({ collection, id, tier, date }));
}

type HitRow = Pick<Hit, "id" | "date">;

/** The first hits among many events whose titles are no names, by the way that leads to them soonest. */
async function composedHits(
  database: Reader,
  search: Search,
  { partition, collection, bounds }: TierPlace,
  mark: HitPosition | null,
  limit: number,
): Promise<Hit[]> {
  const criteria = listOf(collection, search, "all");
  const part = partitionPlan(criteria, partition, { engine: database.engine, bounds });
  const day = mark === null ? null : dayRange(partition.number, mark.date === null ? null : dayOf(mark.date));
  const range = day === null ? part.range : { low: day.low, high: part.range.high };
  const found = matchOf(part, range);
  if (found === null) throw new Error("a search that finds something has terms");
  const same = mark === null || collection > mark.collection ? sql`>=` : sql`>`;
  const beyond = mark === null || day === null ? [] : [sql`(r.n > ${day.high} OR r.id ${same} ${mark.id})`];
  const ways = waysTo(database, found, range, limit + 1, mark !== null);
  const rows = await alongWays(ways, limit + 1, (access) => {
    const query = sql`SELECT r.id, r.earliest AS date FROM ${access.from} ${whereOf([...access.conditions, ...beyond])}
      ORDER BY ${numberOf(access) ?? sql`r.n`} ${limitTo(limit + 1)}`;
    // Behind a mark, any number of the same day may be passed over.
    const isWalked = mark === null && isInKeyOrder(access);
    return run<HitRow>(database, isWalked ? firstRows(query, limit + 1) : over(query, rowsToRead(access)));
  });
  return rows.map(({ id, date }) => ({ collection, id, tier: 1, date }));
}

/** What a search asks for as a list of a collection would. */
function listOf(collection: Collection, search: Search, datasets: DatasetScope): Criteria {
  const window = { from: null, to: null, certainty: "possible" } as const;
  const nothing = { updatedSince: null, min: null, max: null, box: null, near: null };
  return { collection, filters: new Map(), window, search, datasets, distinct: false, ...nothing };
}

/** How many records a search finds, exactly up to {@link COUNT_BOUND}. */
export async function countFound(
  database: Reader,
  search: Search,
  { collections, datasets }: SearchScope,
  bounds: Bounds = BOUNDS,
): Promise<{ total: number; lowerBound: boolean }> {
  const { engine } = database;
  let total = 0;
  for (const partition of isEmpty(search) ? [] : await partitionsOf(database, datasets)) {
    for (const collection of collections) {
      if (countIn(partition, collection) === 0) continue;
      const criteria = listOf(collection, search, datasets);
      const part = partitionPlan(criteria, partition, { engine, bounds });
      const most = rowsOf(partition, collection, bounds);
      const known = countFromSums(database, part) ?? (most === null ? await countSoon(database, part) : null);
      if (known !== null) {
        total += known;
        if (total > COUNT_BOUND) return { total: COUNT_BOUND, lowerBound: true };
        continue;
      }
      const range = datasetRange(partition.number);
      const { statesOnly } = partition;
      const walk = statesOnly || most !== null ? null : matchScan(collection, search, range);
      const conditions = [inRange(range), ...(statesOnly ? [isState] : [])];
      const found =
        walk === null
          ? sql`${name(collection)} r ${whereOf([...conditions, matchPredicate(collection, search, range)])}`
          : sql`${walk.from} ${whereOf(walk.conditions)}`;
      const query = sql`SELECT count(*) AS n FROM (SELECT 1 FROM ${found} ${limitTo(COUNT_BOUND + 1)}) few`;
      try {
        const isWalked = walk !== null && isSingleTerm(search, engine);
        const statement = isWalked ? firstRows(query, COUNT_BOUND + 1) : over(query, most);
        const rows = await run<{ n: number }>(database, statement);
        total += rows[0]?.n ?? 0;
      } catch (error) {
        if (!(error instanceof QueryTooLong)) throw error;
        return { total, lowerBound: true };
      }
      if (total > COUNT_BOUND) return { total: COUNT_BOUND, lowerBound: true };
    }
  }
  return { total, lowerBound: false };
}
