// Manners: what every answer has, whatever it says: request id, CORS, security headers, one log line.
import { randomUUID } from "node:crypto";
import cors from "@fastify/cors";
import helmet from "@fastify/helmet";
import type { FastifyInstance } from "fastify";
import plugin from "fastify-plugin";

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
  "ETag",
  "Cache-Status",
  "RateLimit",
  "RateLimit-Policy",
];

export const manners = plugin(
  async (app: FastifyInstance, { logRequests }: { logRequests: boolean }) => {
    app.addHook("onRequest", (request, reply, done) => {
      reply.header("x-request-id", request.id);
      reply.header("content-security-policy", CONTENT_POLICY);
      reply.header("vary", "Accept, Accept-Encoding");
      done();
    });
    await app.register(helmet, {
      // The policy is ours, by address: helmet's and Swagger UI's carry upgrade-insecure-requests, which blanks
      // the documentation on http://LAN-address. HSTS belongs to whoever ends TLS.
      contentSecurityPolicy: false,
      strictTransportSecurity: false,
      crossOriginResourcePolicy: { policy: "cross-origin" },
      crossOriginOpenerPolicy: false,
      originAgentCluster: false,
    });
    await app.register(cors, {
      origin: "*",
      methods: ["GET", "HEAD", "OPTIONS"],
      exposedHeaders: EXPOSED,
      maxAge: 86_400,
      strictPreflight: false,
    });
    if (!logRequests) return;
    app.addHook("onResponse", (request, reply, done) => {
      const route = request.routeOptions.url ?? null;
      request.log.info(
        { method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime * 100) / 100 },
        "request",
      );
      done();
    });
  },
  { name: "manners" },
);
