// Rate limits: a client that asks too much gets 429 with Retry-After, and others are not concerned.
import { setTimeout as wait } from "node:timers/promises";
import Fastify from "fastify";
import { describe, expect, test } from "vitest";
import { limits, refusals } from "../../src/plugins/limits.ts";
import { useServer } from "../support/server.ts";
import { ask } from "./bytes.ts";

const few = { RATE_LIMIT: "3", RATE_LIMIT_LOOPBACK: "true" };
const EVENTS = "/v1/events?limit=1";
let client = 0;

/** An address of this machine that nobody asked from before. */
const another = () => `127.0.1.${++client}`;

describe("RATE_LIMIT", () => {
  const server = useServer({ settings: { ...few, RATE_WINDOW: "60" } });
  const from = (address: string, path: string, headers = {}, method: "GET" | "HEAD" = "GET") =>
    ask(server.url, path, headers, method, "", address);

  test("answers have RateLimit and RateLimit-Policy, and 429 with Retry-After when nothing is left", async () => {
    const address = another();
    for (const left of [2, 1, 0]) {
      const { status, headers } = await from(address, EVENTS);
      expect(status).toBe(200);
      expect(headers["ratelimit-policy"]).toBe('"default";q=3;w=60');
      expect(headers.ratelimit).toMatch(new RegExp(`^"default";r=${left};t=(?:60|59|58)$`));
      expect(headers["retry-after"]).toBeUndefined();
    }
    for (let turn = 0; turn < 2; turn++) {
      const { status, headers, body } = await from(address, EVENTS);
      expect(status).toBe(429);
      expect(headers["content-type"]).toBe("application/problem+json; charset=utf-8");
      expect(headers["cache-control"]).toBe("no-store");
      const wait = headers["retry-after"];
      expect(wait).toMatch(/^(?:60|59|58)$/);
      expect([headers["ratelimit-policy"], headers.ratelimit]).toEqual([
        '"default";q=3;w=60',
        `"default";r=0;t=${wait}`,
      ]);
      const problem = JSON.parse(body.toString());
      expect(problem.type).toBe("/problems/too-many-requests");
      expect(problem.detail).toContain("3 requests in 60 seconds");
    }
  });

  test("a 429 has the headers of every answer", async () => {
    const address = another();
    const usual = (await from(another(), "/nowhere")).headers;
    for (let turn = 0; turn < 4; turn++) await from(address, EVENTS);
    const { status, headers } = await from(address, EVENTS);
    expect(status).toBe(429);
    expect(Object.keys(usual).filter((name) => headers[name] === undefined)).toEqual([]);
  });

  test("every request counts: kept, 304, refused or 404, GET and HEAD", async () => {
    for (const [path, headers, method, status] of [
      [EVENTS, {}, "GET", 200],
      [EVENTS, { "if-none-match": "*" }, "GET", 304],
      [EVENTS, { "accept-encoding": "br" }, "HEAD", 200],
      ["/v1/events?type=party", {}, "GET", 400],
      ["/nowhere", {}, "GET", 404],
      ["/", {}, "GET", 200],
      ["/docs/", {}, "GET", 200],
    ] as const) {
      const address = another();
      for (const left of [2, 1, 0]) {
        const answer = await from(address, path, headers, method);
        expect([answer.status, answer.headers.ratelimit], path).toEqual([
          status,
          expect.stringContaining(`;r=${left};`),
        ]);
      }
      expect((await from(address, path, headers, method)).status).toBe(429);
    }
  });

  test("a kept answer does not carry another client's RateLimit", async () => {
    const [one, other] = [another(), another()];
    await from(one, EVENTS);
    await from(one, EVENTS);
    expect((await from(other, EVENTS)).headers.ratelimit).toContain(";r=2;");
    const { headers } = await from(one, EVENTS);
    expect([headers["cache-status"], headers.ratelimit]).toEqual(["communique; hit", expect.stringContaining(";r=0;")]);
  });

  test("a client cannot become another by its headers", async () => {
    const address = another();
    for (let turn = 0; turn < 4; turn++) {
      const forged = {
        "x-forwarded-for": `192.0.2.${turn}`,
        forwarded: `for=192.0.2.${turn}`,
        "x-real-ip": "192.0.2.9",
      };
      expect((await from(address, EVENTS, forged)).status).toBe(turn < 3 ? 200 : 429);
    }
  });

  test("health checks and metrics are not limited", async () => {
    const address = another();
    for (const path of ["/livez", "/readyz", "/metrics", "/livez", "/readyz", "/metrics"]) {
      const { status, headers } = await from(address, path);
      expect([status, headers.ratelimit]).toEqual([200, undefined]);
    }
  });
});

test("a client that waits for Retry-After seconds is served again", async () => {
  const app = await counted({ most: 1, seconds: 1, loopback: true });
  expect((await app.inject("/")).statusCode).toBe(200);
  const refused = await app.inject("/");
  expect(refused.statusCode).not.toBe(200);
  await wait(Number(/;t=(\d+)/.exec(String(refused.headers.ratelimit))?.[1]) * 1_000 + 20);
  expect((await app.inject("/")).statusCode).toBe(200);
});

