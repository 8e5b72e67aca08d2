// Raw bytes: whatever comes over the wire is refused or harmless, and the next request is answered.
import { connect } from "node:net";
import { expect, test } from "vitest";
import { useServer } from "../support/server.ts";

const server = useServer();

/** Marks of what a client must never see: engines, stacks, files. */
const INSIDES = /sqlite|node:internal|node_modules|\bat .+:\d+:\d+|\.ts\b/i;
const FOREIGN = "evil.example";
const host = "Host: localhost";

/** Sends bytes as they are and takes what comes until the server ends, or rests for a moment. */
function raw(bytes: string | Buffer, rest = 700): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ port: Number(new URL(server.url).port), host: "127.0.0.1" });
    let text = "";
    const done = () => {
      socket.destroy();
      resolve(text);
    };
    socket.setTimeout(rest, done);
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
    });
    socket.on("end", done);
    socket.on("error", done);
    socket.write(typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes);
  });
}

const request = (line: string, ...lines: string[]) => `${[line, ...lines].join("\r\n")}\r\n\r\n`;
const closing = (line: string, ...lines: string[]) => request(line, host, "Connection: close", ...lines);
const asking = (target: string, ...lines: string[]) => closing(`GET ${target} HTTP/1.1`, ...lines);
const second = "GET /v1/sources HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

