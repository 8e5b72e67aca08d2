// JSON-LD: records in the words of schema.org, in all their languages, and only what those words can say.
import type { AnyRecord, Records } from "../model/bundle.ts";
import type { EventDate } from "../model/dates.ts";
import type { Event } from "../model/event.ts";
import { EVENT_TYPES } from "../model/event-types.ts";
import type { Figure } from "../model/figure.ts";
import type { Collection } from "../model/ids.ts";
import type { LanguageMap } from "../model/labels.ts";
import type { Participant } from "../model/participant.ts";
import type { Quote } from "../model/quote.ts";
import type { Source } from "../model/source.ts";
import type { Term } from "../model/term.ts";
import type { Venue } from "../model/venue.ts";
import { BOUNDS, TOPICS } from "../model/vocabulary.ts";
import { labelOf, urnOf } from "./labels.ts";
import { ownPoint, surroundings } from "./places.ts";
import type { Related } from "./related.ts";

/** What the graph depends on. */
interface Graph {
  readonly collection: Collection;
  readonly base: string;
  readonly related: Related;
}

/** A node: terms of schema.org; what is undefined is not written. */
type Node = { readonly [term: string]: unknown };

const reference = (collection: Collection, id: string) => ({ "@id": urnOf(collection, id) });
const optional = (collection: Collection, id: string | null) => (id === null ? undefined : reference(collection, id));
const references = (collection: Collection, ids: readonly string[]) => some(ids.map((id) => reference(collection, id)));
const some = <T>(list: readonly T[]) => (list.length === 0 ? undefined : list);
const said = (text: string, language: string | null) =>
  language === null ? text : { "@language": language, "@value": text };

function words(map: LanguageMap | null) {
  return some(Object.entries(map ?? {}).map(([language, text]) => said(text, language)));
}

function others(aliases: Participant["aliases"]) {
  return some(Object.entries(aliases).flatMap(([language, texts]) => texts.map((text) => said(text, language))));
}

function labelled(vocabulary: readonly Term[], id: string) {
  const found = vocabulary.find((term) => term.id === id);
  return found && words({ ...found.label });
}

function term(vocabulary: readonly Term[], id: string): Node {
  return { "@type": "DefinedTerm", termCode: id, name: labelled(vocabulary, id) };
}

/** A year, month or day, which EDTF and ISO 8601 write alike; all else would say more than is known. */
function plainDate(text: string | undefined): string | undefined {
  return text !== undefined && /^\d{4}(?:-\d\d){0,2}$/.test(text) ? text : undefined;
}

/** The ends of an interval; a single date is a start alone: whether it is also the end is not said. */
function period(date: EventDate | null) {
  const [start, end] = (date?.edtf ?? "").split("/");
  return { startDate: plainDate(start), endDate: plainDate(end) };
}

/** schema.org has no word for what has occurred, goes on or is only proposed. */
const STATUS: { readonly [S in Event["status"]]?: string } = {
  planned: "EventScheduled",
  cancelled: "EventCancelled",
  postponed: "EventPostponed",
};

/** How schema.org calls the parts; whom it has no word for is whom the event is about. */
const PARTS: { readonly [R in Event["participants"][number]["role"]]?: "attendee" | "organizer" | "performer" } = {
  visitor: "attendee",
  host: "organizer",
  convener: "organizer",
  chair: "organizer",
  participant: "attendee",
  "delegation-member": "attendee",
  signatory: "attendee",
  speaker: "performer",
  addressee: "attendee",
};

function players(event: Event, part: "attendee" | "organizer" | "performer" | undefined): Node[] {
  const found = event.participants.filter(({ role }) => PARTS[role] === part);
  const known = [...new Set(found.flatMap(({ participant }) => participant ?? []))];
  const unknown = found.filter(({ participant, name, code }) => participant === null && (name ?? code) !== null);
  return [
    ...known.map((id) => reference("participants", id)),
    ...unknown.map(({ name, code }) => ({ "@type": "Thing", name: words(name), identifier: code ?? undefined })),
  ];
}

