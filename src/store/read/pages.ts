// Pages: the records of a list, as the JSON text that goes on the wire, in the order asked for.
//
// A page is read by keyset (`src/query/cursor.ts`). In the default order, newest first, the key is the rowid, so a page
// is a range of numbers and needs no sorting; other sorts walk the index of their column, with unknown values last in
// either direction.
//
// Where records are read to be written otherwise than they are stored, each is a row. A page of whole records in JSON is
// put together by SQLite (`bodies.ts`), for which `keyedPage` tells the numbers of its records.

import { type Awaitable, coroutine, type Steps, wait } from "../../coroutine.ts";
import type { CursorPosition } from "../../query/cursor.ts";
import type { ListPlan } from "../../query/plan.ts";
import type { Reader } from "../plan/bounded.ts";
import { DOCUMENT, inDefaultOrder, type KeyedRow, orderOf, type RowContent } from "../plan/order.ts";
import type { AccessPlan } from "../plan/probe.ts";
import { firstByNumber } from "./default-order.ts";
import { sampled } from "./sample.ts";
import { firstSorted } from "./sorted.ts";

export interface Page<D = string> {
  /** The records' JSON, in order. */
  readonly docs: readonly D[];
  /** Where the next page begins, null at the end. */
  readonly next: CursorPosition | null;
}

/** One page of a list, by keyset: pages neither skip nor repeat while records are added. */
export function page(database: Reader, list: ListPlan, plan: AccessPlan): Awaitable<Page> {
  return keyedPage(database, list, plan, DOCUMENT);
}

/** The page with as much of each record as `content` says. */
export const keyedPage = coroutine(function* <D>(
  database: Reader,
  list: ListPlan,
  { parts }: AccessPlan,
  content: RowContent,
): Steps<Page<D>> {
  const { sort, limit, sample } = list;
  if (sample !== null) return { docs: yield* wait(sampled<D>(database, list, sample, parts, content)), next: null };
  const first = inDefaultOrder(list) ? firstByNumber<D> : firstSorted<D>;
  const rows: KeyedRow<D>[] = [];
  for (const part of parts) rows.push(...(yield* wait(first(database, list, part, content))));
  if (parts.length > 1) rows.sort(orderOf(sort));
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    docs: rows.slice(0, limit).map(({ doc }) => doc),
    next: last === undefined ? null : { value: sort.key === "id" ? null : last.key, id: last.id },
  };
});
