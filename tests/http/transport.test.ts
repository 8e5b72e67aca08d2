// Transport: the time-outs and limits below HTTP are on; slow, silent, idle or surplus clients are let go.
import type { Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { buildApp, LISTEN } from "../../src/app.ts";
import { loadSettings } from "../../src/config.ts";
import type { Reference } from "../../src/model/reference.ts";
import { TRANSPORT } from "../../src/plugins/guards.ts";
import { freshDatabase } from "../support/databases.ts";
import { curatedData } from "../support/filled.ts";

let reference: Reference;
beforeAll(async () => {
  reference = (await curatedData()).reference;
});

/** A listening server without data, whose limits a test may change before its first connection. */
async function listening(settings: Readonly<Record<string, string>> = {}, change: (server: Server) => void = () => {}) {
  const database = await freshDatabase();
  const app = await buildApp({ database, reference, settings: loadSettings(settings), version: "0.0.0" });
  const server = app.server as Server;
  onTestFinished(async () => {
    server.closeAllConnections();
    await app.close();
    await database.close();
  });
  change(server);
  await app.listen({ host: "127.0.0.1", port: 0, ...LISTEN });
  return { server, port: (server.address() as AddressInfo).port };
}

interface Peer {
  readonly socket: Socket;
  /** What came so far. */
  text(): string;
  /** How the connection ended: `end`, or the code of an error. */
  readonly over: Promise<string>;
}

/** A client that sends what it is told and counts what comes. */
function peer(port: number, bytes = ""): Peer {
  const socket = connect({ port, host: "127.0.0.1" });
  onTestFinished(() => {
    socket.destroy();
  });
  let text = "";
  socket.on("data", (chunk) => {
    text += chunk.toString("latin1");
  });
  const over = new Promise<string>((resolve) => {
    socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.on("end", () => resolve("end"));
    socket.on("close", () => resolve("close"));
  });
  if (bytes !== "") socket.write(bytes);
  return { socket, text: () => text, over };
}

const GET = (path: string) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
const ASK = GET("/livez");
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits until it holds; what never does ends with the test's own time. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(20);
}

const connections = (server: Server) =>
  new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count)));

describe("time-outs and limits of the server", () => {
  test("have the declared defaults", async () => {
    const { server } = await listening();
    expect(server).toMatchObject({
      timeout: TRANSPORT.connectionTimeout,
      requestTimeout: TRANSPORT.requestTimeout,
      headersTimeout: TRANSPORT.http.headersTimeout,
      keepAliveTimeout: 10_000,
      maxRequestsPerSocket: TRANSPORT.maxRequestsPerSocket,
      connectionsCheckingInterval: TRANSPORT.http.connectionsCheckingInterval,
      maxHeaderSize: TRANSPORT.http.maxHeaderSize,
      insecureHTTPParser: false,
    });
  });

  test("are on, and none is longer than 20 seconds", () => {
    const { connectionTimeout, requestTimeout, http } = TRANSPORT;
    for (const limit of [connectionTimeout, requestTimeout, http.headersTimeout, http.connectionsCheckingInterval]) {
      expect(limit).toBeGreaterThan(0);
      expect(limit).toBeLessThanOrEqual(20_000);
    }
    expect(http.maxHeaderSize).toBeLessThanOrEqual(16_384);
    expect(LISTEN.backlog).toBe(4_096);
  });

  test("follow the settings", async () => {
    const { server } = await listening({ KEEP_ALIVE: "1234" });
    expect(server.keepAliveTimeout).toBe(1_234);
  });
});

describe("a connection is closed", () => {
  test("with 408 when its headers never end", async () => {
    const { port } = await listening({}, (server) => {
      server.headersTimeout = 200;
    });
    const { over, text } = peer(port, "GET /livez HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
    expect(await over).toBe("end");
    expect(text()).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n[\s\S]*"type":"\/problems\/request-timeout"/);
  });

  test("with a reset when it is silent", async () => {
    const { port, server } = await listening({}, (one) => {
      one.timeout = 200;
    });
    const { over, text } = peer(port);
    expect(await over).toBe("ECONNRESET");
    expect(text()).toBe("");
    expect(await connections(server)).toBe(0);
  });

  test("when it is idle after a keep-alive answer", async () => {
    const { port, server } = await listening({ KEEP_ALIVE: "100" });
    const { over, text } = peer(port, ASK);
    expect(["end", "close", "ECONNRESET"]).toContain(await over);
    expect(text()).toContain("HTTP/1.1 200 OK");
    await until(async () => (await connections(server)) === 0);
  });

  test("when its client does not read, while others are answered", async () => {
    const { port, server } = await listening({ SEND_TIMEOUT: "1000" });
    const requests = 100;
    const { socket, over, text } = peer(port);
    socket.pause();
    socket.write(GET("/openapi.json").repeat(requests));
    await pause(100);
    const other = peer(port, ASK.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
    await other.over;
    expect(other.text()).toContain("HTTP/1.1 200 OK");
    await until(async () => (await connections(server)) === 0);
    socket.resume();
    await over;
    expect(text().split("HTTP/1.1 200 OK").length - 1).toBeLessThan(requests);
  });
});

describe("MAX_CONNECTIONS", () => {
  test("1,000 idle keep-alive connections refuse nobody: those that were idle for longest are closed", async () => {
    const { port, server } = await listening();
    const idle = Array.from({ length: 1_000 }, () => peer(port, ASK));
    await until(() => idle.every(({ text }) => text().includes("200 OK")));
    expect(await connections(server)).toBe(1_000);
    const more = Array.from({ length: 20 }, () => peer(port, ASK));
    await until(() => more.every(({ text }) => text() !== ""));
    expect(more.every(({ text }) => text().startsWith("HTTP/1.1 200 OK"))).toBe(true);
    await until(() => idle.slice(0, 20).every(({ socket }) => socket.readableEnded || socket.destroyed));
    expect(idle.filter(({ socket }) => socket.readableEnded || socket.destroyed)).toHaveLength(20);
    expect(await connections(server)).toBe(1_000);
  });

  test("a connection in the midst of a request is closed after those on which nothing is asked", async () => {
    const { port } = await listening({ MAX_CONNECTIONS: "2" });
    const asking = peer(port, ASK.slice(0, -2));
    const idle = peer(port, ASK);
    await until(() => idle.text().includes("200 OK"));
    const third = peer(port, ASK);
    await until(() => third.text().includes("200 OK"));
    expect(await idle.over).toBe("end");
    asking.socket.write("\r\n");
    await until(() => asking.text().includes("200 OK"));
  });
});
