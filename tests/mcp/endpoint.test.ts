// /mcp over HTTP: who may ask, what is refused, and that nothing is left when clients go.
import { request } from "node:http";
import supertest from "supertest";
import { describe, expect, test } from "vitest";
import { originFault } from "../../src/mcp/origins.ts";
import { startServer, useServer } from "../support/server.ts";
import { connected } from "./support.ts";

// A slow machine may be late here and refuse nobody: who is refused, and when, is in tests/http/overload.test.ts.
const PATIENT = { MAX_DELAY: "60000" };
const api = useServer({
  settings: { MCP_ORIGINS: "https://app.example", PUBLIC_URL: "https://api.example/base", ...PATIENT },
});
const off = useServer({ settings: { MCP: "false" } });
const ACCEPT = "application/json, text/event-stream";
const INITIALIZE = {
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "tests", version: "1" } },
};

const post = (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  supertest(api.url)
    .post("/mcp")
    .set({ accept: ACCEPT, "content-type": "application/json", ...headers })
    .send(typeof body === "string" ? body : JSON.stringify(body));

describe("Origin and Host", () => {
  const [base, origins] = ["https://api.example/base", ["https://app.example"]];

  test.each([
    [{ origin: undefined, host: "127.0.0.1:3000", local: true }, true],
    [{ origin: "http://localhost:3000", host: "localhost:3000", local: true }, true],
    [{ origin: "http://localhost:4000", host: "localhost:3000", local: true }, false],
    [{ origin: "https://app.example", host: "[::1]:3000", local: true }, true],
    [{ origin: "https://api.example", host: "api.example", local: true }, true],
    [{ origin: undefined, host: "other.example:3000", local: true }, false],
    [{ origin: undefined, host: undefined, local: true }, false],
    [{ origin: undefined, host: "any.example", local: false }, true],
    [{ origin: "http://any.example", host: "any.example", local: false }, false],
    [{ origin: "http://192.0.2.7:3000", host: "192.0.2.7:3000", local: false }, true],
    [{ origin: "null", host: "192.0.2.7:3000", local: false }, false],
    [{ origin: "https://app.example.other.example", host: "192.0.2.7", local: false }, false],
  ] as const)("%j may ask: %s", (asking, may) => {
    expect(originFault(asking, { base, origins }) === null).toBe(may);
  });

  test("an Origin of elsewhere gets 403 before anything is read", async () => {
    const { status, body } = await post(INITIALIZE, { origin: "https://other.example" });
    expect(status).toBe(403);
    expect(body.error.message).toMatch(/MCP_ORIGINS/);
    expect((await post(INITIALIZE, { origin: "https://app.example" })).status).toBe(200);
    expect((await post(INITIALIZE, { host: "other.example" })).status).toBe(403);
  });
});

describe("the protocol's refusals", () => {
  test.each(["2025-06-18", "2025-11-25"])("a client that begins with initialize speaks %s", async (protocolVersion) => {
    const params = { ...INITIALIZE.params, protocolVersion };
    const { status, text } = await post({ ...INITIALIZE, params });
    expect(status).toBe(200);
    expect(text).toContain(`"protocolVersion":"${protocolVersion}"`);
  });

  test("what is no request is refused without a 5xx", async () => {
    const bodies: readonly [body: unknown, headers?: Record<string, string>][] = [
      ["{"],
      [""],
      ["[]"],
      ["null"],
      [{ jsonrpc: "2.0", id: 1, method: "nothing/here", params: {} }],
      [[INITIALIZE, { jsonrpc: "2.0", id: 2, method: "tools/list" }]],
      [{ jsonrpc: "2.0", id: 3, method: "tools/call", params: { name: 7 } }],
      [INITIALIZE, { "content-type": "text/plain" }],
      [INITIALIZE, { accept: "text/csv" }],
      [{ jsonrpc: "2.0", id: 4, method: "tools/list" }, { "mcp-session-id": "of-another-server" }],
      [{ jsonrpc: "2.0", id: 5, method: "tools/list" }, { "mcp-protocol-version": "1999-01-01" }],
    ];
    for (const [body, headers] of bodies) {
      const { status } = await post(body, headers);
      expect(status, JSON.stringify(body)).toBeLessThan(500);
    }
    expect((await post("{")).body.error.code).toBe(-32_700);
    expect((await post(" ".repeat(70_000))).status).toBe(413);
  });

  test("GET and DELETE, which sessions need, get 405", async () => {
    for (const method of ["get", "delete"] as const) {
      expect((await supertest(api.url)[method]("/mcp").set("accept", "text/event-stream")).status).toBe(405);
    }
  });

  test("MCP=false: there is no such address", async () => {
    expect((await supertest(off.url).post("/mcp").send(INITIALIZE)).status).toBe(404);
  });
});

test("a subscription is acknowledged at once, whatever coding is accepted, and ends with the server", async () => {
  const server = await startServer({ bulk: false });
  const meta = "io.modelcontextprotocol/";
  const params = {
    _meta: {
      [`${meta}protocolVersion`]: "2026-07-28",
      [`${meta}clientInfo`]: { name: "t", version: "1" },
      [`${meta}clientCapabilities`]: {},
    },
    notifications: { toolsListChanged: true },
  };
  const { body, status } = await fetch(`${server.url}/mcp`, {
    method: "POST",
    headers: {
      ...{ accept: ACCEPT, "content-type": "application/json", "accept-encoding": "br, gzip" },
      ...{ "mcp-protocol-version": "2026-07-28", "mcp-method": "subscriptions/listen" },
    },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "subscriptions/listen", params }),
  });
  expect(status).toBe(200);
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader?.read())?.value).toContain("notifications/subscriptions/acknowledged");
  await server.stop();
  let end = await reader?.read().catch(() => ({ done: true }));
  while (end !== undefined && !end.done) end = await reader?.read().catch(() => ({ done: true }));
  expect(end?.done).toBe(true);
});

