// CAMEO roots: a code of two digits asks for all codes of its root, which have a column of their own.
//
// `cameo=04` finds the codes that begin so: by the codes themselves 1,111 values, by the root one, whose records an index
// gives in order and which is counted as it comes in. A page of 10,000 events took 1.5 ms by the codes and takes 0.1.
import type { Criteria } from "../../query/plan.ts";
import type { ValueList } from "../../query/value-list.ts";

const DIGITS = 2;

const isOfRoots = ({ values }: ValueList) => values.every((value) => value === null || value.length === DIGITS);

/** The same question, by roots where it asks for CAMEO codes that are roots. */
export function withCameoRoots(criteria: Criteria): Criteria {
  const asked = criteria.filters.get("cameo") ?? [];
  const roots = asked.filter(isOfRoots);
  if (roots.length === 0) return criteria;
  const codes = asked.filter((list) => !isOfRoots(list));
  const filters = new Map(criteria.filters);
  if (codes.length === 0) filters.delete("cameo");
  else filters.set("cameo", codes);
  filters.set("cameoRoot", [...(filters.get("cameoRoot") ?? []), ...roots]);
  return { ...criteria, filters };
}
