// Pairs: which two states take part in the same events, how often, and in which events first and last.

import sql, { type Sql } from "sql-template-tag";
import { LIES_AHEAD, TOOK_PLACE } from "../../model/vocabulary.ts";
import type { CursorPosition } from "../../query/cursor.ts";
import type { DyadsPlan } from "../../query/dyad-query.ts";
import type { ValueList } from "../../query/value-list.ts";
import { dayOf, dayRange, inRange, type KeyRange } from "../catalog/rowid.ts";
import { statesOfPair } from "../catalog/tables.ts";
import { byEngine, CROSS, indexedBy } from "../engine/dialect.ts";
import { type PartitionPlan, rowsToRead, whereOf } from "../plan/access-path.ts";
import { over, type Reader, run } from "../plan/bounded.ts";
import { onField } from "../plan/predicates.ts";
import { type AccessPlan, accessOf } from "../plan/probe.ts";
import { rollupCounts } from "./rollup-counts.ts";
import { edgeKey, type FirstAndLast, idsOf, isHeld, SUMMARY_COLUMNS, type Summary } from "./summary.ts";

export interface Pair extends Summary {
  readonly a: string;
  readonly b: string;
}

/** A pair of one dataset; edges are undefined where they have not been looked up. */
interface Edged {
  readonly pair: string;
  readonly count: number;
  readonly held: number;
  readonly ahead: number;
  readonly first: string | null | undefined;
  readonly last: string | null | undefined;
}

/** Pairs of one dataset, where its events had to be looked at. */
async function pairsIn(database: Reader, sides: readonly ValueList[], part: PartitionPlan): Promise<Edged[]> {
  const known = await pairsInRollups(database, sides, part);
  if (known !== null) return known;
  const access = await accessOf(database, part);
  const conditions = [...access.conditions, inRange(access.range), ...sidesOf(sides)];
  const query = sql`SELECT p.value AS pair, ${SUMMARY_COLUMNS} FROM ${access.from} ${CROSS} event_pairs p ON p.n = r.n
      ${whereOf(conditions)} GROUP BY p.value`;
  return run<Edged>(database, over(query, rowsToRead(access)));
}

const GAP = byEngine({ sqlite: sql`instr(p.value, ' ')`, postgres: sql`strpos(p.value, ' ')` });

/** What the states asked for say of a pair `p.value`: "neither" must hold of both, "any" of one. */
function sidesOf(sides: readonly ValueList[]): Sql[] {
  const [x, y] = [sql`substr(p.value, 1, ${GAP} - 1)`, sql`substr(p.value, ${GAP} + 1)`];
  return sides.map((list) => {
    const side = (field: Sql) => onField(field, "whole", list);
    return list.not ? sql`(${side(x)} AND ${side(y)})` : sql`(${side(x)} OR ${side(y)})`;
  });
}

/** Whether a pair has the states asked for. */
function hasSides(pair: string, sides: readonly ValueList[]): boolean {
  const states: readonly string[] = statesOfPair(pair);
  return sides.every(({ not, values }) =>
    not ? states.every((state) => !values.includes(state)) : states.some((state) => values.includes(state)),
  );
}

/** Pairs as they were counted when they came in, without their edges; null where they were not. */
async function pairsInRollups(
  database: Reader,
  sides: readonly ValueList[],
  part: PartitionPlan,
): Promise<Edged[] | null> {
  // An event has one status, known or not: the counts of a pair's statuses are together its own.
  const byStatus = await rollupCounts(database, part, ["pair", "status"]);
  if (byStatus === null) return null;
  const found = new Map<string, { pair: string; count: number; held: number; ahead: number }>();
  const among = (statuses: readonly string[], status: string | null | undefined) =>
    statuses.some((one) => one === status);
  for (const { keys, count } of byStatus) {
    const [pair = null, status] = keys;
    if (pair === null) continue;
    const one = found.get(pair) ?? { pair, count: 0, held: 0, ahead: 0 };
    one.count += count;
    if (among(TOOK_PLACE, status)) one.held += count;
    if (among(LIES_AHEAD, status)) one.ahead += count;
    found.set(pair, one);
  }
  const asked = [...found.values()].filter(({ pair }) => hasSides(pair, sides));
  return asked.map((one) => ({ ...one, first: undefined, last: undefined }));
}

