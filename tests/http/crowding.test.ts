// Crowding: one client opens no more connections than it may; those of proxies and of this machine are not counted.
import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { startServer } from "../support/server.ts";

const ASK = "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n";

/** A connection from an address of this machine that asks, and the first answer on it. */
function connection(url: string, localAddress: string): Promise<{ socket: Socket; answer: string }> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), localAddress });
    onTestFinished(() => void socket.destroy());
    socket.on("error", reject);
    socket.once("data", (chunk) => resolve({ socket, answer: chunk.toString() }));
    socket.write(ASK);
  });
}

async function started(settings: Readonly<Record<string, string>>): Promise<string> {
  const server = await startServer({ settings: { CLIENT_CONNECTIONS: "3", RATE_LIMIT_LOOPBACK: "true", ...settings } });
  onTestFinished(() => server.stop());
  return server.url;
}

test("a client with CLIENT_CONNECTIONS open connections gets 429 for one more, and another client is served", async () => {
  const url = await started({});
  const mine = await Promise.all(Array.from({ length: 3 }, () => connection(url, "127.0.5.1")));
  expect(mine.map(({ answer }) => answer.slice(9, 12))).toEqual(["200", "200", "200"]);
  const { answer } = await connection(url, "127.0.5.1");
  expect(answer).toMatch(/^HTTP\/1\.1 429 Too Many Requests\r\n/);
  expect(answer.toLowerCase()).toContain("\r\nretry-after: 1\r\n");
  expect(answer).toContain('"code":"too-many-requests"');
  expect((await connection(url, "127.0.5.2")).answer).toContain("200 OK");

  mine[0]?.socket.destroy();
  let again = "";
  // A refused connection counts until it is closed: who asks at once for another is refused again.
  for (; !again.includes("200 OK"); await wait(20)) again = (await connection(url, "127.0.5.1")).answer;
});

test.each([
  ["proxies that are believed by their addresses", { TRUST_PROXY: "127.0.5.0/24" }],
  ["the nearest of a number of proxies", { TRUST_PROXY: "1" }],
  ["this machine, unless its requests are limited too", { RATE_LIMIT_LOOPBACK: "false" }],
  ["anybody with CLIENT_CONNECTIONS=0", { CLIENT_CONNECTIONS: "0" }],
])("connections of %s are not counted", async (_whose, settings) => {
  const url = await started(settings);
  const all = await Promise.all(Array.from({ length: 6 }, () => connection(url, "127.0.5.1")));
  expect(all.every(({ answer }) => answer.includes("200 OK"))).toBe(true);
});
