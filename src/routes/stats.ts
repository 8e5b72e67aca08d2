// Statistics: counts of each collection by one or two of its fields, each group with the address of its records.

import { Readable } from "node:stream";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { coroutine, type Steps, wait } from "../coroutine.ts";
import { JSON_TYPE } from "../formats/choose.ts";
import { COUNT_FORMATS, countsHead, countsLines, countsRows } from "../formats/counts.ts";
import { ListLinks, ListMeta } from "../formats/envelope.ts";
import { Decimal } from "../model/figure.ts";
import { COLLECTIONS, type Collection } from "../model/ids.ts";
import { FigureKind, Unit } from "../model/vocabulary.ts";
import { type CountPlan, countQuery, type Dimension, GROUPS_DEFAULT, groupPosition } from "../query/count-query.ts";
import { LIMIT } from "../query/list-parameters.ts";
import { FILTER_GRAMMAR } from "../query/parameter.ts";
import { type Group as Counted, grouped, groups } from "../store/count/groups.ts";
import { isSameEntry } from "../store/count/participation-groups.ts";
import { total } from "../store/count/totals.ts";
import { type AccessPlan, planFor } from "../store/plan/probe.ts";
import { consistently } from "./answer/consistent.ts";
import { envelopeOf, responses } from "./answer/documented.ts";
import { type Answer, enveloped, type RouteContext } from "./answer/envelope.ts";
import { frameOf } from "./answer/frame.ts";
import { Group, groupsData } from "./answer/group-rows.ts";
import { repetitionNotes } from "./answer/repetitions.ts";
import { noteUnknown } from "./answer/scope.ts";
import { WEIGHTS } from "./answer/weights.ts";

const Range = z
  .strictObject({
    kind: FigureKind,
    unit: Unit.nullable(),
    currency: z
      .string()
      .nullable()
      .meta({ examples: ["USD"] }),
    min: Decimal.meta({ description: "Least `value`, exact.", examples: ["21000000000"] }),
    max: Decimal.meta({ description: "Greatest `value`, exact.", examples: ["21000000000"] }),
  })
  .meta({ id: "Range", description: "The least and the greatest value among figures of one kind, unit and currency." });

const FigureGroup = z
  .strictObject({
    ...Group.shape,
    range: Range.nullable().meta({
      description: "Null where the group mixes kinds, units or currencies, or no value is known.",
    }),
  })
  .meta({ id: "FigureGroup", description: "Figures that have the same values, how many, where, and their range." });

const { version, datasets: answered, limit, notes } = ListMeta.shape;
const CountMeta = z
  .strictObject({
    version,
    datasets: answered,
    total: z
      .int()
      .min(0)
      .meta({ description: "Records that the filters find.", examples: [12] }),
    groups: z
      .int()
      .min(0)
      .meta({ description: "Groups in all, also those of other pages.", examples: [9] }),
    limit: limit.meta({ description: "Most groups in the answer.", examples: [GROUPS_DEFAULT] }),
    notes,
  })
  .meta({ id: "CountMeta", description: "What was counted, and what a reader should know of it." });

const EXAMPLES: Readonly<Record<Collection, string>> = {
  events: "`/v1/stats/events?by=type,status` tells what happened from what is only planned",
  participants: "`/v1/stats/participants?by=country,kind` tells whose persons and bodies there are",
  venues: "`/v1/stats/venues?by=country` counts places by state",
  quotes: "`/v1/stats/quotes?by=speaker` counts who spoke",
  figures: "`/v1/stats/figures?by=kind,unit` gives the least and the greatest value of each unit",
  sources: "`/v1/stats/sources?by=publisher` counts who published",
};

export function statsRoutes(app: FastifyInstance, context: RouteContext): void {
  for (const collection of COLLECTIONS) statsRoute(app, context, collection);
}

