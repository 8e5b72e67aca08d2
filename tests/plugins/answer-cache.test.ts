// Answer cache: never more bytes than CACHE_BYTES, one answer for all who ask at once, none of older data.
import fc from "fast-check";
import Fastify from "fastify";
import { describe, expect, test } from "vitest";
import { answerCache, type CachedAnswer } from "../../src/plugins/answer-cache.ts";
import { caching } from "../../src/plugins/caching.ts";
import { limits } from "../../src/plugins/limits.ts";

function answer(bytes: number): CachedAnswer {
  const head = ["content-type", "application/json"];
  return { plain: Buffer.alloc(bytes, "a"), validators: { etag: "" }, head, unchanged: [], variants: {} };
}

function put(kept: ReturnType<typeof answerCache>, question: string, bytes: number): boolean {
  const one = answer(bytes);
  return kept.keep(question, one, "identity", { head: one.head, body: one.plain });
}

describe("the answer cache", () => {
  test("is bounded by bytes, and evicts the least recently used", () => {
    const kept = answerCache(160_000);
    for (let at = 0; at < 200; at++) {
      expect(put(kept, `question ${at}`, 10_000)).toBe(true);
      kept.byKey(`question ${at}`);
      kept.byKey("question 0");
      expect(kept.size().bytes).toBeLessThanOrEqual(160_000);
    }
    expect(kept.size().answers).toBe(9);
    expect(kept.byKey("question 0")).toBeDefined();
    expect(kept.byKey("question 1")).toBeUndefined();
    expect(kept.byKey("question 199")).toBeDefined();
  });

  test("answers that were asked for once leave those alone that were asked for again", () => {
    const kept = answerCache(800_000);
    put(kept, "again", 10_000);
    expect(kept.byKey("again")?.plain).toEqual(answer(10_000).plain);
    for (let at = 0; at < 1_000; at++) {
      expect(put(kept, `once ${at}`, 10_000)).toBe(true);
      expect(kept.size().bytes).toBeLessThanOrEqual(800_000);
    }
    expect(kept.size().answers).toBe(11);
    expect(["once 0", "once 989", "once 990", "again"].map((key) => kept.byKey(key) !== undefined)).toEqual([
      ...[false, false],
      ...[true, true],
    ]);
  });

  test("headers of answers that were asked for once are bounded too", () => {
    const kept = answerCache(80_000);
    for (let at = 0; at < 1_000; at++) put(kept, `question ${at} ${"x".repeat(500)}`, 10);
    expect(kept.size().bytes).toBeLessThanOrEqual(10_000);
    expect(kept.size().answers).toBeGreaterThan(2);
  });

  test("of answers that were asked for once, each is given as it was, or not at all", () => {
    const one = fc.record({
      key: fc.nat(20),
      plain: fc.string({ maxLength: 300 }),
      coded: fc.option(fc.string({ maxLength: 300 })),
    });
    fc.assert(
      fc.property(fc.array(fc.record({ put: one, ask: fc.nat(20) }), { maxLength: 60 }), (steps) => {
        const kept = answerCache(8_000);
        const given = new Map<number, readonly [string, string]>();
        for (const step of steps) {
          const { key, plain, coded } = step.put;
          const body = Buffer.from(plain);
          const head = ["content-type", plain];
          const coding = coded === null ? ("identity" as const) : ("br" as const);
          if (kept.byKey(`${key}`) === undefined) {
            const variant = { head, body: coded === null ? body : Buffer.from(coded) };
            kept.keep(`${key}`, { ...answer(0), plain: body, head }, coding, variant);
            given.set(key, [plain, coded ?? plain]);
          }
          const found = kept.byKey(`${step.ask}`);
          if (found === undefined) continue;
          const [variant] = Object.values(found.variants);
          expect([found.plain.toString(), variant?.body.toString()]).toEqual(given.get(step.ask));
          expect(found.head[1]).toBe(given.get(step.ask)?.[0]);
        }
      }),
      { numRuns: 200 },
    );
  });

  test("an answer that is on its way stays as it is while others are kept", () => {
    const kept = answerCache(80_000);
    put(kept, "question", 1_000);
    const sent = kept.byKey("question")?.plain;
    for (let at = 0; at < 100; at++) {
      kept.keep(`other ${at}`, { ...answer(0), plain: Buffer.alloc(1_000, "b") }, "br", {
        head: [],
        body: Buffer.alloc(900, "c"),
      });
    }
    expect(sent?.toString()).toBe("a".repeat(1_000));
  });

  test("counts the bytes of every content coding", () => {
    const kept = answerCache(100_000);
    const one = answer(10_000);
    kept.keep("question", one, "identity", { head: [], body: one.plain });
    const before = kept.size().bytes;
    kept.keep("question", one, "br", { head: [], body: Buffer.alloc(3_000) });
    expect(kept.size().bytes - before).toBe(3_000);
    expect(Object.keys(kept.byKey("question")?.variants ?? {})).toEqual(["identity", "br"]);
  });

  test("does not keep an answer larger than the whole cache", () => {
    const kept = answerCache(10_000);
    put(kept, "small", 1_000);
    expect(put(kept, "large", 10_000)).toBe(false);
    expect(kept.byKey("small")).toBeDefined();
    expect(put(answerCache(0), "small", 0)).toBe(false);
  });

  test("bounds spellings of requests apart, so that they cannot evict answers", () => {
    const kept = answerCache(100_000);
    put(kept, "question", 1_000);
    for (let at = 0; at < 2_000; at++) kept.link(`spelling ${at} ${"x".repeat(at)}`, "question", "identity");
    expect(kept.byKey("question")).toBeDefined();
    expect(kept.size().bytes).toBeLessThanOrEqual(100_000);
    expect(kept.byRequest("spelling 0 ")).toBeUndefined();
    kept.link("again", "question", "identity");
    expect(kept.byRequest("again")?.variant.body).toHaveLength(1_000);
    expect(kept.byRequest("nothing")).toBeUndefined();
    kept.clear();
    expect([kept.byRequest("again"), kept.size()]).toEqual([undefined, { bytes: 0, answers: 0 }]);
  });
});

