// Waiting requests: look-ups are next, others where they were left out, each in the order in which they came.
import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { isLookup, type Waiting, waitingRequests } from "../../src/plugins/load/waiting.ts";

const asked = (url: string, method = "GET") => ({ url, method }) as IncomingMessage;
const one = (url: string, since: number) => ({ request: asked(url), response: {}, since }) as Waiting;

test.each([
  ["/v1/events/2023-10-17-tokayev-xi-talks", true],
  ["/v1/venues/beijing", true],
  ["/v1/events", false],
  ["/v1/events?limit=200", false],
  ["/v1/events/2023-10-17-tokayev-xi-talks?include=participants", false],
  ["/v1/sources/zakon-kz-2023-10-17/spans", false],
  ["/v1/stats/events", false],
  ["/v1/dyads/KZ/CN", false],
  ["/events/2023-10-17-tokayev-xi-talks", false],
])("isLookup: %s is %s", (url, is) => {
  expect(isLookup(asked(url))).toBe(is);
});

test("isLookup: a request of another method than GET is none", () => {
  expect(isLookup(asked("/v1/venues/beijing", "DELETE"))).toBe(false);
});

test("look-ups are next, in their order, and others where they go first", () => {
  const waiting = waitingRequests();
  const [list, other, lookup, second] = [
    one("/v1/events", 1),
    one("/v1/quotes", 2),
    one("/v1/venues/beijing", 3),
    one("/v1/participants/kz", 4),
  ] as const;
  for (const each of [list, other, lookup, second]) waiting.push(each);
  expect([waiting.count(), waiting.since()]).toEqual([4, 1]);
  const order: (Waiting | undefined)[] = [];
  for (const othersFirst of [false, true, false, false, true]) {
    const next = waiting.next(othersFirst);
    order.push(next);
    if (next !== undefined) waiting.drop(next);
  }
  expect(order).toEqual([lookup, list, second, other, undefined]);
  expect([waiting.count(), waiting.since()]).toEqual([0, Number.POSITIVE_INFINITY]);
});
