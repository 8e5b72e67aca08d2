// Graceful shutdown: a server answers what it was asked, refuses what comes later, and exits with code 0.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { closed, ownSettings, type Program, start } from "../support/program.ts";
import { requestText } from "../support/wire.ts";

/** Long enough for what was sent to arrive, or for a signal to be heard. */
const A_MOMENT = 300;
/** Longer than lines of the log wait to be written. */
const LOG_FLUSH = 800;
const keepAlive = { connection: "keep-alive" };
/** Requests whose answers are far more than the buffers between two processes hold. */
const MANY = 200;

interface Reader {
  readonly socket: Socket;
  /** All that came until the connection closed; begins to read. */
  read(): Promise<Buffer>;
}

/** A connection that reads nothing until it is told to. */
async function open(url: string): Promise<Reader> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  await once(socket, "connect");
  return {
    socket,
    async read() {
      const chunks: Buffer[] = [];
      for await (const chunk of socket) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
  };
}

/** The statuses of all answers; each must be whole. */
function statusesOf(whole: Buffer): number[] {
  const statuses: number[] = [];
  for (let rest = whole; rest.length > 0; ) {
    const start = rest.indexOf("\r\n\r\n") + 4;
    const head = rest.subarray(0, start).toString();
    const end = start + Number(/content-length: (\d+)/i.exec(head)?.[1]);
    expect(rest.length).toBeGreaterThanOrEqual(end);
    JSON.parse(rest.subarray(start, end).toString());
    statuses.push(Number(head.split(" ")[1]));
    rest = rest.subarray(end);
  }
  return statuses;
}

/** Waits until a server has answered something and is at a loss to answer more. */
async function stuck(program: Program): Promise<void> {
  const answered = () => program.output().split('"msg":"request"').length;
  for (let before = 1; answered() === 1 || answered() !== before; await wait(LOG_FLUSH)) before = answered();
}

describe.concurrent("graceful shutdown", () => {
  test.each<[NodeJS.Signals, string, (socket: Socket) => Promise<unknown>]>([
    ["SIGTERM", "a connection whose client has closed it", async (socket) => once(socket.end().resume(), "close")],
    [
      "SIGINT",
      "an idle keep-alive connection",
      async (socket) => {
        socket.write(requestText("GET", "/livez", keepAlive));
        await once(socket.resume(), "data");
      },
    ],
    // Browsers open connections before they need them.
    ["SIGHUP", "a connection without any request", () => wait(A_MOMENT)],
  ])("%s ends the server with exit code 0 and a log line; %s does not delay it", async (signal, _what, first) => {
    // No time-out ends it, which is code 1.
    const program = start(["serve"], { ...(await ownSettings()), SHUTDOWN: "5000", KEEP_ALIVE: "600000" });
    const url = await program.url;
    const { socket } = await open(url);
    await first(socket);
    const { code, stdout, stderr } = await program.stop(signal);
    socket.destroy();
    expect([code, stderr], stdout).toEqual([0, ""]);
    expect(stdout).toContain(`"signal":"${signal}"`);
    await expect(fetch(`${url}/livez`)).rejects.toThrow();
  });

  test("an answer that is under way is sent whole", async () => {
    // Requests on one connection wait for each other, and none may wait too long.
    const program = start(["serve"], { ...(await ownSettings()), MAX_DELAY: "60000" });
    const { socket, read } = await open(await program.url);
    socket.write(requestText("GET", "/v1/events?limit=200", keepAlive).repeat(MANY));
    await stuck(program);
    const ended = program.stop();
    await wait(A_MOMENT);
    const statuses = statusesOf(await read());
    // What comes after the signal is refused once, and the connection ends.
    expect(statuses.slice(0, -1).filter((status) => status !== 200)).toEqual([]);
    expect([200, 503]).toContain(statuses.at(-1));
    expect(statuses.length).toBeGreaterThan(3);
    expect((await ended).code).toBe(0);
  });

  test("a client whose request has half arrived gets 503 with Retry-After", async () => {
    const program = start(["serve"], await ownSettings());
    const url = await program.url;
    const { socket, read } = await open(url);
    const text = requestText("GET", "/v1", keepAlive);
    socket.write(text.slice(0, 20));
    // The half was there before what was sent after it, and is answered.
    for (let turn = 0; turn < 2; turn++) await fetch(`${url}/livez`);
    const ended = program.stop();
    await closed(url);
    socket.write(text.slice(20));
    const answer = await read();
    expect(statusesOf(answer)).toEqual([503]);
    expect(answer.toString()).toMatch(/\r\nretry-after: \d+\r\n[\s\S]*"type":"\/problems\/starting"/i);
    expect((await ended).code).toBe(0);
  });

  test("a client that does not read delays the shutdown for SHUTDOWN milliseconds at most", async () => {
    const program = start(["serve"], { ...(await ownSettings()), SHUTDOWN: "700" });
    const { socket } = await open(await program.url);
    socket.write(requestText("GET", "/v1/events?limit=200", keepAlive).repeat(MANY));
    await stuck(program);
    // That it never ends is told by the test's own time.
    await program.stop();
    socket.destroy();
  });
});
