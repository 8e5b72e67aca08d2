// Facets: how many records a list would have with another value of each of its main filters.
//
// A facet is counted without its own filter, so that it shows the other choices; `country` is the exception, because an
// event has several states, and a second one narrows. What cannot be counted in the time of a query is left out: the
// list itself does not fail for it.
import { ProblemError } from "../errors.ts";
import type { Collection } from "../model/ids.ts";
import { dimensionsOf } from "../query/count-query.ts";
import type { FilterName } from "../query/filters.ts";
import type { Criteria } from "../query/plan.ts";
import type { RouteContext } from "../routes/answer/envelope.ts";
import { type Group, groupsData } from "../routes/answer/group-rows.ts";
import { groups } from "../store/count/groups.ts";
import { planFor } from "../store/plan/probe.ts";

/** The filters of each collection that are counted beside its list. */
export const FACETS: { readonly [C in Collection]: readonly FilterName[] } = {
  events: ["type", "status", "rank", "country", "year"],
  participants: ["kind", "country"],
  venues: ["kind", "country"],
  quotes: ["speaker", "mode", "language"],
  figures: ["kind", "unit", "currency", "claimant", "stage"],
  sources: ["kind", "publisher", "language"],
};

/** Values of a facet that are shown. */
const SHOWN = 9;

/** A filter with its values, the most frequent first. */
export interface Facet {
  readonly name: string;
  readonly groups: readonly Group[];
  /** How many values there are in all. */
  readonly total: number;
}

export async function facetsOf(
  context: RouteContext,
  criteria: Criteria,
  query: readonly (readonly [string, string])[],
  names: readonly FilterName[] = FACETS[criteria.collection],
): Promise<Facet[]> {
  const found = await Promise.all(names.map((name) => facetOf(context, criteria, query, name)));
  return found.filter((facet) => facet !== null);
}

async function facetOf(
  context: RouteContext,
  criteria: Criteria,
  query: readonly (readonly [string, string])[],
  name: FilterName,
): Promise<Facet | null> {
  const { collection, filters } = criteria;
  const dimension = dimensionsOf(collection).find((one) => one.name === name);
  if (dimension === undefined) return null;
  const own = name === "country" ? filters : new Map([...filters].filter(([filter]) => filter !== name));
  try {
    const plan = await planFor(context.database, { ...criteria, filters: own });
    const found = await groups(context.database, plan, [name], { sort: "-count", limit: SHOWN });
    const rows = await groupsData(context, collection, [dimension], found.groups, query);
    return { name, groups: rows, total: found.total };
  } catch (error) {
    if (error instanceof ProblemError && ["query-too-long", "overloaded"].includes(error.code)) return null;
    throw error;
  }
}
