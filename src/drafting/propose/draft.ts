// Drafts: everything that the rules propose for a text, as records.
import { eventsOf } from "../events/find.ts";
import type { Reading } from "../reading.ts";
import { eventRecords, namedEvents } from "./events.ts";
import { partiesOf, placesOf } from "./parties.ts";
import type { Draft } from "./proposal.ts";
import { spokenRecords } from "./quotes.ts";
import { publisherId, sourcesOf, type Told } from "./sources.ts";

/** The draft of a text. */
export function draftOf(reading: Reading, told: Told): Draft {
  const { records: sources } = sourcesOf(reading, told);
  const publisher = told.publisher === null ? null : { id: publisherId(reading, told.publisher), name: told.publisher };
  const events = namedEvents(reading, eventsOf(reading));
  const main = events.find(({ event }) => event.isMain)?.id ?? null;
  const isStated = reading.dayWords !== null;
  return {
    day:
      reading.day === null
        ? null
        : {
            value: reading.day,
            evidence: isStated && reading.dayWords !== null ? [reading.dayWords] : [],
            note: isStated
              ? "The latest day that the text states."
              : "The day of publication, as the command was told.",
          },
    at: main,
    records: [
      ...sources,
      ...partiesOf(reading, publisher),
      ...placesOf(reading),
      ...eventRecords(reading, events, main),
      ...spokenRecords(reading),
    ],
  };
}
