// One dyad: what two states have had to do with each other, as far as the records say.
import { z } from "zod";
import { Event } from "../model/event.ts";
import { Figure } from "../model/figure.ts";
import { idOf } from "../model/ids.ts";
import { LanguageMap } from "../model/labels.ts";
import { dimensionsOf } from "../query/count-query.ts";
import type { Criteria } from "../query/plan.ts";
import * as dyads from "../store/count/dyad.ts";
import { groups } from "../store/count/groups.ts";
import { type AccessPlan, planFor } from "../store/plan/probe.ts";
import { byId } from "../store/read/records.ts";
import type { RouteContext } from "./answer/envelope.ts";
import { EventSummary, eventSummary, number, SUMMARY_SHAPE, withFirstAndLast } from "./answer/event-summary.ts";
import { Group, groupsData, stateNames } from "./answer/group-rows.ts";
import { type Named, nameAt, nameRecord } from "./answer/labels.ts";
import { address } from "./answer/links.ts";

export const States = z
  .array(idOf("participants", "kz"))
  .length(2)
  .meta({ description: "Ids of the two states, sorted.", examples: [["cn", "kz"]] });
export const Names = z
  .record(z.string(), LanguageMap)
  .meta({ description: "Their names, by id.", examples: [{ cn: { en: "China", ru: "Китай" } }] });

const Visits = z
  .strictObject({
    rank: Event.shape.rank,
    visitor: idOf("participants", "cn").nullable().meta({ description: "The visiting state; null where not told." }),
    host: idOf("participants", "kz").nullable().meta({ description: "The state visited; null where not told." }),
    ...SUMMARY_SHAPE,
  })
  .meta({ id: "Visits", description: "Visits of one rank in one direction." });

const OpenInvitation = z
  .strictObject({
    ...EventSummary.shape,
    stage: z.enum(["extended", "accepted"]).meta({ description: "Where it stands.", examples: ["extended"] }),
    inviters: z.array(idOf("participants", "kassym-jomart-tokayev")),
    invitees: z.array(idOf("participants", "xi-jinping")),
    visits: z.array(idOf("events", "2024-xi-state-visit-to-kazakhstan")).meta({ description: "What it is for." }),
  })
  .meta({ id: "OpenInvitation", description: "An invitation that no event fulfils and no visit has followed." });

const Meeting = z
  .strictObject({
    persons: z
      .array(idOf("participants", "xi-jinping"))
      .length(2)
      .meta({ description: "One for each state, in the order of the states." }),
    names: Names,
    count: number("Events in which both took part.", 2),
    first: SUMMARY_SHAPE.first,
    last: SUMMARY_SHAPE.last,
  })
  .meta({ id: "Meeting", description: "Two persons who met, each acting for one of the states." });

const { kind, raw, value, valueMax, unit, currency, bound, measure, subject, stage, additive, claimant, asOf, event } =
  Figure.shape;
const FigureSummary = z
  .strictObject({
    ...{ id: Figure.shape.id, kind, raw, value, valueMax, unit, currency, bound, measure, subject, stage, additive },
    ...{ claimant, asOf, event },
    href: z.string().meta({ description: "The figure.", examples: ["/v1/figures/2023-10-17-investment-volume"] }),
  })
  .meta({ id: "FigureLine", description: "A figure with its claimant and the date of the claim's knowledge." });

const LIST_MOST = 20;

function some<T extends z.ZodType>(item: T, what: string, order = "the latest first") {
  return z
    .strictObject({ total: number("How many there are.", 1), items: z.array(item) })
    .meta({ description: `${what} At most ${LIST_MOST}, ${order}.` });
}

export const DyadDetail = z
  .strictObject({
    countries: States,
    names: Names,
    ...SUMMARY_SHAPE,
    events: z.string().meta({
      description: "The list of all their events.",
      examples: ["/v1/events?country.all=cn,kz"],
    }),
    types: z.array(Group).meta({ description: "Events by type." }),
    years: z.array(Group).meta({ description: "Events by year; unknown where the date may fall in several." }),
    statuses: z.array(Group).meta({ description: "Events by status." }),
    visits: z.array(Visits).meta({ description: "Visits by rank and direction." }),
    agreements: some(EventSummary, "Agreements signed or ratified."),
    invitations: some(OpenInvitation, "Invitations extended or accepted that nothing has followed."),
    people: some(
      Meeting,
      "Persons who acted for the two states in the same consultation that took place; telephone calls are left out, and talks during a visit on which both met count once, as the visit.",
      "those who met most often first",
    ),
    figures: some(FigureSummary, "Figures claimed at these events or at parts of them."),
    planned: some(EventSummary, "What is planned or proposed, as reported; the clock changes nothing."),
  })
  .meta({ id: "DyadDetail", description: "Two states, and what happened between them." });
export type DyadDetail = z.infer<typeof DyadDetail>;

