// Hosts: a request has one Host, which is a name or an address (RFC 9112, section 3.2); refusals are dated.
import { connect } from "node:net";
import pino from "pino";
import { describe, expect, onTestFinished, test } from "vitest";
import { startServer, useServer } from "../support/server.ts";
import { sendRaw } from "../support/wire.ts";

const api = useServer();
const get = (hosts: readonly string[], path = "/v1", version = "1.1", method = "GET") =>
  sendRaw(
    api.url,
    `${method} ${path} HTTP/${version}\r\n${hosts.map((host) => `${host}\r\n`).join("")}Connection: close\r\n\r\n`,
  );

test("OPTIONS with two Host lines gives 400 as a problem, like every other method", async () => {
  const { status, headers, body } = await get(["Host: a", "Host: b"], "/v1/events", "1.1", "OPTIONS");
  expect([status, headers["content-type"]]).toEqual([400, "application/problem+json; charset=utf-8"]);
  expect(JSON.parse(body).code).toBe("malformed-request");
});

describe("GET with a Host header", () => {
  test.each([
    ["two lines", ["Host: a.example", "Host: b.example"]],
    ["two lines alike, in other cases", ["host: a.example", "HOST: a.example"]],
    ["a space in it", ["Host: a .example"]],
    ["a path in it", ["Host: a.example/v1"]],
    ["user information", ["Host: me@a.example"]],
    ["a port that is no number", ["Host: a.example:http"]],
    ["a tag", ["Host: <b>"]],
    ["none", []],
  ])("Host: %s gives 400", async (_what, hosts) => {
    // The second time it might be kept.
    for (let turn = 0; turn < 2; turn++) {
      const { status, headers, body } = await get(hosts);
      expect([status, JSON.parse(body).code, headers.connection]).toEqual([400, "malformed-request", "close"]);
      expect((await get(["Host: a.example"])).status).toBe(200);
    }
  });

  test.each([
    "localhost",
    "a.example:8080",
    "127.0.0.1:3000",
    "[::1]:3000",
    "[2001:db8::1]",
    "xn--e1afmkfd.example",
    "",
  ])("Host: %j gives 200", async (host) => expect((await get([`Host: ${host}`])).status).toBe(200));

  test("no Host in HTTP/1.0 gives 200, two Host headers give 400", async () => {
    expect((await get([], "/v1", "1.0")).status).toBe(200);
    expect((await get(["Host: a", "Host: a"], "/v1", "1.0")).status).toBe(400);
  });
});

test("GET * gives 400 and no page", async () => {
  const { status, body } = await get(["Host: a.example"], "*");
  expect([status, JSON.parse(body).code]).toEqual([400, "malformed-request"]);
});

test.each([
  ["no HTTP", "nonsense\r\n\r\n"],
  ["headers that are too large", `GET / HTTP/1.1\r\nHost: a\r\nX: ${"x".repeat(20_000)}\r\n\r\n`],
])("a refusal of %s has a Date (RFC 9110, section 6.6.1)", async (_what, text) => {
  const { status, headers } = await sendRaw(api.url, text);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(Math.abs(Date.parse(headers.date ?? "") - Date.now())).toBeLessThan(60_000);
});

test("OPTIONS gives 204 with Allow", async () => {
  for (const path of ["/v1/events", "/", "/v1"]) {
    const { status, headers } = await api.ask("OPTIONS", path);
    expect([status, headers.allow]).toEqual([204, "GET, HEAD, OPTIONS"]);
  }
});

test("a connection that is reset after a request makes no error in the log", async () => {
  const lines: string[] = [];
  const logger = pino({ level: "warn" }, { write: (line: string) => void lines.push(line) });
  const server = await startServer({ logger, settings: { RATE_LIMIT_LOOPBACK: "true", TRUST_PROXY: "127.0.2.0/24" } });
  onTestFinished(() => server.stop());
  const { hostname, port } = new URL(server.url);
  for (let at = 0; at < 60; at++) {
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(`GET /v1/events?limit=${1 + (at % 9)} HTTP/1.1\r\nHost: a\r\n\r\n`, () =>
          socket.resetAndDestroy(),
        );
      });
      socket.once("close", () => resolve());
      socket.on("error", () => {});
    });
  }
  expect((await fetch(`${server.url}/v1`)).status).toBe(200);
  expect(lines).toEqual([]);
});