function statsRoute(app: FastifyInstance, context: RouteContext, collection: Collection): void {
  const { database } = context;
  const item = collection === "figures" ? FigureGroup : Group;
  const more = collection === "figures" ? " Figures are never summed: `meta.notes` says why." : "";

  app.get(`/v1/stats/${collection}`, {
    config: { produces: COUNT_FORMATS.map(({ type }) => type), cached: true, weight: WEIGHTS.counts },
    schema: {
      operationId: `count${collection.charAt(0).toUpperCase()}${collection.slice(1)}`,
      tags: ["stats"],
      summary: `How many ${collection} there are, by one or two fields`,
      description: `Numbers of records that have the same values, for every filter of the list. Each group has the address of its records, and that list has as many: ${EXAMPLES[collection]}. Unknown is a group of its own. JSON pages by \`links.next\`; CSV and NDJSON have all groups.${more} ${FILTER_GRAMMAR}`,
      querystring: countQuery(
        collection,
        context.stateCodes,
        COUNT_FORMATS.map(({ name }) => name),
      ),
      response: responses(
        {
          [JSON_TYPE]: { schema: envelopeOf(z.array(item).max(LIMIT.most), CountMeta, ListLinks) },
          "application/x-ndjson": { schema: z.string().meta({ description: "One group a line, as in `data`." }) },
          "text/csv; header=present": {
            schema: z.string().meta({ description: "The fields counted by, the count, figures' range, the address." }),
          },
        },
        "A page of groups; `ndjson` and `csv` without `limit` are all of them.",
      ),
    },
    handler: consistently(
      context,
      coroutine(function* (request: FastifyRequest): Steps<Answer> {
        const count = request.query as CountPlan;
        const { criteria, by } = count;
        const frame = yield* wait(frameOf(context, request, criteria));
        const names = by.map(({ name }) => name);
        const access = yield* wait(planFor(database, criteria));
        const row = COUNT_FORMATS.find(({ name, type }) =>
          count.format === null ? type === request.answerType : name === count.format,
        );
        const whole = row?.name === "csv" || row?.name === "ndjson";
        const limit = count.limit ?? (whole ? null : GROUPS_DEFAULT);
        const found = yield* wait(groups(database, access, names, { ...count, limit }));
        const links = frame.links(found.next === null ? null : groupPosition(found.next), count.fingerprint);
        const served = (some: readonly Counted[], labelled = true) =>
          groupsData(context, collection, by, some, frame.query, labelled);
        if (whole) {
          const ranged = collection === "figures";
          const head = row.name === "csv" ? countsHead(names, ranged) : "";
          const write =
            row.name === "csv"
              ? async (some: readonly Counted[]) => countsRows(await served(some, false), names, ranged)
              : async (some: readonly Counted[]) => countsLines(await served(some));
          return { type: row.type, body: Readable.from(pieces(head, found.groups, write)), links };
        }
        const meta: z.infer<typeof CountMeta> = {
          version: frame.version,
          datasets: [...frame.asked],
          total: (yield* wait(total(database, access, "exact"))).total ?? 0,
          groups: found.total,
          limit: limit ?? GROUPS_DEFAULT,
          notes: [
            ...repetitionNotes(collection, frame.query),
            ...(yield* wait(overlapNotes(context, access, by))),
            ...(collection === "figures" ? figureNotes(found.groups) : []),
            ...frame.notes,
            ...(found.total === 0 ? yield* wait(noteUnknown(database, criteria)) : []),
          ],
        };
        return enveloped(JSON.stringify(yield* wait(served(found.groups))), meta, links);
      }),
    ),
  });
}

/** Groups that are written at once. */
const PIECE = 500;

/** Groups as text, some at a time: what they are called is read for those alone. */
async function* pieces(
  head: string,
  found: readonly Counted[],
  write: (some: readonly Counted[]) => Promise<string>,
): AsyncGenerator<string> {
  // An empty piece would send the headers of an answer that has no body.
  if (head !== "") yield head;
  for (let at = 0; at < found.length; at += PIECE) yield await write(found.slice(at, at + PIECE));
}

const overlapNotes = coroutine(function* (
  { database }: RouteContext,
  access: AccessPlan,
  by: readonly Dimension[],
): Steps<string[]> {
  const names = by.map(({ name }) => name);
  const several = by.filter(({ single }) => !single).map(({ name }) => `\`${name}\``);
  if (several.length === 0) return [];
  const overlap = `A record counts in each group whose value it has: one record may have several values of ${several.join(" and ")}, so counts can add up to more than \`total\`.`;
  if (!isSameEntry(access.criteria, names)) return [overlap];
  const inGroups = yield* wait(grouped(database, access, names));
  const rule = `\`participant\`, \`country\` and \`role\` hold in one entry of \`participants\`, so a record counts where one entry has all of them: ${inGroups} records do.`;
  return [overlap, rule];
});

function figureNotes(found: readonly Counted[]): string[] {
  const sums =
    "No sums: figures with `additive` false are states at a time, places in a series, or one amount told in several sources, and adding them would count the same thing twice (`additiveNote` of each says which).";
  const mixed = found.some(({ range }) => range === null);
  return [
    sums,
    ...(mixed
      ? ["`range` is null where a group mixes kinds, units or currencies: add `kind`, `unit` or `currency` to `by`."]
      : []),
  ];
}
