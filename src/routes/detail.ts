// Details: one record in any format, and the evidence of its values.

import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { coroutine, type Steps, wait } from "../coroutine.ts";
import { AnnotationPage, annotationPage } from "../formats/annotations.ts";
import { ANNOTATION_TYPE, JSON_TYPE } from "../formats/choose.ts";
import { COLUMNS } from "../formats/columns.ts";
import { Links, Meta } from "../formats/envelope.ts";
import { labelOf } from "../formats/labels.ts";
import type { Collection } from "../model/ids.ts";
import { formatParameters, type Language, type Presentation, shapeParameters } from "../query/list-parameters.ts";
import { strict } from "../query/list-query.ts";
import { alongWith } from "./answer/along.ts";
import { consistently } from "./answer/consistent.ts";
import { envelopeOf, responses } from "./answer/documented.ts";
import { type Answer, enveloped, envelopedBytes, type RouteContext } from "./answer/envelope.ts";
import { frameOf } from "./answer/frame.ts";
import { Labels } from "./answer/labels.ts";
import { address } from "./answer/links.ts";
import { found, REFUSALS, stored } from "./answer/lookup.ts";
import { bodiesOf, cutFields, formatFor, rendered } from "./answer/render.ts";
import type { CollectionAbout } from "./collections.ts";

const UTF8 = new TextDecoder();

interface Given {
  readonly fields?: string[];
  readonly include?: Collection[];
  readonly labels?: Language;
  readonly columns?: string[];
  readonly format?: string;
  readonly lang?: Language;
  readonly bom?: string;
}

function presentationOf({ fields, include, labels, columns, format, lang, bom }: Given): Presentation {
  return {
    ...{ fields: fields ?? null, include: include ?? [], labels: labels ?? null, columns: columns ?? null },
    ...{ format: format ?? null, lang: lang ?? "en", bom: bom === "true" },
  };
}

export function detailRoutes(app: FastifyInstance, context: RouteContext, about: CollectionAbout): void {
  const { collection, singular, parts, record, included, formats } = about;
  const { database, base } = context;
  const params = z.object({
    id: z.string().meta({ description: `The id of the ${singular.toLowerCase()}.`, examples: [about.example] }),
  });

  const idOf = (request: FastifyRequest) => (request.params as { id: string }).id;

  app.get(`/v1/${collection}/:id`, {
    config: { produces: formats.map(({ type }) => type), cached: true },
    schema: {
      operationId: `get${singular}`,
      tags: [collection],
      summary: `One ${singular.toLowerCase()} by its id`,
      description: `${about.says} An unknown id is 404 with the nearest one, a retired record 410 with the reason, a merged one 308 to the record that holds it.`,
      params,
      querystring: strict({
        ...shapeParameters(collection, parts),
        ...formatParameters(
          formats.map(({ name }) => name),
          COLUMNS[collection].map(({ name }) => name),
        ),
      }),
      response: responses(
        {
          [JSON_TYPE]: { schema: envelopeOf(record, Meta, Links, { included, labels: Labels }) },
          ...bodiesOf(collection),
        },
        `The ${singular.toLowerCase()}.`,
        true,
        REFUSALS,
      ),
    },
    handler: consistently(
      context,
      coroutine(function* (request: FastifyRequest): Steps<Answer> {
        const look = presentationOf(request.query as Given);
        const { fields, include, labels, columns, lang, bom } = look;
        const row = formatFor(request, formats, look);
        const id = idOf(request);
        const { doc: bytes, dataset } = yield* wait(stored(context, request, collection, id));
        const { self, version } = yield* wait(frameOf(context, request, null, `/v1/${collection}/${id}`));
        const meta = { version, datasets: [dataset] };
        if (row.name === "json" && fields === null && include.length === 0 && labels === null) {
          return envelopedBytes(bytes, meta, { self });
        }
        const doc = UTF8.decode(bytes);
        const [shown = doc] = yield* wait(cutFields([doc], fields));
        if (row.name === "json") {
          const along = yield* wait(alongWith(context, collection, look, [doc], [shown]));
          return enveloped(shown, meta, { self }, along);
        }
        const title = labelOf(collection, JSON.parse(doc) as never, lang);
        const known = { collection, table: collection, lang, spreadsheet: bom, fields, columns };
        return yield* wait(
          rendered(database, row, [shown], { ...known, base, self, version, total: 1, title }, { self }),
        );
      }),
    ),
  });

  app.get(`/v1/${collection}/:id/evidence`, {
    config: { produces: [ANNOTATION_TYPE, JSON_TYPE], cached: true },
    schema: {
      operationId: `get${singular}Evidence`,
      tags: [collection],
      summary: `The words that state the values of one ${singular.toLowerCase()}`,
      description:
        "A W3C AnnotationPage: an annotation for each value, whose target is the words in a source that say it, with their position in Unicode code points.",
      params,
      querystring: strict({}),
      response: responses(
        { [ANNOTATION_TYPE]: { schema: AnnotationPage }, [JSON_TYPE]: { schema: AnnotationPage } },
        "The evidence.",
        true,
        REFUSALS,
      ),
    },
    handler: consistently(context, async (request) => {
      const { record: doc } = await found(context, request, collection, idOf(request), "/evidence");
      const self = `/v1/${collection}/${doc.id}`;
      const evidence = annotationPage(collection, doc, base);
      const links = { self: address(base, `${self}/evidence`), up: address(base, self) };
      return { type: request.answerType, body: JSON.stringify(evidence), links };
    }),
  });
}