function eventNode(event: Event): Node {
  const status = STATUS[event.status];
  return {
    "@type": event.type === "sport" ? "SportsEvent" : "Event",
    name: words(event.title),
    description: words(event.summary) ?? words(event.description),
    ...period(event.date),
    eventStatus: status && { "@id": `http://schema.org/${status}` },
    location: places(event),
    attendee: some(players(event, "attendee")),
    organizer: some(players(event, "organizer")),
    performer: some(players(event, "performer")),
    superEvent: optional("events", event.partOf),
    about: some([...players(event, undefined), ...event.topics.map((topic) => term(TOPICS, topic))]),
    keywords: term(EVENT_TYPES, event.type),
    subjectOf: references("sources", event.sources),
  };
}

const PARTICIPANTS = { person: "Person", country: "Country", organization: "Organization", delegation: "Organization" };
const PLACES = { room: "Place", building: "Place", city: "City", region: "AdministrativeArea", country: "Country" };
/** Kinds of sources come with the data; one that has no type of its own is a text. */
const SOURCES: Readonly<Record<string, string>> = { article: "NewsArticle", dataset: "Dataset" };
/** A place in a series and a year are no quantities. */
const FIGURES: { readonly [K in Figure["kind"]]: string } = {
  money: "MonetaryAmount",
  count: "QuantitativeValue",
  duration: "QuantitativeValue",
  percentage: "QuantitativeValue",
  ordinal: "PropertyValue",
  year: "PropertyValue",
};

function participantNode(participant: Participant): Node {
  return {
    "@type": PARTICIPANTS[participant.kind],
    name: words(participant.names),
    alternateName: others(participant.aliases),
    jobTitle: some(participant.offices.flatMap(({ title }) => words(title) ?? [])),
    identifier: some([participant.iso?.alpha2, participant.iso?.alpha3].filter((code) => code != null)),
    sameAs: item(participant.wikidata),
  };
}

function item(wikidata: string | null): string | undefined {
  return wikidata === null ? undefined : `http://www.wikidata.org/entity/${wikidata}`;
}

function geo(venue: Venue): Node | undefined {
  const point = ownPoint(venue);
  if (point === null) return undefined;
  const { latitude, longitude, precision } = point;
  return { "@type": "GeoCoordinates", latitude, longitude, description: `precision: ${precision}` };
}

/** A place of its own, or each of those of a trip. */
function places({ venue, stops }: Event) {
  return stops.length === 0 ? optional("venues", venue) : references("venues", stops);
}

function sameAs({ wikidata, sameAs }: Venue) {
  const known = item(wikidata);
  return [...(known === undefined ? [] : [{ "@id": known }]), ...sameAs.map((id) => reference("venues", id))];
}

function venueNode(venue: Venue): Node {
  return {
    "@type": PLACES[venue.kind],
    name: words(venue.names),
    alternateName: others(venue.aliases),
    containedInPlace: optional("venues", venue.within),
    geo: geo(venue),
    sameAs: venue.sameAs.length === 0 ? item(venue.wikidata) : sameAs(venue),
  };
}

/** Direct speech was made by who spoke it; indirect speech is only attributed to them. */
function quoteNode(quote: Quote): Node {
  const { events, figures, participants, venues } = quote.mentions;
  return {
    "@type": "Quotation",
    text: said(quote.text, quote.language),
    inLanguage: quote.language,
    creator: quote.mode === "direct" ? optional("participants", quote.speaker) : undefined,
    spokenByCharacter: optional("participants", quote.speaker),
    dateCreated: plainDate(quote.date?.edtf),
    recordedAt: optional("events", quote.event),
    isPartOf: reference("sources", quote.source),
    license: quote.credit.licenceUrl ?? undefined,
    creditText: quote.credit.attribution ?? undefined,
    mentions: some([
      ...events.map((id) => reference("events", id)),
      ...figures.map((id) => reference("figures", id)),
      ...participants.map((id) => reference("participants", id)),
      ...venues.map((id) => reference("venues", id)),
    ]),
    workTranslation: some(
      Object.entries(quote.translations).map(([language, { text, by }]) => ({
        "@type": "Quotation",
        text: said(text, language),
        inLanguage: language,
        creditText: `translation: ${by}`,
      })),
    ),
  };
}

