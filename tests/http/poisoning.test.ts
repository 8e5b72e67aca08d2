// Cache poisoning: a kept answer is what would be made anew, whoever asks, and Vary names the headers that differ.
import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normalised } from "../../src/plugins/cache-key.ts";
import { useServer } from "../support/server.ts";
import { type Asked, ask } from "./bytes.ts";

const kept = useServer();
const fresh = useServer({ settings: { CACHE_BYTES: "0" } });

const EVENTS = "/v1/events?country=KZ&limit=5";
const TALKS = "/v1/events/2023-10-17-tokayev-xi-talks";
const STREAM = "/v1/quotes?format=ndjson";

describe("a kept answer", () => {
  const PATHS = [
    EVENTS,
    "/v1/events?limit=5&country=KZ",
    "/v1/events?country=%4BZ&limit=5",
    "/v1/events?type=party",
    "/v1/events?q=%zz",
    "/v1/events?q=%25zz",
    "/v1/events?&limit=5",
    "/v1/events?limit=5&",
    "/v1/events?limit=5&&country=KZ",
    "/v1/events?limit",
    "/v1/events?limit=5=5",
    "/v1/events?limit=5&lang=ru&format=csv",
    "/v1/events?limit=5&format=geojson",
    "/v1/events/no-such-event",
    TALKS,
    `${TALKS}?include=venues`,
    `${TALKS}/evidence`,
    "/v1",
    "/v1/search?q=Xi",
    "/v1/vocabularies/topics",
    "/problems/not-found",
    STREAM,
  ];
  const ACCEPTS = [
    undefined,
    "*/*",
    "application/json",
    "text/csv",
    "application/ld+json",
    "application/geo+json;q=0.5, application/json;q=0.4",
    "image/png",
    "text/html,application/xhtml+xml,*/*;q=0.8",
  ];
  const CODINGS = [undefined, "br", "gzip", "identity;q=0, *", "br;q=0.1, gzip;q=0.2", "identity;q=0", "deflate"];
  const HOSTILE: readonly Asked[] = [
    {},
    { host: "evil.example" },
    { "x-forwarded-host": "evil.example", "x-forwarded-proto": "evil", forwarded: "host=evil.example" },
    { origin: "https://evil.example" },
    { "x-original-url": "/livez", "x-rewrite-url": "/livez", "x-http-method-override": "POST" },
    { "accept-language": "ru", cookie: "a=b", authorization: "Basic YTpi", "user-agent": "evil" },
    { range: "bytes=0-9", "if-range": '"a"', te: "trailers", "x-no-compression": "1" },
    { pragma: "no-cache", "cache-control": "no-store, max-age=0" },
    { "content-length": "0" },
  ];
  const request = fc.record({
    path: fc.constantFrom(...PATHS),
    accept: fc.constantFrom(...ACCEPTS),
    coding: fc.constantFrom(...CODINGS),
    hostile: fc.constantFrom(...HOSTILE),
    method: fc.constantFrom("GET" as const, "HEAD" as const),
    condition: fc.constantFrom({}, {}, { "if-none-match": "*" }, { "if-none-match": '"a"' }),
  });

  /** All of an answer but what tells when and how it was come by. */
  function essence({ status, headers, body }: Awaited<ReturnType<typeof ask>>) {
    const { date: _, "cache-status": __, "last-modified": ___, ...rest } = headers;
    return { status, headers: rest, body: body.toString("latin1") };
  }

  test("is the answer that would be made anew, whatever was asked before and whatever else is sent", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 8 }), async (requests) => {
        for (const { path, accept, coding, hostile, method, condition } of requests) {
          const headers: Asked = {
            "x-request-id": "same",
            ...hostile,
            ...condition,
            ...(accept === undefined ? {} : { accept }),
            ...(coding === undefined ? {} : { "accept-encoding": coding }),
          };
          const [one, other] = [
            await ask(kept.url, path, headers, method),
            await ask(fresh.url, path, headers, method),
          ];
          expect(essence(one)).toEqual(essence(other));
          expect(JSON.stringify(one.headers)).not.toContain("evil");
        }
      }),
      { numRuns: 60 },
    );
  });

  test("differs with the headers that Vary names, and with no others", async () => {
    const bodies = new Map<string, string>();
    for (const accept of ACCEPTS)
      for (const coding of CODINGS)
        for (const hostile of HOSTILE) {
          const varying = { ...(accept && { accept }), ...(coding && { "accept-encoding": coding }) };
          const { status, headers, body } = await ask(kept.url, EVENTS, { ...hostile, ...varying });
          if (status !== 200) continue;
          const { date: _, "x-request-id": __, "cache-status": ___, ...rest } = headers;
          expect(headers.vary).toBe("Accept, Accept-Encoding");
          const hash = createHash("sha256").update(JSON.stringify(rest)).update(body).digest("hex");
          const known = bodies.get(JSON.stringify(varying)) ?? hash;
          bodies.set(JSON.stringify(varying), known);
          expect(hash).toBe(known);
        }
    expect(bodies.size).toBeGreaterThan(20);
  });

  test("has the X-Request-Id of its own request", async () => {
    const ids = await Promise.all(["a", "b"].map((id) => ask(kept.url, EVENTS, { "x-request-id": id })));
    expect(ids.map(({ headers }) => headers["x-request-id"])).toEqual(["a", "b"]);
    const [one, other] = await Promise.all([ask(kept.url, EVENTS), ask(kept.url, EVENTS)]);
    expect(one.headers["x-request-id"]).not.toBe(other.headers["x-request-id"]);
  });

  test("is not sent to a request with content", async () => {
    await ask(kept.url, EVENTS);
    expect((await ask(kept.url, EVENTS, { "content-length": "1" }, "GET", "a")).status).toBe(413);
  });
});

