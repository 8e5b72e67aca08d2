// Participations: who took part in what, a row each; a view over events, paged by them.
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { JSON_TYPE } from "../formats/choose.ts";
import { COLUMNS } from "../formats/columns.ts";
import { ListLinks, ListMeta, listText } from "../formats/envelope.ts";
import { ParticipationRow, participationRows } from "../formats/participations.ts";
import type { Event } from "../model/event.ts";
import { type ListQuery, participationsQuery } from "../query/list-query.ts";
import { FILTER_GRAMMAR } from "../query/parameter.ts";
import { inTurns } from "../turns.ts";
import { consistently } from "./answer/consistent.ts";
import { envelopeOf, responses } from "./answer/documented.ts";
import { enveloped, type RouteContext } from "./answer/envelope.ts";
import { frameOf } from "./answer/frame.ts";
import { Labels, labelsOf, nameAt, nameRecords } from "./answer/labels.ts";
import { relatedReader } from "./answer/related.ts";
import { bodiesOf, formatFor, formatsOf, rendered, streamed } from "./answer/render.ts";
import { weightOfList } from "./answer/weights.ts";
import { found } from "./list.ts";

const FORMATS = formatsOf("participations");
/** Pages are those of events: the rows of one are never parted, and a page has no more rows than its events have. */
const NOTE = "`limit` and `total` count events; each is here with all its participants";

/** Where rows have ids and words of vocabularies. */
const PLACES = {
  "/*/event": "events",
  "/*/venue": "venues",
  "/*/participant": "participants",
  "/*/onBehalfOf": "participants",
  "/*/state": "participants",
  "/*/type": "event-types",
  "/*/status": "statuses",
  "/*/rank": "ranks",
  "/*/kind": "participant-kinds",
  "/*/role": "roles",
} as const;

export function participationsRoute(app: FastifyInstance, context: RouteContext): void {
  const { database, base } = context;
  app.get("/v1/participations", {
    config: { produces: FORMATS.map(({ type }) => type), cached: true, weight: weightOfList(FORMATS) },
    schema: {
      operationId: "listParticipations",
      tags: ["participations"],
      summary: "Participations: who took part in which event, one row each",
      description: `One row for each entry of \`participants\` of the events found, with names, state, role, office, rank and date. Filters, order and pages are those of events: an event that matches is there with all its participants. ${FILTER_GRAMMAR}`,
      querystring: participationsQuery(
        context.stateCodes,
        FORMATS.map(({ name }) => name),
        COLUMNS.participations.map(({ name }) => name),
      ),
      response: responses(
        {
          [JSON_TYPE]: { schema: envelopeOf(z.array(ParticipationRow), ListMeta, ListLinks, { labels: Labels }) },
          ...bodiesOf("participations"),
        },
        "The participations of a page of events; `ndjson` and `csv` without `limit` are those of all events found.",
      ),
    },
    handler: consistently(context, async (request) => {
      const question = request.query as ListQuery;
      if (question.ids !== null) throw new Error("participations are not asked for by id");
      const { plan, columns, lang, bom } = question;
      const row = formatFor(request, FORMATS, question);
      const frame = await frameOf(context, request, plan.criteria);
      const look = {
        ...({ collection: "events", table: "participations", title: "Communiqué", fields: null } as const),
        ...{ lang, base, columns, spreadsheet: bom, self: frame.self, version: frame.version },
      };
      if (row.streams && !question.limited) return streamed(context, request, row, plan, { ...look, total: null });
      const { docs, meta, links } = await found(database, frame, plan);
      if (row.name !== "json") return rendered(database, row, docs, { ...look, total: meta.total }, links);
      const events = await inTurns(docs, (doc) => JSON.parse(doc) as Event);
      const related = await relatedReader("csv", "events")(database, events);
      const rows = (await inTurns(events, (event) => participationRows(event, related))).flat();
      const labels = await labelsOf(context, question.labels, async (named) => {
        await nameRecords(named, "events", docs, []);
        nameAt(named, rows, PLACES);
      });
      const texts = await inTurns(rows, (row) => JSON.stringify(row));
      return enveloped(listText(texts), { ...meta, notes: [NOTE, ...meta.notes] }, links, { labels });
    }),
  });
}
