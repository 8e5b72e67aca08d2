// Dyads: the query strings of the list of pairs of states and of one pair.
import type { z } from "zod";
import type { Position } from "./cursor.ts";
import { filtersOf } from "./filters.ts";
import { cursorParameter, LIMIT, limitParameter } from "./list-parameters.ts";
import { checked, criteriaOf, filterShape, positionOf, type Values } from "./list-query.ts";
import { filterParameter, type Knowledge } from "./parameter.ts";
import { type Criteria, questionOf } from "./plan.ts";
import type { Words } from "./value-list.ts";

/** Filters of events that choose which events make the pairs. */
const SHARED = ["from", "to", "certainty", "dataset"];

/** A page of pairs, read and checked. */
export interface PairsPlan {
  /** Which events count. */
  readonly criteria: Criteria;
  /** Which states a pair has, as lists that must all hold. */
  readonly sides: readonly Words[];
  readonly limit: number;
  readonly after: Position | null;
  /** Names the question for its cursors. */
  readonly question: string;
}

function shared(knowledge: Knowledge, more: readonly string[] = []): Record<string, z.ZodType> {
  const shape = filterShape("events", knowledge);
  return Object.fromEntries(Object.entries(shape).filter(([name]) => [...SHARED, ...more].includes(name)));
}

/** The schema of the query string of `/v1/dyads`. */
export function pairsQuestion(knowledge: Knowledge) {
  const country = filtersOf("events").find(({ name }) => name === "country");
  if (country === undefined) throw new Error("events have no filter country");
  const says = "One of the two states: ISO alpha-2 or alpha-3 (withdrawn ones too) or its id, any case.";
  const shape = {
    country: filterParameter({ ...country, says }, knowledge),
    ...shared(knowledge, ["type"]),
    limit: limitParameter(LIMIT.most, LIMIT.usual),
    cursor: cursorParameter,
  };
  return checked(shape).transform((given, context): PairsPlan => {
    const { country: sides = [], ...values } = given as Values & { country?: Words[] };
    const criteria = criteriaOf("events", values, true);
    const words = new Map([...criteria.words, ["country", sides]] as const);
    const question = questionOf({ ...criteria, words }, { key: "dyads", descending: true });
    const after = positionOf(values.cursor, question, context);
    return { criteria, sides, limit: values.limit ?? LIMIT.usual, after, question };
  });
}

/** The schema of the query string of one pair: which events count. */
export function pairQuestion(knowledge: Knowledge) {
  return checked(shared(knowledge)).transform((given): Criteria => criteriaOf("events", given as Values, true));
}

/** The conditions of the events that both states take part in. */
export function withPair(criteria: Criteria, pair: readonly [string, string]): Criteria {
  const country = pair.map((id): Words => ({ not: false, values: [id] }));
  return { ...criteria, words: new Map([...criteria.words, ["country", country]]) };
}
