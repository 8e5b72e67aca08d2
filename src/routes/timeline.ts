// The timeline: events on an axis, each with the range of days that its date may mean.

import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { JSON_TYPE } from "../formats/choose.ts";
import { ListLinks, ListMeta } from "../formats/envelope.ts";
import { EventDate } from "../model/dates.ts";
import { Event } from "../model/event.ts";
import { Day } from "../model/ids.ts";
import { LIMIT } from "../query/list-parameters.ts";
import { FILTER_GRAMMAR } from "../query/parameter.ts";
import { PRECISIONS, precisionOf, type TimelinePlan, timelineQuery } from "../query/timeline-query.ts";
import { undated } from "../store/count/groups.ts";
import { total } from "../store/count/totals.ts";
import { planFor } from "../store/plan/probe.ts";
import { page } from "../store/read/pages.ts";
import { inTurns } from "../turns.ts";
import { consistently } from "./answer/consistent.ts";
import { envelopeOf, responses } from "./answer/documented.ts";
import { enveloped, type RouteContext } from "./answer/envelope.ts";
import { frameOf } from "./answer/frame.ts";
import { Labels, labelsOf, nameRecord, nameRecords } from "./answer/labels.ts";
import { address } from "./answer/links.ts";
import { repetitionNotes } from "./answer/repetitions.ts";
import { noteUnknown } from "./answer/scope.ts";

const { id, title, type, status, statusAsOf, countries, partOf } = Event.shape;

const TimelineItem = z
  .strictObject({
    ...{ id, title, type, status, statusAsOf },
    date: EventDate,
    precision: z.enum(PRECISIONS).meta({
      description:
        "`day`; `month`, `year`: some day or days of it; `range`: an interval, a set or another span; `open`: one end is not known.",
      examples: ["day"],
    }),
    start: Day.nullable().meta({ description: "First day to draw; null where open.", examples: ["2023-10-17"] }),
    end: Day.nullable().meta({
      description: "Last day to draw, inclusive; null where open.",
      examples: ["2023-10-17"],
    }),
    countries,
    partOf,
    href: z.string().meta({ description: "The event.", examples: ["/v1/events/2023-10-17-tokayev-xi-talks"] }),
  })
  .meta({ id: "TimelineItem", description: "An event, ready to draw on an axis." });

export function timelineRoutes(app: FastifyInstance, context: RouteContext): void {
  const { database, stateCodes, base } = context;
  app.get("/v1/timeline", {
    config: { cached: true },
    schema: {
      operationId: "getTimeline",
      tags: ["timeline"],
      summary: "Events on an axis, ready to draw",
      description: `Events with the first and the last day to draw, by first day, then id; dates whose first day is open come last. Takes every filter of events. Events without a date are left out, and \`meta.notes\` counts them. ${FILTER_GRAMMAR}`,
      querystring: timelineQuery(stateCodes),
      response: responses(
        {
          [JSON_TYPE]: {
            schema: envelopeOf(z.array(TimelineItem).max(LIMIT.most), ListMeta, ListLinks, { labels: Labels }),
          },
        },
        "A page of the timeline.",
      ),
    },
    handler: consistently(context, async (request) => {
      const { plan, all, labels } = request.query as TimelinePlan;
      const frame = await frameOf(context, request, plan.criteria);
      const access = await planFor(database, plan.criteria);
      const { docs, next } = await page(database, plan, access);
      const counted = await total(database, access, plan.count);
      const items = await inTurns(docs, (doc) => itemOf(base, JSON.parse(doc) as Event));
      const data = items.filter((item) => item !== null);
      const without = await undated(database, await planFor(database, all));
      const notes = [
        ...repetitionNotes("events", frame.query),
        ...frame.duplicates,
        ...(without > 0 ? [`Left out for want of a date: ${without}.`] : []),
        ...(docs.length === 0 && plan.after === null ? await noteUnknown(database, all) : []),
      ];
      const meta = frame.meta({ ...counted, limit: plan.limit, notes });
      const names = await labelsOf(context, labels, async (named) => {
        await nameRecords(named, "events", docs, []);
        await inTurns(data, (item) => nameRecord(named, "events", item));
      });
      return enveloped(JSON.stringify(data), meta, frame.links(next, plan.fingerprint), { labels: names });
    }),
  });
}

function itemOf(base: string, event: Event): z.infer<typeof TimelineItem> | null {
  const { id, title, type, status, statusAsOf, date, countries, partOf } = event;
  if (date === null) return null;
  const drawn = { precision: precisionOf(date), start: date.earliest, end: date.latest };
  const href = address(base, `/v1/events/${id}`);
  return { id, title, type, status, statusAsOf, date, ...drawn, countries, partOf, href };
}
