// Hostile HTTP: raw requests with bytes changed, put in, taken out or sent twice, and connections that are reset.
//
// Whatever comes is answered below 500, or with 503 where the machine is overloaded, or its connection is closed. The
// answer to a sound request is the same before and after, and the log has no fault of the program.
import { connect } from "node:net";
import { Writable } from "node:stream";
import pino from "pino";
import { startServer } from "../../support/server.ts";
import { requestText, sendRaw } from "../../support/wire.ts";
import { type Bounds, type Outcome, oneOf, type Part, upTo } from "./part.ts";

const PATHS = [
  ...["/v1/events?limit=2", "/v1/search?q=talks", "/v1/dyads/KZ/CN", "/docs/static/..", "//", "/docs/static/%2e%2e"],
  ...[
    "*",
    "http://other.example/v1",
    "/v1/events?limit=1&cursor=AAAA",
    "/v1/events/%00",
    "/v1/events?q=%ff",
    "/metrics",
  ],
];
const METHODS = ["GET", "HEAD", "OPTIONS", "POST", "DELETE", "TRACE", "CONNECT", "GE T", "get"];
/** Lines of a head that a server must not misread (RFC 9112, sections 2.2, 3.2, 5.1, 6.1 and 6.3). */
const LINES = [
  ...["Host: other.example", "Host:", "Host: a b", "Content-Length: 5", "Content-Length: +5", "Content-Length: 5, 6"],
  ...[
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: chunked, identity",
    "Transfer-Encoding : chunked",
    " folded: 1",
  ],
  ...["X-Forwarded-For: 1.2.3.4", "X-Forwarded-Host: evil.example", "Expect: 100-continue", "Upgrade: h2c", "A\0: b"],
  ...["If-None-Match: *", "If-Match: *", "Range: bytes=0-0", "Accept: */*;q=0", `Cookie: ${"a".repeat(20_000)}`, ": x"],
  ...[
    "Accept-Encoding: br;q=nonsense",
    "If-Modified-Since: Thu, 99 Foo 2023",
    "Connection: close, Host",
    "TE: trailers",
  ],
];
const BYTES = [
  "\0",
  "\r",
  "\n",
  "\r\n\r\n",
  " ",
  "\t",
  "\u007f",
  "é",
  ":",
  "%",
  "?",
  "#",
  "HTTP/1.1",
  "GET / HTTP/1.1\r\n",
];

/** A request as it goes on the wire, with some of it made worse. */
function made(bounds: Bounds): string {
  const lines = Object.fromEntries([["x-id", String(upTo(1_000, bounds))]]);
  let text = requestText(
    oneOf(METHODS.slice(0, 1 + upTo(METHODS.length, bounds)), bounds),
    oneOf(PATHS, bounds),
    lines,
  );
  for (let more = upTo(3, bounds); more > 0; more--) text = text.replace("\r\n", `\r\n${oneOf(LINES, bounds)}\r\n`);
  for (let more = upTo(3, bounds); more > 0; more--) {
    const at = upTo(text.length, bounds);
    const how = upTo(3, bounds);
    if (how === 0) text = text.slice(0, at) + oneOf(BYTES, bounds) + text.slice(at);
    if (how === 1) text = text.slice(0, at) + text.slice(at + 1 + upTo(8, bounds));
    if (how === 2) text = text.slice(0, at) + text.slice(Math.max(0, at - upTo(40, bounds)));
  }
  return text;
}

/** Sends a request, ends its half of the connection, and reads what comes; a reset is an answer too. */
async function answers(url: string, text: string): Promise<string[]> {
  const { hostname, port } = new URL(url);
  const whole = await new Promise<string>((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => socket.end(text));
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", () => {});
    socket.on("close", () => resolve(Buffer.concat(chunks).toString("latin1")));
  });
  return [...whole.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status = ""]) => status);
}

/** Asks and resets the connection before the answer can be there (SO_LINGER 0). */
function reset(url: string): Promise<void> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(requestText("GET", "/v1/events?limit=1"), () => socket.resetAndDestroy());
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve());
  });
}

/** Requests at a time, and between two looks at a sound one. */
const [LANES, BETWEEN] = [16, 400];

export const hostile: Part = {
  does: "raw requests with bytes and lines changed, and resets: below 500, 503 or closed, the log has no fault, sound answers stay the same",
  async run(bounds): Promise<Outcome> {
    const faults: string[] = [];
    const sink = new Writable({
      write(chunk, _encoding, next) {
        for (const line of String(chunk).split("\n")) if (/"level":[56]0/.test(line)) faults.push(line.slice(0, 400));
        next();
      },
    });
    const logger = pino({ level: "error" }, sink);
    const server = await startServer({ settings: { CACHE_BYTES: "0", CLIENT_CONNECTIONS: "0" }, logger });
    const sound = async () => (await sendRaw(server.url, requestText("GET", "/v1/events?limit=5"))).body;
    const first = await sound();
    const failed: string[] = [];
    let tried = 0;
    const lane = async () => {
      for (let more = BETWEEN / LANES; more > 0; more--) {
        tried++;
        if (upTo(10, bounds) === 0) await reset(server.url);
        else {
          const text = made(bounds);
          const bad = (await answers(server.url, text)).filter((status) => Number(status) >= 500 && status !== "503");
          if (bad.length > 0) failed.push(`${bad} for ${JSON.stringify(text.slice(0, 300))}`);
        }
      }
    };
    try {
      while (!bounds.isOver()) {
        await Promise.all(Array.from({ length: LANES }, lane));
        if ((await sound()) !== first) failed.push("a sound request has another answer than before");
      }
    } finally {
      await server.stop();
    }
    return { tried, failed: [...failed, ...faults.map((line) => `the log says ${line}`)] };
  },
};