describe("spellings of one cache key", () => {
  const name = fc.constantFrom("limit", "country", "type", "q", "%71", "q%20", "a", "");
  const value = fc.constantFrom(
    "5",
    "%35",
    "KZ,CN",
    "KZ%2CCN",
    "Xi+Li",
    "Xi%20Li",
    "Xi%2BLi",
    "%zz",
    "%25zz",
    "%E5",
    "a=b",
    "",
    "%26",
    "visit",
  );
  const pair = fc.oneof(
    fc.tuple(name, value).map((both) => both.join("=")),
    name,
  );
  const query = fc.array(pair, { maxLength: 3 }).map((pairs) => pairs.join("&"));

  test("spellings with the same key have the same answer", async () => {
    const merged = new Map<string, string>();
    let others = 0;
    await fc.assert(
      fc.asyncProperty(query, async (text) => {
        const path = `/v1/events?${text}`;
        const { status, body, headers } = await ask(fresh.url, path);
        const problem = status === 200 ? body.toString() : String(status);
        const answer = JSON.stringify([problem, headers.link, headers.etag]);
        const before = merged.get(normalised(path));
        if (before !== undefined) others++;
        expect(before ?? answer).toBe(answer);
        merged.set(normalised(path), answer);
      }),
      { numRuns: 600 },
    );
    expect(others).toBeGreaterThan(50);
  });

  test.each([
    ["/v1/events?country=KZ%2CCN&q=Xi%20Li", "/v1/events?country=KZ,CN&q=Xi+Li"],
    ["/v1/events?%6Cimit=%35", "/v1/events?limit=5"],
  ])("%s has the key of %s", (one, other) => expect(normalised(one)).toBe(normalised(other)));

  test.each([
    ["/v1/events?q=%zz", "/v1/events?q=%25zz"],
    ["/v1/events?q=%E5", "/v1/events?q=%EF%BF%BD"],
    ["/v1/events?limit=5&", "/v1/events?limit=5"],
    ["/v1/events?limit=5&&", "/v1/events?limit=5&"],
    ["/v1/events?limit", "/v1/events?limit="],
    ["/v1/events?q=a%2Bb", "/v1/events?q=a+b"],
    ["/v1/events?q=a%26limit=5", "/v1/events?q=a&limit=5"],
    ["/v1/events?limit=5&country=KZ", "/v1/events?country=KZ&limit=5"],
    ["/v1/Events?limit=5", "/v1/events?limit=5"],
  ])("%s has not the key of %s", (one, other) => expect(normalised(one)).not.toBe(normalised(other)));
});
