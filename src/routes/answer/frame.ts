// Frame: what every answer begins and ends with: the datasets that it is made from, its own address, what it says of both.

import type { FastifyRequest } from "fastify";
import { coroutine, type Steps, wait } from "../../coroutine.ts";
import type { ListLinks, ListMeta } from "../../formats/envelope.ts";
import type { DatasetInfo } from "../../model/bundle.ts";
import type { CursorPosition } from "../../query/cursor.ts";
import type { Criteria } from "../../query/plan.ts";
import { datasets } from "../../store/catalog/datasets.ts";
import { dataVersion } from "../../store/catalog/watch.ts";
import type { RouteContext } from "./envelope.ts";
import { address, given, nextPage } from "./links.ts";
import { scopeOf } from "./scope.ts";

type ListFields = Pick<ListMeta, "total" | "limit"> &
  Partial<Pick<ListMeta, "datasets" | "missing" | "notes">> & { readonly lowerBound?: boolean };

export interface Frame {
  /** All datasets that there are. */
  readonly loaded: readonly DatasetInfo[];
  /** The ids of those that the answer is made from. */
  readonly asked: readonly string[];
  /** The version of all data. */
  readonly version: string;
  /** The parameters as they came, in order. */
  readonly query: readonly (readonly [string, string])[];
  /** The address of this answer. */
  readonly self: string;
  /** What is said of events that a dataset tells twice. */
  readonly duplicates: readonly string[];
  /** What a reader of counts should know of these datasets, their duplicates included. */
  readonly notes: readonly string[];
  /** What a list says of itself: counted exactly and whole, unless told otherwise. */
  meta(fields: ListFields): ListMeta;
  /** The links of a page; `next` is where the one after it begins, `fingerprint` tells which list it continues. */
  links(next: CursorPosition | null, fingerprint: string): ListLinks;
}

/**
 * The frame of an answer.
 * @param criteria what is asked for; null for what is answered from all datasets
 * @param path the path of the answer's own address, where it is not the route's
 * @throws ProblemError when a dataset is asked for that is not loaded
 */
export const frameOf = coroutine(function* (
  { database, base }: Pick<RouteContext, "database" | "base">,
  request: FastifyRequest,
  criteria: (Partial<Criteria> & Pick<Criteria, "datasets">) | null = null,
  path: string = request.routeOptions.url ?? "/",
): Steps<Frame> {
  const loaded = yield* wait(datasets(database));
  const { asked, duplicates, notes } = yield* wait(scopeOf(database, loaded, criteria));
  const query = given(request.originalUrl);
  const self = address(base, path, query);
  const version = dataVersion(loaded);
  return {
    loaded,
    asked,
    version,
    query,
    self,
    duplicates,
    notes,
    meta: ({ total, limit, lowerBound: totalIsLowerBound = false, ...said }) => ({
      version,
      datasets: [...asked],
      total,
      totalIsLowerBound,
      limit,
      missing: [],
      notes: [],
      ...said,
    }),
    links: (next, fingerprint) => ({ self, next: nextPage(base, path, query, next, fingerprint) }),
  };
});
