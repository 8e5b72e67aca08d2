// Shared caches: what they may reuse unasked names no client, and what breaks off can be told from what is whole.
import { connect } from "node:net";
import { Readable } from "node:stream";
import Fastify from "fastify";
import { expect, onTestFinished, test } from "vitest";
import { encodeStream } from "../../src/plugins/compression.ts";
import { useServer } from "../support/server.ts";
import { ask } from "./bytes.ts";

const counted = { RATE_LIMIT_LOOPBACK: "true" };
const reused = useServer({ settings: { ...counted, CACHE_SECONDS: "20" } });
const asked = useServer({ settings: counted });
const PERSONAL = ["x-request-id", "ratelimit", "ratelimit-policy"];
const personalIn = (headers: object) => PERSONAL.filter((name) => name in headers);

test.each(["/v1/events?limit=1", "/v1/quotes?format=ndjson", "/problems"])(
  "%s with CACHE_SECONDS has neither X-Request-Id nor RateLimit, made, kept or 304",
  async (path) => {
    for (const coding of ["identity", "gzip"]) {
      const made = await ask(reused.url, path, { "accept-encoding": coding });
      expect(made.headers["cache-control"]).toBe("public, max-age=20");
      const kept = await ask(reused.url, path, { "accept-encoding": coding });
      const same = await ask(reused.url, path, { "if-none-match": made.headers.etag ?? "" });
      expect([made, kept, same].map(({ status }) => status)).toEqual([200, 200, 304]);
      for (const { headers } of [made, kept, same]) expect(personalIn(headers)).toEqual([]);
    }
    // What is asked for each time has its own.
    for (let turn = 0; turn < 2; turn++) expect(personalIn((await ask(asked.url, path)).headers)).toEqual(PERSONAL);
  },
);

test("refusals with CACHE_SECONDS have both, for they are not stored", async () => {
  const { status, headers } = await ask(reused.url, "/v1/events?contry=KZ");
  expect([status, headers["cache-control"], personalIn(headers)]).toEqual([400, "no-store", PERSONAL]);
});

test.each(["identity", "gzip"] as const)(
  "a stream in %s that breaks off over HTTP/1.0 ends with a reset",
  async (coding) => {
    const app = Fastify();
    onTestFinished(() => app.close());
    app.get("/", async (_request, reply) => {
      const pieces = async function* () {
        yield "x".repeat(100_000);
        await new Promise((resolve) => setTimeout(resolve, 50));
        throw new Error("broken");
      };
      return reply.send(encodeStream(reply, [coding], Readable.from(pieces())));
    });
    const { port } = new URL(await app.listen({ host: "127.0.0.1", port: 0 }));
    const end = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), "127.0.0.1", () => socket.write("GET / HTTP/1.0\r\nHost: a\r\n\r\n"));
      socket.on("data", () => {});
      socket.on("end", () => resolve("end"));
      socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? ""));
    });
    expect(end).toBe("ECONNRESET");
  },
);
