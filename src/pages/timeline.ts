// The timeline: events on an axis, each over every day that its date may mean.
import type { FastifyInstance } from "fastify";
import { plural } from "../formats/words/amounts.ts";
import type { Event } from "../model/event.ts";
import { type TimelinePlan, timelineQuery } from "../query/timeline-query.ts";
import type { RouteContext } from "../routes/answer/envelope.ts";
import { frameOf } from "../routes/answer/frame.ts";
import { undated } from "../store/count/groups.ts";
import { total } from "../store/count/totals.ts";
import { planFor } from "../store/plan/probe.ts";
import { page } from "../store/read/pages.ts";
import { pageRoute } from "./answer.ts";
import { itemOf } from "./dyad-chart.ts";
import { facetsOf } from "./facets.ts";
import { AXIS_KEY, axisRows } from "./parts/axis.ts";
import { all, el } from "./parts/el.ts";
import { datasetOptions, facetNode, optionsOf, sideNode } from "./parts/facets.ts";
import { apiAt, pageAt, pageOf } from "./parts/links.ts";
import { kicker } from "./parts/marks.ts";
import { notesNode } from "./parts/notes.ts";
import { pagerNode } from "./parts/pager.ts";

const SAYS = {
  en: {
    title: "Timeline",
    events: "event in time|events in time",
    none: "No event with a date matches.",
    undated: "event without a date is left out.|events without a date are left out.",
    list: "The same events as a list",
  },
  ru: {
    title: "Хронология",
    events: "событие во времени|события во времени|событий во времени",
    none: "Событий с датой нет.",
    undated: "событие без даты опущено.|события без даты опущены.|событий без даты опущено.",
    list: "Те же события списком",
  },
} as const;

export function timelinePage(app: FastifyInstance, context: RouteContext): void {
  const { database, stateCodes } = context;
  pageRoute(app, context, {
    path: "/timeline",
    querystring: timelineQuery(stateCodes),
    async make(request, view) {
      const { lang } = view;
      const t = SAYS[lang];
      const { plan, all: whole } = request.query as TimelinePlan;
      const frame = await frameOf(context, request, plan.criteria, "/v1/timeline");
      const access = await planFor(database, plan.criteria);
      const { docs, next } = await page(database, plan, access);
      const counted = await total(database, access, plan.count);
      const without = await undated(database, await planFor(database, whole));
      const items = docs.map((doc) => itemOf(view, JSON.parse(doc) as Event));
      const facets = await facetsOf(context, whole, view.query, ["type", "country", "year"]);
      const links = frame.links(next, plan.fingerprint);
      const words = counted.total === null ? t.title : plural(counted.total, t.events, lang);
      const datasets = frame.loaded.map(({ id, title, kind, counts }) => ({
        id,
        title,
        kind,
        count: counts.events ?? 0,
      }));
      return {
        title: t.title,
        description: words,
        json: apiAt(view, "/timeline", view.query),
        version: frame.version,
        isWide: true,
        current: "timeline",
        body: all(
          el("div", { class: "head" }, kicker(t.title), el("h1", null, `${words}${counted.lowerBound ? "+" : ""}`)),
          notesNode(view, frame.duplicates),
          el(
            "div",
            { class: "side" },
            sideNode(view, [
              facetNode(view, "dataset", datasetOptions(view, datasets)),
              facets.map(({ name, groups, total: all }) =>
                facetNode(view, name, optionsOf(view, name, groups), Math.max(0, all - groups.length)),
              ),
            ]),
            el(
              "div",
              null,
              axisRows(items, lang) ?? el("p", { class: "lede" }, t.none),
              items.length === 0 ? null : el("p", { class: "hint" }, AXIS_KEY[lang]),
              without === 0 ? null : el("p", { class: "hint" }, plural(without, t.undated, lang)),
              pagerNode(view, items.length, counted, links.next === null ? null : pageOf(view, links.next)),
              el(
                "p",
                { class: "small" },
                el(
                  "a",
                  {
                    href: pageAt(
                      view,
                      "/events",
                      view.query.filter(([name]) => !["cursor", "limit"].includes(name)),
                    ),
                  },
                  t.list,
                ),
              ),
            ),
          ),
        ),
      };
    },
  });
}
