// An oracle: what a question finds by the words of the interface, told over records in memory without any SQL.
import type { Dataset, Records } from "../../src/model/bundle.ts";
import type { EventDate } from "../../src/model/dates.ts";
import { COLLECTIONS, type Collection } from "../../src/model/ids.ts";
import { STATES } from "./generated.ts";

/** A query string: names and values as they are written. */
export type Query = readonly (readonly [name: string, value: string])[];

type AnyRecord = Records[Collection];
type World = { readonly [C in Collection]: readonly Records[C][] };
/** What a record says of each filter; nothing where it is unknown. */
type Says = Readonly<Record<string, readonly (string | null)[]>>;

const known = (values: readonly (string | null)[]) => values.filter((value) => value !== null);

/** A venue, what it lies in, and so on outwards. */
function around(venues: World["venues"], id: string | null): Records["venues"][] {
  const here = venues.find((venue) => venue.id === id);
  return here === undefined ? [] : [here, ...around(venues, here.within)];
}

/** The year (4) or month (7) in which a date lies whole. */
function within(date: EventDate | null, length: number): string[] {
  const part = date?.earliest?.slice(0, length);
  return part !== undefined && date?.latest?.slice(0, length) === part ? [part] : [];
}

const SAYS: { readonly [C in Collection]: (record: Records[C], world: World) => Says } = {
  events: (event, world) => ({
    type: [event.type],
    status: [event.status],
    rank: [event.rank],
    country: event.countries,
    participant: event.participants.map(({ participant }) => participant),
    role: event.participants.map(({ role }) => role),
    venue: around(world.venues, event.venue).map(({ id }) => id),
    venueCountry: known(around(world.venues, event.venue).map(({ country }) => country)).slice(0, 1),
    topic: event.topics,
    cameo: [event.codes.cameo?.code ?? null],
    cameoRoot: [event.codes.cameo?.code.slice(0, 2) ?? null],
    plover: [event.codes.plover?.event ?? null],
    partOf: [event.partOf],
    relatedTo: [
      ...event.relations.map((relation) => relation.event),
      ...world.events.filter(({ relations }) => relations.some((one) => one.event === event.id)).map(({ id }) => id),
    ],
    source: event.sources,
  }),
  quotes: (quote) => ({
    speaker: [quote.speaker],
    addressee: quote.addressees,
    event: [quote.event],
    source: [quote.source],
    language: [quote.language],
    mode: [quote.mode],
    mentions: Object.values(quote.mentions).flat(),
  }),
  figures: (figure) => ({
    kind: [figure.kind],
    unit: [figure.unit],
    currency: [figure.currency],
    claimant: [figure.claimant],
    event: [figure.event],
    quote: [figure.quote],
    source: [figure.source],
    stage: [figure.stage],
    additive: [String(figure.additive)],
  }),
  participants: (participant) => ({ kind: [participant.kind], country: [participant.country] }),
  venues: (venue, world) => ({
    kind: [venue.kind],
    country: [venue.country],
    within: around(world.venues, venue.within).map(({ id }) => id),
  }),
  sources: (source) => ({ publisher: [source.publisher], language: [source.language], kind: [source.kind] }),
};

/** One condition on a field: any of these, or with `!` none of them; `null` is unknown. */
interface List {
  readonly not: boolean;
  readonly words: readonly string[];
}

/** What is given of a filter: any of some words, none of others, and each of those that it has with `.all`. */
function listsOf(filter: string, query: Query): List[] {
  const isState = ["country", "venueCountry"].includes(filter);
  const meant = (words: readonly string[]) =>
    isState ? words.flatMap((word) => STATES.get(word.toUpperCase()) ?? [word]) : words;
  const given = (name: string, sign: string) =>
    query.flatMap(([one, text]) => {
      if (one !== name || text.startsWith("!") !== (sign === "!")) return [];
      return text.slice(sign.length).split(",");
    });
  const any = { not: false, words: meant(given(filter, "")) };
  const none = { not: true, words: meant(given(filter, "!")) };
  const all = given(`${filter}.all`, "").map((word): List => ({ not: false, words: meant([word]) }));
  return [any, none, ...all].filter(({ words }) => words.length > 0);
}

function holds(filter: string, said: readonly (string | null)[], { not, words }: List): boolean {
  const values = known(said);
  const found = words.some((word) => {
    if (word === "null") return values.length === 0;
    return values.some((value) => (filter === "cameo" ? value.startsWith(word) : value === word));
  });
  return found !== not;
}

const TOGETHER = ["participant", "country", "role"] as const;
const isTogether = (name: string) => TOGETHER.some((one) => one === name);

interface Condition {
  readonly filter: (typeof TOGETHER)[number];
  readonly list: List;
}

/**
 * `participant`, `country` and `role` given together hold in one entry, several conditions on one of them each in
 * some entry. What is only negated joins that entry, unless all are; beside a positive list a negated one is about the whole record.
 */
