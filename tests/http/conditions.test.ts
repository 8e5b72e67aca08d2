// Preconditions: If-Match and If-Unmodified-Since that fail give 412 (RFC 9110, section 13.1), whatever is at hand.
import { describe, expect, test } from "vitest";
import { useServer } from "../support/server.ts";
import { ask } from "./bytes.ts";

const kept = useServer();
const fresh = useServer({ settings: { CACHE_BYTES: "0" } });
const [LONG_AGO, LATER] = ["Sat, 01 Jan 2000 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT"] as const;

describe.each([
  ["kept", kept],
  ["made anew", fresh],
])("an answer that is %s", (_how, server) => {
  const CONDITIONS: readonly (readonly [string, (tag: string) => Record<string, string>, number])[] = [
    ["If-Match: * holds", () => ({ "if-match": "*" }), 200],
    ["If-Match compares strongly: a weak tag never matches", (tag) => ({ "if-match": tag }), 412],
    ["If-Match with another tag fails", () => ({ "if-match": '"a"' }), 412],
    ["If-Unmodified-Since a later day holds", () => ({ "if-unmodified-since": LATER }), 200],
    ["If-Unmodified-Since an earlier day fails", () => ({ "if-unmodified-since": LONG_AGO }), 412],
    ["If-Unmodified-Since without a date does not count", () => ({ "if-unmodified-since": "yesterday" }), 200],
    ["If-Match comes first", () => ({ "if-match": "*", "if-unmodified-since": LONG_AGO }), 200],
    ["412 comes before 304", (tag) => ({ "if-match": '"a"', "if-none-match": tag }), 412],
    ["304 comes after what holds", (tag) => ({ "if-match": "*", "if-none-match": tag }), 304],
  ];

  test.each(CONDITIONS)("GET with conditional headers: %s", async (_what, headersOf, status) => {
    for (const path of ["/v1/events?limit=1", "/v1", "/v1/quotes?format=ndjson", "/problems"]) {
      const { headers } = await ask(server.url, path);
      for (const method of ["GET", "HEAD"] as const) {
        const answer = await ask(server.url, path, headersOf(headers.etag ?? ""), method);
        expect(answer.status, `${method} ${path}`).toBe(status);
        if (status !== 412) continue;
        expect([answer.headers.etag, answer.headers["cache-control"]]).toEqual([undefined, "no-store"]);
        if (method === "GET") expect(JSON.parse(answer.body.toString()).code).toBe("precondition-failed");
      }
      // The connection goes on, and so does what is kept.
      expect((await ask(server.url, path)).status).toBe(200);
    }
  });
});

test("fetch with If-None-Match, which adds Cache-Control: no-cache, gives 304", async () => {
  const url = `${kept.url}/v1/events?limit=2`;
  const first = await fetch(url);
  const again = await fetch(url, { headers: { "if-none-match": first.headers.get("etag") ?? "" } });
  expect([first.status, again.status]).toEqual([200, 304]);
});
