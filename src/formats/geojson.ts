// GeoJSON: events and venues on a map (RFC 7946), each point with the precision it has.
import type { AnyRecord } from "../model/bundle.ts";
import type { Event } from "../model/event.ts";
import type { Collection } from "../model/ids.ts";
import type { Venue } from "../model/venue.ts";
import { creditOf, licenceOf } from "./credits.ts";
import { type Lang, labelOf, urnOf, wordsIn } from "./labels.ts";
import type { ParticipationRow } from "./participations.ts";
import { pointOf } from "./places.ts";
import { nameOf, namesOf, type Related } from "./related.ts";

/** What the features depend on. */
interface Chart {
  readonly collection: Collection;
  readonly lang: Lang;
  readonly base: string;
  readonly self: string;
  readonly version: string;
  readonly total: number | null;
  readonly title: string;
  readonly related: Related;
}

function eventProperties(event: Event, lang: Lang, related: Related) {
  return {
    label: labelOf("events", event, lang),
    type: event.type,
    status: event.status,
    dateEdtf: event.date?.edtf ?? null,
    dateEarliest: event.date?.earliest ?? null,
    dateLatest: event.date?.latest ?? null,
    dateCertain: event.date?.certain ?? null,
    rank: event.rank,
    summary: wordsIn(event.summary, lang),
    description: wordsIn(event.description, lang),
    venue: event.venue,
    venueName: nameOf("venues", event.venue, lang, related),
    stops: event.stops,
    stopNames: namesOf("venues", event.stops, lang, related),
    countries: event.countries,
    countryNames: namesOf("participants", event.countries, lang, related),
    sourceCredits: event.sources.map((id) => creditOf(id, related.sources)),
    sourceLicences: event.sources.map((id) => licenceOf(id, related.sources)),
  };
}

function venueProperties(venue: Venue, lang: Lang, related: Related) {
  const { kind, within, country, sameAs } = venue;
  const countryName = nameOf("participants", country, lang, related);
  return { label: labelOf("venues", venue, lang), kind, within, country, countryName, sameAs };
}

/** A feature; without a point it has a null geometry, so that nothing found is lost (RFC 7946, section 3.2). */
function feature(record: Event | Venue, { collection, lang, base, related }: Chart) {
  const { venues } = related;
  const point = pointOf("venue" in record ? venues.get(record.venue ?? "") : record, venues);
  return {
    type: "Feature",
    id: urnOf(collection, record.id),
    geometry: point && { type: "Point", coordinates: [point.location.longitude, point.location.latitude] },
    properties: {
      collection,
      record: record.id,
      ...("venue" in record ? eventProperties(record, lang, related) : venueProperties(record, lang, related)),
      precision: point?.location.precision ?? null,
      located: point?.at.id ?? null,
      href: `${base}/v1/${collection}/${record.id}`,
    },
  };
}

export const geojson = {
  /** Beside the features stand, as foreign members (section 6.1), what a list's JSON has in `meta` and `links`. */
  head({ collection, title, version, total, self }: Chart): string {
    const members = JSON.stringify({
      type: "FeatureCollection",
      // GDAL takes it for the name of the layer, and of a table or file made of it.
      name: collection,
      title,
      meta: { version, total },
      links: { self },
    });
    return `${members.slice(0, -1)},"features":[`;
  },
  record(record: AnyRecord | ParticipationRow, context: Chart, first: boolean): string {
    return `${first ? "\n" : ",\n"}${JSON.stringify(feature(record as Event | Venue, context))}`;
  },
  tail: () => "\n]}\n",
};
