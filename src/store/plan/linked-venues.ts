// Linked venues: whoever asks for a place also asks for the other records of it, whichever dataset has them.
import sql from "sql-template-tag";
import { coroutine, type Steps, wait } from "../../coroutine.ts";
import type { FilterName } from "../../query/filters.ts";
import type { Criteria } from "../../query/plan.ts";
import type { ValueList } from "../../query/value-list.ts";
import { limitTo, oneOf } from "../engine/sql.ts";
import { firstRows, type Reader } from "./bounded.ts";

/** The filters that ask for places. */
const OF_VENUES: readonly FilterName[] = ["venue", "within"];

/** So many links are read while others wait. */
const FEW = 2_000;

interface Link {
  readonly value: string;
  readonly found: string;
}

/** A question that names every record of each place that it asks for. */
export const withLinkedVenues = coroutine(function* (
  database: Pick<Reader, "query" | "queryLong">,
  criteria: Criteria,
): Steps<Criteria> {
  if (!OF_VENUES.some((filter) => criteria.filters.has(filter))) return criteria;
  const asked = OF_VENUES.flatMap((filter) => (criteria.filters.get(filter) ?? []).flatMap(({ values }) => values));
  const ids = [...new Set(asked)].filter((id) => id !== null);
  if (ids.length === 0) return criteria;
  const links = sql`SELECT value, found FROM venue_links WHERE value IN ${oneOf(ids)}`;
  const first = yield* wait(database.query<Link>(firstRows(sql`${links} ${limitTo(FEW + 1)}`, FEW + 1)));
  const all = first.length > FEW ? yield* wait(database.queryLong<Link>(links)) : first;
  if (all.length === 0) return criteria;
  const linked = Map.groupBy(all, ({ value }) => value);
  const more = (list: ValueList): ValueList => {
    const others = list.values.flatMap((id) => (id === null ? [] : (linked.get(id) ?? []).map(({ found }) => found)));
    return { ...list, values: [...new Set([...list.values, ...others.sort()])] };
  };
  const filters = new Map(
    [...criteria.filters].map(([filter, lists]) => [filter, OF_VENUES.includes(filter) ? lists.map(more) : lists]),
  );
  return { ...criteria, filters };
});
