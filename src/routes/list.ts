// Lists: a page of a collection in any format, or all of it as a stream.

import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { coroutine, type Steps, wait } from "../coroutine.ts";
import { JSON_TYPE } from "../formats/choose.ts";
import { COLUMNS } from "../formats/columns.ts";
import { LIST_HEAD, ListLinks, ListMeta, listTail, listText } from "../formats/envelope.ts";
import type { Format, FormatRow } from "../formats/table.ts";
import type { Collection } from "../model/ids.ts";
import { LIMIT } from "../query/list-parameters.ts";
import { type ListQuery, listQuery } from "../query/list-query.ts";
import { FILTER_GRAMMAR } from "../query/parameter.ts";
import type { ListPlan } from "../query/plan.ts";
import { knownTotal, type Total, total } from "../store/count/totals.ts";
import type { Reader } from "../store/plan/bounded.ts";
import { type AccessPlan, planFor } from "../store/plan/probe.ts";
import { type Body, bodyOf } from "../store/read/bodies.ts";
import { page } from "../store/read/pages.ts";
import { byId } from "../store/read/records.ts";
import { alongWith } from "./answer/along.ts";
import { consistently } from "./answer/consistent.ts";
import { envelopeOf, responses } from "./answer/documented.ts";
import { type Answer, enveloped, envelopedBody, type RouteContext } from "./answer/envelope.ts";
import { type Frame, frameOf } from "./answer/frame.ts";
import { Labels } from "./answer/labels.ts";
import { bodiesOf, cutFields, formatFor, rendered, streamed } from "./answer/render.ts";
import { repetitionNotes } from "./answer/repetitions.ts";
import { noteUnknown } from "./answer/scope.ts";
import { listTitle } from "./answer/titles.ts";
import { weightOfList } from "./answer/weights.ts";
import type { CollectionAbout } from "./collections.ts";
import { listElsewhere } from "./elsewhere.ts";

/** What was found: the records' JSON, and what the answer says of them. */
interface Found {
  readonly docs: readonly string[];
  readonly meta: ListMeta;
  readonly links: ListLinks;
}

export function listRoute(app: FastifyInstance, context: RouteContext, about: CollectionAbout): void {
  const { collection, singular, parts, record, included, formats } = about;
  const { database, base } = context;

  app.get(`/v1/${collection}`, {
    config: { produces: formats.map(({ type }) => type), cached: true, weight: weightOfList(formats) },
    schema: {
      operationId: `list${singular}s`,
      tags: [collection],
      summary: about.summary,
      description: `${about.description} ${LIMIT.usual} records a page; \`fields\` keeps answers short. ${FILTER_GRAMMAR}`,
      querystring: listQuery(
        collection,
        parts,
        context.stateCodes,
        formats.map(({ name }) => name),
        COLUMNS[collection].map(({ name }) => name),
      ),
      response: responses(
        {
          [JSON_TYPE]: {
            schema: envelopeOf(z.array(record).max(LIMIT.most), ListMeta, ListLinks, { included, labels: Labels }),
          },
          ...bodiesOf(collection),
        },
        `A page of ${collection}; \`ndjson\`, \`csv\` and \`geojson\` without \`limit\` are all of them.`,
      ),
    },
    handler: consistently(context, (request) => {
      const question = request.query as ListQuery;
      const row = formatFor(request, formats, question);
      return isStored(row, question) ? storedPage(request, question.plan) : written(request, question, row);
    }),
  });

  /** A page of whole records in JSON, which most lists are. */
  const storedPage = coroutine(function* (request: FastifyRequest, plan: ListPlan): Steps<Answer> {
    const frame = yield* wait(frameOf(context, request, plan.criteria));
    const access = yield* wait(planFor(database, plan.criteria));
    const known = knownTotal(database, access, plan.count);
    const body = yield* wait(bodyOf(database, plan, access, LIST_HEAD, fromHere(plan, known)));
    const { meta, links } = yield* wait(metaAndLinks(database, frame, plan, access, body, known));
    return envelopedBody(yield* wait(body.write(listTail(meta, links))), links);
  });

  /** Records in any other shape. */
  async function written(request: FastifyRequest, question: ListQuery, row: FormatRow): Promise<Answer> {
    const { fields, limited } = question;
    const frame = await frameOf(context, request, question.ids === null ? question.plan.criteria : null);
    const look = {
      collection,
      table: collection,
      columns: question.columns,
      lang: question.lang,
      base,
      self: frame.self,
      spreadsheet: question.bom,
      fields,
      title: await titleFor(database, row.name, question, frame.query),
      version: frame.version,
    };
    if (row.streams && question.ids === null && !limited) {
      return streamed(context, request, row, question.plan, { ...look, total: null });
    }
    const more = limited || row.unlimited === null ? {} : { limit: row.unlimited };
    const { docs, meta, links } =
      question.ids === null
        ? await found(database, frame, { ...pageOf(row, question), ...more })
        : await named(database, frame, question.ids, collection);
    const shown = await cutFields(docs, fields);
    if (row.name === "json") {
      return enveloped(listText(shown), meta, links, await alongWith(context, collection, question, docs, shown));
    }
    return rendered(database, row, shown, { ...look, total: meta.total }, links);
  }
}

