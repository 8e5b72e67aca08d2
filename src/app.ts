// The application: plugins and routes in the order in which a request meets them.

import Fastify, { type FastifyBaseLogger, type FastifyError, type FastifyInstance, LogController } from "fastify";
import type { Settings } from "./config.ts";
import { mcpEndpoint } from "./mcp/endpoint.ts";
import type { Reference } from "./model/reference.ts";
import { faultPages } from "./pages/fault.ts";
import { homePage } from "./pages/home.ts";
import { pages } from "./pages/register.ts";
import { answerCache } from "./plugins/answer-cache.ts";
import { caching } from "./plugins/caching.ts";
import { compression } from "./plugins/compression.ts";
import { docs } from "./plugins/docs.ts";
import { draining } from "./plugins/draining.ts";
import { type Examples, keptExamples } from "./plugins/examples.ts";
import { BACKLOG, clientErrorHandler, guards, TRANSPORT } from "./plugins/guards.ts";
import { logLine, manners, requestId } from "./plugins/headers.ts";
import { limits, refusals } from "./plugins/limits.ts";
import { admission } from "./plugins/load/admission.ts";
import { connections } from "./plugins/load/connections.ts";
import { exportSlots } from "./plugins/load/export-slots.ts";
import { slowReaders } from "./plugins/load/slow-readers.ts";
import { metrics } from "./plugins/metrics.ts";
import { negotiation } from "./plugins/negotiation.ts";
import { isLoopback, networks } from "./plugins/networks.ts";
import { problems, sendProblem } from "./plugins/problems.ts";
import { useZod } from "./plugins/zod.ts";
import { routeContext } from "./routes/answer/envelope.ts";
import { catalogRoute } from "./routes/catalog.ts";
import { changesRoutes } from "./routes/changes.ts";
import { COLLECTION_ABOUTS } from "./routes/collections.ts";
import { detailRoutes } from "./routes/detail.ts";
import { dyadsRoutes } from "./routes/dyads.ts";
import { healthRoutes } from "./routes/health.ts";
import { homeRoutes } from "./routes/home.ts";
import { indexRoutes } from "./routes/index.ts";
import { listRoute } from "./routes/list.ts";
import { metricsRoute } from "./routes/metrics.ts";
import { participationsRoute } from "./routes/participations.ts";
import { problemRoutes } from "./routes/problems.ts";
import { searchRoutes } from "./routes/search.ts";
import { spansRoute } from "./routes/spans.ts";
import { statsRoutes } from "./routes/stats.ts";
import { tableRoutes } from "./routes/tables.ts";
import { timelineRoutes } from "./routes/timeline.ts";
import { vocabularyRoutes } from "./routes/vocabularies.ts";
import { type Watch, watch } from "./store/catalog/watch.ts";
import type { Database } from "./store/engine/database.ts";

interface Parts {
  readonly database: Database;
  readonly reference: Reference;
  readonly settings: Settings;
  /** The version of the program, for the OpenAPI document. */
  readonly version: string;
  /** Answers that the OpenAPI document shows; those that are kept, where not given. */
  readonly examples?: Examples;
  readonly logger?: FastifyBaseLogger;
}

/** The version of the data, asked of the database. */
async function versionNow(data: Watch): Promise<string> {
  await data.now();
  return (await data.state()).version;
}

/** Whose connections are many clients' or the machine's own: of proxies that are believed, and of this machine. */
function notCounted({ TRUST_PROXY, RATE_LIMIT_LOOPBACK }: Settings): (address: string) => boolean {
  // Whoever connects is a proxy where all are believed, or a number of them from the nearest on.
  if (TRUST_PROXY === true || typeof TRUST_PROXY === "number") return () => true;
  const isTrusted = networks(TRUST_PROXY === false ? [] : TRUST_PROXY);
  return (address) => isTrusted(address) || (!RATE_LIMIT_LOOPBACK && isLoopback(address));
}

