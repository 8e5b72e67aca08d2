// Order: the sort keys of a list, and how rows of several datasets merge.
import sql, { type Sql } from "sql-template-tag";
import type { SortKey } from "../../query/filters.ts";
import type { ListPlan, Sort } from "../../query/plan.ts";
import { isDateOrdered } from "../catalog/tables.ts";
import { CROSS } from "../engine/dialect.ts";
import { name } from "../engine/sql.ts";

export const SORT_COLUMNS: Readonly<Record<SortKey, string>> = {
  date: "earliest",
  updated: "updated",
  value: "value_key",
  id: "id",
};

/** What is read of a row `r` as `doc`, and what has to be joined to it for that. */
export interface RowContent {
  readonly doc: Sql;
  readonly join: (table: string) => Sql;
}

/** The document. */
export const DOCUMENT: RowContent = {
  doc: sql`d.doc`,
  join: (table) => sql`${CROSS} ${name(`${table}_docs`)} d ON d.n = r.n`,
};

/** The number, as text: it is larger than JavaScript counts exactly. */
export const NUMBER: RowContent = { doc: sql`CAST(r.n AS TEXT)`, join: () => sql`` };

export interface KeyedRow<D = string> {
  readonly doc: D;
  readonly id: string;
  readonly key: string | null;
}

/** Text by code point, unknown values last, ties by id; ids are ASCII. */
export function orderOf({ key, descending }: Sort): (a: KeyedRow<unknown>, b: KeyedRow<unknown>) => number {
  const sign = descending ? -1 : 1;
  const byId = (a: KeyedRow<unknown>, b: KeyedRow<unknown>) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
  if (key === "id") return (a, b) => sign * byId(a, b);
  return (a, b) => {
    if (a.key === b.key) return byId(a, b);
    if (a.key === null || b.key === null) return a.key === null ? 1 : -1;
    return a.key < b.key ? -sign : sign;
  };
}

/** Whether the order asked for is that of the numbers: newest first. */
export function inDefaultOrder({ criteria, sort }: ListPlan): boolean {
  return isDateOrdered(criteria.collection) && sort.key === "date" && sort.descending;
}
