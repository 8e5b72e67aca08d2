// Weights: as how many requests an answer counts in the rate limit that costs the server more than a page does.
//
// They are rough multiples of what a page of twenty takes of all processes, without what is kept. What is kept counts as
// one request, whatever it was to make.
import type { FastifyRequest } from "fastify";
import type { FormatRow } from "../../formats/table.ts";
import type { ListQuery } from "../../query/list-query.ts";
import { formatFor } from "./render.ts";

export const WEIGHTS = {
  /** Counts by one or two fields, and pairs of states: a reader process goes through many records. */
  counts: 5,
  /** Full text over all collections: each is asked. */
  search: 3,
  /** All records of a list: an export has a process of its own, a calendar has a thousand events. */
  whole: 10,
} as const;

/** The weight of a list: that of all its records where the format has them without `limit`, else that of a page. */
export function weightOfList(formats: readonly FormatRow[]): (request: FastifyRequest) => number {
  return (request) => {
    const question = request.query as ListQuery;
    if (question.limited) return 1;
    const { streams, unlimited } = formatFor(request, formats, question);
    return streams || unlimited !== null ? WEIGHTS.whole : 1;
  };
}
