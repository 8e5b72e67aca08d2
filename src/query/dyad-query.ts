// Dyads: the query strings of the list of pairs of states and of one pair.
import type { z } from "zod";
import type { CursorPosition } from "./cursor.ts";
import { filtersOf } from "./filters.ts";
import { cursorParameter, type Language, LIMIT, labelsParameter, limitParameter } from "./list-parameters.ts";
import { checked, criteriaOf, filterShape, type ParameterValues, positionOf } from "./list-query.ts";
import { allParameter, filterParameter } from "./parameter.ts";
import { type Criteria, fingerprintOf } from "./plan.ts";
import type { StateCodes } from "./states.ts";
import { allOf, type ValueList } from "./value-list.ts";

/** Filters of events that choose which events make the pairs. */
export const SHARED: readonly string[] = ["from", "to", "certainty", "dataset"];

/** What is asked of one pair: which events count. */
export interface DyadPlan {
  readonly criteria: Criteria;
  /** The language of the names of all that the answer has; null sends none. */
  readonly labels: Language | null;
}

/** A page of pairs, read and checked. */
export interface DyadsPlan {
  /** Which events count. */
  readonly criteria: Criteria;
  /** Which states a pair has, as lists that must all hold. */
  readonly sides: readonly ValueList[];
  readonly limit: number;
  readonly after: CursorPosition | null;
  /** Names the question for its cursors. */
  readonly question: string;
  readonly labels: DyadPlan["labels"];
}

function shared(stateCodes: StateCodes, more: readonly string[] = []): Record<string, z.ZodType> {
  const shape = filterShape("events", stateCodes);
  return Object.fromEntries(Object.entries(shape).filter(([name]) => [...SHARED, ...more].includes(name)));
}

/** The schema of the query string of `/v1/dyads`. */
export function dyadsQuery(stateCodes: StateCodes) {
  const country = filtersOf("events").find(({ name }) => name === "country");
  if (country === undefined) throw new Error("events have no filter country");
  const says = "One of the two states: ISO alpha-2 or alpha-3 (withdrawn ones too) or its id, any case.";
  const both = allOf(country.name);
  const shape = {
    country: filterParameter({ ...country, says }, stateCodes),
    [both]: allParameter(country, stateCodes),
    ...shared(stateCodes, ["type"]),
    limit: limitParameter(LIMIT.most, LIMIT.usual),
    cursor: cursorParameter,
    labels: labelsParameter,
  };
  return checked(shape).transform((given, context): DyadsPlan => {
    const { country: some, [both]: all, ...others } = given as Readonly<Record<string, unknown>>;
    const values: ParameterValues = others;
    const sides = [some ?? [], all ?? []].flat() as ValueList[];
    const criteria = criteriaOf("events", values);
    const filters = new Map([...criteria.filters, ["country", sides]] as const);
    const question = fingerprintOf({ ...criteria, filters }, { key: "dyads", descending: true });
    const after = positionOf(values.cursor, question, context);
    return { criteria, sides, limit: values.limit ?? LIMIT.usual, after, question, labels: values.labels ?? null };
  });
}

/** The schema of the query string of one pair. */
export function dyadQuery(stateCodes: StateCodes) {
  return checked({ ...shared(stateCodes), labels: labelsParameter }).transform((given): DyadPlan => {
    const values = given as ParameterValues;
    return { criteria: criteriaOf("events", values), labels: values.labels ?? null };
  });
}

/** The conditions of the events that both states take part in. */
export function withPair(criteria: Criteria, pair: readonly [string, string]): Criteria {
  const country = pair.map((id): ValueList => ({ not: false, values: [id] }));
  return { ...criteria, filters: new Map([...criteria.filters, ["country", country]]) };
}
