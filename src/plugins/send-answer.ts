// Sending: an answer's headers, its entity tag, and its way to the client past everything else.
import { hash } from "node:crypto";
import { crc32 } from "node:zlib";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { ProblemError } from "../errors.ts";
import type { CachedAnswer, Head, Variant } from "./answer-cache.ts";
import { failedPrecondition, isUnchanged } from "./conditions.ts";
import { logFault } from "./failures.ts";

/** RFC 9211. */
export const STATUS = {
  hit: "communique; hit",
  /** Of the data as it was when the database was last heard of. */
  stale: "communique; hit; detail=stale",
  stored: "communique; fwd=uri-miss; stored",
  missed: "communique; fwd=uri-miss",
} as const;

/** Headers of one request or one connection, never of an answer. */
export const PERSONAL: ReadonlySet<string> = new Set([
  "x-request-id",
  "ratelimit",
  "ratelimit-policy",
  "cache-status",
  "connection",
  "keep-alive",
  "date",
  "set-cookie",
]);
/** What a 304 does not repeat (RFC 9110, section 15.4.5). */
export const OF_CONTENT: ReadonlySet<string> = new Set([
  "content-disposition",
  "content-type",
  "content-length",
  "content-encoding",
  "link",
  "last-modified",
]);

/** Names and values by turns. */
export function headOf(headers: Readonly<Record<string, unknown>>): string[] {
  const head: string[] = [];
  // Each answer has some twenty headers and several heads: pairs and lists of them would be most of what it leaves behind.
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) head.push(name, String(value));
  }
  return head;
}

/**
 * An entity tag. Weak, so that one tag holds for all codings (RFC 9110, section 8.8.3): a strong one would have to
 * differ with each, and a proxy that recodes would make it untrue.
 */
export function tagOf(program: string, version: string, question: string, body: Buffer | null): string {
  // The version says what the body is; its sum tells a body that another process changed under the way.
  const sum = body === null ? "" : `${crc32(body)}:${body.length}`;
  const digest = hash("sha256", [program, version, question, sum].join("\n"), "base64url");
  return `W/"${digest.slice(0, 22)}"`;
}

/**
 * Sends an answer past Fastify, whose part is done; a 304 to a client that has it.
 * @param refuse what becomes of a problem, where a precondition fails
 */
export function deliver(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: CachedAnswer,
  variant: Variant,
  more: Head,
  refuse: (problem: ProblemError) => void,
): void {
  const problem = failedPrecondition(request.raw.headers, answer.validators);
  if (problem !== null) {
    for (const name of ["etag", "last-modified"]) reply.removeHeader(name);
    refuse(problem);
    return;
  }
  const { raw } = reply.hijack();
  try {
    const unchanged = isUnchanged(request.raw.headers, answer.validators);
    const head = unchanged ? answer.unchanged : variant.head;
    raw.writeHead(unchanged ? 304 : 200, [...head, ...more]);
    raw.end(unchanged || request.method === "HEAD" ? undefined : variant.body);
  } catch (error) {
    // A header that cannot be sent: a fault of ours, and there is no way back to a problem.
    logFault(request, error);
    raw.destroy();
  }
}
