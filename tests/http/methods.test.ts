// Methods: everything is read with GET or HEAD; other methods give 405 with Allow, and content is refused.
import { describe, expect, test } from "vitest";
import { ADDRESSES } from "../support/document.ts";
import { useServer } from "../support/server.ts";
import { requestText, sendRaw } from "../support/wire.ts";

const api = useServer();
const WRITING = ["POST", "PUT", "PATCH", "DELETE"] as const;
const NOWHERE = [
  "/nowhere",
  "/v2/events",
  "/v1/nothing",
  "/V1/events",
  "/v1/events/",
  "/v1/events/a/b/c",
  "//v1",
  "/docs2",
];

describe.each(WRITING)("method %s", (method) => {
  test.each(ADDRESSES)("%s gives 405 with Allow", async (path) => {
    const { status, headers, json } = await api.ask(method, path);
    expect(status).toBe(405);
    expect(headers.allow).toBe("GET, HEAD, OPTIONS");
    expect(json).toMatchObject({ type: "/problems/method-not-allowed", status: 405 });
    expect(json.detail).toContain(method);
  });

  test.each(NOWHERE)("%s gives 404, as it does for GET", async (path) => {
    expect((await api.get(path)).status).toBe(404);
    const { status, headers, json } = await api.ask(method, path);
    expect(status).toBe(404);
    expect(headers.allow).toBeUndefined();
    expect(json.type).toBe("/problems/no-such-address");
  });
});

test.each(["TRACE", "PROPFIND", "QUERY", "LOCK"])("the method %s gives 405 with Allow", async (method) => {
  const { status, headers } = await sendRaw(api.url, requestText(method, "/v1/events"));
  expect([status, headers.allow]).toEqual([405, "GET, HEAD, OPTIONS"]);
});

describe("requests with content", () => {
  const sent = { "content-type": "application/json", "content-length": "2", connection: "keep-alive" };

  test.each([
    ["GET", 413, "content-too-large"],
    ["HEAD", 413, null],
    ["POST", 405, "method-not-allowed"],
  ] as const)("content of %s gives %i, and the connection is closed", async (method, status, code) => {
    // The content never comes: an answer that waits for it would not come either.
    const reply = await sendRaw(api.url, requestText(method, "/v1/events", sent));
    expect([reply.status, reply.headers.connection]).toEqual([status, "close"]);
    if (code !== null) expect(JSON.parse(reply.body).type).toBe(`/problems/${code}`);
  });

  test("chunked content gives 413", async () => {
    const chunked = { "transfer-encoding": "chunked", connection: "keep-alive" };
    expect((await sendRaw(api.url, requestText("GET", "/v1", chunked))).status).toBe(413);
  });

  test("Content-Length: 0 is no content", async () => {
    expect((await sendRaw(api.url, requestText("GET", "/v1", { "content-length": "0" }))).status).toBe(200);
  });
});

describe("bytes that are not HTTP", () => {
  test.each([
    ["a line that is no request", "hello\r\n\r\n", 400, "malformed-request"],
    ["a method that nobody knows", requestText("FETCH", "/v1"), 400, "malformed-request"],
    ["no Host", "GET /v1 HTTP/1.1\r\nconnection: close\r\n\r\n", 400, null],
    ["an address too long for the parser", requestText("GET", `/v1?q=${"a".repeat(20_000)}`), 414, "uri-too-long"],
    ["headers too large", requestText("GET", "/v1", { cookie: "a".repeat(20_000) }), 431, "headers-too-large"],
  ])("%s is answered with a problem", async (_what, text, status, code) => {
    const reply = await sendRaw(api.url, text);
    expect(reply.status).toBe(status);
    if (code === null) return;
    expect(reply.headers).toMatchObject({ "access-control-allow-origin": "*", connection: "close" });
    expect(reply.headers["content-type"]).toContain("application/problem+json");
    const problem = JSON.parse(reply.body);
    expect(problem).toMatchObject({ type: `/problems/${code}`, status });
    expect(problem.instance).toBe(`urn:communique:request:${reply.headers["x-request-id"]}`);
  });
});
