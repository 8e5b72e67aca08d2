// Health: whether the process lives, and whether it has data to answer from.

import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { ProblemError } from "../errors.ts";
import { JSON_TYPE } from "../formats/choose.ts";
import type { DatasetInfo } from "../model/bundle.ts";
import { strict } from "../query/list-query.ts";
import { datasets } from "../store/catalog/datasets.ts";
import { dataVersion } from "../store/catalog/watch.ts";
import { OtherIndex } from "../store/engine/database.ts";
import { responses } from "./answer/documented.ts";
import type { RouteContext } from "./answer/envelope.ts";

const Live = z.strictObject({ status: z.literal("ok") }).meta({ id: "Live", description: "The process lives." });
const Ready = z
  .strictObject({
    status: z.literal("ok"),
    version: z.string().meta({ description: "Version of the data.", examples: ["5d41402abc4b2a76"] }),
  })
  .meta({ id: "Ready", description: "The data is loaded." });

/** SQLITE_CORRUPT and SQLITE_NOTADB (https://www.sqlite.org/rescode.html). */
const DAMAGE: readonly number[] = [11, 26];

export function healthRoutes(app: FastifyInstance, { database, data }: RouteContext): void {
  /** The stamp of the data in which a request met damage: it does not heal, but other data may be put in its place. */
  let damaged = Number.NaN;
  app.addHook("onError", (_request, _reply, error, done) => {
    const { errcode } = error as { errcode?: number };
    if (errcode !== undefined && DAMAGE.includes(errcode & 0xff)) damaged = data.stamp("last");
    done();
  });

  app.get("/livez", {
    config: { limited: false },
    schema: {
      operationId: "getLiveness",
      tags: ["health"],
      summary: "Whether the process lives",
      description: "For a supervisor that restarts a hung process: it touches nothing else.",
      querystring: strict({}),
      response: responses({ [JSON_TYPE]: { schema: Live } }, "It lives.", false),
    },
    handler: async (_request, reply) =>
      reply.header("cache-control", "no-store").type(JSON_TYPE).send('{"status":"ok"}'),
  });

  app.get("/readyz", {
    config: { limited: false },
    schema: {
      operationId: "getReadiness",
      tags: ["health"],
      summary: "Whether the data is loaded",
      description:
        "For a load balancer: 503 until the data is loaded, and again when the database cannot be read, was found damaged, or its file is gone.",
      querystring: strict({}),
      response: responses({ [JSON_TYPE]: { schema: Ready } }, "It is ready.", false, ["starting"]),
    },
    handler: async (_request, reply) => {
      // Asked of the database, which may be away although what it held is remembered.
      const away = Number.isNaN(await data.now());
      let reason = "No data is loaded.";
      let loaded: readonly DatasetInfo[] = [];
      try {
        if (!away) loaded = await datasets(database);
      } catch (error) {
        if (error instanceof OtherIndex) reason = error.message;
      }
      const fault = damaged === data.stamp("last") ? "The database is damaged." : database.fault();
      if (fault !== null) throw new ProblemError("starting", fault, { headers: { "retry-after": "5" } });
      if (loaded.length === 0) throw new ProblemError("starting", reason, { headers: { "retry-after": "1" } });
      return reply
        .header("cache-control", "no-store")
        .type(JSON_TYPE)
        .send(JSON.stringify({ status: "ok", version: dataVersion(loaded) }));
    },
  });
}
