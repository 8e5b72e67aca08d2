// Dyads: pairs of states that take part in the same events, and one pair by its two codes.

import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { invalidRequest, ProblemError } from "../errors.ts";
import { JSON_TYPE } from "../formats/choose.ts";
import { Links, ListLinks, ListMeta, Meta } from "../formats/envelope.ts";
import { type DyadPlan, type DyadsPlan, dyadQuery, dyadsQuery, SHARED, withPair } from "../query/dyad-query.ts";
import { LIMIT } from "../query/list-parameters.ts";
import { FILTER_GRAMMAR } from "../query/parameter.ts";
import { stateMeant } from "../query/states.ts";
import { quote } from "../query/value-list.ts";
import { pairs } from "../store/count/pairs.ts";
import { planFor } from "../store/plan/probe.ts";
import { consistently } from "./answer/consistent.ts";
import { envelopeOf, responses } from "./answer/documented.ts";
import { enveloped, type RouteContext } from "./answer/envelope.ts";
import { SUMMARY_SHAPE, withFirstAndLast } from "./answer/event-summary.ts";
import { frameOf } from "./answer/frame.ts";
import { stateNames } from "./answer/group-rows.ts";
import { Labels, labelsOf } from "./answer/labels.ts";
import { address } from "./answer/links.ts";
import { repetitionNotes } from "./answer/repetitions.ts";
import { WEIGHTS } from "./answer/weights.ts";
import { DyadDetail, detailOf, Names, nameDyad, namePair, namesOf, States } from "./dyad.ts";

const Dyad = z
  .strictObject({
    countries: States,
    names: Names,
    ...SUMMARY_SHAPE,
    href: z.string().meta({ description: "The pair in detail.", examples: ["/v1/dyads/cn/kz"] }),
  })
  .meta({ id: "Dyad", description: "Two states that take part in the same events." });

const DyadMeta = z
  .strictObject({ ...Meta.shape, notes: ListMeta.shape.notes })
  .meta({ id: "DyadMeta", description: "What the answer was made from, and what a reader should know of it." });

export const SEVERAL = "An event in which more than two states take part counts for each pair of them.";

const code = (example: string) =>
  z.string().meta({
    description: "A state: ISO alpha-2 or alpha-3 (withdrawn ones too) or its id, any case.",
    examples: [example],
  });

export function dyadsRoutes(app: FastifyInstance, context: RouteContext): void {
  const { database, base, stateCodes, reference } = context;
  const names = stateNames(reference);

  app.get("/v1/dyads", {
    config: { cached: true, weight: WEIGHTS.counts },
    schema: {
      operationId: "listDyads",
      tags: ["dyads"],
      summary: "Pairs of states, with their first and last event",
      description: `Pairs that take part in the same events, those with most events first. What took place is told apart from what was only planned or proposed. \`country=KZ\` finds the pairs of a state, \`country=KZ,CN\` those of either, \`country.all=KZ,CN\` the pair of both. ${FILTER_GRAMMAR}`,
      querystring: dyadsQuery(stateCodes),
      response: responses(
        { [JSON_TYPE]: { schema: envelopeOf(z.array(Dyad).max(LIMIT.most), ListMeta, ListLinks, { labels: Labels }) } },
        "A page of pairs.",
      ),
    },
    handler: consistently(context, async (request) => {
      const plan = request.query as DyadsPlan;
      const frame = await frameOf(context, request, plan.criteria);
      const found = await pairs(database, plan, await planFor(database, plan.criteria));
      const shared = frame.query.filter(([name]) => SHARED.includes(name));
      const spans = await withFirstAndLast(context, found.pairs);
      const data = spans.map(
        ({ a, b, ...span }): z.infer<typeof Dyad> => ({
          countries: [a, b],
          names: namesOf(names, [a, b]),
          ...span,
          href: address(base, `/v1/dyads/${a}/${b}`, shared),
        }),
      );
      const meta = frame.meta({
        total: found.total,
        limit: plan.limit,
        notes: [SEVERAL, ...repetitionNotes("events", frame.query), ...frame.notes],
      });
      const labels = await labelsOf(context, plan.labels, (named) => {
        for (const pair of data) namePair(named, pair);
      });
      return enveloped(JSON.stringify(data), meta, frame.links(found.next, plan.question), { labels });
    }),
  });

  app.get("/v1/dyads/:a/:b", {
    config: { cached: true, weight: WEIGHTS.counts },
    schema: {
      operationId: "getDyad",
      tags: ["dyads"],
      summary: "Two states: events by type and year, milestones, people, figures, plans",
      description:
        "What two states did together, in whichever order they are named. What took place is told apart from what was planned or proposed, which stays so until a source says otherwise. A code that names no state is 404 with the nearest one.",
      params: z.object({ a: code("KZ"), b: code("CN") }),
      querystring: dyadQuery(stateCodes),
      response: responses(
        { [JSON_TYPE]: { schema: envelopeOf(DyadDetail, DyadMeta, Links, { labels: Labels }) } },
        "The pair, with zeros where nothing is known of it.",
        true,
        ["not-found"],
      ),
    },
    handler: consistently(context, async (request) => {
      const plan = request.query as DyadPlan;
      const { criteria } = plan;
      const pair = pairIn(context, request.params as { a: string; b: string });
      const frame = await frameOf(context, request, criteria, `/v1/dyads/${pair.join("/")}`);
      const filters = frame.query.filter(([name]) => SHARED.includes(name));
      const query = [["country.all", pair.join(",")] as const, ...filters];
      const data = await detailOf(context, withPair(criteria, pair), pair, query);
      const meta = { version: frame.version, datasets: frame.asked, notes: [SEVERAL, ...frame.notes] };
      const labels = await labelsOf(context, plan.labels, (named) => nameDyad(named, data));
      return enveloped(JSON.stringify(data), meta, { self: frame.self }, { labels });
    }),
  });
}

/**
 * The ids of two states, sorted.
 * @throws ProblemError when a code names none, or several former states, or both the same
 */
export function pairIn({ stateCodes }: RouteContext, { a, b }: { a: string; b: string }): [string, string] {
  const found = { a, b };
  const idsOf = (word: string) => stateCodes.states.get(word.toUpperCase()) ?? [];
  const unknown = [...new Set(Object.values(found))].filter((word) => idsOf(word).length === 0);
  if (unknown.length > 0) {
    const told = unknown.map((word) => `no state has the code or id ${quote(word)}${stateMeant(word, stateCodes)}`);
    throw new ProblemError("not-found", `${told.join("; ")} (/v1/vocabularies/countries lists them)`);
  }
  const fault = (parameter: string, detail: string) => invalidRequest([{ parameter, detail }]);
  for (const [parameter, word] of Object.entries(found)) {
    const ids = idsOf(word);
    if (ids.length > 1) throw fault(parameter, `stood for several states; write one of ${ids.join(", ")}`);
  }
  const [one = "", other = ""] = [...idsOf(a), ...idsOf(b)].sort();
  if (one === other) throw fault("b", `is the same state as \`a\` (${one}): a dyad has two`);
  return [one, other];
}
