// Limits: how many requests a client may make in a window of time, told in the headers of draft-ietf-httpapi-ratelimit-headers-11.
import rateLimit from "@fastify/rate-limit";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import plugin from "fastify-plugin";
import { PROBLEMS, ProblemError } from "../errors.ts";

type Weight = number | ((request: FastifyRequest) => number);

declare module "fastify" {
  interface FastifyContextConfig {
    /** False for addresses that supervisors ask. */
    limited?: boolean;
    /** As how many requests making an answer counts; 1 where not given, and where the answer is kept. */
    weight?: Weight;
  }
  interface FastifyRequest {
    /** Why the request will be refused; its turn comes when the headers of every answer are set. */
    refusal: ProblemError | null;
    /** Whether it was counted. */
    isCounted: boolean;
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
    app.decorateRequest("isCounted", false);
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

    /** Counts a request so many times and tells what is left; the problem where that is too much. */
    async function charge(request: FastifyRequest, reply: FastifyReply, times: number): Promise<ProblemError | null> {
      let counted = await count(request);
      for (let time = 1; time < times; time++) counted = await count(request);
      if (counted.isAllowed) return null;
      const wait = Math.max(1, counted.ttlInSeconds);
      const headers = {
        "ratelimit-policy": policy,
        ratelimit: `"default";r=${counted.remaining};t=${wait}`,
      };
      reply.headers(headers);
      if (!counted.isExceeded) return null;
      const detail = `More than ${most} requests in ${seconds} seconds. ${PROBLEMS["too-many-requests"].meaning}`;
      return new ProblemError("too-many-requests", detail, { headers: { ...headers, "retry-after": String(wait) } });
    }

    /** Counts what making an answer costs more than one; a window has room for one of each. */
    async function weigh(request: FastifyRequest, reply: FastifyReply, weight: Weight): Promise<ProblemError | null> {
      const times = Math.min(most, typeof weight === "number" ? weight : weight(request)) - 1;
      return times > 0 ? charge(request, reply, times) : null;
    }

    app.addHook("onRequest", (request, reply, done) => {
      // A socket that was reset has no address, and nobody sees the answer.
      const { remoteAddress } = request.raw.socket;
      if (remoteAddress === undefined || request.routeOptions.config.limited === false) return done();
      if (!loopback && LOOPBACK.test(request.ip)) return done();
      request.isCounted = true;
      charge(request, reply, 1).then((problem) => {
        request.refusal = problem;
        done();
      }, done);
    });
    // What is kept has left before.
    app.addHook("preHandler", (request, reply, done) => {
      const { weight = 1 } = request.routeOptions.config;
      if (!request.isCounted || weight === 1) return done();
      weigh(request, reply, weight).then((problem) => done(problem ?? undefined), done);
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
