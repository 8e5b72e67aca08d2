// Overload: what waits too long is refused with 503 and Retry-After, /livez is answered, and nobody is refused after.
import { expect, onTestFinished, test } from "vitest";
import type { Database } from "../../src/store/engine/database.ts";
import { startServer } from "../support/server.ts";
import { requestText, sendRaw } from "../support/wire.ts";
import { ask } from "./bytes.ts";

const LIST = "/v1/events?limit=1";

/** A server on which each query does something first. */
async function slowed(settings: Readonly<Record<string, string>>, first: (sql: string) => Promise<void>) {
  const through = (database: Database): Database => ({
    ...database,
    async query(query) {
      await first(query.sql);
      return database.query(query);
    },
  });
  const server = await startServer({ settings: { CACHE_BYTES: "0", ...settings }, through });
  onTestFinished(() => server.stop());
  return server.url;
}

/** A server whose queries wait until they are let go. */
async function gated(settings: Readonly<Record<string, string>>) {
  const { promise, resolve: go } = Promise.withResolvers<void>();
  onTestFinished(() => go());
  const begun: string[] = [];
  const url = await slowed(settings, (sql) => {
    begun.push(sql);
    return promise;
  });
  const hasBegun = async (count: number) => {
    while (begun.length < count) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  return { url, go, hasBegun, begun };
}

test("MAX_REQUESTS are in progress: one more waits for MAX_DELAY and gets 503 with the headers of every answer", async () => {
  const { url, go, hasBegun } = await gated({ MAX_REQUESTS: "2", MAX_DELAY: "200" });
  const usual = (await ask(url, "/nowhere")).headers;
  const two = [ask(url, `${LIST}&country=KZ`), ask(url, `${LIST}&country=CN`)];
  await hasBegun(2);
  const refused = await ask(url, LIST);
  expect([refused.status, refused.headers["retry-after"]]).toEqual([503, "1"]);
  expect(Object.keys(usual).filter((name) => refused.headers[name] === undefined)).toEqual([]);
  const problem = JSON.parse(refused.body.toString());
  expect(problem).toMatchObject({
    type: "/problems/overloaded",
    status: 503,
    instance: `urn:communique:request:${refused.headers["x-request-id"]}`,
  });
  expect(Number(refused.headers["content-length"])).toBe(refused.body.length);
  const head = await ask(url, LIST, {}, "HEAD");
  expect([head.status, head.body.length]).toEqual([503, 0]);
  expect((await ask(url, "/livez")).status).toBe(200);
  go();
  expect((await Promise.all(two)).map(({ status }) => status)).toEqual([200, 200]);
  expect((await ask(url, LIST)).status).toBe(200);
});

test("a request that waits is answered when another has ended in time", async () => {
  const { url, go, hasBegun } = await gated({ MAX_REQUESTS: "1", MAX_DELAY: "20000" });
  const all = [ask(url, LIST), ask(url, `${LIST}&country=CN`), ask(url, `${LIST}&country=KZ`)];
  await hasBegun(1);
  go();
  expect((await Promise.all(all)).map(({ status }) => status)).toEqual([200, 200, 200]);
});

test("a look-up that waits is begun before lists that have waited for longer", async () => {
  const { url, go, hasBegun, begun } = await gated({ MAX_REQUESTS: "1", MAX_DELAY: "20000" });
  const first = ask(url, LIST);
  await hasBegun(1);
  const lists = ["CN", "KZ"].map((state) => ask(url, `${LIST}&country=${state}`));
  // What was sent before has arrived when a later connection is answered.
  await ask(url, "/livez");
  const lookup = ask(url, "/v1/venues/beijing");
  await ask(url, "/livez");
  const before = begun.length;
  go();
  const all = await Promise.all([first, ...lists, lookup]);
  expect(all.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  const after = begun.slice(before);
  const [ofVenue, ofList] = [/venues_docs|FROM venues/, /event_countries/].map((table) =>
    after.findIndex((sql) => table.test(sql)),
  );
  expect(ofVenue).toBeGreaterThan(-1);
  expect(ofList).toBeGreaterThan(ofVenue ?? 0);
});

test("a late event loop: what has waited longer than MAX_DELAY is refused, and what comes after is answered", async () => {
  const url = await slowed({ MAX_REQUESTS: "4", MAX_DELAY: "200" }, async () => {
    for (const end = performance.now() + 60; performance.now() < end; );
  });
  const states = ["KZ", "CN", "US", "RU", "FR", "DE", "BR", "MX", "IN", "JP", "UZ", "TR"];
  const many = states.map((state) => ask(url, `${LIST}&country=${state}`));
  const statuses = (await Promise.all(many)).map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([200, 503]));
  expect((await ask(url, LIST)).status).toBe(200);
  const { body } = await ask(url, "/metrics");
  const refused = statuses.filter((status) => status === 503).length;
  expect(body.toString()).toContain(`\ncommunique_requests_shed_total ${refused}\n`);
});

test("MAX_CONNECTIONS wait for answers: one more gets 503, and is answered when one of them is idle", async () => {
  const { url, go, hasBegun, begun } = await gated({ MAX_CONNECTIONS: "3" });
  const three = ["KZ", "CN", "US"].map((state) => ask(url, `${LIST}&country=${state}`));
  await hasBegun(3);
  const { status, headers, body } = await sendRaw(url, requestText("GET", LIST));
  expect([status, headers["retry-after"], JSON.parse(body).type]).toEqual([503, "1", "/problems/overloaded"]);
  // What was asked on the connection that was refused is not begun.
  expect(begun.length).toBe(3);
  go();
  expect((await Promise.all(three)).map((one) => one.status)).toEqual([200, 200, 200]);
  expect((await sendRaw(url, requestText("GET", LIST))).status).toBe(200);
});