/** The first and the last event of a pair of one dataset, where its rollups did not give them. */
async function edgesOf(
  database: Reader,
  { criteria, range, partition, bounds }: PartitionPlan,
  { pair, count, held }: Edged,
): Promise<FirstAndLast> {
  if (held === 0) return { first: null, last: null };
  const leavesOut = criteria.distinct && partition.hasDuplicates;
  const once = leavesOut ? sql`AND r.mirror = 0` : sql``;
  // Those that did not take place are passed over on the way to the first that did; those that are left out too, and
  // nothing says how many they are.
  const most = leavesOut ? null : count - held + 1;
  const bounded = most !== null && most <= bounds.maxScan ? most : null;
  const edge = async (range: KeyRange, direction: Sql) => {
    const query = sql`
      SELECT ${edgeKey("r")} AS edge FROM event_pairs p ${indexedBy("event_pairs_by_value")} ${CROSS} events r ON r.n = p.n
      WHERE p.value = ${pair} AND ${inRange(range, sql`p.n`)} AND ${isHeld} ${once} ORDER BY p.n ${direction} LIMIT 1`;
    const rows = await run<{ edge: string | null }>(database, over(query, bounded));
    return rows[0]?.edge ?? null;
  };
  const [up, down] = [sql`ASC`, sql`DESC`];
  // The numbers go from the last day to the first, on each day from the first id to the last: a day is reached at the
  // wrong end, and asked for again from the other one.
  const again = async (found: string | null, direction: Sql) =>
    found === null ? null : edge(dayRange(partition.number, dayOf(found.slice(0, 10))), direction);
  return { first: await again(await edge(range, down), up), last: await again(await edge(range, up), down) };
}

/** A page of pairs, those with most events first. */
export async function pairs(
  database: Reader,
  { limit, after, sides }: DyadsPlan,
  { parts }: AccessPlan,
): Promise<{ pairs: Pair[]; next: CursorPosition | null; total: number }> {
  const found = new Map<string, Edged[]>();
  const partOf = new Map<Edged, PartitionPlan>();
  for (const part of parts) {
    for (const one of await pairsIn(database, sides, part)) {
      found.set(one.pair, [...(found.get(one.pair) ?? []), one]);
      partOf.set(one, part);
    }
  }
  const sum = (list: readonly Edged[], part: "count" | "held" | "ahead") =>
    list.reduce((total, one) => total + one[part], 0);
  const all = [...found].map(([pair, list]) => ({ pair, list, count: sum(list, "count") }));
  all.sort((x, y) => y.count - x.count || (x.pair < y.pair ? -1 : 1));
  const from = after === null ? 0 : all.findIndex(({ pair, count }) => isPast(pair, count, after));
  const shown = from === -1 ? [] : all.slice(from, from + limit);
  const pairs: Pair[] = [];
  for (const { pair, list, count } of shown) {
    const edges: FirstAndLast[] = [];
    for (const one of list) {
      const part = partOf.get(one);
      const known = one.first !== undefined || part === undefined;
      edges.push(known ? { first: one.first ?? null, last: one.last ?? null } : await edgesOf(database, part, one));
    }
    const [a, b] = statesOfPair(pair);
    pairs.push({ a, b, count, held: sum(list, "held"), ahead: sum(list, "ahead"), ...idsOf(edges) });
  }
  const last = from !== -1 && from + limit < all.length ? shown.at(-1) : undefined;
  return {
    pairs,
    next: last === undefined ? null : { value: String(last.count), id: last.pair },
    total: all.length,
  };
}

/** Keys of pairs sort as their two states do. */
function isPast(pair: string, count: number, { value, id }: CursorPosition): boolean {
  const mark = Number(value);
  return count < mark || (count === mark && pair > id);
}
