// Refusals of a busy server: a connection that was refused once is refused without parsing, and no answer goes astray.
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { refusals } from "../../src/plugins/load/refusal.ts";

const get = (path: string, further = "") => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${further}\r\n`;

interface Busy {
  readonly server: Server;
  /** What Node's parser has made of the bytes: method and address. */
  readonly parsed: readonly string[];
  /** How many requests were refused without parsing. */
  unparsed(): number;
  /** Lets the server answer from here on. */
  relax(): void;
  /** Sends bytes, waits for so many further answers, and gives those: their status, and what was asked where it is 200. */
  send(text: string, answers?: number): Promise<string[]>;
  readonly socket: Socket;
}

/** A server that refuses all but /livez, and a connection to it on which a request was refused twice. */
async function busy(): Promise<Busy> {
  let [isBusy, count] = [true, 0];
  const parsed: string[] = [];
  const server = createServer({ keepAliveTimeout: 5_000 });
  const { refuse, shorten } = refusals(server, { base: "", isBusy: () => isBusy, refused: () => count++ });
  server.on("request", (request, response) => {
    parsed.push(`${request.method} ${request.url}`);
    request.resume();
    if (isBusy && request.url !== "/livez") {
      refuse(request, response);
      process.nextTick(shorten, request.socket);
    } else request.once("end", () => response.end(request.url));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1").setNoDelay();
  onTestFinished(() => {
    socket.destroy();
    server.close();
  });
  let got = "";
  let seen = 0;
  socket.on("data", (chunk) => {
    got += chunk;
    socket.emit("more");
  });
  const answers = () =>
    [...got.matchAll(/HTTP\/1\.1 (\d+) [\s\S]*?\r\n\r\n(\/\S*?(?=HTTP|$))?/g)].map(([, status, path]) =>
      path === undefined ? `${status}` : `${status} ${path}`,
    );
  async function send(text: string, expected = 1): Promise<string[]> {
    socket.write(text);
    while (answers().length < seen + expected) await once(socket, "more");
    // One answer too many would come at once.
    await wait(20);
    const fresh = answers().slice(seen);
    seen += fresh.length;
    return fresh;
  }
  for (let turn = 0; turn < 2; turn++) await send(get("/first"));
  const relax = () => {
    isBusy = false;
  };
  return { server, parsed, unparsed: () => count, relax, send, socket };
}

test("from the third request on a refusal is made without parsing, and has the fields of the first", async () => {
  const { parsed, unparsed, send, relax, socket } = await busy();
  expect([parsed.length, unparsed()]).toEqual([2, 0]);
  let text = "";
  socket.on("data", (chunk) => {
    text += chunk;
  });
  expect(await send(get("/v1/events?limit=1", "Connection: keep-alive\r\n"))).toEqual(["503"]);
  expect(await send(get("/v1/events"))).toEqual(["503"]);
  expect([parsed.length, unparsed()]).toEqual([2, 2]);
  expect(await send("HEAD /v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n")).toEqual(["503"]);
  expect([parsed.length, unparsed()]).toEqual([3, 2]);
  const fields = text
    .split("HTTP/1.1")
    .slice(1)
    .map((one) =>
      one
        .split("\r\n\r\n")[0]
        ?.split("\r\n")
        .slice(1)
        .map((line) => line.split(":")[0]?.toLowerCase())
        .sort(),
    );
  expect(fields[0]).toEqual(fields[2]);
  const [, first, second] = /x-request-id: (\S+)[\s\S]*x-request-id: (\S+)[\s\S]*x-request-id/.exec(text) ?? [];
  expect(first).not.toBe(second);
  expect(text).toContain(`"instance":"urn:communique:request:${first}"`);
  relax();
  expect(await send(get("/again"))).toEqual(["200 /again"]);
});

test.each([
  ["a request with a body", "POST /one HTTP/1.1\r\nHost: localhost\r\nContent-Length: 39\r\n\r\n", get("/body")],
  ["a GET with a body", get("/one", "content-length: 39\r\n"), get("/body")],
  ["a GET with chunks", get("/one", "Transfer-Encoding: chunked\r\n"), `27\r\n${get("/body")}\r\n0\r\n\r\n`],
  ["a head that comes in two pieces", "GET /one HTTP/1.1\r\nHost: localhost\r\nX: ", get("/two")],
  ["a head that ends in the next piece", "GET /one HTTP/1.1\r\nHost: localhost\r\n", "\r\n"],
])("%s is one request and has one answer, and so has the next", async (_what, first, second) => {
  const { send, socket, relax, parsed } = await busy();
  socket.write(first);
  await wait(20);
  expect(await send(second)).toHaveLength(1);
  expect(parsed.at(-1)).toMatch(/ \/one$/);
  expect(await send(get("/next"))).toEqual(["503"]);
  relax();
  expect(await send(get("/last"))).toEqual(["200 /last"]);
});

test("several requests in one piece have their answers in order, and /livez is answered", async () => {
  const { send, parsed } = await busy();
  expect(await send(`${get("/one")}${get("/livez")}${get("/two")}`, 3)).toEqual(["503", "200 /livez", "503"]);
  expect(await send(get("/livez"))).toEqual(["200 /livez"]);
  expect(parsed.slice(2)).toEqual(["GET /one", "GET /livez", "GET /two", "GET /livez"]);
  // A part of a further one stands in the parser: what follows belongs to it.
  expect(await send(`${get("/three")}GET /four HTTP/1.1\r\nHost: localhost\r\nX: `)).toEqual(["503"]);
  expect(await send(get("/value"))).toEqual(["503"]);
  expect(parsed.at(-1)).toBe("GET /four");
});

test("a request that wants more than an answer is parsed", async () => {
  for (const field of ["Connection: close", "Expect: 100-continue", "Upgrade: websocket"]) {
    const { send, unparsed } = await busy();
    await send(get("/wants", `${field}\r\n`));
    expect([field, unparsed()]).toEqual([field, 0]);
  }
});
