// Problems: every error leaves as application/problem+json (RFC 9457), with what the client needs to mend it.
//
// 405 is found in the not-found handler, by matching the path against the addresses of the GET routes. Fastify answers
// a wrong method with 404, and its own `findRoute` takes the pattern of a route, not the path of a request.
//
// Content is refused before it is read (413), and the connection is closed: nothing here takes a body, and waiting for
// a slow one would hold the connection. Faults of the framework that are a client's doing get a code of ours;
// everything else that is no ProblemError is `internal`, with the reason in the log and not in the answer.
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import plugin from "fastify-plugin";
import { type Fault, invalidRequest, PROBLEMS, type ProblemCode, ProblemError } from "../errors.ts";
import { PROBLEM_TYPE } from "../formats/choose.ts";
import type { Problem } from "../formats/problem.ts";
import { addressMeant } from "./addresses.ts";
import { logAway, logFault } from "./failures.ts";
import { ALWAYS, METHODS } from "./headers.ts";

/** Fastify's own errors that are a client's doing, and what they are here. */
const FRAMEWORK: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_BAD_URL: "malformed-url",
  FST_ERR_MAX_PARAM_LENGTH: "uri-too-long",
  FST_ERR_CTP_BODY_TOO_LARGE: "content-too-large",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "content-too-large",
};

/** A fault as fastify-type-provider-zod hands it on. */
interface Validation {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message?: string;
  readonly params: { readonly keys?: readonly string[] };
}

/** The faults of a request; unknown parameters come as one issue with one line a key. */
function faultsOf(validation: readonly Validation[]): Fault[] {
  return validation.flatMap(({ keyword, instancePath, message = "is wrong", params }) => {
    if (keyword !== "unrecognized_keys") return [{ parameter: instancePath.slice(1) || null, detail: message }];
    const lines = message.split("\n");
    return (params.keys ?? []).map((key, index) => ({ parameter: clean(key), detail: lines[index] ?? message }));
  });
}

/** A client's key as it may be echoed: short, printable, well-formed. */
function clean(key: string): string {
  return key
    .slice(0, 60)
    .replace(/\p{Cc}/gu, "�")
    .toWellFormed();
}

function asProblem(error: FastifyError | Error): ProblemError {
  if (error instanceof ProblemError) return error;
  if ("validation" in error && error.validation !== undefined) {
    return invalidRequest(faultsOf(error.validation as unknown as Validation[]));
  }
  const code = "code" in error ? FRAMEWORK[error.code] : undefined;
  if (code !== undefined) return new ProblemError(code, PROBLEMS[code].meaning);
  if (isDatabaseAway(error)) {
    return new ProblemError("unavailable", PROBLEMS.unavailable.meaning, { headers: { "retry-after": "5" } });
  }
  return new ProblemError("internal", "The server failed; its log has the reason under this request id.");
}

/** BUSY, LOCKED, NOMEM, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, NOTADB (https://www.sqlite.org/rescode.html). */
const AWAY: readonly number[] = [5, 6, 7, 8, 10, 11, 13, 14, 26];

/** Whether the database failed, rather than a question that we put to it. */
function isDatabaseAway(error: Error): boolean {
  const { code, errcode } = error as { code?: string; errcode?: number };
  return code === "ERR_SQLITE_ERROR" && errcode !== undefined && AWAY.includes(errcode & 0xff);
}

/** The problem as bytes on the wire. */
export function problemText(problem: ProblemError, base: string, requestId: string): string {
  return JSON.stringify(bodyOf(problem, base, requestId));
}

function bodyOf(problem: ProblemError, base: string, requestId: string): Problem {
  const { status, title } = PROBLEMS[problem.code];
  return {
    type: `${base}/problems/${problem.code}`,
    code: problem.code,
    title,
    status,
    detail: problem.message,
    instance: `urn:communique:request:${requestId}`,
    errors: [...problem.faults],
  };
}

/** A problem as a page for people; `location` is where what was asked for has gone. */
export type AsPage = (
  problem: Problem,
  url: string,
  location?: string,
) => { readonly type: string; readonly body: string; readonly headers: Readonly<Record<string, string>> };