/** What is sent, and the statuses of all answers that come; none where the connection just ends. */
const RAW: readonly (readonly [name: string, bytes: string | Buffer, statuses: readonly number[]])[] = [
  ["an escape that is none", asking("/v1/events/%zz"), [400]],
  ["half an escape", asking("/v1/events/%"), [400]],
  ["an escape cut short", asking("/v1/events/%E0%A4"), [400]],
  ["an overlong escape", asking("/v1/%C0%AFevents"), [400]],
  ["an escaped surrogate", asking("/v1/events/%ED%A0%80"), [400]],
  ["an escape in the query that is none", asking("/v1/events?type=%zz"), [400]],
  ["bytes in the query that are no text", asking("/v1/events?type=%FF%FE"), [400]],
  ["an escaped NUL in the path", asking("/v1/events/%00"), [404]],
  ["a NUL in the path", asking("/v1/\0events"), [400]],
  ["bytes beyond ASCII in the path", asking("/v1/\xe9vents"), [400]],
  ["an address of 100 kB", asking(`/v1/${"a".repeat(100_000)}`), [414]],
  ["a query of 100 kB", asking(`/v1/events?type=${"a".repeat(100_000)}`), [414]],
  ["a header of 20 kB", asking("/v1", `X-Long: ${"a".repeat(20_000)}`), [431]],
  [
    "a thousand headers",
    asking("/v1", ...Array.from({ length: 1_000 }, (_, at) => `X-${at}: ${"a".repeat(20)}`)),
    [431],
  ],
  ["garbage", "\x01\x02\x03 garbage\r\n\r\n", [400]],
  ["a TLS greeting", Buffer.from("16030100050100000100", "hex"), [400]],
  ["an HTTP/2 greeting", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", [400]],
  ["HTTP/0.9", "GET /v1\r\n\r\n", [200]],
  ["HTTP/9.9", request("GET /v1 HTTP/9.9", host), [400]],
  ["no Host", request("GET /v1 HTTP/1.1", "Connection: close"), [400]],
  ["two Hosts", asking("/v1/events?limit=1", `Host: ${FOREIGN}`), [400]],
  ["a foreign Host", request("GET /v1/events?limit=1 HTTP/1.1", `Host: ${FOREIGN}`, "Connection: close"), [200]],
  ["a foreign absolute address", asking(`http://${FOREIGN}/v1/events?limit=1`), [200]],
  [
    "forwarded for others",
    asking(
      "/v1/events?limit=1",
      `X-Forwarded-Host: ${FOREIGN}`,
      `Forwarded: host=${FOREIGN}`,
      "X-Forwarded-Proto: gopher",
    ),
    [200],
  ],
  [
    "another address in a header",
    asking("/v1", `X-Original-URL: http://${FOREIGN}/`, "X-Rewrite-URL: /problems"),
    [200],
  ],
  ["two slashes and a host", asking(`//${FOREIGN}/v1`), [404]],
  ["a way up", asking("/v1/../../package.json"), [404]],
  ["a hidden way up", asking("/docs/static/..%2f..%2f..%2fpackage.json"), [404]],
  ["POST with a body", `${closing("POST /v1/events HTTP/1.1", "Content-Length: 2")}{}`, [405]],
  ["POST whose body never comes", request("POST /v1/events HTTP/1.1", host, "Content-Length: 999999999"), [405]],
  ["DELETE", closing("DELETE /v1/events HTTP/1.1"), [405]],
  ["TRACE", closing("TRACE /v1/events HTTP/1.1"), [405]],
  ["PROPFIND", closing("PROPFIND /v1/events HTTP/1.1"), [405]],
  ["CONNECT", closing(`CONNECT ${FOREIGN}:443 HTTP/1.1`), []],
  ["a method that is none", closing("FETCH /v1/events HTTP/1.1"), [400]],
  ["a method in small letters", closing("get /v1/events HTTP/1.1"), [400]],
  ["GET with a body", `${request("GET /v1/events HTTP/1.1", host, "Content-Length: 5")}hello`, [413]],
  [
    "GET with a body in chunks",
    `${request("GET /v1/events HTTP/1.1", host, "Transfer-Encoding: chunked")}5\r\nhello\r\n0\r\n\r\n`,
    [413],
  ],
  [
    "GET with a request for a body",
    request("GET /v1/events HTTP/1.1", host, `Content-Length: ${second.length}`) + second,
    [413],
  ],
  ["a wait for leave to send nothing", asking("/v1", "Expect: 100-continue"), [100, 200]],
  ["OPTIONS of everything", closing("OPTIONS * HTTP/1.1"), [204]],
  ["GET with an empty body", asking("/v1", "Content-Length: 0"), [200]],
  ["a length and chunks", `${asking("/v1", "Content-Length: 4", "Transfer-Encoding: chunked")}0\r\n\r\n`, [400]],
  ["two lengths", `${asking("/v1", "Content-Length: 0", "Content-Length: 5")}hello`, [400]],
  ["two lengths in one", asking("/v1", "Content-Length: 0, 5"), [400]],
  ["a length with a sign", `${asking("/v1", "Content-Length: +5")}hello`, [400]],
  ["a length below nothing", asking("/v1", "Content-Length: -5"), [400]],
  ["a length beyond all numbers", asking("/v1", `Content-Length: ${"9".repeat(30)}`), [400]],
  ["chunks and something else", asking("/v1", "Transfer-Encoding: chunked, identity"), [400]],
  ["chunks misspelled", asking("/v1", "Transfer-Encoding: xchunked"), [400]],
  ["a folded header", asking("/v1", "X-Folded: a", "\tb"), [400]],
  ["a bare CR in a header", asking("/v1", "X-Bare: a\rX-Second: b"), [400]],
  ["a NUL in a header", asking("/v1", "X-Nul: a\0b"), [400]],
  ["a space before the colon", asking("/v1", "X-Space : a"), [400]],
  ["a header without a name", asking("/v1", ": a"), [400]],
  ["an expectation that nobody meets", asking("/v1", "Expect: a miracle"), [200]],
  ["a request to change the protocol", asking("/v1", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"), [200]],
  ["two requests at once", request("GET /v1 HTTP/1.1", host) + second, [200, 200]],
];

test.concurrent.each(RAW)("raw bytes: %s", async (_name, bytes, statuses) => {
  const text = await raw(bytes);
  const given = [...text.matchAll(/HTTP\/1\.1 (\d{3}) [A-Z]/g)].map(([, status]) => Number(status));
  expect(given).toEqual(statuses);
  expect(text).not.toContain(FOREIGN);
  expect(text).not.toMatch(INSIDES);
  const [first = 0] = given;
  if (first >= 400) expect(text).toContain("application/problem+json");
  expect((await server.get("/livez")).status).toBe(200);
});

test("there are forty cases of raw bytes at least", () => expect(RAW.length).toBeGreaterThanOrEqual(40));
