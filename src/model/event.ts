// Events: something that happens at a time between actors.
import { z } from "zod";
import { Codes } from "./codes.ts";
import { EventDate, WrittenDate } from "./dates.ts";
import { Day, idOf } from "./ids.ts";
import { LanguageMap } from "./labels.ts";
import { served, written } from "./record.ts";
import { Credit } from "./source.ts";
import { EventType, InvitationStage, Rank, Relation, Role, Status, Topic } from "./vocabulary.ts";

/** One part played: a person acts as an office and on behalf of a state; the three stay apart. */
export const Participation = z
  .strictObject({
    participant: idOf("participants", "kassym-jomart-tokayev")
      .nullable()
      .meta({ description: "Who takes part; null for an actor of no known record." }),
    name: LanguageMap.nullable().meta({
      description: "The name as given, only where `participant` is null.",
      examples: [null],
    }),
    code: z
      .string()
      .min(1)
      .nullable()
      .meta({ description: "The code as given, only where `participant` is null.", examples: [null] }),
    role: Role.meta({ description: "The part played.", examples: ["visitor"] }),
    office: LanguageMap.nullable().meta({ description: "The office in which a person acts." }),
    onBehalfOf: idOf("participants", "kz").nullable().meta({ description: "The state or body acted for." }),
  })
  .meta({ id: "Participation", description: "Who takes part in an event, in which role, in which office, for whom." });
export type Participation = z.infer<typeof Participation>;

const own = {
  type: EventType.meta({ description: "Event type (`/v1/vocabularies/event-types`).", examples: ["talks"] }),
  status: Status.meta({ description: "What the source knew of it; never updated by guess.", examples: ["occurred"] }),
  statusAsOf: Day.nullable().meta({ description: "The date of the source's knowledge.", examples: ["2023-10-17"] }),
  rank: Rank.nullable().meta({ description: "Rank of a visit as stated; null when not stated.", examples: ["state"] }),
  invitation: z
    .strictObject({
      stage: InvitationStage.meta({ description: "Where in its life the invitation is.", examples: ["accepted"] }),
      visit: z.array(idOf("events", "2023-10-tokayev-visit-to-china")).meta({ description: "The visits it is for." }),
    })
    .nullable()
    .meta({ description: "The life-cycle of an invitation; null for other types." }),
  reciprocal: z
    .boolean()
    .nullable()
    .meta({ description: "Whether each side acts alike; null when the question does not apply.", examples: [true] }),
  title: LanguageMap,
  summary: LanguageMap.nullable().meta({
    description: "What happened, in the project's own words; null where only `description` says it.",
  }),
  venue: idOf("venues", "great-eastern-hall")
    .nullable()
    .meta({ description: "The innermost place stated; null when not stated." }),
  participants: z.array(Participation),
  partOf: idOf("events", "2023-10-tokayev-visit-to-china")
    .nullable()
    .meta({ description: "The larger event it is part of." }),
  relations: z.array(
    z.strictObject({
      type: Relation.meta({ description: "The relation, from this event to the other.", examples: ["on-occasion-of"] }),
      event: idOf("events", "2023-10-belt-and-road-forum"),
    }),
  ),
  codes: Codes,
  topics: z.array(Topic).meta({ examples: [["bilateral-relations"]] }),
  sources: z.array(idOf("sources", "zakon-kz-2023-10-17")).min(1).meta({ description: "The sources that report it." }),
};

const { type, status, statusAsOf, rank, invitation, reciprocal, title, summary, venue, ...rest } = own;

export const Event = z
  .strictObject({
    ...served,
    type,
    status,
    statusAsOf,
    title,
    summary,
    description: LanguageMap.nullable().meta({
      description:
        "What the row of a bulk dataset says of it, in the source's own language and words, whitespace folded; the words as the file has them are in `provenance`. Null where there are none: an article is not copied, and `summary` says what happened in the project's words.",
      examples: [{ en: "Informal visit. Private visit at Camp David." }],
    }),
    date: EventDate.nullable().meta({ description: "When; null when unknown." }),
    countries: z.array(idOf("participants", "kz")).meta({
      description: "The states that take part (computed from `participants`, sorted).",
      examples: [["cn", "kz"]],
    }),
    rank,
    invitation,
    reciprocal,
    venue,
    stops: z.array(idOf("venues", "great-eastern-hall")).meta({
      description:
        "The places of a trip, where the source lists several: in its order, within `venue`. Empty where `venue` says all.",
      examples: [[]],
    }),
    ...rest,
    credits: z.array(Credit).meta({
      description:
        "Whom to name for each of `sources`, item by item. Empty for rows of a bulk dataset: its terms are in `/v1/datasets`.",
    }),
  })
  .meta({ id: "Event", description: "Something that happened, goes on, is planned or is proposed." });
export type Event = z.infer<typeof Event>;

export const WrittenEvent = z.strictObject({ ...written, ...own, date: WrittenDate.nullable() });