/** Whether a person asked: a browser names HTML, and the address is a page or none of the API. */
function isForPeople({ method, headers, routeOptions, is404, raw }: FastifyRequest): boolean {
  if (method !== "GET" && method !== "HEAD") return false;
  if (!/\btext\/html\b/.test(headers.accept ?? "")) return false;
  return routeOptions?.config?.page === true || (is404 && !/^\/v1(?:[/?]|$)/.test(raw.url ?? ""));
}

/** Answers with a problem; also where hooks have not run, so the headers that every answer has are set here again. */
export function sendProblem(
  base: string,
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
  asPage: AsPage | null = null,
) {
  const problem = asProblem(error);
  const { status } = PROBLEMS[problem.code];
  if (problem.code === "internal") logFault(request, error);
  if (problem.code === "unavailable") logAway(request, error);
  const body = bodyOf(problem, base, request.id);
  const page =
    asPage === null || !isForPeople(request) ? null : asPage(body, request.originalUrl, problem.headers.location);
  return reply
    .code(status)
    .headers({
      "x-request-id": request.id,
      ...ALWAYS,
      ...page?.headers,
      "cache-control": "no-store",
      ...problem.headers,
    })
    .type(page?.type ?? PROBLEM_TYPE)
    .send(page?.body ?? JSON.stringify(body));
}

/** A route's address as an expression that its paths match. */
function matcher(url: string): RegExp {
  const parts = url.split("/").map((part) => {
    if (part === "*") return ".*";
    return part.startsWith(":") ? "[^/]+" : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  });
  return new RegExp(`^${parts.join("/")}$`);
}

/** Whether every escape is one (RFC 3986, section 2.1); Fastify's query parser takes a broken one as text. */
function isEncoded(query: string): boolean {
  if (!query.includes("%")) return true;
  try {
    decodeURIComponent(query);
    return true;
  } catch {
    return false;
  }
}

declare module "fastify" {
  interface FastifyContextConfig {
    /** True for addresses that are asked by what is sent to them; all others refuse content. */
    takesBody?: boolean;
  }
}

export const problems = plugin(
  async (app: FastifyInstance, { base, asPage }: { base: string; asPage: AsPage }) => {
    const addresses: RegExp[] = [];
    const urls: string[] = [];
    app.addHook("onRoute", (route) => {
      if (![route.method].flat().includes("GET")) return;
      addresses.push(matcher(route.url));
      urls.push(route.url);
    });

    function missing(request: FastifyRequest): ProblemError {
      const path = request.url.split("?", 1)[0] ?? "/";
      if (!["GET", "HEAD"].includes(request.method) && addresses.some((address) => address.test(path))) {
        return new ProblemError("method-not-allowed", `${request.method} is not allowed here; use GET.`, {
          headers: { allow: METHODS.join(", ") },
        });
      }
      const meant = addressMeant(path, urls);
      const hint = meant === null ? "" : ` Did you mean \`${base}${meant}\`?`;
      return new ProblemError("no-such-address", `There is nothing at this address; /v1 lists what there is.${hint}`);
    }

    app.setNotFoundHandler((request, reply) => sendProblem(base, missing(request), request, reply, asPage));

    /** Why a request is refused whatever it asks; null where it is not. */
    function refusalOf(request: FastifyRequest): ProblemError | null {
      const { "content-length": length, "transfer-encoding": transfer } = request.headers;
      const close = { connection: "close" };
      const reading = METHODS.some((method) => method === request.method);
      const content = transfer !== undefined || (length !== undefined && Number(length) !== 0);
      if (!reading) {
        const problem = missing(request);
        return content
          ? new ProblemError(problem.code, problem.message, { headers: { ...problem.headers, ...close } })
          : problem;
      }
      if (content)
        return new ProblemError("content-too-large", PROBLEMS["content-too-large"].meaning, { headers: close });
      // `/v1/events/` is the address of no record: its id would be empty.
      const places = Object.entries((request.params ?? {}) as Record<string, string>);
      if (places.some(([name, value]) => name !== "*" && value === "")) return missing(request);
      const query = request.url.indexOf("?");
      return query === -1 || isEncoded(request.url.slice(query))
        ? null
        : new ProblemError("malformed-url", "The query has an escape that is not percent-encoded UTF-8.");
    }

    // Before a body is read: nothing but a route that says so takes one, and waiting for a slow one would hold the connection.
    app.addHook("onRequest", (request, _reply, done) => {
      done(request.routeOptions.config.takesBody === true ? undefined : (refusalOf(request) ?? undefined));
    });
  },
  { name: "problems" },
);
