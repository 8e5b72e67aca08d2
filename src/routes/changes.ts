// Changes: what is new, changed, retired or merged since a day.

import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { JSON_TYPE } from "../formats/choose.ts";
import { ListLinks, ListMeta } from "../formats/envelope.ts";
import { Collection, Day } from "../model/ids.ts";
import { type ChangesPlan, changesQuery } from "../query/changes-query.ts";
import { LIMIT } from "../query/list-parameters.ts";
import { changes, type Change as Row } from "../store/read/changes.ts";
import { consistently } from "./answer/consistent.ts";
import { envelopeOf, responses } from "./answer/documented.ts";
import { enveloped, type RouteContext } from "./answer/envelope.ts";
import { frameOf } from "./answer/frame.ts";
import { address } from "./answer/links.ts";

const Change = z
  .strictObject({
    day: Day.meta({ description: "The day of the change.", examples: ["2026-11-24"] }),
    change: z.enum(["changed", "retired", "merged", "loaded"]).meta({
      description:
        "`changed`: new or changed. `retired`: no longer served. `merged`: another record holds it. `loaded`: a whole bulk dataset.",
      examples: ["changed"],
    }),
    collection: Collection.nullable().meta({ description: "Null for a whole dataset.", examples: ["events"] }),
    id: z.string().meta({ examples: ["2023-10-17-tokayev-xi-talks"] }),
    dataset: z.string().meta({ examples: ["curated"] }),
    reason: z
      .string()
      .nullable()
      .meta({ description: "Why it was retired.", examples: [null] }),
    mergedInto: z
      .string()
      .nullable()
      .meta({ description: "The record that holds it now.", examples: [null] }),
    href: z
      .string()
      .nullable()
      .meta({
        description: "Where it can be read; null when nowhere.",
        examples: ["/v1/events/2023-10-17-tokayev-xi-talks"],
      }),
  })
  .meta({ id: "Change", description: "One change of the data." });

function hrefOf({ change, collection, id, mergedInto }: Row, base: string): string | null {
  if (collection === null) return address(base, "/v1/datasets");
  if (change === "retired") return null;
  return address(base, `/v1/${collection}/${mergedInto ?? id}`);
}

export function changesRoutes(app: FastifyInstance, context: RouteContext): void {
  const { database, base } = context;
  app.get("/v1/changes", {
    config: { cached: true },
    schema: {
      operationId: "listChanges",
      tags: ["about"],
      summary: "What is new, changed or retired since a day",
      description: "Oldest first. Curated records one by one; a bulk dataset is one entry a version.",
      querystring: changesQuery(),
      response: responses(
        { [JSON_TYPE]: { schema: envelopeOf(z.array(Change).max(LIMIT.most), ListMeta, ListLinks) } },
        "Changes, oldest first.",
      ),
    },
    handler: consistently(context, async (request) => {
      const { since, limit, after, question } = request.query as ChangesPlan;
      const frame = await frameOf(context, request);
      const found = await changes(database, since, limit, after);
      const data = found.changes.map((row) => ({ ...row, href: hrefOf(row, base) }));
      const meta = frame.meta({ total: null, limit });
      return enveloped(JSON.stringify(data), meta, frame.links(found.next, question));
    }),
  });
}
