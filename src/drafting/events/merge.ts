// Merging: mentions that are of one event, by type, date and parties.
import type { FoundEvent } from "./found.ts";
import type { Part } from "./parts.ts";

/** The events with each mention of the same one taken into it, in the order of their first words. */
export function merged(found: readonly FoundEvent[]): readonly FoundEvent[] {
  const once = mergedOnce(found);
  // What was taken in may have given an event the type or the date of another.
  return once.length === found.length ? once : merged(once);
}

function mergedOnce(found: readonly FoundEvent[]): readonly FoundEvent[] {
  const events: FoundEvent[] = [];
  for (const one of found) {
    const at = events.findIndex((other) => isSame(other, one));
    const other = events[at];
    if (other === undefined) events.push(one);
    else events[at] = joined(other, one);
  }
  return events;
}

function isSame(one: FoundEvent, other: FoundEvent): boolean {
  // Talks take precedence over the meeting at which they were held.
  const isTalks =
    one.isMain && other.isMain && [one.type, other.type].every((type) => type === "talks" || type === "meeting");
  if (
    (one.type !== other.type && !isTalks) ||
    (one.rank !== null && other.rank !== null && one.rank.value !== other.rank.value)
  )
    return false;
  if (one.stage !== null && one.stage !== other.stage) return false;
  if (!datesAgree(one, other)) return false;
  if (one.isMain && other.isMain) return true;
  const [mine, theirs] = [one, other].map(({ parts }) => new Set(parts.map(({ id, role }) => `${role} ${id}`)));
  if (mine === undefined || theirs === undefined) return false;
  if (mine.size === 0 || theirs.size === 0)
    return (
      one.sentence.start === other.sentence.start || one.type === "forum" || (one.date !== null && other.date !== null)
    );
  const isWithin = (inner: ReadonlySet<string>, outer: ReadonlySet<string>) =>
    [...inner].every((part) => outer.has(part));
  return isWithin(mine, theirs) || isWithin(theirs, mine);
}

/** One date within the other, or one unknown: «сентябрь» and «прошлый год» may be one time. */
function datesAgree(one: FoundEvent, other: FoundEvent): boolean {
  const [a, b] = [one, other].map(({ date }) => date?.value.replace(/[~?%[\].]/g, "") ?? null);
  if (a == null || b == null) return one.status.value === other.status.value;
  return a.startsWith(b) || b.startsWith(a);
}

function joined(one: FoundEvent, other: FoundEvent): FoundEvent {
  const finer = (one.date?.value.length ?? 0) >= (other.date?.value.length ?? 0) ? one.date : other.date;
  const stated = [one.date, other.date].find((date) => date !== null && date.note === null);
  const status = [one.status, other.status].find(({ value }) => value === "ongoing") ?? one.status;
  const parts = new Map<string, Part>();
  for (const part of [...one.parts, ...other.parts]) if (!parts.has(part.id)) parts.set(part.id, part);
  return {
    ...one,
    type: [one.type, other.type].includes("talks") ? "talks" : one.type,
    triggers: [...one.triggers, ...other.triggers],
    date: stated ?? finer,
    status,
    rank: one.rank ?? other.rank,
    venue: (other.venue?.depth ?? -1) > (one.venue?.depth ?? -1) ? other.venue : (one.venue ?? other.venue),
    // A state for which a person acts takes part through that person.
    parts: [...parts.values()].filter(({ id }, _, all) => !all.some(({ onBehalfOf }) => onBehalfOf === id)),
    isMain: one.isMain || other.isMain,
  };
}
