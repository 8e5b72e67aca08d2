// Details: one record in any format, and the evidence of its values.

import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { ProblemError } from "../errors.ts";
import { AnnotationPage, annotationPage } from "../formats/annotations.ts";
import { ANNOTATION_TYPE, JSON_TYPE } from "../formats/choose.ts";
import { COLUMNS } from "../formats/columns.ts";
import { Links, Meta } from "../formats/envelope.ts";
import { labelOf } from "../formats/labels.ts";
import type { AnyRecord } from "../model/bundle.ts";
import type { Collection } from "../model/ids.ts";
import { formatParameters, type Language, shapeParameters } from "../query/list-parameters.ts";
import { strict } from "../query/list-query.ts";
import { retirementOf } from "../store/read/changes.ts";
import { recordOf, someIds } from "../store/read/records.ts";
import { didYouMean } from "../suggest.ts";
import { alongWith } from "./answer/along.ts";
import { consistently } from "./answer/consistent.ts";
import { envelopeOf, responses } from "./answer/documented.ts";
import { enveloped, envelopedBytes, type RouteContext } from "./answer/envelope.ts";
import { frameOf } from "./answer/frame.ts";
import { Labels } from "./answer/labels.ts";
import { address, given } from "./answer/links.ts";
import { bodiesOf, cutFields, formatFor, rendered } from "./answer/render.ts";
import { IDS_FOR_SUGGESTIONS } from "./answer/scope.ts";
import type { CollectionAbout } from "./collections.ts";

const UTF8 = new TextDecoder();
const REFUSALS = ["not-found", "gone", "merged"] as const;

interface Given {
  readonly fields?: string[];
  readonly include?: Collection[];
  readonly labels?: Language;
  readonly columns?: string[];
  readonly format?: string;
  readonly lang?: Language;
  readonly bom?: string;
}

export function detailRoutes(app: FastifyInstance, context: RouteContext, about: CollectionAbout): void {
  const { collection, singular, parts, record, included, formats } = about;
  const { database, base } = context;
  const params = z.object({
    id: z.string().meta({ description: `The id of the ${singular.toLowerCase()}.`, examples: [about.example] }),
  });

  const idOf = (request: FastifyRequest) => (request.params as { id: string }).id;

  /** The record, or what became of it. */
  async function one(request: FastifyRequest, after = "") {
    const id = idOf(request);
    const stored = await recordOf(database, collection, id);
    if (stored !== undefined) return stored;
    const retired = await retirementOf(database, collection, id);
    if (retired?.mergedInto === null) throw new ProblemError("gone", `Retired on ${retired.day}: ${retired.reason}`);
    if (retired !== undefined) {
      const location = address(base, `/v1/${collection}/${retired.mergedInto}${after}`, given(request.originalUrl));
      throw new ProblemError("merged", `Merged on ${retired.day}: ${retired.reason}`, { headers: { location } });
    }
    const near = didYouMean(id, await someIds(database, collection, IDS_FOR_SUGGESTIONS));
    throw new ProblemError("not-found", `No record of ${collection} has this id${near === "" ? "." : near}`);
  }

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
    handler: consistently(context, async (request) => {
      const { format = null, lang = "en", bom, ...given } = request.query as Given;
      const { fields = null, include = [], labels = null, columns = null } = given;
      const row = formatFor(request, formats, { fields, include, labels, columns, format, lang, bom: bom === "true" });
      const { doc: stored, dataset } = await one(request);
      const id = idOf(request);
      const { self, version } = await frameOf(context, request, null, `/v1/${collection}/${id}`);
      const meta = { version, datasets: [dataset] };
      if (row.name === "json" && fields === null && include.length === 0 && labels === null) {
        return envelopedBytes(stored, meta, { self });
      }
      const doc = UTF8.decode(stored);
      const [shown = doc] = cutFields([doc], fields);
      if (row.name === "json") {
        const along = await alongWith(context, collection, { fields, include, labels }, [doc], [shown]);
        return enveloped(shown, meta, { self }, along);
      }
      const title = labelOf(collection, JSON.parse(doc) as never, lang);
      const look = { lang, spreadsheet: bom === "true", fields, columns, table: collection };
      const known = { collection, ...look, base, self, version, total: 1, title };
      return rendered(database, row, [shown], known, { self });
    }),
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
      const { doc: stored } = await one(request, "/evidence");
      const doc = JSON.parse(UTF8.decode(stored)) as AnyRecord;
      const self = `/v1/${collection}/${doc.id}`;
      const evidence = annotationPage(collection, doc, base);
      const links = { self: address(base, `${self}/evidence`), up: address(base, self) };
      return { type: request.answerType, body: JSON.stringify(evidence), links };
    }),
  });
}
