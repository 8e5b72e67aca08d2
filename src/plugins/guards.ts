// Guards: time-outs and sizes below HTTP, and answers to what is no HTTP at all.
import { isUtf8 } from "node:buffer";
import { randomUUID } from "node:crypto";
import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";
import type { ConnectionError, FastifyInstance } from "fastify";
import plugin from "fastify-plugin";
import { PROBLEMS, type ProblemCode, ProblemError } from "../errors.ts";
import { PROBLEM_TYPE } from "../formats/choose.ts";
import { ALWAYS } from "./headers.ts";
import { forwardedAddresses } from "./networks.ts";
import { problemText } from "./problems.ts";

/** Fastify turns Node's time-outs off unless they are given; all are in milliseconds, sizes in bytes. */
export const TRANSPORT = {
  bodyLimit: 65_536,
  connectionTimeout: 20_000,
  requestTimeout: 10_000,
  maxRequestsPerSocket: 1_000,
  // The draining plugin answers with a problem; Fastify's own 503 has none.
  return503OnClosing: false,
  http: {
    headersTimeout: 8_000,
    connectionsCheckingInterval: 2_000,
    maxHeaderSize: 16_384,
    insecureHTTPParser: false,
    // The guard below looks for it, and answers with a problem.
    requireHostHeader: false,
  },
  routerOptions: { maxParamLength: 128 },
} as const;

/** Connections that may wait to be taken; Node's 511 makes bursts time out. */
export const BACKLOG = 4_096;

function codeOf(error: ConnectionError): ProblemCode {
  if (error.code === "HPE_HEADER_OVERFLOW") {
    // An overflow before the first line ended is the address's; Node hands over what it had read.
    const read = error.rawPacket as unknown as Buffer | undefined;
    const end = read?.indexOf("\n") ?? 0;
    return end === -1 || end > TRANSPORT.http.maxHeaderSize ? "uri-too-long" : "headers-too-large";
  }
  return error.code === "ERR_HTTP_REQUEST_TIMEOUT" ? "request-timeout" : "malformed-request";
}

/** Longest address that a message spells out. */
const SHOWN = 500;

/** An address with letters beyond ASCII, as curl sends what is typed: how it is written (RFC 3986, section 2.1). */
function unencoded({ code, rawPacket }: ConnectionError): ProblemError | null {
  if (code !== "HPE_INVALID_URL") return null;
  const text = (rawPacket as unknown as Buffer | undefined)?.toString("latin1") ?? "";
  const [, path = ""] = /^[A-Z]+ (\/[\x21-\xff]*[\x80-\xff][\x21-\xff]*) HTTP\//m.exec(text) ?? [];
  if (path === "") return null;
  const written = path.replace(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`);
  const shown = isUtf8(Buffer.from(path, "latin1")) && written.length <= SHOWN ? `: \`${written}\`` : "";
  const says = `The address has letters beyond ASCII; percent-encode them as UTF-8${shown}. curl does it with \`-G --data-urlencode 'q=…'\`.`;
  return new ProblemError("malformed-url", says);
}

/** A refusal as bytes on the wire, after which the connection ends. */
export function rawAnswer(base: string, problem: ProblemError, head = false): string {
  const { status } = PROBLEMS[problem.code];
  const id = randomUUID();
  const body = problemText(problem, base, id);
  const headers = {
    "content-type": PROBLEM_TYPE,
    "content-length": Buffer.byteLength(body),
    "x-request-id": id,
    ...ALWAYS,
    "cache-control": "no-store",
    connection: "close",
    // RFC 9110, section 6.6.1.
    date: new Date().toUTCString(),
    ...problem.headers,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return `HTTP/1.1 ${status} ${REASONS[status] ?? "Error"}\r\n${lines.join("\r\n")}\r\n\r\n${head ? "" : body}`;
}

const REASONS: Readonly<Record<number, string>> = {
  400: "Bad Request",
  408: "Request Timeout",
  414: "URI Too Long",
  429: "Too Many Requests",
  431: "Request Header Fields Too Large",
  503: "Service Unavailable",
};

/** Fastify's `clientErrorHandler`: what Node's parser refused gets a problem, then the connection ends. */
export function clientErrorHandler(base: string) {
  return (error: ConnectionError, socket: Socket): void => {
    if (error.code === "ECONNRESET" || socket.destroyed || !socket.writable) {
      socket.destroy();
      return;
    }
    const code = codeOf(error);
    const problem = unencoded(error) ?? new ProblemError(code, PROBLEMS[code].meaning);
    const head = (error.rawPacket as unknown as Buffer | undefined)?.toString("latin1", 0, 5) === "HEAD ";
    socket.end(rawAnswer(base, problem, head));
    // Bytes of a refused request may still come; they are not waited for.
    setTimeout(() => socket.destroy(), 1_000).unref();
  };
}

const NO_PATH = "Only OPTIONS asks for `*`; other methods name a path.";
/** A name or an address, and a port (RFC 3986, section 3.2); empty where the address has no authority. */
const HOST = /^(?:[\w.~!$&'()*+,;=%-]*|\[[\dA-Fa-f:.]+\])(?::\d*)?$/;

/** What is wrong with the Host of a request (RFC 9112, section 3.2); null where nothing is. */
function hostFault({ rawHeaders, httpVersion }: IncomingMessage): string | null {
  let host: string | undefined;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.length !== 4 || rawHeaders[at]?.toLowerCase() !== "host") continue;
    if (host !== undefined) return "The request has two Host lines.";
    host = rawHeaders[at + 1];
  }
  if (host === undefined) return httpVersion === "1.1" ? "The request has no Host." : null;
  return HOST.test(host) ? null : "The request's Host is no host.";
}

interface Options {
  /** Whether `X-Forwarded-For` is read. */
  readonly believes: boolean;
}

export const guards = plugin(
  async (app: FastifyInstance, { believes }: Options) => {
    const server = app.server as Server;
    if (believes) {
      // Before anybody asks for the address of a client.
      app.addHook("onRequest", ({ raw: { headers } }, _reply, done) => {
        const given = headers["x-forwarded-for"];
        if (typeof given === "string") headers["x-forwarded-for"] = forwardedAddresses(given);
        done();
      });
    }
    // Before an answer that is kept could be given.
    app.addHook("onRequest", ({ raw }, _reply, done) => {
      const fault = hostFault(raw) ?? (raw.url === "*" && raw.method !== "OPTIONS" ? NO_PATH : null);
      if (fault === null) return done();
      done(new ProblemError("malformed-request", fault, { headers: { connection: "close" } }));
    });
    // An expectation that nobody meets may be passed over (RFC 9110, section 10.1.1).
    server.on("checkExpectation", (request, response) => server.emit("request", request, response));
  },
  { name: "guards" },
);
