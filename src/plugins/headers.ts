// Headers that every answer has, whatever it says: request id, CORS, security headers; and its one log line.
//
// The security headers are one table and not Helmet. The content security policies of Helmet and Swagger UI carry
// `upgrade-insecure-requests`, which blanks the documentation on `http://` in a local network. What Fastify's router
// and Node's parser refuse meets no hook, so the constants are needed outside a plugin anyway: `problems.ts` and
// `guards.ts` set them there.
import { randomUUID } from "node:crypto";
import cors from "@fastify/cors";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import plugin from "fastify-plugin";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Whether the route is a page for people: its refusals are pages too, for who accepts HTML. */
    page?: boolean;
    /** Other methods than those of all addresses, told to pages of other origins. */
    cors?: { readonly methods: string[] };
  }
}

/** A client's own request id is kept when it is harmless. */
const REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;

export function requestId(request: { headers: Record<string, string | string[] | undefined> }): string {
  const given = request.headers["x-request-id"];
  return typeof given === "string" && REQUEST_ID.test(given) ? given : randomUUID();
}

/** Nothing of an API answer is ever run or framed. */
const CONTENT_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** What a page of another origin may read beside the few that it always may. */
const EXPOSED = [
  "Link",
  "X-Request-Id",
  "Retry-After",
  "Allow",
  "Content-Disposition",
  "ETag",
  "Cache-Status",
  "RateLimit",
  "RateLimit-Policy",
];

/**
 * What every answer has, whatever it is and where no hook runs too: refused by the router, or by Node's parser.
 * No upgrade-insecure-requests, which blanks the documentation on http://LAN-address, and no HSTS, which belongs to
 * whoever ends TLS.
 */
export const ALWAYS = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": EXPOSED.join(", "),
  "content-security-policy": CONTENT_POLICY,
  "cross-origin-resource-policy": "cross-origin",
  "referrer-policy": "no-referrer",
  vary: "Accept, Accept-Encoding",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
} as const;

/** What every address takes. */
export const METHODS = ["GET", "HEAD", "OPTIONS"] as const;

/** Characters of an address that are logged. */
const LOGGED = 2_000;

/** The one line that a request has in the log; refusals are warnings. */
export function logLine(request: FastifyRequest, reply: FastifyReply): void {
  const route = request.routeOptions.url ?? null;
  const { method, originalUrl } = request;
  const url = originalUrl.length > LOGGED ? `${originalUrl.slice(0, LOGGED)}…` : originalUrl;
  const ms = Math.round(reply.elapsedTime * 100) / 100;
  const status = reply.statusCode;
  request.log[status < 400 ? "info" : "warn"]({ method, url, route, status, ms }, "request");
}

export const manners = plugin(
  async (app: FastifyInstance, { logRequests }: { logRequests: boolean }) => {
    app.addHook("onRequest", (request, reply, done) => {
      reply.headers(ALWAYS).header("x-request-id", request.id);
      // RFC 9110, section 9.3.7.
      if (request.method === "OPTIONS") reply.header("allow", METHODS.join(", "));
      done();
    });
    await app.register(cors, {
      origin: "*",
      methods: [...METHODS],
      exposedHeaders: EXPOSED,
      maxAge: 86_400,
      strictPreflight: false,
    });
    if (!logRequests) return;
    app.addHook("onResponse", (request, reply, done) => {
      logLine(request, reply);
      done();
    });
  },
  { name: "manners" },
);