/** Numbers are texts: a JSON number would make a float of them. A bound is the end of the range that is known. */
function figureNode(figure: Figure): Node {
  const { value, valueMax, bound, unit, kind } = figure;
  const within = bound === "exact" || bound === "approximate" ? null : bound;
  return {
    "@type": FIGURES[kind],
    name: words(figure.measure),
    description: words(figure.subject),
    disambiguatingDescription: bound === "exact" ? undefined : labelled(BOUNDS, bound),
    alternateName: figure.raw,
    value: within === null ? (value ?? undefined) : undefined,
    minValue: within === "range" || within === "at-least" ? (value ?? undefined) : undefined,
    maxValue: (within === "at-most" ? value : valueMax) ?? undefined,
    currency: figure.currency ?? undefined,
    unitText: kind === "percentage" ? "percent" : (unit ?? undefined),
    subjectOf: some([
      ...[optional("quotes", figure.quote), optional("events", figure.event)].filter((node) => node !== undefined),
      reference("sources", figure.source),
    ]),
  };
}

function sourceNode(source: Source): Node {
  return {
    "@type": SOURCES[source.kind ?? ""] ?? "Article",
    headline: source.headline === null ? undefined : said(source.headline, source.language),
    inLanguage: source.language ?? undefined,
    publisher: optional("participants", source.publisher),
    datePublished: plainDate(source.published?.edtf),
    isBasedOn: references("sources", source.derivedFrom),
    url: source.url ?? undefined,
    license: source.licenceUrl ?? undefined,
    creditText: source.attribution ?? undefined,
  };
}

const NODES: { readonly [C in Collection]: (record: Records[C]) => Node } = {
  events: eventNode,
  participants: participantNode,
  venues: venueNode,
  quotes: quoteNode,
  figures: figureNode,
  sources: sourceNode,
};

/** The name of a record that another names. */
const NAMES: { readonly [C in Collection]: (record: Records[C]) => ReturnType<typeof words> | string } = {
  events: ({ title }) => words(title),
  participants: ({ names }) => words(names),
  venues: ({ names }) => words(names),
  quotes: (quote) => labelOf("quotes", quote, "en"),
  figures: ({ measure }) => words(measure),
  sources: ({ headline, id }) => headline ?? id,
};

/** What is said of a record that another names: what it is, its name, and for words of others their terms; its type alone where there is no record. */
function stub(urn: string, related: Related): Node {
  const [collection, id = ""] = urn.slice("urn:communique:".length).split(":") as [Collection, string];
  const record = related[collection].get(id);
  if (record === undefined) return { "@id": urn, "@type": "Thing" };
  const { "@type": type, license, creditText } = NODES[collection](record as never);
  return { "@id": urn, "@type": type, name: NAMES[collection](record as never), license, creditText };
}

/** The ids that nodes name, at any depth. */
function named(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(named);
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, one]) => (key === "@id" ? [] : named(one)));
  return "@id" in value && Object.keys(value).length === 1 ? [String(value["@id"])] : inner;
}

function node(collection: Collection, record: AnyRecord, base: string): Node {
  const mainEntityOfPage = base === "" ? undefined : `${base}/v1/${collection}/${record.id}`;
  return { "@id": urnOf(collection, record.id), ...NODES[collection](record as never), mainEntityOfPage };
}

export const jsonld = {
  *write(records: readonly AnyRecord[], { collection, base, related }: Graph): Generator<string> {
    const { venues } = related;
    const starts = records.map((record) => ("venue" in record ? venues.get(record.venue ?? "") : undefined));
    const inner = collection === "venues" ? (records as readonly Venue[]) : starts;
    const around = new Map(inner.flatMap((venue) => surroundings(venue, venues)).map((venue) => [venue.id, venue]));
    if (collection === "venues") for (const { id } of records) around.delete(id);
    const described = [
      ...records.map((record) => [collection, record] as const),
      ...[...around.values()].map((venue) => ["venues", venue] as const),
    ];
    const others = new Set<string>();
    yield '{"@context":"https://schema.org","@graph":[';
    for (const [at, [of, record]] of described.entries()) {
      const one = node(of, record, base);
      for (const urn of named(one)) if (urn.startsWith("urn:")) others.add(urn);
      yield `${at === 0 ? "" : ","}${JSON.stringify(one)}`;
    }
    for (const [of, { id }] of described) others.delete(urnOf(of, id));
    for (const urn of others) yield `${described.length === 0 ? "" : ","}${JSON.stringify(stub(urn, related))}`;
    yield "]}\n";
  },
};
