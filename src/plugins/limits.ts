// Limits: how many requests a client may make in a window of time, told in the headers of draft-ietf-httpapi-ratelimit-headers-11.
import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance } from "fastify";
import plugin from "fastify-plugin";
import { PROBLEMS, ProblemError } from "../errors.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** False for addresses that supervisors ask. */
    limited?: boolean;
  }
  interface FastifyRequest {
    /** Why the request will be refused; its turn comes when the headers of every answer are set. */
    refusal: ProblemError | null;
  }
}

interface Options {
  /** Requests in a window; 0 for no limit. */
  readonly most: number;
  /** Seconds of a window. */
  readonly seconds: number;
  /** Whether clients on this machine are limited too. */
  readonly loopback: boolean;
  /** Clients remembered; the one seen longest ago is forgotten first. */
  readonly clients?: number;
}

const LOOPBACK = /^(?:127\.|::1$|::ffff:127\.)/;

export const limits = plugin(
  async (app: FastifyInstance, { most, seconds, loopback, clients = 10_000 }: Options) => {
    app.decorateRequest("refusal", null);
    if (most === 0) return;
    // By address; an IPv6 client has a whole /64.
    await app.register(rateLimit, {
      global: false,
      max: most,
      timeWindow: seconds * 1_000,
      cache: clients,
      ipv6Subnet: 64,
    });
    // The package's own hook sends the header fields of 2021.
    const count = app.createRateLimit();
    const policy = `"default";q=${most};w=${seconds}`;
    app.addHook("onRequest", (request, reply, done) => {
      // A socket that was reset has no address, and nobody sees the answer.
      const { remoteAddress } = request.raw.socket;
      if (remoteAddress === undefined || request.routeOptions.config.limited === false) return done();
      if (!loopback && LOOPBACK.test(request.ip)) return done();
      count(request).then((counted) => {
        if (counted.isAllowed) return done();
        const wait = Math.max(1, counted.ttlInSeconds);
        const headers = {
          "ratelimit-policy": policy,
          ratelimit: `"default";r=${counted.remaining};t=${wait}`,
        };
        reply.headers(headers);
        if (counted.isExceeded) {
          const detail = `More than ${most} requests in ${seconds} seconds. ${PROBLEMS["too-many-requests"].meaning}`;
          request.refusal = new ProblemError("too-many-requests", detail, {
            headers: { ...headers, "retry-after": String(wait) },
          });
        }
        done();
      }, done);
    });
  },
  { name: "limits" },
);

/** Refuses what was counted as too much. */
export const refusals = plugin(
  async (app: FastifyInstance) => {
    app.addHook("onRequest", (request, _reply, done) => done(request.refusal ?? undefined));
  },
  { name: "refusals" },
);
