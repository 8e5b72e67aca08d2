// Sorted: pages in another order than the default one, along the index of the sort.

import sql, { type Sql } from "sql-template-tag";
import { type Awaitable, coroutine, type Steps, wait } from "../../coroutine.ts";
import type { CursorPosition } from "../../query/cursor.ts";
import type { Criteria, ListPlan, Sort } from "../../query/plan.ts";
import { inRange } from "../catalog/rowid.ts";
import { tableOf } from "../catalog/tables.ts";
import { indexedBy } from "../engine/dialect.ts";
import { limitTo, name } from "../engine/sql.ts";
import { type Access, isFew, type PartitionPlan, rowsToRead, whereOf } from "../plan/access-path.ts";
import { firstRows, over, type Reader, run } from "../plan/bounded.ts";
import { type KeyedRow, type RowContent, SORT_COLUMNS } from "../plan/order.ts";
import { accessOf } from "../plan/probe.ts";

/** The first rows of one partition after the list's position, one more than the page has. */
export const firstSorted = coroutine(function* <D>(
  database: Reader,
  list: ListPlan,
  part: PartitionPlan,
  { doc, join }: RowContent,
): Steps<KeyedRow<D>[]> {
  const { sort, after, limit } = list;
  const access = yield* wait(accessOf(database, part));
  const { from, conditions } = sourceOf(access, list);
  const key = SORT_COLUMNS[sort.key];
  const fields = sql`SELECT ${doc} AS doc, r.id, ${name(`r.${key}`)} AS key FROM ${from}
    ${join(tableOf(list.criteria.collection).name)}`;
  const rows = (more: readonly Sql[], order: Sql, most: number): Awaitable<KeyedRow<D>[]> => {
    const where = whereOf([sql`r.ds = ${part.partition.number}`, ...conditions, ...more]);
    const query = sql`${fields} ${where} ORDER BY ${order} ${limitTo(most)}`;
    const statement = isWalked(access, list) ? firstRows(query, most) : over(query, rowsToRead(access));
    return run<KeyedRow<D>>(database, statement);
  };
  const direction = sort.descending ? sql`DESC` : sql`ASC`;
  if (key === "id") return yield* wait(rows(beyondId(sort, after), sql`r.id ${direction}`, limit + 1));
  const field = name(`r.${key}`);
  const known = knownValues(field, sort, after);
  const atUnknown = after !== null && after.value === null;
  const first = atUnknown ? [] : yield* wait(rows(known, sql`${field} ${direction}, r.id`, limit + 1));
  if (first.length > limit) return first;
  // Unknown values come last in either direction.
  const unknown = [sql`${field} IS NULL`, ...(after?.value === null ? [sql`r.id > ${after.id}`] : [])];
  return [...first, ...(yield* wait(rows(unknown, sql`r.id`, limit + 1 - first.length)))];
});

/** Rows in the order of a list: `from` and `conditions` give them, and no others. */
export interface OrderedRows {
  readonly from: Sql;
  readonly conditions: readonly Sql[];
  readonly order: Sql;
}

/** The rows of one partition that have a value of the sort, where its index gives them and no others; else null. */
export function walkedRows(access: Access, list: ListPlan): OrderedRows | null {
  const { sort, after } = list;
  if (!isWalked(access, list) || (sort.key !== "id" && after?.value === null)) return null;
  const { from, conditions } = sourceOf(access, list);
  const own = [sql`r.ds = ${access.part.partition.number}`, ...conditions];
  const direction = sort.descending ? sql`DESC` : sql`ASC`;
  if (sort.key === "id") return { from, conditions: [...own, ...beyondId(sort, after)], order: sql`r.id ${direction}` };
  const field = name(`r.${SORT_COLUMNS[sort.key]}`);
  return { from, conditions: [...own, ...knownValues(field, sort, after)], order: sql`${field} ${direction}, r.id` };
}

function knownValues(field: Sql, sort: Sort, after: CursorPosition | null): Sql[] {
  return after?.value == null ? [sql`${field} IS NOT NULL`] : [beyondKey(field, sort, after.value, after.id)];
}

/** Few records are sorted; of many the index of the sort is walked, and what does not hold passed over. */
function sourceOf(access: Access, { criteria, sort, after }: ListPlan): Pick<Access, "from" | "conditions"> {
  if (isFew(access)) return access;
  const { name: table } = tableOf(criteria.collection);
  const passed = sort.descending ? null : (after?.value ?? null);
  const days = access.residual.length === 0 && sort.key === "date" ? daysIn(criteria, passed) : [];
  return {
    from: sql`${name(table)} r ${indexedBy(`${table}_by_${SORT_COLUMNS[sort.key]}`)}`,
    conditions: [inRange(access.range), ...access.residual, ...days],
  };
}

/** Whether each row of the index of the sort is one of the page; downwards, ties by id have to be sorted. */
function isWalked(access: Access, { criteria, sort }: ListPlan): boolean {
  if (isFew(access) || access.residual.length > 0) return false;
  const whole = isWhole(criteria) || (sort.key === "date" && criteria.filters.size === 0);
  return whole && (sort.key === "id" || !sort.descending);
}

/** Whether a question has no window: then all of a dataset answers it. */
export function isWhole({ window, filters }: Criteria): boolean {
  return window.from === null && window.to === null && filters.size === 0;
}

/** The window as days of an index, where it says exactly which records are in it. */
function daysIn({ window: { from, to }, filters }: Criteria, passed: string | null): Sql[] {
  if (filters.size > 0) return [];
  // Of two beginnings the index would be searched by the wrong one.
  const begun = from === null || (passed !== null && passed >= from);
  return [...(begun ? [] : [sql`r.earliest >= ${from}`]), ...(to === null ? [] : [sql`r.earliest <= ${to}`])];
}

function beyondId({ descending }: Sort, after: CursorPosition | null): Sql[] {
  if (after === null) return [];
  return [descending ? sql`r.id < ${after.id}` : sql`r.id > ${after.id}`];
}

function beyondKey(field: Sql, { descending }: Sort, value: string, id: string): Sql {
  return descending
    ? sql`(${field} <= ${value} AND (${field} < ${value} OR r.id > ${id}))`
    : sql`(${field}, r.id) > (${value}, ${id})`;
}
