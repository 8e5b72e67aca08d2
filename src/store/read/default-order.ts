// Default order: pages by number, newest first, without sorting.

import sql, { type Sql } from "sql-template-tag";
import { type Awaitable, coroutine, type Steps, wait } from "../../coroutine.ts";
import type { CursorPosition } from "../../query/cursor.ts";
import type { ListPlan } from "../../query/plan.ts";
import { dayOf, dayRange, inRange, type KeyRange } from "../catalog/rowid.ts";
import { tableOf } from "../catalog/tables.ts";
import { alongWays, waysTo } from "../count/first-matches.ts";
import { CROSS } from "../engine/dialect.ts";
import { limitTo, name } from "../engine/sql.ts";
import {
  type Access,
  isInKeyOrder,
  keysWithMirrors,
  numberOf,
  type PartitionPlan,
  rowsToRead,
  whereOf,
} from "../plan/access-path.ts";
import { byKeys, firstRows, over, type Reader, run } from "../plan/bounded.ts";
import type { KeyedRow, RowContent } from "../plan/order.ts";
import { IS_NO_MIRROR } from "../plan/predicates.ts";
import { accessOf } from "../plan/probe.ts";

/** Rows of an index that are looked at in the hope that a page is among them. */
const OPTIMISTIC_ROWS = 3_000;

/** The first rows of one partition after the list's position, one more than the page has; a position is a number. */
export const firstByNumber = coroutine(function* <D>(
  database: Reader,
  list: ListPlan,
  part: PartitionPlan,
  content: RowContent,
): Steps<KeyedRow<D>[]> {
  const { limit } = list;
  const { range, beyond } = yield* wait(startOf(database, list, part));
  const once = yield* wait(withoutMirrors<D>(database, part, range, beyond, content, limit + 1));
  if (once !== null) return once;
  const known = yield* wait(accessOf(database, part, true, range));
  const ways = waysTo(database, known, range, limit + 1, beyond.length > 0);
  return yield* wait(
    alongWays(ways, limit + 1, (access) => rowsAlong<D>(database, access, beyond, content, limit + 1)),
  );
});

/** The first rows of one partition along one way. */
const rowsAlong = coroutine(function* <D>(
  database: Reader,
  access: Access,
  beyond: readonly Sql[],
  content: RowContent,
  most: number,
): Steps<KeyedRow<D>[]> {
  const { part, from, conditions } = access;
  const n = numberOf(access);
  const plain = pageOf(part, from, [...conditions, ...beyond], n ?? sql`r.n`, content, most);
  if (isInKeyOrder(access)) return yield* wait(database.query<KeyedRow<D>>(firstRows(plain, most)));
  const rows = rowsToRead(access);
  if (rows === null && n !== null && part.criteria.search === null) {
    const found = yield* wait(optimistic<D>(database, access, n, beyond, content, most));
    if (found.length === most) return found;
  }
  return yield* wait(run<KeyedRow<D>>(database, over(plain, rows)));
});

/** Numbers that are looked at for each record of a page: of the events of GDELT one in eight is a mirror, of visits half. */
const KEYS_PER_RECORD = 4;

/**
 * The first rows `r` of a question in the order of their numbers `n`, with those that are told twice between them, as many
 * as are looked at for so many records; null where no index gives them.
 */
export function fewWithMirrors(part: PartitionPlan, range: KeyRange, most: number) {
  const keys = keysWithMirrors(part, range);
  if (keys === null) return null;
  const rows = KEYS_PER_RECORD * most;
  // SQLite reads no more of them than it needs: it knows that they come in their order.
  const first = sql`ORDER BY 1 ${limitTo(rows)}`;
  // Looked up once: the numbers of all records are in the table that says which of them are told twice.
  if (keys === "all") {
    const all = sql`SELECT r.n, r.id, r.earliest, r.mirror FROM events r WHERE ${inRange(range)}`;
    return { rows, n: sql`r.n`, from: sql`(${all} ${first}) r` };
  }
  return { rows, n: sql`w.n`, from: sql`(${keys} ${first}) w ${CROSS} events r ON r.n = w.n` };
}

