// Refusal: the 503 of a busy server, whose text is ready, and which is given without parsing where that is safe.
//
// Under overload there are ten times as many refusals as answers, so what each costs is what answers lose. Node's parser
// and the objects of a request take most of it. A connection on which a request was refused will often ask again at
// once, so from then on its bytes are looked at first: one whole head without a body gets its refusal at once, and Node
// hears nothing of it. Everything else goes to Node as it came.
//
// That may be done only where the parser stands between two messages, or a refusal would answer the wrong one (RFC 9112,
// section 9.3.2). It stands there after bytes that end with the only empty line in them and that made one request
// without a body: a head ends nowhere else, whatever came before.
import { randomUUID } from "node:crypto";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { PROBLEMS, ProblemError } from "../../errors.ts";
import { PROBLEM_TYPE } from "../../formats/choose.ts";
import { ALWAYS } from "../headers.ts";
import { problemText } from "../problems.ts";

/** The head of a GET that may be refused unread; `/livez` is never refused. */
const SIMPLE = /^GET \/(?!livez[ ?])[\x21-\x7e]* HTTP\/1\.1\r\n/;
/** Fields of a head after which more may follow than the next request, or nothing. */
const FURTHER = /\n(?:content-length|transfer-encoding|upgrade|expect|connection(?!: keep-alive\r))/i;
const END = "\r\n\r\n";

interface Refusals {
  /** Answers a request with 503. */
  refuse(request: IncomingMessage, response: ServerResponse): void;
  /** From here on, refuses what is asked on a connection without parsing it, where that is safe and `isBusy`. */
  shorten(socket: Socket): void;
}

interface Options {
  readonly base: string;
  /** Whether what comes now is to be refused. */
  isBusy(): boolean;
  /** Hears of each refusal that was made without parsing. */
  refused(): void;
}

/** Whether a request is over with its head. */
function isAlone(request: IncomingMessage | null): boolean {
  if (request === null) return false;
  const { headers } = request;
  return ["content-length", "transfer-encoding", "upgrade", "expect"].every((name) => headers[name] === undefined);
}

/** Refusals of a server. A connection on which one was made without parsing emits `answered` on the server. */
export function refusals(server: Server, { base, isBusy, refused }: Options): Refusals {
  const ID = randomUUID();
  const problem = new ProblemError("overloaded", PROBLEMS.overloaded.meaning);
  const [before = "", after = ""] = problemText(problem, base, ID).split(ID);
  const fields = {
    ...ALWAYS,
    "cache-control": "no-store",
    "content-type": PROBLEM_TYPE,
    "content-length": String(Buffer.byteLength(before + ID + after)),
    "retry-after": "1",
  };
  const head = Object.entries(fields).flat();
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  const first = `HTTP/1.1 503 Service Unavailable\r\n${lines.join("")}`;
  const latest = new WeakMap<Socket, { request: IncomingMessage | null; response: ServerResponse | null }>();
  server.prependListener("request", (request, response) => {
    const one = latest.get(request.socket);
    if (one !== undefined) [one.request, one.response] = [request, response];
  });
  let [start, second] = ["", 0];

  /** The lines before the request's id: `Date` changes once a second. */
  function opening(): string {
    const now = Math.floor(Date.now() / 1_000);
    if (now !== second) {
      second = now;
      start = `${first}date: ${new Date().toUTCString()}\r\nconnection: keep-alive\r\nkeep-alive: timeout=${Math.floor(server.keepAliveTimeout / 1_000)}\r\nx-request-id: `;
    }
    return start;
  }

  return {
    refuse(request, response) {
      const id = randomUUID();
      response.writeHead(503, [...head, "x-request-id", id]);
      response.end(request.method === "HEAD" ? undefined : before + id + after);
    },
    shorten(socket) {
      const [parse] = socket.listeners("data") as ((chunk: Buffer) => void)[];
      if (parse === undefined || latest.has(socket)) return;
      const one = { request: null as IncomingMessage | null, response: null as ServerResponse | null };
      latest.set(socket, one);
      let isBetween = false;
      socket.off("data", parse);
      socket.on("data", (chunk: Buffer) => {
        const text = chunk.toString("latin1");
        const isWhole = text.endsWith(END) && text.indexOf(END) === text.length - END.length;
        const isFree = isBetween && one.response?.writableFinished === true;
        if (isFree && isWhole && isBusy() && SIMPLE.test(text) && !FURTHER.test(text)) {
          const id = randomUUID();
          socket.write(`${opening()}${id}${END}${before}${id}${after}`, "latin1");
          refused();
          server.emit("answered", socket);
          return;
        }
        one.request = null;
        parse(chunk);
        isBetween = isWhole && isAlone(one.request);
      });
    },
  };
}
