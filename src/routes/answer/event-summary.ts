// Event summaries: events in few words, and what is counted of any set of them.

import { z } from "zod";
import { Event } from "../../model/event.ts";
import type { Summary } from "../../store/count/summary.ts";
import { byId } from "../../store/read/records.ts";
import type { RouteContext } from "./envelope.ts";
import { address } from "./links.ts";

const { id, type, status, statusAsOf, rank, title, date } = Event.shape;

export const EventSummary = z
  .strictObject({
    ...{ id, type, status, statusAsOf, rank, title, date },
    href: z.string().meta({ description: "The event.", examples: ["/v1/events/2023-10-17-tokayev-xi-talks"] }),
  })
  .meta({ id: "EventLine", description: "An event in few words; its status is that of the source at `statusAsOf`." });
export type EventSummary = z.infer<typeof EventSummary>;

/** A whole number of something. */
export function number(description: string, example: number) {
  return z
    .int()
    .min(0)
    .meta({ description, examples: [example] });
}

/** The members that say how many events there are, and which is the first and the last. */
export const SUMMARY_SHAPE = {
  count: number("Events in all.", 9),
  held: number("Those that occurred or were going on.", 6),
  ahead: number("Those only planned or proposed.", 3),
  first: EventSummary.nullable().meta({ description: "The first that took place, by `earliest`, then `id`." }),
  last: EventSummary.nullable().meta({ description: "The last that took place, by `earliest`, then `id`." }),
};

export function eventSummary(base: string, event: Event): EventSummary {
  const { id, type, status, statusAsOf, rank, title, date } = event;
  return { id, type, status, statusAsOf, rank, title, date, href: address(base, `/v1/events/${id}`) };
}

/** Puts the first and last events in the place of their ids, fetched once each. */
export async function withFirstAndLast<T extends Summary>({ database, base }: RouteContext, spans: readonly T[]) {
  const ids = new Set(spans.flatMap(({ first, last }) => [first, last]).filter((one) => one !== null));
  const docs = await byId(database, "events", [...ids]);
  const line = (of: string | null) => {
    const doc = of === null ? undefined : docs.get(of);
    return doc === undefined ? null : eventSummary(base, JSON.parse(doc));
  };
  return spans.map((span) => ({ ...span, first: line(span.first), last: line(span.last) }));
}
