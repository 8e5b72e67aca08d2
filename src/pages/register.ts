// All pages but the home page and the faults, in one list.
import type { FastifyInstance } from "fastify";
import type { RouteContext } from "../routes/answer/envelope.ts";
import { articlePage } from "./article.ts";
import { assetRoutes } from "./assets.ts";
import { datasetsPage } from "./datasets.ts";
import { dyadPage } from "./dyad.ts";
import { dyadsPage } from "./dyads.ts";
import { listPages } from "./lists.ts";
import { mapPage } from "./map.ts";
import { recordPages } from "./record.ts";
import { searchPage } from "./search.ts";
import { statsPages } from "./stats.ts";
import { timelinePage } from "./timeline.ts";

export function pages(app: FastifyInstance, context: RouteContext): void {
  assetRoutes(app);
  listPages(app, context);
  recordPages(app, context);
  articlePage(app, context);
  dyadsPage(app, context);
  dyadPage(app, context);
  searchPage(app, context);
  timelinePage(app, context);
  mapPage(app, context);
  statsPages(app, context);
  datasetsPage(app, context);
}
