// Caching: conditional requests, content codings and kept answers change nothing but what they are for.
import { describe, expect, test } from "vitest";
import { addressOf, OPERATIONS } from "../support/document.ts";
import { useServer } from "../support/server.ts";
import { type Asked, ask, decoded } from "./bytes.ts";

const kept = useServer();
const fresh = useServer({ settings: { CACHE_BYTES: "0" } });

const EVENTS = "/v1/events?country=KZ&limit=5";
const TALKS = "/v1/events/2023-10-17-tokayev-xi-talks";
const EXPORT = "/v1/quotes?format=ndjson";
const STORED = "communique; fwd=uri-miss; stored";
const MISSED = "communique; fwd=uri-miss";
const HIT = "communique; hit";

/** A day before any data, and one after. */
const [LONG_AGO, LATER] = ["Sat, 01 Jan 2000 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT"] as const;

describe.each([
  ["kept", kept],
  ["made anew", fresh],
])("a conditional request on an answer that is %s", (_how, server) => {
  const CONDITIONS: readonly (readonly [
    what: string,
    headers: (tag: string) => Record<string, string>,
    status: number,
  ])[] = [
    ["its tag", (tag) => ({ "if-none-match": tag }), 304],
    ["its tag as a strong one", (tag) => ({ "if-none-match": tag.slice(2) }), 304],
    ["a list with its tag", (tag) => ({ "if-none-match": `"a", W/"b",${tag} , "c"` }), 304],
    ["any tag", () => ({ "if-none-match": "*" }), 304],
    ["another tag", () => ({ "if-none-match": 'W/"a"' }), 200],
    ["a list of others", () => ({ "if-none-match": '"a", W/"b"' }), 200],
    ["its tag without quotes", (tag) => ({ "if-none-match": tag.slice(3, -1) }), 200],
    ["a part of its tag", (tag) => ({ "if-none-match": `${tag.slice(0, 9)}"` }), 200],
    ["no tag", () => ({ "if-none-match": "" }), 200],
    [
      "its tag, with the no-cache that fetch adds",
      (tag) => ({ "if-none-match": tag, "cache-control": "no-cache" }),
      304,
    ],
    ["its tag as Apache recodes it", (tag) => ({ "if-none-match": tag.replace(/"$/, '-gzip"') }), 304],
    ["another tag that is recoded", () => ({ "if-none-match": 'W/"a-gzip"' }), 200],
    ["a later day", () => ({ "if-modified-since": LATER }), 304],
    ["an earlier day", () => ({ "if-modified-since": LONG_AGO }), 200],
    ["a day that is none", () => ({ "if-modified-since": "yesterday" }), 200],
    ["another tag and a later day", () => ({ "if-none-match": '"a"', "if-modified-since": LATER }), 200],
    ["its tag and an earlier day", (tag) => ({ "if-none-match": tag, "if-modified-since": LONG_AGO }), 304],
    ["no condition", () => ({}), 200],
  ];

  describe.each(["identity", "gzip", "br"])("in the content coding %s", (coding) => {
    test.each(CONDITIONS)(
      "with %s gives 304 or the whole answer, with the same headers",
      async (_what, headersOf, status) => {
        // What a coding changes is one for all answers that are whole, and another for those that are sent as they come.
        const whole = coding === "identity" ? [TALKS, `${TALKS}/evidence`, "/v1", "/v1/vocabularies"] : [];
        for (const path of [EVENTS, ...whole, EXPORT]) {
          const plain = await ask(server.url, path, { "accept-encoding": coding });
          const headers = headersOf(plain.headers.etag ?? "");
          for (const method of ["GET", "HEAD"] as const) {
            const answer = await ask(server.url, path, { "accept-encoding": coding, ...headers }, method);
            expect(answer.status, `${method} ${path}`).toBe(status);
            expect(answer.headers.etag).toBe(plain.headers.etag);
            expect(answer.headers["cache-control"]).toBe("public, no-cache");
            expect(answer.headers.vary).toBe("Accept, Accept-Encoding");
            expect(answer.headers["access-control-allow-origin"]).toBe("*");
            if (status === 304 || method === "HEAD") expect(answer.body).toHaveLength(0);
            else expect(answer.body).toEqual(plain.body);
            const ofContent = Object.keys(answer.headers).filter((name) =>
              /^(?:content-(?!sec)|link$|last-)/.test(name),
            );
            if (status === 304) expect(ofContent).toEqual([]);
            // HEAD of a stream does not count its bytes.
            else expect(answer.headers["content-length"]).toBe(plain.headers["content-length"]);
          }
        }
      },
    );
  });

  test("If-Modified-Since of the day itself gives 304", async () => {
    const { headers } = await ask(server.url, EVENTS);
    const day = headers["last-modified"] ?? "";
    expect(new Date(day).toUTCString()).toBe(day);
    expect((await ask(server.url, EVENTS, { "if-modified-since": day })).status).toBe(304);
  });

  test.each([
    ["/v1/events/no-such-event", 404],
    ["/nowhere", 404],
    ["/v1/nowhere", 404],
    ["/v1/events?type=party", 400],
    ["/v1/events?q=%zz", 400],
  ])("a condition on %s, which is refused, gives no 304, and the refusal is not kept", async (path, status) => {
    for (const headers of [{ "if-none-match": "*" }, { "if-modified-since": LATER }, {}, {}]) {
      const answer = await ask(server.url, path, headers);
      expect(answer.status).toBe(status);
      expect(answer.headers["cache-control"]).toBe("no-store");
      for (const name of ["etag", "last-modified", "cache-status"]) expect(answer.headers[name], name).toBeUndefined();
    }
  });

  test("a condition on a 406 gives no 304", async () => {
    const asked = { accept: "image/png", "if-none-match": "*" };
    expect((await ask(server.url, EVENTS, asked)).status).toBe(406);
  });
});

describe("ETag", () => {
  test("the weak ETag is the same on every server of the same data, and for every content coding", async () => {
    const tags = new Set<string | undefined>();
    for (const { url } of [kept, fresh])
      for (const coding of ["identity", "gzip", "br"])
        tags.add((await ask(url, EVENTS, { "accept-encoding": coding })).headers.etag);
    expect([...tags]).toEqual([expect.stringMatching(/^W\/"[\w-]{22}"$/)]);
  });

  test("the ETag differs with the address and with the format", async () => {
    const paths = [EVENTS, `${EVENTS}&count=none`, TALKS, `${TALKS}/evidence`, "/v1", EXPORT];
    const asked: [string, Asked][] = paths.map((path) => [path, {}]);
    asked.push([EVENTS, { accept: "text/csv" }], [EVENTS, { accept: "application/geo+json" }]);
    const tags = await Promise.all(
      asked.map(async ([path, headers]) => (await ask(kept.url, path, headers)).headers.etag),
    );
    expect(new Set(tags).size).toBe(asked.length);
  });
});

describe("Cache-Status", () => {
  const statusOf = async (path: string, headers: Asked = {}, method: "GET" | "HEAD" = "GET") =>
    (await ask(kept.url, path, headers, method)).headers["cache-status"];

  test("the first answer is a miss, then every spelling and coding is a hit", async () => {
    const path = "/v1/events?country=KZ,CN&limit=3";
    expect(await statusOf(path)).toBe(STORED);
    expect(await statusOf(path)).toBe(HIT);
    expect(await statusOf("/v1/events?country=KZ%2CCN&limit=%33")).toBe(HIT);
    expect(await statusOf(path, { accept: "application/json, */*;q=0.1" })).toBe(HIT);
    for (const coding of ["br", "gzip", "gzip, br;q=0.1", "identity"])
      expect(await statusOf(path, { "accept-encoding": coding }), coding).toBe(HIT);
    expect(await statusOf(path, {}, "HEAD")).toBe(HIT);
    expect(await statusOf(path, { "if-none-match": "*" })).toBe(HIT);
    expect(await statusOf(path, { accept: "text/csv" })).toBe(STORED);
  });

  test("an answer to HEAD is a hit for GET", async () => {
    const path = "/v1/events?limit=4";
    expect(await statusOf(path, {}, "HEAD")).toBe(STORED);
    expect(await statusOf(path)).toBe(HIT);
    expect((await ask(kept.url, path)).body).toEqual((await ask(fresh.url, path)).body);
  });

  test("parameters in another order are a miss, since links repeat their order", async () => {
    expect(await statusOf("/v1/events?limit=2&country=KZ")).toBe(STORED);
    expect(await statusOf("/v1/events?country=KZ&limit=2")).toBe(STORED);
  });

  test("an export of at most 1,000 records is kept", async () => {
    expect(await statusOf(`${EXPORT}&mode=direct`)).toBe(STORED);
    expect(await statusOf(`${EXPORT}&mode=direct`)).toBe(HIT);
  });

  test("with CACHE_BYTES=0 nothing is kept", async () => {
    for (let turn = 0; turn < 2; turn++) expect((await ask(fresh.url, EVENTS)).headers["cache-status"]).toBe(MISSED);
  });

  test("health checks and metrics have no ETag and no Cache-Status", async () => {
    for (const path of ["/livez", "/readyz", "/metrics"]) {
      const { headers } = await ask(kept.url, path, { "if-none-match": "*" });
      expect([headers["cache-status"], headers["cache-control"], headers.etag]).toEqual([
        undefined,
        "no-store",
        undefined,
      ]);
    }
  });

  test("bodies compressed at the same time are not mixed up", async () => {
    const paths = [5, 6, 7, 8, 9].flatMap((limit) => [
      `/v1/events?limit=${limit}`,
      `/v1/figures?sort=id&limit=${limit}`,
    ]);
    const asked = await Promise.all(paths.map((path) => ask(kept.url, path, { "accept-encoding": "br" })));
    for (const [at, path] of paths.entries()) {
      const answer = asked[at] as (typeof asked)[number];
      expect(decoded(answer).equals((await ask(fresh.url, path)).body), path).toBe(true);
    }
  });

  test("concurrent requests for one answer are answered by making it once (single flight)", async () => {
    const path = "/v1/figures?limit=7";
    const asked = Array.from({ length: 40 }, (_, at) => ({ "accept-encoding": at % 2 === 0 ? "br" : "gzip" }));
    const answers = await Promise.all(asked.map((headers) => ask(kept.url, path, headers)));
    const statuses = answers.map(({ headers }) => headers["cache-status"]);
    expect(statuses.filter((status) => status !== HIT)).toEqual([STORED]);
    expect(new Set(answers.map((answer) => decoded(answer).toString())).size).toBe(1);
  });
});

describe("what is cached", () => {
  test.each(OPERATIONS.map((documented) => [addressOf(documented), documented] as const))(
    "GET %s: an ETag and a Cache-Status exactly where the document has a 304 response",
    async (path, { operation }) => {
      const { headers } = await ask(kept.url, path, {});
      const is304 = Object.hasOwn(operation.responses, "304");
      expect(["etag", "cache-status"].map((name) => headers[name] !== undefined)).toEqual([is304, is304]);
    },
  );
});