test("a page of an allowed Origin may send JSON: its preflight is answered", async () => {
  const { status, headers } = await supertest(api.url).options("/mcp").set({
    origin: "https://app.example",
    "access-control-request-method": "POST",
    "access-control-request-headers": "content-type",
  });
  expect(status).toBe(204);
  expect(headers["access-control-allow-methods"]).toContain("POST");
  expect(headers["access-control-allow-headers"]).toContain("content-type");
});

test("addresses in answers begin with PUBLIC_URL", async () => {
  const client = await connected(api.url);
  const { structuredContent } = await client.callTool({ name: "find_events", arguments: {} });
  expect(JSON.stringify(structuredContent)).toMatch(/"json":"https:\/\/api\.example\/base\/v1\/events\/[^"]+"/);
  expect(JSON.stringify(structuredContent)).not.toMatch(/":"\/v1/);
  await client.close();
});

test("100 clients at once, some of which go away, are all answered", async () => {
  const call = {
    jsonrpc: "2.0",
    id: 9,
    method: "tools/call",
    params: { name: "count", arguments: { collection: "events", by: "type" } },
  };
  const gone = () =>
    new Promise<void>((resolve) => {
      const asking = request(`${api.url}/mcp`, {
        method: "POST",
        headers: { accept: ACCEPT, "content-type": "application/json" },
      });
      asking.on("error", () => resolve());
      asking.end(JSON.stringify(call));
      setTimeout(() => asking.destroy(), 2);
    });
  const answers = await Promise.all(
    Array.from({ length: 100 }, async (_, at) => (at % 10 === 0 ? gone() : post(call))),
  );
  const kept = answers.filter((one) => one !== undefined);
  expect(kept).toHaveLength(90);
  expect(kept.map(({ status }) => status)).toEqual(kept.map(() => 200));
  expect(kept.every(({ text }) => text.includes('"type":"visit"') || text.includes('\\"type\\":\\"visit\\"'))).toBe(
    true,
  );
});
