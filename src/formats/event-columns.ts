// Columns of events, those of GDELT's rows among them.
import type { Event, Participation } from "../model/event.ts";
import { type Column, codes, column, dates, id, kept } from "./column.ts";
import { creditOf, licenceOf } from "./credits.ts";
import { type Lang, wordsIn } from "./labels.ts";
import { nameOf, namesOf, type Related } from "./related.ts";

const gdelt = (["goldstein", "tone", "mentions", "sources", "articles"] as const).map((name) =>
  column<Event>(
    `gdelt${name[0]?.toUpperCase()}${name.slice(1)}`,
    name === "goldstein" || name === "tone" ? "decimal" : "integer",
    `\`${name}\` of the GDELT row; empty for all other records.`,
    (event) => event.codes.gdelt?.[name] ?? null,
  ),
);
const gdeltUrl = column<Event>(
  "gdeltUrl",
  "string",
  "`url` of the GDELT row; empty for all other records.",
  (event) => event.codes.gdelt?.url ?? null,
);

function participantName({ participant, name, code }: Participation, lang: Lang, related: Related): string | null {
  return nameOf("participants", participant, lang, related) ?? wordsIn(name, lang) ?? code;
}

/** The columns of events, in order; parallel lists have an item for each entry of `participants`. */
export const EVENT_COLUMNS: readonly Column<Event>[] = [
  id,
  column("type", "string", "Event type.", (event) => event.type),
  column("status", "string", "What the source knew of it.", (event) => event.status),
  column("statusAsOf", "date", "The date of the source's knowledge.", (event) => event.statusAsOf),
  column("rank", "string", "Rank of a visit as stated.", (event) => event.rank),
  column("invitationStage", "string", "Stage of an invitation.", (event) => event.invitation?.stage ?? null),
  column("invitationVisits", "list", "The visits invited to, as ids.", (event) => event.invitation?.visit ?? []),
  column("reciprocal", "boolean", "Whether each side acts alike.", (event) => event.reciprocal),
  column("title", "string", "Title.", (event, lang) => wordsIn(event.title, lang)),
  column("summary", "string", "What happened, in the project's words.", (event, lang) => wordsIn(event.summary, lang)),
  column("description", "string", "What a bulk dataset's row says of it, in the source's words.", (event, lang) =>
    wordsIn(event.description, lang),
  ),
  ...dates<Event>("date", "When", (event) => event.date),
  column("venue", "string", "The innermost place stated, as an id.", (event) => event.venue),
  column("venueName", "string", "Its name.", ({ venue }, lang, related) => nameOf("venues", venue, lang, related)),
  column("stops", "list", "The places of a trip, where the source lists several, as ids.", ({ stops }) => stops),
  column("stopNames", "list", "Their names: item by item beside `stops`.", ({ stops }, lang, related) =>
    namesOf("venues", stops, lang, related),
  ),
  column("roles", "list", "The parts played, in order.", ({ participants }) => participants.map(({ role }) => role)),
  column("participants", "list", "Who plays them, as ids: item by item beside `roles`.", ({ participants }) =>
    participants.map(({ participant }) => participant),
  ),
  column(
    "participantNames",
    "list",
    "Their names, or the name or code as given of those without a record: item by item beside `roles`.",
    ({ participants }, lang, related) => participants.map((entry) => participantName(entry, lang, related)),
  ),
  column("offices", "list", "The offices they act in: item by item beside `roles`.", ({ participants }, lang) =>
    participants.map(({ office }) => wordsIn(office, lang)),
  ),
  column("onBehalfOf", "list", "Whom they act for, as ids: item by item beside `roles`.", ({ participants }) =>
    participants.map(({ onBehalfOf }) => onBehalfOf),
  ),
  column(
    "onBehalfOfNames",
    "list",
    "Names of those: item by item beside `roles`.",
    ({ participants }, lang, related) => {
      const ids = participants.map(({ onBehalfOf }) => onBehalfOf);
      return namesOf("participants", ids, lang, related);
    },
  ),
  column("countries", "list", "The states that take part, as ids, sorted.", (event) => event.countries),
  column("countryNames", "list", "Their names: item by item beside `countries`.", (event, lang, related) =>
    namesOf("participants", event.countries, lang, related),
  ),
  column("partOf", "string", "The larger event, as an id.", (event) => event.partOf),
  column("relations", "list", "Relations to other events, each `relation:id`.", (event) =>
    event.relations.map((relation) => `${relation.type}:${relation.event}`),
  ),
  ...codes<Event>(),
  ...gdelt,
  gdeltUrl,
  column("topics", "list", "Topics.", (event) => event.topics),
  column("sources", "list", "The sources that report it, as ids.", (event) => event.sources),
  column("sourceCredits", "list", "Whom to name for each: item by item beside `sources`.", ({ sources }, _, related) =>
    sources.map((id) => creditOf(id, related.sources)),
  ),
  column(
    "sourceLicences",
    "list",
    "The terms of each; an empty item: all rights reserved.",
    ({ sources }, _, related) => sources.map((id) => licenceOf(id, related.sources)),
  ),
  ...kept,
];