/** How many records a list has from a page on, or more than any page has; null where that is not known. */
function fromHere({ after }: ListPlan, known: Total | null): number | null {
  if (after !== null || known === null || known.total === null) return null;
  return known.lowerBound ? Number.POSITIVE_INFINITY : known.total;
}

/** Whether the records of a page are sent as they are stored. */
function isStored({ name }: FormatRow, question: ListQuery): question is ListQuery & { ids: null } {
  const { ids, fields, include, labels } = question;
  return name === "json" && ids === null && fields === null && include.length === 0 && labels === null;
}

/** What the answer is called, in formats that have a name. */
async function titleFor(database: Reader, format: Format, question: ListQuery, query: Frame["query"]) {
  if (question.ids !== null || !["ics", "atom", "geojson"].includes(format)) return "Communiqué";
  return listTitle(database, question.plan.criteria, query, question.lang);
}

/** The order of a page: feeds begin with what changed last. */
function pageOf({ name }: FormatRow, { plan, feed }: ListQuery & { ids: null }): ListPlan {
  return name === "atom" ? (feed() ?? plan) : plan;
}

/** Records by their ids. */
export async function named(
  database: Reader,
  frame: Frame,
  ids: readonly string[],
  collection: Collection,
): Promise<Found> {
  const known = await byId(database, collection, ids);
  const docs = ids.flatMap((id) => known.get(id) ?? []);
  const missing = ids.filter((id) => !known.has(id));
  return { docs, meta: frame.meta({ total: docs.length, limit: ids.length, missing }), links: frame.links(null, "") };
}

/** A page, and what the answer says of it. */
export const found = coroutine(function* (database: Reader, frame: Frame, plan: ListPlan): Steps<Found> {
  const access = yield* wait(planFor(database, plan.criteria));
  const { docs, next } = yield* wait(page(database, plan, access));
  return { docs, ...(yield* wait(metaAndLinks(database, frame, plan, access, { count: docs.length, next }))) };
});

/** What an answer says of a page of so many records. */
const metaAndLinks = coroutine(function* (
  database: Reader,
  frame: Frame,
  plan: ListPlan,
  access: AccessPlan,
  { count, next }: Pick<Body, "count" | "next">,
  known: Total | null = null,
): Steps<Omit<Found, "docs">> {
  // A page that is all there is has been counted.
  const whole = next === null && plan.after === null && plan.sample === null && plan.count !== "none";
  const counted = whole
    ? { total: count, lowerBound: false }
    : (known ?? (yield* wait(total(database, access, plan.count))));
  const rows = plan.criteria.collection === "events" ? frame.notes : [];
  const isEmpty = count === 0 && plan.after === null;
  const unknown = isEmpty ? yield* wait(noteUnknown(database, plan.criteria)) : [];
  const elsewhere = isEmpty ? yield* wait(listElsewhere(database, frame, plan.criteria)) : [];
  const repeated = repetitionNotes(plan.criteria.collection, frame.query);
  return {
    meta: frame.meta({
      // A count that took too long knows of what is shown at least.
      total: counted.total === null ? null : Math.max(counted.total, count),
      lowerBound: counted.lowerBound,
      limit: plan.limit,
      notes: [...repeated, ...rows, ...unknown, ...elsewhere],
    }),
    links: frame.links(next, plan.fingerprint),
  };
});
