// Draining: on shutdown the last answer on a connection has Connection: close, and the connection ends with it.
import { once } from "node:events";
import { type AddressInfo, connect, type Socket } from "node:net";
import { PassThrough } from "node:stream";
import { setImmediate, setTimeout } from "node:timers/promises";
import Fastify from "fastify";
import { expect, onTestFinished, test } from "vitest";
import { draining } from "../../src/plugins/draining.ts";
import { requestText } from "../support/wire.ts";

const asking = (path: string) => requestText("GET", path, { connection: "keep-alive" });

interface Drained {
  /** Asks, and waits until so many requests were heard. */
  ask(socket: Socket, text: string, heard: number): Promise<void>;
  /** Begins to close; what comes back is done when all is closed. */
  close(): Promise<{ readonly closed: Promise<unknown> }>;
  open(): Promise<{ readonly socket: Socket; readonly whole: Promise<string> }>;
  /** Lets /slow be answered. */
  readonly go: () => void;
}

/** A server with an answer that waits, and one that is given before the plugin's hook, as kept ones are. */
async function drained(maxRequestsPerSocket = 0): Promise<Drained> {
  const { promise, resolve: go } = Promise.withResolvers<void>();
  const app = Fastify({ maxRequestsPerSocket, return503OnClosing: false });
  let count = 0;
  app.addHook("onRequest", async (request, reply) => {
    if (request.url === "/kept") reply.hijack().raw.end("kept");
  });
  await app.register(draining);
  app.get("/slow", async () => promise.then(() => "slow"));
  app.get("/kept", async () => "");
  app.server.on("request", () => {
    count++;
    app.server.emit("heard");
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  onTestFinished(async () => {
    go();
    await app.close();
  });
  return {
    go,
    async close() {
      const closed = app.close();
      while (app.server.listening) await setImmediate();
      return { closed };
    },
    async ask(socket, text, heard) {
      const before = count;
      socket.write(text);
      while (count < before + heard) await once(app.server, "heard");
    },
    async open() {
      const socket = connect((app.server.address() as AddressInfo).port, "127.0.0.1");
      let text = "";
      socket.setEncoding("utf8").on("data", (more: string) => (text += more));
      const whole = once(socket, "close").then(() => text);
      await once(socket, "connect");
      return { socket, whole };
    },
  };
}

/** What each answer says of its connection. */
const connections = (whole: string) => [...whole.matchAll(/\r\nconnection: ([\w-]+)\r\n/gi)].map(([, word]) => word);

test("an answer that is under way at shutdown has Connection: close; of several, the last only", async () => {
  const { ask, close, open, go } = await drained();
  const [one, two] = [await open(), await open()];
  await ask(one.socket, asking("/slow"), 1);
  await ask(two.socket, asking("/slow").repeat(2), 2);
  const { closed } = await close();
  go();
  expect(connections(await one.whole)).toEqual(["close"]);
  expect(connections(await two.whole)).toEqual(["keep-alive", "close"]);
  await closed;
});

test("half a request beside a whole one: the answer to the whole one has Connection: close", async () => {
  const { ask, close, open, go } = await drained();
  const { socket, whole } = await open();
  await ask(socket, asking("/slow") + asking("/kept").slice(0, 20), 1);
  const { closed } = await close();
  go();
  expect(connections(await whole)).toEqual(["close"]);
  await closed;
});

test("a request that arrives whole after the shutdown began gets Connection: close, and a further one no answer", async () => {
  const { ask, close, open, go } = await drained();
  const [busy, late] = [await open(), await open()];
  await ask(busy.socket, asking("/slow"), 1);
  // A half holds the connection.
  late.socket.write(asking("/kept").slice(0, 20));
  const other = await open();
  await ask(other.socket, asking("/kept"), 1);
  const { closed } = await close();
  await other.whole;
  late.socket.write(asking("/kept").slice(20) + asking("/kept"));
  expect(connections(await late.whole)).toEqual(["close"]);
  go();
  await closed;
});

test("a connection ends after maxRequestsPerSocket answers, whatever else is asked on it", async () => {
  const { ask, open } = await drained(2);
  const { socket, whole } = await open();
  await ask(socket, asking("/kept").repeat(5), 2);
  expect(connections(await whole)).toEqual(["keep-alive", "close"]);
});

test.each([
  ["1.0", "ECONNRESET"],
  ["1.1", "open"],
])("the end of the process resets an unfinished answer over HTTP/%s: %s", async (version, end) => {
  const app = Fastify();
  const before = process.listeners("exit");
  await app.register(draining);
  const body = new PassThrough();
  app.get("/", async (_request, reply) => reply.send(body));
  const url = new URL(await app.listen({ port: 0, host: "127.0.0.1" }));
  const socket = connect(Number(url.port), "127.0.0.1");
  onTestFinished(async () => {
    socket.destroy();
    body.destroy();
    await app.close();
  });
  const over = new Promise<string>((resolve) => {
    socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? ""));
    socket.on("end", () => resolve("end"));
  });
  socket.write(`GET / HTTP/${version}\r\nHost: a\r\n\r\n`);
  body.write("a part");
  await once(socket, "data");
  const [cut] = process.listeners("exit").filter((listener) => !before.includes(listener));
  cut?.(0);
  expect(await Promise.race([over, setTimeout(200, "open")])).toBe(end);
});
