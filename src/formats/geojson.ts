// GeoJSON: events and venues on a map (RFC 7946), each point with the precision it has.
import type { AnyRecord } from "../model/bundle.ts";
import type { Event } from "../model/event.ts";
import type { Collection } from "../model/ids.ts";
import type { Venue } from "../model/venue.ts";
import { type Lang, labelOf, urnOf } from "./columns.ts";
import { pointOf, type Venues } from "./places.ts";

/** What the features depend on. */
interface Chart {
  readonly collection: Collection;
  readonly lang: Lang;
  readonly base: string;
  readonly self: string;
  readonly version: string;
  readonly total: number | null;
  readonly title: string;
  readonly venues: Venues;
}

function eventProperties(event: Event, lang: Lang) {
  return {
    label: labelOf("events", event, lang),
    type: event.type,
    status: event.status,
    dateEdtf: event.date?.edtf ?? null,
    dateEarliest: event.date?.earliest ?? null,
    dateLatest: event.date?.latest ?? null,
    venue: event.venue,
    countries: event.countries,
  };
}

function venueProperties(venue: Venue, lang: Lang) {
  return { label: labelOf("venues", venue, lang), kind: venue.kind, within: venue.within, country: venue.country };
}

/** A feature; without a point it has a null geometry, so that nothing found is lost (RFC 7946, section 3.2). */
function feature(record: Event | Venue, { collection, lang, base, venues }: Chart) {
  const point = pointOf("venue" in record ? venues.get(record.venue ?? "") : record, venues);
  return {
    type: "Feature",
    id: urnOf(collection, record.id),
    geometry: point && { type: "Point", coordinates: [point.location.longitude, point.location.latitude] },
    properties: {
      collection,
      record: record.id,
      ...("venue" in record ? eventProperties(record, lang) : venueProperties(record, lang)),
      precision: point?.location.precision ?? null,
      located: point?.at.id ?? null,
      href: `${base}/v1/${collection}/${record.id}`,
    },
  };
}

export const geojson = {
  /** Beside the features stand, as foreign members (section 6.1), what a list's JSON has in `meta` and `links`. */
  head({ title, version, total, self }: Chart): string {
    const members = JSON.stringify({
      type: "FeatureCollection",
      name: title,
      meta: { version, total },
      links: { self },
    });
    return `${members.slice(0, -1)},"features":[`;
  },
  record(record: AnyRecord, context: Chart, first: boolean): string {
    return `${first ? "\n" : ",\n"}${JSON.stringify(feature(record as Event | Venue, context))}`;
  },
  tail: () => "\n]}\n",
};
