// Look-up: a record by its id, or what became of it.
import type { FastifyRequest } from "fastify";
import { coroutine, type Steps, wait } from "../../coroutine.ts";
import { ProblemError } from "../../errors.ts";
import type { AnyRecord } from "../../model/bundle.ts";
import type { Collection } from "../../model/ids.ts";
import { retirementOf } from "../../store/read/changes.ts";
import { recordOf, type Stored, someIds } from "../../store/read/records.ts";
import { didYouMean } from "../../suggest.ts";
import type { RouteContext } from "./envelope.ts";
import { address, given } from "./links.ts";
import { IDS_FOR_SUGGESTIONS } from "./scope.ts";

const UTF8 = new TextDecoder();

/** How an address of a record refuses. */
export const REFUSALS = ["not-found", "gone", "merged"] as const;

/**
 * The stored record and its dataset.
 * @param under where the addresses of the collections are, and `after` what follows the id: a merged record's address
 * @throws ProblemError where there is none (with the nearest id), or where it was retired or merged
 */
export const stored = coroutine(function* (
  { database, base }: Pick<RouteContext, "database" | "base">,
  request: FastifyRequest,
  collection: Collection,
  id: string,
  after: string = "",
  under: string = "/v1",
): Steps<Stored> {
  const one = yield* wait(recordOf(database, collection, id));
  if (one !== undefined) return one;
  const retired = yield* wait(retirementOf(database, collection, id));
  if (retired?.mergedInto === null) throw new ProblemError("gone", `Retired on ${retired.day}: ${retired.reason}`);
  if (retired !== undefined) {
    const location = address(base, `${under}/${collection}/${retired.mergedInto}${after}`, given(request.originalUrl));
    throw new ProblemError("merged", `Merged on ${retired.day}: ${retired.reason}`, { headers: { location } });
  }
  const near = didYouMean(id, yield* wait(someIds(database, collection, IDS_FOR_SUGGESTIONS)));
  throw new ProblemError("not-found", `No record of ${collection} has this id${near === "" ? "." : near}`);
});

/** The same, read. */
export async function found(...[context, request, collection, id, after, under]: Parameters<typeof stored>) {
  const { doc, dataset } = await stored(context, request, collection, id, after, under);
  return { record: JSON.parse(UTF8.decode(doc)) as AnyRecord, dataset };
}
