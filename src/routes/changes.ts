// Changes: the log of what happened to datasets and curated records here, for clients that keep a copy or poll.

import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { JSON_TYPE } from "../formats/choose.ts";
import { ListLinks, ListMeta } from "../formats/envelope.ts";
import { Collection } from "../model/ids.ts";
import { type ChangesPlan, changesQuery } from "../query/changes-query.ts";
import { LIMIT } from "../query/list-parameters.ts";
import { CHANGES, LOG_DAYS } from "../store/catalog/log.ts";
import { changes, type Logged } from "../store/read/changes.ts";
import { consistently } from "./answer/consistent.ts";
import { envelopeOf, responses } from "./answer/documented.ts";
import { enveloped, type RouteContext } from "./answer/envelope.ts";
import { frameOf } from "./answer/frame.ts";
import { address } from "./answer/links.ts";

const count = (description: string, example: number) =>
  z
    .int()
    .min(0)
    .meta({ description, examples: [example] });
const version = z.string().nullable();

const Change = z
  .strictObject({
    seq: z
      .int()
      .min(0)
      .meta({
        description: "The number of the entry: greater than that of every entry before it, with gaps. For `after=`.",
        examples: [1_795_996_800_000],
      }),
    at: z.iso.datetime().meta({
      description: "When it happened on this server's database (RFC 3339, UTC).",
      examples: ["2026-11-30T00:00:00.000Z"],
    }),
    change: z.enum(CHANGES).meta({
      description:
        "Of a dataset: `loaded` (it was not there before), `updated`, `dropped`. Of a record: `added`, `changed`; `retired`, with the reason; `merged`, another record holds it; `removed`, nobody said why.",
      examples: ["changed"],
    }),
    collection: Collection.nullable().meta({ description: "Null for a whole dataset.", examples: ["events"] }),
    id: z
      .string()
      .meta({ description: "Of the record, or of the dataset.", examples: ["2023-10-17-tokayev-xi-talks"] }),
    dataset: z.string().meta({ examples: ["curated"] }),
    reason: z
      .string()
      .nullable()
      .meta({ description: "Why it was retired.", examples: [null] }),
    mergedInto: z
      .string()
      .nullable()
      .meta({ description: "The record that holds it now.", examples: [null] }),
    records: z
      .record(
        z.string(),
        z.strictObject({
          added: count("Records that were not there before.", 2),
          changed: count("Records whose content is another.", 1),
          removed: count("Records that are there no longer.", 0),
          total: count("Records after it.", 12),
        }),
      )
      .nullable()
      .meta({ description: "Of a dataset: what it did to the records, by collection; null where it cannot be told." }),
    version: z
      .strictObject({ before: version, after: version })
      .nullable()
      .meta({ description: "Of a dataset: its version before and after; null where there was or is none." }),
    href: z
      .string()
      .nullable()
      .meta({
        description:
          "Where it can be read, null when nowhere. Of a dataset: a list that begins with the latest change, in which all records are that were added or changed.",
        examples: ["/v1/events/2023-10-17-tokayev-xi-talks"],
      }),
  })
  .meta({ id: "Change", description: "One change of the data, as the log of this server has it." });

const ChangesLinks = ListLinks.extend({
  monitor: z.string().meta({
    description: "What to ask later for the entries that follow these; the same address while there are none.",
    examples: ["/v1/changes?after=1795996800000"],
  }),
}).meta({
  id: "ChangesLinks",
  description: "This page, the next, and where to go on later; the same in the `Link` header (RFC 8288).",
});

function hrefOf({ change, collection, id, mergedInto, detail }: Logged, base: string): string | null {
  if (["dropped", "removed", "retired"].includes(change)) return null;
  if (collection !== null) return address(base, `/v1/${collection}/${mergedInto ?? id}`);
  const since = detail?.since ?? null;
  if (since === null) return address(base, "/v1/datasets");
  const query = [
    ["dataset", id],
    ["updatedSince", since.day],
    ["sort", "-updated"],
  ] as const;
  return address(base, `/v1/${since.collection}`, query);
}

/** What is said of the log: since when it is kept, and where that is later than what was asked for. */
function noteOf(log: { begun: string; cut: number } | null, since: string | null, after: number | null): string[] {
  if (log === null) return [];
  const kept = `Entries are kept for ${LOG_DAYS} days; this log begins at ${log.begun}.`;
  const isEarlier = after === null ? since !== null && since < log.begun.slice(0, 10) : after < log.cut;
  return [isEarlier ? `${kept} What happened before that is not in it.` : kept];
}

export function changesRoutes(app: FastifyInstance, context: RouteContext): void {
  const { database, base } = context;
  app.get("/v1/changes", {
    config: { cached: true },
    schema: {
      operationId: "listChanges",
      tags: ["about"],
      summary: "What was loaded, updated, dropped, added, changed or retired here",
      description: `In the order in which it happened. One entry for each import, update and drop of a dataset that changed something, and beside it one for each curated record, and for each record that is gone. Whoever polls asks for \`links.monitor\`, which leaves nothing out. Kept for ${LOG_DAYS} days.`,
      querystring: changesQuery(),
      response: responses(
        { [JSON_TYPE]: { schema: envelopeOf(z.array(Change).max(LIMIT.most), ListMeta, ChangesLinks) } },
        "Changes, oldest first.",
      ),
    },
    handler: consistently(context, async (request) => {
      const { since, after, limit, question } = request.query as ChangesPlan;
      const frame = await frameOf(context, request);
      const { entries, more, log } = await changes(database, since, after, limit);
      const data = entries.map(({ detail, ...entry }) => {
        const { records = null, version = null } = detail ?? {};
        return { ...entry, records, version, href: hrefOf({ ...entry, detail }, base) };
      });
      const last = entries.at(-1)?.seq ?? null;
      const links = frame.links(more && last !== null ? { value: null, id: String(last) } : null, question);
      const read = last ?? after;
      const day = since === null ? [] : ([["since", since]] as const);
      const place = read === null ? day : ([["after", String(read)]] as const);
      const monitor = address(base, "/v1/changes", [...place, ["limit", String(limit)]]);
      const meta = frame.meta({ total: null, limit, notes: noteOf(log, since, after) });
      return enveloped(JSON.stringify(data), meta, { ...links, monitor });
    }),
  });
}
