// Metrics, for Prometheus to collect.
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { strict } from "../query/list-query.ts";
import { responses } from "./answer/documented.ts";

/** https://prometheus.io/docs/instrumenting/exposition_formats/ */
const TYPE = "text/plain; version=0.0.4; charset=utf-8";

export function metricsRoute(app: FastifyInstance): void {
  app.get("/metrics", {
    config: { produces: [TYPE], limited: false, inside: true },
    schema: {
      operationId: "getMetrics",
      tags: ["health"],
      summary: "Requests, durations, the cache and the process, for Prometheus",
      description:
        "The text format of Prometheus: requests by method, route and status, a histogram of their durations, what the cache of answers holds and how often it had one, the version of the data, and the process. All are of the one process that answers.",
      querystring: strict({}),
      response: responses(
        { "text/plain; version=0.0.4": { schema: z.string().meta({ description: "One sample a line." }) } },
        "All metrics.",
        false,
      ),
    },
    handler: async (_request, reply) =>
      reply
        .header("cache-control", "no-store")
        .type(TYPE)
        .send(await app.metrics.metrics()),
  });
}
