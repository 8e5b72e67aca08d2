// Collections: one list, one detail and one evidence route, made alike for each collection.
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { ProblemError } from "../errors.ts";
import { AnnotationPage, annotationPage } from "../formats/annotations.ts";
import { ANNOTATION_TYPE, JSON_TYPE } from "../formats/choose.ts";
import {
  envelope,
  Included,
  Links,
  type ListLinks,
  ListLinks as ListLinksSchema,
  type ListMeta,
  ListMeta as ListMetaSchema,
  listText,
  Meta,
} from "../formats/envelope.ts";
import { RECORDS } from "../model/bundle.ts";
import type { Collection } from "../model/ids.ts";
import { writeCursor } from "../query/cursor.ts";
import { INCLUDES } from "../query/filters.ts";
import { partsOf, pick } from "../query/paths.ts";
import { listQuestion, type Question, shapeParameters, strict } from "../query/question.ts";
import { didYouMean } from "../query/suggest.ts";
import { byId, datasets, page, someIds, total } from "../store/read.ts";
import { address, type Desk, envelopeOf, given, responses, send, versionOf } from "./answers.ts";
import { askedDatasets, noteUnknown } from "./asked.ts";
import { includedWith } from "./included.ts";

/** What a collection is called and says of itself in the documentation. */
export interface CollectionText {
  readonly collection: Collection;
  /** One of its records, as in `getEvent`. */
  readonly singular: string;
  readonly summary: string;
  readonly description: string;
  /** A record that the examples use. */
  readonly example: string;
}

const IDS_FOR_SUGGESTIONS = 2_000;

export function collectionRoutes(app: FastifyInstance, desk: Desk, about: CollectionText): void {
  const { collection, singular } = about;
  const { database, base } = desk;
  const record = RECORDS[collection];
  const parts = partsOf(record);
  const included = INCLUDES[collection].length > 0 ? Included : undefined;
  const plural = `${singular}s`;
  const params = z.object({
    id: z.string().meta({ description: `The id of the ${singular.toLowerCase()}.`, examples: [about.example] }),
  });

  async function list(question: Question, raw: [string, string][]) {
    const loaded = await datasets(database);
    const path = `/v1/${collection}`;
    const self = address(base, path, raw);
    const meta = { version: versionOf(loaded), datasets: loaded.map(({ id }) => id) };
    if (question.ids !== null) {
      const found = await byId(database, collection, question.ids);
      const docs = question.ids.flatMap((id) => found.get(id) ?? []);
      const missing = question.ids.filter((id) => !found.has(id));
      const listMeta: ListMeta = {
        ...meta,
        total: docs.length,
        totalIsLowerBound: false,
        limit: question.ids.length,
        missing,
        notes: [],
      };
      return { docs, meta: listMeta, links: { self, next: null } };
    }
    const { plan } = question;
    const asked = askedDatasets(plan.criteria, loaded);
    const { docs, next } = await page(database, plan);
    const counted = await total(database, plan.criteria, plan.count);
    const notes = docs.length === 0 && plan.after === null ? await noteUnknown(database, plan.criteria) : [];
    const links: ListLinks = {
      self,
      next:
        next === null
          ? null
          : address(base, path, [
              ...raw.filter(([name]) => name !== "cursor"),
              ["cursor", writeCursor(next, plan.question)],
            ]),
    };
    const listMeta: ListMeta = {
      ...meta,
      datasets: asked,
      total: counted.total,
      totalIsLowerBound: counted.lowerBound,
      limit: plan.limit,
      missing: [],
      notes,
    };
    return { docs, meta: listMeta, links };
  }

  app.get(`/v1/${collection}`, {
    schema: {
      operationId: `list${plural}`,
      tags: [collection],
      summary: about.summary,
      description: about.description,
      querystring: listQuestion(collection, parts, desk.knowledge),
      response: responses(
        { [JSON_TYPE]: { schema: envelopeOf(z.array(record), ListMetaSchema, ListLinksSchema, included) } },
        `A page of ${collection}.`,
      ),
    },
    handler: async (request, reply) => {
      const question = request.query as Question;
      const { docs, meta, links } = await list(question, given(request.originalUrl));
      const along =
        question.include.length > 0 ? await includedWith(database, collection, question.include, docs) : null;
      return send(reply, JSON_TYPE, envelope(listText(cut(docs, question.fields)), along, meta, links), { ...links });
    },
  });

  async function one(id: string): Promise<string> {
    const doc = (await byId(database, collection, [id])).get(id);
    if (doc !== undefined) return doc;
    const near = didYouMean(id, await someIds(database, collection, IDS_FOR_SUGGESTIONS));
    throw new ProblemError("not-found", `No record of ${collection} has this id${near === "" ? "." : near}`);
  }

  app.get(`/v1/${collection}/:id`, {
    schema: {
      operationId: `get${singular}`,
      tags: [collection],
      summary: `One ${singular.toLowerCase()} by its id`,
      description: "404 with the nearest id where there is none.",
      params,
      querystring: strict(shapeParameters(collection, parts)),
      response: responses(
        { [JSON_TYPE]: { schema: envelopeOf(record, Meta, Links, included) } },
        `The ${singular.toLowerCase()}.`,
      ),
    },
    handler: async (request, reply) => {
      const { id } = request.params as { id: string };
      const { fields = null, include = [] } = request.query as { fields?: string[]; include?: Collection[] };
      const doc = await one(id);
      const loaded = await datasets(database);
      const along = include.length > 0 ? await includedWith(database, collection, include, [doc]) : null;
      const links = { self: address(base, `/v1/${collection}/${id}`, given(request.originalUrl)) };
      const meta = { version: versionOf(loaded), datasets: [(JSON.parse(doc) as { dataset: string }).dataset] };
      return send(reply, JSON_TYPE, envelope(cut([doc], fields)[0] ?? doc, along, meta, links), links);
    },
  });

  app.get(`/v1/${collection}/:id/evidence`, {
    config: { produces: [ANNOTATION_TYPE, JSON_TYPE] },
    schema: {
      operationId: `get${singular}Evidence`,
      tags: [collection],
      summary: `The words that state the values of one ${singular.toLowerCase()}`,
      description:
        "A W3C AnnotationPage: one annotation for each provenance entry, each target with the quoted words and their position in Unicode code points.",
      params,
      querystring: strict({}),
      response: responses({ [ANNOTATION_TYPE]: { schema: AnnotationPage } }, "The evidence."),
    },
    handler: async (request, reply) => {
      const { id } = request.params as { id: string };
      const doc = JSON.parse(await one(id));
      const self = `/v1/${collection}/${id}`;
      const evidence = annotationPage(collection, doc, (path) => address(base, path));
      return send(reply, request.answerType, JSON.stringify(evidence), {
        self: address(base, `${self}/evidence`),
        up: address(base, self),
      });
    },
  });
}

function cut(docs: readonly string[], fields: readonly string[] | null): readonly string[] {
  if (fields === null) return docs;
  return docs.map((doc) => JSON.stringify(pick(JSON.parse(doc), fields)));
}