describe("an answer that is being made", () => {
  /** A server whose data is a number, and whose route waits to be let go. */
  async function server() {
    const data = { stamp: 1, gates: [] as (() => void)[] };
    const app = Fastify();
    await app.register(limits, { most: 0, seconds: 1, loopback: false });
    await app.register(caching, {
      kept: answerCache(100_000),
      data: {
        stamp: () => data.stamp,
        reachable: () => true,
        state: async () => ({ version: String(data.stamp), changed: null }),
      },
      seconds: 60,
      program: "1",
    });
    app.get("/v1", { config: { cached: true } }, async (_request, reply) => {
      const { stamp } = data;
      await new Promise<void>((resolve) => data.gates.push(resolve));
      if (stamp === 666) return reply.code(404).send("none");
      if (stamp === 667) throw new Error("broken");
      return reply.type("application/json").send(JSON.stringify({ stamp }));
    });
    app.get("/v1/clock", async () => "now");
    await app.ready();
    const get = () => app.inject("/v1");
    /** Waits until so many have come to the route, and lets them go. */
    const open = async (count: number) => {
      while (data.gates.length < count) await new Promise((resolve) => setTimeout(resolve, 1));
      for (const gate of data.gates.splice(0)) gate();
    };
    return { app, data, get, open };
  }
  const told = ({ body, headers }: Awaited<ReturnType<Awaited<ReturnType<typeof server>>["get"]>>) => [
    body,
    headers["cache-status"],
  ];

  test("is sent and not kept when the data changes meanwhile", async () => {
    const { data, get, open } = await server();
    const asked = get();
    await open(1).then(() => {});
    await asked;
    data.stamp = 2;
    const late = get();
    while (data.gates.length < 1) await new Promise((resolve) => setTimeout(resolve, 1));
    data.stamp = 3;
    await open(1);
    expect(told(await late)).toEqual(['{"stamp":2}', "communique; fwd=uri-miss"]);
    const next = get();
    await open(1);
    expect(told(await next)).toEqual(['{"stamp":3}', "communique; fwd=uri-miss; stored"]);
    expect(told(await get())).toEqual(['{"stamp":3}', "communique; hit"]);
  });

  test("is waited for by all who ask the same (single flight)", async () => {
    const { data, get, open } = await server();
    const asked = Promise.all(Array.from({ length: 20 }, get));
    await open(1);
    expect(data.gates).toHaveLength(0);
    const statuses = (await asked).map(({ headers }) => headers["cache-status"]);
    expect(statuses.filter((status) => status !== "communique; hit")).toEqual(["communique; fwd=uri-miss; stored"]);
  });

  test.each([
    [666, 404],
    [667, 500],
  ])("lets the others ask for themselves when it fails (%i)", async (stamp, status) => {
    const { data, get, open } = await server();
    data.stamp = stamp;
    const asked = Promise.all(Array.from({ length: 5 }, get));
    await open(1);
    await open(4);
    expect((await asked).map(({ statusCode }) => statusCode)).toEqual(Array(5).fill(status));
    expect((await asked).map(({ headers }) => headers["cache-status"])).toEqual(Array(5).fill(undefined));
  });

  test("has Cache-Control with max-age of CACHE_SECONDS", async () => {
    const { get, open } = await server();
    const asked = get();
    await open(1);
    expect((await asked).headers["cache-control"]).toBe("public, max-age=60");
  });

  test("is made each time where the route does not opt in to caching", async () => {
    const { app } = await server();
    for (let turn = 0; turn < 2; turn++) {
      const { headers } = await app.inject("/v1/clock");
      expect([headers.etag, headers["cache-status"]]).toEqual([undefined, undefined]);
    }
  });
});
