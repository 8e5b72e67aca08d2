// Samples: as many records as the limit says, from where a seed points into a fixed shuffle.

import sql, { type Sql } from "sql-template-tag";
import { type Awaitable, coroutine, type Steps, wait } from "../../coroutine.ts";
import type { ListPlan, Sample } from "../../query/plan.ts";
import { inRange } from "../catalog/rowid.ts";
import { shuffleOf } from "../catalog/shuffle.ts";
import { tableOf } from "../catalog/tables.ts";
import { indexedBy } from "../engine/dialect.ts";
import { limitTo, name } from "../engine/sql.ts";
import { isFew, type PartitionPlan, rowsToRead, whereOf } from "../plan/access-path.ts";
import { firstRows, over, type Reader, run } from "../plan/bounded.ts";
import type { RowContent } from "../plan/order.ts";
import { accessOf } from "../plan/probe.ts";
import { isWhole } from "./sorted.ts";

interface Shuffled<D> {
  readonly doc: D;
  readonly id: string;
  readonly shuffle: number;
}

/** The documents of a sample, around the end of the shuffle if need be. */
export const sampled = coroutine(function* <D>(
  database: Reader,
  { limit }: ListPlan,
  { seed }: Sample,
  parts: readonly PartitionPlan[],
  content: RowContent,
): Steps<D[]> {
  const start = shuffleOf(seed);
  const rows: Shuffled<D>[] = [];
  for (const part of parts) rows.push(...(yield* wait(firstShuffled<D>(database, part, start, limit, content))));
  const turn = ({ shuffle }: { shuffle: number }) => (shuffle >= start ? shuffle : shuffle + 2 ** 32);
  rows.sort((a, b) => turn(a) - turn(b) || (a.id < b.id ? -1 : 1));
  return rows.slice(0, limit).map(({ doc }) => doc);
});

/** The first rows of one partition from a place in the shuffle. */
const firstShuffled = coroutine(function* <D>(
  database: Reader,
  part: PartitionPlan,
  start: number,
  limit: number,
  content: RowContent,
): Steps<Shuffled<D>[]> {
  const { name: table } = tableOf(part.criteria.collection);
  const access = yield* wait(accessOf(database, part));
  const walked = !isFew(access);
  const from = walked ? sql`${name(table)} r ${indexedBy(`${table}_by_shuffle`)}` : access.from;
  const conditions = walked ? [inRange(access.range), ...access.residual] : access.conditions;
  const isEvery = walked && access.residual.length === 0 && isWhole(part.criteria);
  const rows = (side: Sql, most: number): Awaitable<Shuffled<D>[]> => {
    const query = sql`SELECT ${content.doc} AS doc, r.id, r.shuffle FROM ${from} ${content.join(table)}
      ${whereOf([sql`r.ds = ${part.partition.number}`, ...conditions, sql`r.shuffle ${side} ${start}`])}
      ORDER BY r.shuffle, r.id ${limitTo(most)}`;
    return run<Shuffled<D>>(database, isEvery ? firstRows(query, most) : over(query, rowsToRead(access)));
  };
  const first = yield* wait(rows(sql`>=`, limit));
  return first.length < limit ? [...first, ...(yield* wait(rows(sql`<`, limit - first.length)))] : first;
});
