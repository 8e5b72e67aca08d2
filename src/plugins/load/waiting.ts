// Waiting requests, in the order in which they came; look-ups among them go before all others, which are not forgotten.
import type { IncomingMessage, ServerResponse } from "node:http";
import { COLLECTIONS } from "../../model/ids.ts";

export interface Waiting {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** When it came, on the clock of `performance`. */
  readonly since: number;
}

/** A queue: an array that is not moved at each step. */
function queue() {
  let [all, next]: [Waiting[], number] = [[], 0];
  return {
    push: (one: Waiting) => void all.push(one),
    first: () => all[next],
    count: () => all.length - next,
    drop() {
      next++;
      if (next < all.length && next < 1_000) return;
      all = all.slice(next);
      next = 0;
    },
  };
}

/** A record by its id, whole: a few bounded reads of an index, and no work that grows with the data. */
const LOOKUP = new RegExp(`^/v1/(?:${COLLECTIONS.join("|")})/[^/?]+$`);

export const isLookup = ({ method, url }: IncomingMessage) => method === "GET" && LOOKUP.test(url ?? "");

/** Requests that wait. */
export function waitingRequests() {
  const [lookups, others] = [queue(), queue()];
  return {
    push: (one: Waiting) => (isLookup(one.request) ? lookups : others).push(one),
    count: () => lookups.count() + others.count(),
    /** Which is next: a look-up, unless `othersFirst`. */
    next(othersFirst: boolean): Waiting | undefined {
      const [one, other] = othersFirst ? [others, lookups] : [lookups, others];
      return one.first() ?? other.first();
    },
    /** Takes out what was next; whether that is a look-up. */
    drop(one: Waiting): boolean {
      const isLookup = one === lookups.first();
      (isLookup ? lookups : others).drop();
      return isLookup;
    },
    /** Since when the longest has waited; infinite where none does. */
    since: () =>
      Math.min(lookups.first()?.since ?? Number.POSITIVE_INFINITY, others.first()?.since ?? Number.POSITIVE_INFINITY),
  };
}