describe("the default limits", () => {
  const server = useServer();
  test("loopback clients are not limited", async () => {
    for (const address of ["127.0.0.1", "127.9.9.9"]) {
      const { headers } = await ask(server.url, EVENTS, {}, "GET", "", address);
      expect([headers.ratelimit, headers["ratelimit-policy"]]).toEqual([undefined, undefined]);
    }
  });
});

describe("RATE_LIMIT=0", () => {
  const server = useServer({ settings: { ...few, RATE_LIMIT: "0" } });
  test("no client is limited", async () => {
    const { headers } = await ask(server.url, EVENTS);
    expect(headers.ratelimit).toBeUndefined();
  });
});

describe("what an answer costs", () => {
  const server = useServer({ settings: { RATE_LIMIT: "20", RATE_LIMIT_LOOPBACK: "true" } });
  /** How many requests are left after each of these. */
  async function left(address: string, ...paths: readonly string[]): Promise<(number | string)[]> {
    const all: (number | string)[] = [];
    for (const path of paths) {
      const { status, headers } = await ask(server.url, path, {}, "GET", "", address);
      all.push(status === 200 ? Number(/;r=(\d+)/.exec(String(headers.ratelimit))?.[1]) : `${status}`);
    }
    return all;
  }

  test.each([
    ["a page", EVENTS, 1],
    ["a page of a calendar", "/v1/events?format=ics&limit=2", 1],
    ["full text", "/v1/search?q=president", 3],
    ["counts", "/v1/stats/events?by=type", 5],
    ["a pair of states", "/v1/dyads/KZ/CN", 5],
    ["a calendar", "/v1/events?format=ics", 10],
    ["an export", "/v1/participations?format=csv", 10],
  ])("%s counts by its weight where it is made, and as one where it is kept", async (_what, path, weight) => {
    expect(await left(another(), path, path)).toEqual([20 - weight, 20 - weight - 1]);
  });

  test("a client that has less left than an answer weighs gets 429, and a refused question weighs one", async () => {
    const one = "/v1/stats/events?by=type&country=KZ";
    expect(
      await left(
        another(),
        `${one}&year=2015`,
        `${one}&year=2016`,
        `${one}&year=2017`,
        "/v1/stats/events?by=x",
        `${one}&year=2018`,
      ),
    ).toEqual([15, 10, 5, "400", "429"]);
  });
});

/** A bare server that only counts. */
async function counted(options: Parameters<typeof limits>[1]) {
  const app = Fastify();
  await app.register(limits, options);
  await app.register(refusals);
  app.get("/", async () => "");
  return app;
}

describe("clients are told apart by address:", () => {
  const default600 = { most: 2, seconds: 60, loopback: false };
  const SAME: readonly (readonly [string, string])[] = [
    ["203.0.113.1", "203.0.113.1"],
    ["203.0.113.1", "::ffff:203.0.113.1"],
    ["2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff"],
    ["2001:db8:1:2::1", "2001:DB8:0001:0002::2"],
  ];
  const OTHERS: readonly (readonly [string, string])[] = [
    ["203.0.113.1", "203.0.113.2"],
    ["2001:db8:1:2::1", "2001:db8:1:3::1"],
    ["::ffff:203.0.113.1", "::ffff:203.0.113.2"],
  ];
  const left = async (one: string, other: string) => {
    const app = await counted(default600);
    await app.inject({ url: "/", remoteAddress: one });
    const { headers } = await app.inject({ url: "/", remoteAddress: other });
    return /;r=(\d+)/.exec(String(headers.ratelimit))?.[1];
  };
  test.each(SAME)("%s and %s are one client", async (one, other) => expect(await left(one, other)).toBe("0"));
  test.each(OTHERS)("%s and %s are two clients", async (one, other) => expect(await left(one, other)).toBe("1"));
  test.each(["127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"])("%s is a loopback address", async (address) => {
    expect(await left(address, address)).toBeUndefined();
  });
  test.each(["128.0.0.1", "::2", "1.127.0.1", "::ffff:128.0.0.1"])("%s is not a loopback address", async (address) => {
    expect(await left(address, address)).toBe("0");
  });
});

test("the number of clients that are remembered is bounded", async () => {
  const app = await counted({ most: 5, seconds: 600, loopback: false, clients: 50 });
  const from = async (at: number) => {
    const { headers } = await app.inject({ url: "/", remoteAddress: `10.0.0.${at}` });
    return /;r=(\d+)/.exec(String(headers.ratelimit))?.[1];
  };
  expect(await from(0)).toBe("4");
  for (let at = 1; at < 50; at++) await from(at);
  expect(await from(0)).toBe("3");
  for (let at = 1; at <= 50; at++) await from(at);
  expect(await from(0)).toBe("4");
});
