// Places: a venue with all around it, inside out, and the point that may stand for it.
//
// A place stands for what lies in it: a hall without coordinates is found at its city's point, and the answer says
// whose point it is and how precise. A point that stands for a country is never used, neither as its own nor for what
// lies in it; the middle of Kazakhstan is not where a meeting took place.
import type { Venue } from "../model/venue.ts";

export type Venues = ReadonlyMap<string, Venue>;
type Location = NonNullable<Venue["location"]>;

/** A venue and what it lies in, innermost first, as far as `venues` knows. */
export function surroundings(start: Venue | undefined, venues: Venues): Venue[] {
  const found = new Set<Venue>();
  let venue = start;
  while (venue !== undefined && !found.has(venue)) {
    found.add(venue);
    venue = venue.within === null ? undefined : venues.get(venue.within);
  }
  return [...found];
}

/** A venue's own point, but never a country's: its centroid is no place where anything happened. */
export function ownPoint({ kind, location }: Venue): Location | null {
  return kind === "country" || location?.precision === "country" ? null : location;
}

/** The point of the innermost venue that has one, and that venue. */
export function pointOf(start: Venue | undefined, venues: Venues): { at: Venue; location: Location } | null {
  for (const at of surroundings(start, venues)) {
    const location = ownPoint(at);
    if (location !== null) return { at, location };
  }
  return null;
}