function holdsTogether(event: Records["events"], lists: ReadonlyMap<string, readonly List[]>): boolean {
  const entries = event.participants.map((entry) => ({
    participant: [entry.participant],
    role: [entry.role],
    country: known([entry.participant, entry.onBehalfOf]).filter((id) => event.countries.includes(id)),
  }));
  const once: Condition[] = [];
  const repeated: Condition[] = [];
  for (const filter of TOGETHER) {
    const all = (lists.get(filter) ?? []).map((list) => ({ filter, list }));
    const positive = all.filter(({ list }) => !list.not);
    if (positive.length > 1) repeated.push(...positive);
    else once.push(...(positive.length === 1 ? positive : all));
  }
  const fits = entries.filter((entry) => once.every(({ filter, list }) => holds(filter, entry[filter], list)));
  if (repeated.length === 0) return fits.length > 0;
  return repeated.every(({ filter, list }) => fits.some((entry) => holds(filter, entry[filter], list)));
}

const FIRST = "0000-00-00";
const LAST = "9999-99-99";

/** Days of a month or year that there are not do no harm: no date lies on them. */
function inWindow(date: EventDate | null, from: string | undefined, to: string | undefined, certain: boolean): boolean {
  if (from === undefined && to === undefined) return true;
  if (date === null || (date.earliest === null && date.latest === null)) return false;
  const first = from === undefined ? FIRST : `${from}-01-01`.slice(0, 10);
  const last = to === undefined ? LAST : `${to}-99-99`.slice(0, 10);
  const inside = (day: string | null) => day !== null && first <= day && day <= last;
  if (certain) {
    const begins = date.earliest === null ? from === undefined : date.earliest >= first;
    const ends = date.latest === null ? to === undefined : date.latest <= last;
    return date.certain && begins && ends;
  }
  if (date.earliest === null || date.latest === null) return inside(date.earliest) || inside(date.latest);
  return date.earliest <= last && date.latest >= first;
}

function dateOf(record: AnyRecord): EventDate | null {
  if ("asOf" in record) return record.asOf;
  return "date" in record ? record.date : null;
}

/** The ids that a question finds, in its order. */
export function answer(collection: Collection, query: Query, datasets: readonly Dataset[]): string[] {
  const one = (name: string) => query.find(([given]) => given === name)?.[1];
  const world = Object.fromEntries(
    COLLECTIONS.map((each) => [each, datasets.flatMap(({ records }): AnyRecord[] => [...records[each]])]),
  ) as unknown as World;
  const kinds = new Map(datasets.map(({ info }) => [info.id, info.kind]));
  const asked = listsOf("dataset", query);
  const names = new Set(query.map(([name]) => name.replace(/\.all$/, "")));
  const lists = new Map([...names].map((name) => [name, listsOf(name, query)]));
  const together = collection === "events" && TOGETHER.filter((name) => lists.has(name)).length > 1;
  const allNegated = TOGETHER.every((name) => lists.get(name)?.every(({ not }) => not) ?? true);

  const found = world[collection].filter((record: AnyRecord) => {
    const says = {
      ...(SAYS[collection] as (record: AnyRecord, world: World) => Says)(record, world),
      year: within(dateOf(record), 4),
      month: within(dateOf(record), 7),
    };
    const value = "value" in record ? record.value : null;
    const inDatasets =
      asked.length === 0
        ? kinds.get(record.dataset) === "curated"
        : one("dataset") === "all" || asked.every((list) => holds("dataset", [record.dataset], list));
    const filtered = [...lists].every(([name, given]) => {
      const field = (says as Says)[name];
      if (field === undefined) return true;
      if (!together || allNegated || !isTogether(name)) return given.every((list) => holds(name, field, list));
      const positive = given.some(({ not }) => !not);
      return !positive || given.filter(({ not }) => not).every((list) => holds(name, field, list));
    });
    const measured = ["min", "max"].every((name) => {
      const limit = one(name);
      if (limit === undefined) return true;
      return value !== null && (name === "min" ? Number(value) >= Number(limit) : Number(value) <= Number(limit));
    });
    return (
      inDatasets &&
      filtered &&
      measured &&
      (!together || allNegated || holdsTogether(record as Records["events"], lists)) &&
      inWindow(dateOf(record), one("from"), one("to"), one("certainty") === "certain") &&
      record.updated >= (one("updatedSince") ?? FIRST)
    );
  });
  const usual = ["events", "quotes", "figures"].includes(collection) ? "-date" : "id";
  return inOrder(found, one("sort") ?? usual).map(({ id }) => id);
}

/** Ties by id, unknown last in either direction. */
function inOrder(records: readonly AnyRecord[], sort: string): AnyRecord[] {
  const sign = sort.startsWith("-") ? -1 : 1;
  const keyOf = (record: AnyRecord): string | number | null => {
    switch (sort.replace("-", "")) {
      case "date":
        return dateOf(record)?.earliest ?? null;
      case "updated":
        return record.updated;
      case "value":
        return "value" in record && record.value !== null ? Number(record.value) : null;
      default:
        return record.id;
    }
  };
  return [...records].sort((a, b) => {
    const [one, other] = [keyOf(a), keyOf(b)];
    if (one === other) return a.id < b.id ? -1 : 1;
    if (one === null) return 1;
    if (other === null) return -1;
    return one < other ? -sign : sign;
  });
}
