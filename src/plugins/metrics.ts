// Metrics: requests, their durations, the cache and the process, as Prometheus reads them.
import type { FastifyInstance, FastifyRequest } from "fastify";
import plugin from "fastify-plugin";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { PROBLEMS, ProblemError } from "../errors.ts";
import type { AnswerCache } from "./answer-cache.ts";
import { isInside } from "./networks.ts";

declare module "fastify" {
  interface FastifyInstance {
    metrics: Registry;
  }
  interface FastifyContextConfig {
    /** Whether the address may be kept from those outside. */
    inside?: boolean;
  }
}

interface Options {
  readonly kept: AnswerCache;
  /** Requests that were refused because the server was busy. */
  readonly shed: { readonly count: number };
  /** The version of the data. */
  readonly version: () => Promise<string>;
  /** Whether those outside, who may not read the metrics, are told that there are none. */
  readonly inside: boolean;
}

/** Seconds; a kept answer takes under a millisecond, a page a few, a search some tens. */
const BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const METHODS = ["GET", "HEAD", "OPTIONS"];
/** Stands for all addresses that are none, and for all methods that nothing takes: labels stay few. */
const OTHER = "other";

/** Whether a client is of this machine or a private network; one that a proxy forwards that is not believed is not. */
function isFromInside({ ip, raw: { headers, socket } }: FastifyRequest): boolean {
  const forwarded = headers["x-forwarded-for"] !== undefined || headers.forwarded !== undefined;
  return isInside(ip) && !(forwarded && ip === socket.remoteAddress);
}

export const metrics = plugin(
  async (app: FastifyInstance, { kept, shed, version, inside }: Options) => {
    const registry = new Registry();
    const registers = [registry];
    collectDefaultMetrics({ register: registry });
    // Counted here and handed over when asked for: the package sorts and joins labels at each count.
    const requests = new Map<
      string,
      { readonly labels: Record<"method" | "route" | "status", string>; count: number }
    >();
    new Counter({
      name: "http_requests_total",
      help: "Requests answered.",
      labelNames: ["method", "route", "status"],
      registers,
      collect() {
        this.reset();
        for (const { labels, count } of requests.values()) this.inc(labels, count);
      },
    });
    const durations = new Histogram({
      name: "http_request_duration_seconds",
      help: "From the request's headers to the last byte of the answer handed to the system.",
      labelNames: ["route"],
      buckets: BUCKETS,
      registers,
    });
    const routes = new Map<string, Histogram.Internal<"route">>();
    new Counter({
      name: "communique_cache_lookups_total",
      help: "Answers that were kept, and that were not.",
      labelNames: ["result"],
      registers,
      collect() {
        this.reset();
        for (const [result, count] of Object.entries(kept.lookups)) this.inc({ result }, count);
      },
    });
    new Counter({
      name: "communique_requests_shed_total",
      help: "Requests refused before they were begun, because the server was busy; in no other count.",
      registers,
      collect() {
        this.reset();
        this.inc(shed.count);
      },
    });
    new Gauge({
      name: "communique_cache_bytes",
      help: "Bytes of answers kept.",
      registers,
      collect() {
        this.set(kept.size().bytes);
      },
    });
    new Gauge({
      name: "communique_cache_answers",
      help: "Answers kept.",
      registers,
      collect() {
        this.set(kept.size().answers);
      },
    });
    new Gauge({
      name: "communique_data_info",
      help: "The version of the data.",
      labelNames: ["version"],
      registers,
      async collect() {
        this.reset();
        this.set({ version: await version() }, 1);
      },
    });
    app.decorate("metrics", registry);
    if (inside) {
      app.addHook("onRequest", (request, _reply, done) => {
        if (request.routeOptions.config?.inside !== true || isFromInside(request)) return done();
        done(new ProblemError("no-such-address", PROBLEMS["no-such-address"].meaning));
      });
    }
    app.addHook("onResponse", (request, reply, done) => {
      const route = request.routeOptions.url ?? OTHER;
      const method = METHODS.includes(request.method) ? request.method : OTHER;
      const key = `${method} ${reply.statusCode} ${route}`;
      const known = requests.get(key);
      if (known !== undefined) known.count++;
      else requests.set(key, { labels: { method, route, status: String(reply.statusCode) }, count: 1 });
      const duration = routes.get(route) ?? durations.labels(route);
      routes.set(route, duration);
      duration.observe(reply.elapsedTime / 1_000);
      done();
    });
  },
  { name: "metrics" },
);