/** The page without records that are told twice, where a few more numbers fill it or are all; else null. */
const withoutMirrors = coroutine(function* <D>(
  database: Reader,
  part: PartitionPlan,
  range: KeyRange,
  beyond: readonly Sql[],
  content: RowContent,
  most: number,
): Steps<KeyedRow<D>[] | null> {
  const few = fewWithMirrors(part, range, most);
  if (few === null) return null;
  const { from, n, rows } = few;
  const query = pageOf(part, from, [IS_NO_MIRROR, ...beyond], n, content, most);
  const found = yield* wait(database.query<KeyedRow<D>>(firstRows(query, rows)));
  return found.length === most || (yield* wait(areAll(database, few))) ? found : null;
});

/** Whether the first rows of a question, of which so many are looked at, are all that it has. */
export const areAll = coroutine(function* (
  database: Reader,
  { from, rows }: { readonly from: Sql; readonly rows: number },
): Steps<boolean> {
  const query = sql`SELECT count(*) AS n FROM ${from}`;
  const [counted] = yield* wait(database.query<{ n: number }>(firstRows(query, rows)));
  return counted !== undefined && counted.n < rows;
});

/** Most pages are among the first rows of the index; those that are not take their time elsewhere. */
function optimistic<D>(
  database: Reader,
  access: Access,
  n: Sql,
  beyond: readonly Sql[],
  content: RowContent,
  most: number,
): Awaitable<KeyedRow<D>[]> {
  const { from, conditions, residual, part } = access;
  const table = name(tableOf(part.criteria.collection).name);
  const indexed = conditions.slice(0, conditions.length - residual.length);
  // Each row is looked at for each condition.
  const rows = Math.floor(OPTIMISTIC_ROWS / Math.max(1, residual.length / 3));
  const some = sql`(SELECT ${n} AS n FROM ${from} ${whereOf(indexed)}
    ORDER BY 1 ${limitTo(rows)}) w ${CROSS} ${table} r ON r.n = w.n`;
  const query = pageOf(part, some, [...residual, ...beyond], sql`w.n`, content, most);
  return database.query<KeyedRow<D>>(firstRows(query, rows));
}

function pageOf(
  { criteria }: PartitionPlan,
  from: Sql,
  conditions: readonly Sql[],
  n: Sql,
  { doc, join }: RowContent,
  most: number,
): Sql {
  const { name: table } = tableOf(criteria.collection);
  return sql`SELECT ${doc} AS doc, r.id, r.earliest AS key FROM ${from} ${join(table)}
    ${whereOf(conditions)} ORDER BY ${n} ${limitTo(most)}`;
}

/**
 * The numbers among which a partition's rows after the list's position are; `beyond` leaves out those of the same day
 * that come before it.
 */
export const startOf = coroutine(function* (
  database: Reader,
  { after }: ListPlan,
  part: PartitionPlan,
): Steps<{ range: KeyRange; beyond: readonly Sql[] }> {
  const { range } = part;
  if (after === null) return { range, beyond: [] };
  const { low, beyond } = yield* wait(afterwards(database, part, after));
  return { range: low < range.low ? range : { ...range, low }, beyond };
});

const afterwards = coroutine(function* (
  database: Reader,
  { criteria, partition: { number } }: PartitionPlan,
  { value, id }: CursorPosition,
): Steps<{ low: bigint; beyond: readonly Sql[] }> {
  const table = name(tableOf(criteria.collection).name);
  const record = sql`
    SELECT CAST(n AS TEXT) AS n FROM ${table} WHERE ds = ${number} AND id = ${id} AND earliest IS NOT DISTINCT FROM ${value}`;
  const [own] = yield* wait(database.query<{ n: string }>(byKeys(record, 1)));
  if (own !== undefined) return { low: BigInt(own.n) + 1n, beyond: [] };
  const day = dayRange(number, value === null ? null : dayOf(value));
  return { low: day.low, beyond: [sql`(r.n > ${day.high} OR r.id > ${id})`] };
});
