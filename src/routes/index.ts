// The index: what the API has, in which version, on which terms; and the datasets it answers from.

import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { JSON_TYPE } from "../formats/choose.ts";
import { Links, ListLinks, ListMeta, Meta } from "../formats/envelope.ts";
import { type DatasetInfo, LoadedDataset } from "../model/bundle.ts";
import { COLLECTIONS, Collection } from "../model/ids.ts";
import { criteriaOf, strict } from "../query/list-query.ts";
import { COUNT_BOUND, total } from "../store/count/totals.ts";
import { planFor } from "../store/plan/probe.ts";
import { consistently } from "./answer/consistent.ts";
import { envelopeOf, responses } from "./answer/documented.ts";
import { enveloped, type RouteContext } from "./answer/envelope.ts";
import { frameOf } from "./answer/frame.ts";
import { address } from "./answer/links.ts";

const LICENCES = {
  code: "MIT",
  curated: "CC BY 4.0",
  quotations: "Quotations and evidence spans are quoted from their sources, named in each record.",
  reference:
    "Country codes PDDL (datasets/country-codes); names Unicode License v3 (CLDR); CAMEO to PLOVER table CC BY-SA 4.0 (Open Event Data Alliance).",
  datasets: "Other datasets are under their own terms: see `licence` in /v1/datasets.",
} as const;

const Index = z
  .strictObject({
    name: z.string().meta({ examples: ["Communiqué"] }),
    description: z.string(),
    collections: z.array(
      z.strictObject({
        id: Collection,
        href: z.string().meta({ examples: ["/v1/events"] }),
        count: z
          .int()
          .min(0)
          .meta({ description: "Records of the curated datasets: as many as the list has.", examples: [12] }),
        datasets: z
          .array(
            z.strictObject({
              id: z.string().meta({ examples: ["curated"] }),
              href: z.string().meta({ examples: ["/v1/events?dataset=curated"] }),
              count: z
                .int()
                .min(0)
                .meta({ description: "As many as this list has.", examples: [12] }),
            }),
          )
          .meta({ description: "The datasets that have such records." }),
      }),
    ),
    datasets: z.array(z.strictObject({ id: z.string(), version: z.string(), licence: z.string() })),
    licences: z.strictObject({
      code: z.string(),
      curated: z.string(),
      quotations: z.string(),
      reference: z.string(),
      datasets: z.string(),
    }),
    documentation: z.strictObject({
      openapi: z.string(),
      ui: z.string(),
      vocabularies: z.string(),
      datasets: z.string(),
    }),
  })
  .meta({ id: "Index", description: "What the API has, and where." });

/** What all of this is, in one sentence. */
export const DESCRIPTION =
  "Diplomatic news as structured data: who met whom, where, what was said, which figures were claimed, which other events were referred to, each value tied to the words that state it.";

export function indexRoutes(app: FastifyInstance, context: RouteContext): void {
  const { base } = context;
  app.get("/v1", {
    config: { cached: true },
    schema: {
      operationId: "getIndex",
      tags: ["about"],
      summary: "Collections with counts, datasets, licences and links",
      description: "The entry point: what there is, how much of it, on which terms, and where.",
      querystring: strict({}),
      response: responses({ [JSON_TYPE]: { schema: envelopeOf(Index, Meta, Links) } }, "The index."),
    },
    handler: consistently(context, async (request) => {
      const { loaded, asked, version, self } = await frameOf(context, request);
      const collections: z.infer<typeof Index>["collections"] = [];
      for (const id of COLLECTIONS) collections.push(await countsOf(context, id, loaded));
      const data: z.infer<typeof Index> = {
        name: "Communiqué",
        description: DESCRIPTION,
        collections,
        datasets: loaded.map(({ id, version, licence }) => ({ id, version, licence })),
        licences: LICENCES,
        documentation: {
          openapi: address(base, "/openapi.json"),
          ui: address(base, "/docs"),
          vocabularies: address(base, "/v1/vocabularies"),
          datasets: address(base, "/v1/datasets"),
        },
      };
      return enveloped(JSON.stringify(data), { version, datasets: asked }, { self });
    }),
  });

  app.get("/v1/datasets", {
    config: { cached: true },
    schema: {
      operationId: "listDatasets",
      tags: ["about"],
      summary: "What is loaded, in which version, on which terms",
      description:
        "Datasets are named and never mixed silently: without `dataset`, lists answer from curated ones only.",
      querystring: strict({}),
      response: responses(
        { [JSON_TYPE]: { schema: envelopeOf(z.array(LoadedDataset), ListMeta, ListLinks) } },
        "All datasets.",
      ),
    },
    handler: consistently(context, async (request) => {
      const { loaded, meta, links } = await frameOf(context, request);
      return enveloped(JSON.stringify(loaded), meta({ total: loaded.length, limit: 200 }), links(null, ""));
    }),
  });
}

/** A collection with the counts that its lists have, those that leave out what is told twice. */
async function countsOf(
  { database, base }: RouteContext,
  id: Collection,
  loaded: readonly DatasetInfo[],
): Promise<z.infer<typeof Index>["collections"][number]> {
  const counted = async (dataset?: string) => {
    const lists = dataset === undefined ? {} : { dataset: [{ not: false, values: [dataset] }] };
    const plan = await planFor(database, criteriaOf(id, lists));
    return (await total(database, plan, "exact")).total ?? 0;
  };
  const hrefOf = (count: number, dataset?: string) =>
    address(base, `/v1/${id}`, [
      ...(dataset === undefined ? [] : [["dataset", dataset] as const]),
      // So that the list's total is as exact as this count.
      ...(count > COUNT_BOUND ? [["count", "exact"] as const] : []),
    ]);
  const datasets = [];
  for (const { id: dataset, counts } of loaded) {
    if ((counts[id] ?? 0) === 0) continue;
    const count = await counted(dataset);
    datasets.push({ id: dataset, href: hrefOf(count, dataset), count });
  }
  const count = await counted();
  return { id, href: hrefOf(count), count, datasets };
}
