// Content codings (Accept-Encoding): the accepted coding is sent, and decoded it is the same body.
import { describe, expect, test } from "vitest";
import { useServer } from "../support/server.ts";
import { ask, decoded } from "./bytes.ts";

const server = useServer();
const fresh = useServer({ settings: { CACHE_BYTES: "0" } });

/** What is accepted, and the coding that it gets for a body large enough. */
const CODINGS: readonly (readonly [accepted: string | undefined, coding: string | undefined])[] = [
  [undefined, undefined],
  ["", undefined],
  ["identity", undefined],
  ["br", "br"],
  ["gzip", "gzip"],
  ["GZIP", "gzip"],
  ["*", "br"],
  ["gzip, deflate", "gzip"],
  ["gzip, deflate, br, zstd", "br"],
  ["deflate, zstd", undefined],
  ["br;q=0", undefined],
  ["br;q=0, gzip;q=0", undefined],
  ["gzip;q=1.0, br;q=0.5", "gzip"],
  ["gzip;q=0.5, br;q=0.5", "br"],
  ["gzip;q=0, *", "br"],
  ["br;q=0, *;q=0.1", "gzip"],
  ["identity;q=1, br;q=0.2", undefined],
  ["identity;q=0.5, gzip;q=0.1", undefined],
  ["identity, gzip", "gzip"],
  ["identity;q=0, *", "br"],
  ["identity;q=0, gzip", "gzip"],
  ["x-unknown, br;q=0.001", "br"],
];

/** Kept, streamed, and neither. */
const LARGE = [
  "/v1/events?limit=5",
  "/v1/events?format=csv&limit=5",
  "/v1/quotes?format=ndjson",
  "/openapi.json",
  "/openapi.yaml",
  "/problems",
  "/",
  "/docs/static/swagger-ui.css",
];

describe.each(LARGE)("content coding of %s", (path) => {
  test.each(CODINGS)("for Accept-Encoding %j", async (accepted, coding) => {
    const headers = accepted === undefined ? {} : { "accept-encoding": accepted };
    for (const { url } of [server, fresh]) {
      const plain = await ask(url, path);
      const answer = await ask(url, path, headers);
      expect(answer.status).toBe(200);
      expect(answer.headers["content-encoding"]).toBe(coding);
      expect(answer.headers.vary).toMatch(/accept-encoding/i);
      expect(decoded(answer).equals(plain.body)).toBe(true);
      if (coding !== undefined) expect(answer.body.length).toBeLessThan(plain.body.length * 0.8);
      const length = answer.headers["content-length"];
      expect(length ?? String(answer.body.length)).toBe(String(answer.body.length));
      const head = await ask(url, path, headers, "HEAD");
      expect(head.headers["content-encoding"]).toBe(coding);
      expect(head.headers["content-type"]).toBe(answer.headers["content-type"]);
    }
  });

  test("Accept-Encoding that refuses every coding gives 406", async () => {
    for (const accepted of ["identity;q=0", "*;q=0", "deflate, identity;q=0"]) {
      const answer = await ask(server.url, path, { "accept-encoding": accepted });
      expect([answer.status, answer.headers["content-encoding"]]).toEqual([406, undefined]);
      expect(JSON.parse(answer.body.toString()).type).toBe("/problems/not-acceptable");
    }
  });
});

describe("small bodies", () => {
  const SMALL = ["/v1/events?ids=nothing", "/.well-known/api-catalog", "/livez", "/nowhere", "/v1/events?type=party"];
  test.each(SMALL)("%s is sent uncompressed", async (path) => {
    for (const accepted of ["br", "gzip", "*", "br, identity;q=0.1"]) {
      const { headers } = await ask(server.url, path, { "accept-encoding": accepted });
      expect(headers["content-encoding"]).toBeUndefined();
    }
  });

  test.each(SMALL)("%s is compressed where identity is refused", async (path) => {
    const plain = await ask(server.url, path, { "x-request-id": "same" });
    for (const coding of ["br", "gzip"]) {
      const asked = { "accept-encoding": `${coding}, identity;q=0`, "x-request-id": "same" };
      const answer = await ask(server.url, path, asked);
      expect(answer.headers["content-encoding"]).toBe(coding);
      expect(decoded(answer).toString()).toBe(plain.body.toString());
    }
  });
});

test("a long problem is compressed too", async () => {
  const path = `/v1/events?${Array.from({ length: 30 }, (_, at) => `wrong${at}=1`).join("&")}`;
  const asked = { "accept-encoding": "br", "x-request-id": "same" };
  const answer = await ask(server.url, path, asked);
  expect([answer.status, answer.headers["content-encoding"], answer.headers["cache-control"]]).toEqual([
    400,
    "br",
    "no-store",
  ]);
  const plain = await ask(server.url, path, { "x-request-id": "same" });
  expect(decoded(answer).toString()).toBe(plain.body.toString());
});

test("a PNG image is not compressed again", async () => {
  const { headers } = await ask(server.url, "/docs/static/favicon-32x32.png", { "accept-encoding": "br" });
  expect([headers["content-type"], headers["content-encoding"]]).toEqual(["image/png", undefined]);
});
