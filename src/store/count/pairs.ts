// Pairs: which two states take part in the same events, how often, and in which events first and last.

import sql, { type Sql } from "sql-template-tag";
import { LIES_AHEAD, TOOK_PLACE } from "../../model/vocabulary.ts";
import type { CursorPosition } from "../../query/cursor.ts";
import type { DyadsPlan } from "../../query/dyad-query.ts";
import type { Criteria } from "../../query/plan.ts";
import type { ValueList } from "../../query/value-list.ts";
import { dayOf, dayRange, inRange, type KeyRange } from "../catalog/rowid.ts";
import { statesOfPair } from "../catalog/tables.ts";
import { type Database, queryByCost } from "../engine/database.ts";
import { byEngine, CROSS, indexedBy } from "../engine/dialect.ts";
import { accessOf, BOUNDS, type Bounds, whereOf } from "../plan/access-path.ts";
import { keyRangeOf, nonEmptyPartitions, type Partition } from "../plan/partitions.ts";
import { onField } from "../plan/predicates.ts";
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
async function pairsIn(database: Database, plan: DyadsPlan, partition: Partition, bounds: Bounds): Promise<Edged[]> {
  const known = await talliedPairs(database, plan, partition, bounds);
  if (known !== null) return known;
  const access = await accessOf(database, plan.criteria, partition, bounds);
  const conditions = [...access.conditions, inRange(access.range), ...sidesOf(plan.sides)];
  return queryByCost<Edged>(
    database,
    access.bounded,
    sql`SELECT p.value AS pair, ${SUMMARY_COLUMNS} FROM ${access.from} ${CROSS} event_pairs p ON p.n = r.n
      ${whereOf(conditions)} GROUP BY p.value`,
  );
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
async function talliedPairs(
  database: Database,
  { criteria, sides }: DyadsPlan,
  partition: Partition,
  bounds: Bounds,
): Promise<Edged[] | null> {
  // An event has one status, known or not: the counts of a pair's statuses are together its own.
  const byStatus = await rollupCounts(database, criteria, partition, ["pair", "status"], bounds);
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
  database: Database,
  criteria: Criteria,
  partition: Partition,
  pair: string,
): Promise<FirstAndLast> {
  const edge = async (range: KeyRange, direction: Sql) => {
    const rows = await database.query<{ edge: string | null }>(sql`
      SELECT ${edgeKey("r")} AS edge FROM event_pairs p ${indexedBy("event_pairs_by_value")} ${CROSS} events r ON r.n = p.n
      WHERE p.value = ${pair} AND ${inRange(range, sql`p.n`)} AND ${isHeld} ORDER BY p.n ${direction} LIMIT 1`);
    return rows[0]?.edge ?? null;
  };
  const range = keyRangeOf(criteria, partition);
  const [up, down] = [sql`ASC`, sql`DESC`];
  // The numbers go from the last day to the first, on each day from the first id to the last: a day is reached at the
  // wrong end, and asked for again from the other one.
  const again = async (found: string | null, direction: Sql) =>
    found === null ? null : edge(dayRange(partition.number, dayOf(found.slice(0, 10))), direction);
  return { first: await again(await edge(range, down), up), last: await again(await edge(range, up), down) };
}

/** A page of pairs, those with most events first. */
export async function pairs(
  database: Database,
  plan: DyadsPlan,
  bounds: Bounds = BOUNDS,
): Promise<{ pairs: Pair[]; next: CursorPosition | null; total: number }> {
  const { limit, after } = plan;
  const found = new Map<string, Edged[]>();
  const partitions = new Map<Edged, Partition>();
  for (const partition of await nonEmptyPartitions(database, plan.criteria)) {
    for (const one of await pairsIn(database, plan, partition, bounds)) {
      found.set(one.pair, [...(found.get(one.pair) ?? []), one]);
      partitions.set(one, partition);
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
      const partition = partitions.get(one);
      const known = one.first !== undefined || partition === undefined;
      edges.push(
        known
          ? { first: one.first ?? null, last: one.last ?? null }
          : await edgesOf(database, plan.criteria, partition, pair),
      );
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
