// Failures: what the log says of an error that no client caused.
//
// A fault of ours is told with its stack each time. A database that is away fails every request until it is back, and a
// server with a thousand requests a second would fill a disk with one reason: it is told once a second, without a
// stack, with how many requests failed since the line before. Each request has its own line with its 503 besides.
import type { Server } from "node:http";
import type { FastifyRequest } from "fastify";

/** Milliseconds for which one line stands. */
const QUIET = 1_000;

interface Told {
  at: number;
  /** Requests that failed since. */
  since: number;
}

/** By the server whose log it is. */
const LAST = new WeakMap<Server, Told>();

/** Logs a fault of the program, with its stack. */
export function logFault(request: FastifyRequest, error: unknown): void {
  request.log.error({ err: error }, "failed");
}

/** Logs that the database is away, once a second for all requests of a server. */
export function logAway(request: FastifyRequest, error: Error): void {
  const server = request.server.server as Server;
  const last = LAST.get(server);
  const now = performance.now();
  if (last !== undefined && now - last.at < QUIET) {
    last.since++;
    return;
  }
  LAST.set(server, { at: now, since: 0 });
  const { message } = error.cause instanceof Error ? error.cause : error;
  const { code, errcode } = (error.cause ?? error) as { code?: string; errcode?: number };
  request.log.error({ reason: message, code: errcode ?? code, more: last?.since ?? 0 }, "the database cannot be read");
}
