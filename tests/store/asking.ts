// Asking: query strings read as a list route reads them, and the pages that the store gives for them.
import { RECORDS } from "../../src/model/bundle.ts";
import { COLLECTIONS, type Collection } from "../../src/model/ids.ts";
import { partsOf } from "../../src/query/fields.ts";
import { type ListQuery, listQuery } from "../../src/query/list-query.ts";
import type { ListPlan } from "../../src/query/plan.ts";
import { STATES } from "./generated.ts";
import type { Query } from "./oracle.ts";

const schemas = Object.fromEntries(
  COLLECTIONS.map((collection) => [
    collection,
    listQuery(collection, partsOf(RECORDS[collection]), { states: STATES }, ["json"], []),
  ]),
);

/** The plan of a query string, which must be without fault. */
export function planOf(collection: Collection, query: Query): ListPlan {
  const given = Object.create(null);
  for (const [name, value] of query) given[name] = name in given ? [given[name], value].flat() : value;
  const result = schemas[collection]?.safeParse(given);
  if (result?.success !== true) throw new Error(`${JSON.stringify(query)}: ${result?.error.message}`);
  const question = result.data as ListQuery;
  if (question.ids !== null) throw new Error("asked by ids");
  return question.plan;
}

export const idsOf = (docs: readonly string[]): string[] => docs.map((doc) => JSON.parse(doc).id);