/** All of it; `criteria` find the events of the pair, `query` is the same as a query string. */
export async function detailOf(
  context: RouteContext,
  criteria: Criteria,
  pair: readonly [string, string],
  query: readonly (readonly [string, string])[],
): Promise<DyadDetail> {
  const { database, base, reference } = context;
  const plan = await planFor(database, criteria);
  const countedBy = async (name: "type" | "year" | "status", sort: "-count" | "key") => {
    const by = dimensionsOf("events").filter((one) => one.name === name);
    const found = await groups(database, plan, [name], { sort, limit: null });
    return groupsData(context, "events", by, found.groups, query);
  };
  const lines = ({ docs, total }: dyads.Latest) => ({
    total,
    items: docs.map((doc) => eventSummary(base, JSON.parse(doc))),
  });
  const [all] = await withFirstAndLast(context, [await dyads.summary(database, plan)]);
  const visits = await withFirstAndLast(context, await dyads.visits(database, plan, pair));
  const invitations = await dyads.invitations(database, plan, LIST_MOST);
  const figures = await dyads.figures(database, plan, LIST_MOST);
  return {
    countries: [...pair],
    names: namesOf(stateNames(reference), pair),
    ...(all as NonNullable<typeof all>),
    events: address(base, "/v1/events", query),
    types: await countedBy("type", "-count"),
    years: await countedBy("year", "key"),
    statuses: await countedBy("status", "-count"),
    visits: visits.map(({ rank, visitor, ...span }) => ({
      rank: rank as Event["rank"],
      visitor,
      host: visitor === null ? null : (pair.find((state) => state !== visitor) ?? null),
      ...span,
    })),
    agreements: lines(await dyads.agreements(database, plan, LIST_MOST)),
    invitations: {
      total: invitations.total,
      items: invitations.docs.map((doc) => invitationOf(base, JSON.parse(doc))),
    },
    people: await peopleOf(context, plan, pair),
    figures: { total: figures.total, items: figures.docs.map((doc) => figureOf(base, JSON.parse(doc))) },
    planned: lines(await dyads.plans(database, plan, LIST_MOST)),
  };
}

async function peopleOf(
  context: RouteContext,
  plan: AccessPlan,
  pair: readonly [string, string],
): Promise<DyadDetail["people"]> {
  const { meetings, total } = await dyads.meetings(context.database, plan, pair, LIST_MOST);
  const persons = new Set(meetings.flatMap(({ one, other }) => [one, other]));
  const docs = await byId(context.database, "participants", [...persons]);
  const names = new Map([...docs].map(([id, doc]) => [id, (JSON.parse(doc) as { names: LanguageMap }).names]));
  const items = await withFirstAndLast(context, meetings);
  return {
    total,
    items: items.map(({ one, other, count, first, last }) => {
      const persons = [one, other];
      return { persons, names: namesOf(names, persons), count, first, last };
    }),
  };
}

function invitationOf(base: string, invitation: Event): z.infer<typeof OpenInvitation> {
  const playing = (role: string) =>
    invitation.participants.filter((entry) => entry.role === role).flatMap(({ participant }) => participant ?? []);
  return {
    ...eventSummary(base, invitation),
    stage: invitation.invitation?.stage as "extended" | "accepted",
    inviters: playing("inviter"),
    invitees: playing("invitee"),
    visits: invitation.invitation?.visit ?? [],
  };
}

function figureOf(base: string, figure: Figure): z.infer<typeof FigureSummary> {
  const { id, kind, raw, value, valueMax, unit, currency, bound, measure, subject, stage, additive } = figure;
  const { claimant, asOf, event } = figure;
  const claim = { claimant, asOf, event, href: address(base, `/v1/figures/${id}`) };
  return { id, kind, raw, value, valueMax, unit, currency, bound, measure, subject, stage, additive, ...claim };
}

/** Takes in what a pair names: its states, its first and its last event. */
export function namePair(named: Named, pair: Pick<DyadDetail, "countries" | "first" | "last">): void {
  nameAt(named, pair, { "/countries/*": "participants" });
  for (const event of [pair.first, pair.last]) nameRecord(named, "events", event);
}

/** Takes in all that a pair in detail names; its counts have labels of their own. */
export function nameDyad(named: Named, dyad: DyadDetail): void {
  namePair(named, dyad);
  const { visits, agreements, invitations, people, figures, planned } = dyad;
  const lines = [...agreements.items, ...invitations.items, ...planned.items];
  const spans = [...visits, ...people.items].flatMap(({ first, last }) => [first, last]);
  for (const event of [...lines, ...spans]) nameRecord(named, "events", event);
  for (const figure of figures.items) nameRecord(named, "figures", figure);
  nameAt(named, visits, { "/*/rank": "ranks", "/*/visitor": "participants", "/*/host": "participants" });
  nameAt(named, people.items, { "/*/persons/*": "participants" });
  nameAt(named, invitations.items, {
    ...{ "/*/inviters/*": "participants", "/*/invitees/*": "participants" },
    ...{ "/*/visits/*": "events", "/*/stage": "invitation-stages" },
  });
}

/** The names of these ids, as far as they are known. */
export function namesOf(names: ReadonlyMap<string, LanguageMap>, ids: readonly string[]): Record<string, LanguageMap> {
  return Object.fromEntries(ids.map((id) => [id, names.get(id) ?? { und: id }]));
}
