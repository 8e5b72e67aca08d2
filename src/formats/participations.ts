// Participations: the entries of `participants` of events, a row each, with the names of what they name.
import { z } from "zod";
import { Event, Participation } from "../model/event.ts";
import { idOf } from "../model/ids.ts";
import { LanguageMap } from "../model/labels.ts";
import { Participant } from "../model/participant.ts";
import { type Column, column, dates, kept } from "./column.ts";
import { wordsIn } from "./labels.ts";
import type { Related } from "./related.ts";

const { id, dataset, type, status, rank, title, date, venue, updated } = Event.shape;
const { participant, code, role, office, onBehalfOf } = Participation.shape;

/** One entry of an event's `participants`; event and position name it. */
export const ParticipationRow = z
  .strictObject({
    event: id.meta({ description: "The event.", examples: ["2023-10-17-tokayev-xi-talks"] }),
    position: z
      .int()
      .min(1)
      .meta({ description: "Its place in `participants` of the event, from 1.", examples: [1] }),
    ...{ dataset, type, status, rank, title, date, venue },
    venueName: LanguageMap.nullable().meta({ description: "The name of the venue." }),
    participant,
    kind: Participant.shape.kind.nullable().meta({ description: "What the participant is; null without a record." }),
    name: LanguageMap.nullable().meta({ description: "The name of the record, or as given where there is none." }),
    ...{ code, role, office, onBehalfOf },
    onBehalfOfName: LanguageMap.nullable().meta({ description: "The name of the state or body acted for." }),
    state: idOf("participants", "kz")
      .nullable()
      .meta({ description: "The state acted for, or the participant where it is a state; null where not told." }),
    stateName: LanguageMap.nullable().meta({ description: "The name of that state." }),
    updated,
  })
  .meta({ id: "ParticipationRow", description: "Who took part in an event, as a row of a table." });
export type ParticipationRow = z.infer<typeof ParticipationRow>;

/** The rows of an event, one for each entry of `participants`, in their order. */
export function participationRows(event: Event, { participants, venues }: Related): ParticipationRow[] {
  const known = (id: string | null) => (id === null ? undefined : participants.get(id));
  const { dataset, type, status, rank, title, date, venue, updated } = event;
  const venueName = (venue === null ? undefined : venues.get(venue))?.names ?? null;
  return event.participants.map((entry, at) => {
    const { participant, code, role, office, onBehalfOf } = entry;
    const [own, acted] = [known(participant), known(onBehalfOf)];
    // As `countries` are computed: a person's own nationality does not say for whom they acted.
    const state = [acted, own].find((record) => record?.kind === "country");
    return {
      ...{ event: event.id, position: at + 1, dataset, type, status, rank, title, date, venue, venueName },
      ...{ participant, kind: own?.kind ?? null, name: own?.names ?? entry.name, code, role, office, onBehalfOf },
      ...{ onBehalfOfName: acted?.names ?? null, state: state?.id ?? null, stateName: state?.names ?? null, updated },
    };
  });
}

/** The columns of its CSV, in order. */
export const PARTICIPATION_COLUMNS: readonly Column<ParticipationRow>[] = [
  column("event", "string", "The event, as an id.", (row) => row.event),
  column("position", "integer", "Its place among the event's participants, from 1.", (row) => row.position),
  column("type", "string", "Event type.", (row) => row.type),
  column("status", "string", "What the source knew of the event.", (row) => row.status),
  column("rank", "string", "Rank of a visit as stated.", (row) => row.rank),
  column("title", "string", "Title of the event.", (row, lang) => wordsIn(row.title, lang)),
  ...dates<ParticipationRow>("date", "When", (row) => row.date),
  column("venue", "string", "The innermost place stated, as an id.", (row) => row.venue),
  column("venueName", "string", "Its name.", (row, lang) => wordsIn(row.venueName, lang)),
  column("participant", "string", "Who takes part, as an id; empty without a record.", (row) => row.participant),
  column("kind", "string", "Kind of participant; empty without a record.", (row) => row.kind),
  column("name", "string", "The name of the record, or as given where there is none.", (row, lang) =>
    wordsIn(row.name, lang),
  ),
  column("code", "string", "The code as given, only without a record.", (row) => row.code),
  column("role", "string", "The part played.", (row) => row.role),
  column("office", "string", "The office in which a person acts.", (row, lang) => wordsIn(row.office, lang)),
  column("onBehalfOf", "string", "The state or body acted for, as an id.", (row) => row.onBehalfOf),
  column("onBehalfOfName", "string", "Its name.", (row, lang) => wordsIn(row.onBehalfOfName, lang)),
  column("state", "string", "The state acted for or taking part itself, as an id.", (row) => row.state),
  column("stateName", "string", "The name of that state.", (row, lang) => wordsIn(row.stateName, lang)),
  ...kept,
];
