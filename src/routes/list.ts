// Lists: a page of a collection in any format, or all of it as a stream.

import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { JSON_TYPE } from "../formats/choose.ts";
import { Included, ListLinks, ListMeta, listText } from "../formats/envelope.ts";
import { RECORDS } from "../model/bundle.ts";
import type { Collection } from "../model/ids.ts";
import type { Parts } from "../query/fields.ts";
import { INCLUDES } from "../query/filters.ts";
import { LIMIT } from "../query/list-parameters.ts";
import { type ListQuery, listQuery } from "../query/list-query.ts";
import type { ListPlan } from "../query/plan.ts";
import { datasets } from "../store/catalog/datasets.ts";
import { dataVersion } from "../store/catalog/watch.ts";
import { total } from "../store/count/totals.ts";
import type { Database } from "../store/engine/database.ts";
import { type Page, page, pageBytes } from "../store/read/pages.ts";
import { byId } from "../store/read/records.ts";
import { consistently } from "./answer/consistent.ts";
import { envelopeOf, responses } from "./answer/documented.ts";
import { enveloped, envelopedBytes, listMeta, type RouteContext } from "./answer/envelope.ts";
import { rowNotes } from "./answer/group-rows.ts";
import { includedWith } from "./answer/included.ts";
import { address, given, pageLinks } from "./answer/links.ts";
import { bodiesOf, CALENDAR_MOST, cutFields, formatFor, formatsOf, rendered, streamed } from "./answer/render.ts";
import { askedDatasets, noteUnknown } from "./answer/scope.ts";
import type { CollectionText } from "./collection.ts";

/** What was found: the records' JSON, and what the answer says of them. */
interface Found<D> {
  readonly docs: readonly D[];
  readonly meta: ListMeta;
  readonly links: ListLinks;
}

export function listRoute(app: FastifyInstance, context: RouteContext, about: CollectionText, parts: Parts): void {
  const { collection, singular } = about;
  const { database, base } = context;
  const record = RECORDS[collection];
  const included = INCLUDES[collection].length > 0 ? Included : undefined;
  const formats = formatsOf(collection);
  const path = `/v1/${collection}`;

  app.get(path, {
    config: { produces: formats.map(({ type }) => type) },
    schema: {
      operationId: `list${singular}s`,
      tags: [collection],
      summary: about.summary,
      description: about.description,
      querystring: listQuery(
        collection,
        parts,
        context.stateCodes,
        formats.map(({ name }) => name),
      ),
      response: responses(
        {
          [JSON_TYPE]: { schema: envelopeOf(z.array(record).max(LIMIT.most), ListMeta, ListLinks, included) },
          ...bodiesOf(collection),
        },
        `A page of ${collection}; \`ndjson\`, \`csv\` and \`geojson\` without \`limit\` are all of them.`,
      ),
    },
    handler: consistently(context, async (request) => {
      const question = request.query as ListQuery;
      const raw = given(request.originalUrl);
      const row = formatFor(request, collection, question);
      const frame = {
        collection,
        lang: question.lang,
        base,
        self: address(base, path, raw),
        spreadsheet: question.bom,
        fields: question.fields,
        title: about.summary,
      };
      if (row.streams && !question.limited && question.ids === null) {
        const loaded = await datasets(database);
        askedDatasets(question.plan.criteria, loaded);
        const all = { ...frame, version: dataVersion(loaded), total: null };
        return streamed(database, row, question.plan, all);
      }
      const whole = row.name === "ics" && !question.limited && question.ids === null;
      const asked = whole ? { ...question, plan: { ...question.plan, limit: CALENDAR_MOST } } : question;
      if (row.name === "json" && asked.ids === null && asked.fields === null && asked.include.length === 0) {
        const { docs, meta, links } = await found(context, asked.plan, raw, pageBytes);
        return envelopedBytes(docs, meta, links);
      }
      const { docs, meta, links } =
        asked.ids === null
          ? await found(context, asked.plan, raw, page)
          : await named(context, asked.ids, collection, raw);
      if (row.name === "json") {
        const wanted = question.include;
        const along = wanted.length > 0 ? await includedWith(database, collection, wanted, docs) : null;
        return enveloped(listText(cutFields(docs, question.fields)), meta, links, along);
      }
      const shown = row.name === "ndjson" ? cutFields(docs, question.fields) : docs;
      return rendered(database, row, shown, { ...frame, version: meta.version, total: meta.total }, links);
    }),
  });
}

/** Records by their ids. */
async function named(
  { database, base }: RouteContext,
  ids: readonly string[],
  collection: Collection,
  raw: [string, string][],
): Promise<Found<string>> {
  const loaded = await datasets(database);
  const known = await byId(database, collection, ids);
  const docs = ids.flatMap((id) => known.get(id) ?? []);
  const missing = ids.filter((id) => !known.has(id));
  return {
    docs,
    meta: listMeta(loaded, { total: docs.length, limit: ids.length, missing }),
    links: pageLinks(base, `/v1/${collection}`, raw, null, ""),
  };
}

/** A page as `read` reads it. */
async function found<D>(
  { database, base }: RouteContext,
  plan: ListPlan,
  raw: [string, string][],
  read: (database: Database, plan: ListPlan) => Promise<Page<D>>,
): Promise<Found<D>> {
  const { collection } = plan.criteria;
  const loaded = await datasets(database);
  const asked = askedDatasets(plan.criteria, loaded);
  const { docs, next } = await read(database, plan);
  // A page that is all there is has been counted.
  const whole = next === null && plan.after === null && plan.sample === null && plan.count !== "none";
  const counted = whole ? { total: docs.length, lowerBound: false } : await total(database, plan.criteria, plan.count);
  const rows = collection === "events" ? rowNotes(asked, loaded) : [];
  const unknown = docs.length === 0 && plan.after === null ? await noteUnknown(database, plan.criteria) : [];
  const notes = [...rows, ...unknown];
  return {
    docs,
    meta: listMeta(loaded, {
      datasets: asked,
      // A count that took too long knows of what is shown at least.
      total: counted.total === null ? null : Math.max(counted.total, docs.length),
      lowerBound: counted.lowerBound,
      limit: plan.limit,
      notes,
    }),
    links: pageLinks(base, `/v1/${collection}`, raw, next, plan.fingerprint),
  };
}