/** What `listen` is called with beside the address. */
export const LISTEN = { backlog: BACKLOG } as const;

/** Builds the application, ready to listen; closing it leaves the database open, which its opener closes. */
export async function buildApp(parts: Parts): Promise<FastifyInstance> {
  const { database, reference, settings, version, examples = keptExamples(), logger } = parts;
  const base = settings.PUBLIC_URL;
  const proxies = settings.TRUST_PROXY;
  const app = Fastify({
    ...TRANSPORT,
    ...(logger === undefined ? { logger: false } : { loggerInstance: logger }),
    keepAliveTimeout: settings.KEEP_ALIVE,
    trustProxy: typeof proxies === "number" ? (_address, nearer) => nearer < proxies : proxies,
    // One line a request is the manners plugin's; Fastify's own two are off, and its name for the id is ours.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "id" }),
    genReqId: requestId,
    clientErrorHandler: clientErrorHandler(base),
    // The router's refusals meet no hook.
    frameworkErrors: (error, request, reply) => {
      sendProblem(base, error, request, reply);
      if (settings.LOG_REQUESTS) logLine(request, reply);
    },
  });
  useZod(app);
  const asPage = faultPages(base);
  // First: a route has the handler that was there when it was made, and the CORS plugin makes one for OPTIONS.
  app.setErrorHandler<FastifyError>((error, request, reply) => sendProblem(base, error, request, reply, asPage));
  await app.register(guards, { believes: proxies !== false });
  await app.register(connections, {
    base,
    most: settings.MAX_CONNECTIONS,
    ofOneClient: settings.CLIENT_CONNECTIONS,
    delay: settings.MAX_DELAY,
    isProxy: notCounted(settings),
  });
  await app.register(admission, { base, most: settings.MAX_REQUESTS, delay: settings.MAX_DELAY });
  await app.register(slowReaders, { patience: settings.SEND_TIMEOUT });
  const data = watch(database);
  const kept = answerCache(settings.CACHE_BYTES);
  await app.register(metrics, {
    kept,
    shed: app.shed,
    version: () => versionNow(data),
    inside: settings.METRICS === "private",
  });
  await app.register(limits, {
    most: settings.RATE_LIMIT,
    seconds: settings.RATE_WINDOW,
    loopback: settings.RATE_LIMIT_LOOPBACK,
  });
  // Before all that costs: an answer that is kept has their headers already.
  await app.register(caching, { kept, data, seconds: settings.CACHE_SECONDS, program: version });
  await app.register(draining);
  await app.register(manners, { logRequests: settings.LOG_REQUESTS });
  await app.register(refusals);
  await app.register(problems, { base, asPage });
  await app.register(negotiation);
  await app.register(compression);
  await app.register(docs, { base, version, examples });

  const exports = exportSlots({
    most: settings.EXPORTS,
    ofOneClient: settings.CLIENT_EXPORTS,
    patience: settings.SEND_TIMEOUT,
  });
  const desk = routeContext({ database, data, reference, base, exports });
  for (const about of COLLECTION_ABOUTS) {
    listRoute(app, desk, about);
    detailRoutes(app, desk, about);
  }
  spansRoute(app, desk);
  participationsRoute(app, desk);
  tableRoutes(app, desk);
  searchRoutes(app, desk);
  changesRoutes(app, desk);
  statsRoutes(app, desk);
  dyadsRoutes(app, desk);
  timelineRoutes(app, desk);
  vocabularyRoutes(app, desk);
  indexRoutes(app, desk);
  catalogRoute(app, desk);
  healthRoutes(app, desk);
  metricsRoute(app);
  problemRoutes(app, desk);
  homeRoutes(app, desk, (request) => homePage(desk, request));
  pages(app, desk);
  if (settings.MCP) await mcpEndpoint(app, { base, version, origins: settings.MCP_ORIGINS });
  await app.ready();
  return app;
}
