// Generated data and questions: small worlds in which chance brings every case about, and what may be asked of them.
import fc from "fast-check";
import type { Dataset, Records } from "../../src/model/bundle.ts";
import type { Collection } from "../../src/model/ids.ts";
import { filtersOf, SORTS } from "../../src/query/filters.ts";
import type { Query } from "./oracle.ts";
import { country, dataset, entry, event, figure, participant, quote, source, venue } from "./small.ts";

/** What the words of `country` and `venueCountry` stand for; CS for two. */
export const STATES: ReadonlyMap<string, readonly string[]> = new Map([
  ["KZ", ["kz"]],
  ["KAZ", ["kz"]],
  ["CN", ["cn"]],
  ["US", ["us"]],
  ["CS", ["czechoslovakia", "serbia-and-montenegro"]],
]);

/** How many worlds are made for each collection: the more, the more kinds of filters it has. */
export const RUNS: Readonly<Record<Collection, number>> = {
  events: 12,
  quotes: 6,
  figures: 6,
  participants: 3,
  venues: 5,
  sources: 3,
};

const DATES = [
  ...[null, "2013", "2013?", "2022-09", "2022/2023", "2023", "2023-10", "2023-10-16/2023-10-18", "2023-10-17", "2024"],
  ...["2023-10-17~", "2023-10-17%", "[..2023-10-17]", "[2023-10-17..]", "../2023-10-17", "2023-10-17/..", "../.."],
  ...["[2022-09,2023-10-17]", "[..2023-10-17~]", "0001", "9999-12-31"],
];
const PERIODS = [
  "0001",
  "2013",
  "2022",
  "2022-09",
  "2023",
  "2023-10",
  "2023-10-16",
  "2023-10-17",
  "2023-10-18",
  "2024",
];
const DAYS = ["2023-01-01", "2023-01-02", "2023-01-03"] as const;

/** What records refer to by id: the same few in every dataset, so that they meet. */
const POOL = {
  states: ["kz", "cn", "us", "czechoslovakia", "serbia-and-montenegro"],
  people: ["tokayev", "xi", "akorda"],
  venues: ["china", "beijing", "hall", "kazakhstan", "nowhere"],
  events: Array.from({ length: 8 }, (_, at) => `event-${at}`),
  quotes: ["quote-0", "quote-1", "quote-2"],
  figures: ["figure-0", "figure-1", "figure-2"],
  sources: ["source", "source-1"],
} as const;

const of = <const T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const maybe = <const T>(...values: readonly T[]): fc.Arbitrary<T | null> => fc.constantFrom(null, ...values);
const some = <const T>(...values: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...values]);
const date = of(...DATES);
const updated = of(...DAYS);
const role = of("visitor", "host", "participant", "mentioned");

/** A state for itself, anyone for a state or for nobody, or an actor of no known record. */
const taking = fc.oneof(
  fc.tuple(of(...POOL.states), role, fc.constant(null)),
  fc.tuple(of(...POOL.people), role, maybe(...POOL.states, "akorda")),
  fc.tuple(fc.constant(null), role, maybe(...POOL.states)),
) as fc.Arbitrary<Parameters<typeof entry>>;

const events = fc.record({
  date,
  updated,
  type: of("visit", "talks", "forum"),
  status: of("occurred", "planned"),
  rank: maybe("state", "working"),
  venue: maybe(...POOL.venues),
  participants: fc.array(taking, { maxLength: 4, size: "max" }).map((all) => all.map((one) => entry(...one))),
  topics: some("trade", "sport", "tourism"),
  codes: fc
    .tuple(maybe("CONSULT", "AGREE"), maybe("04", "040", "046", "0311", "036", "20"))
    .map(([category, code]): Records["events"]["codes"] => ({
      plover: category === null ? null : { event: category, mode: null, contexts: [] },
      cameo: code === null ? null : { code },
      gdelt: null,
      rule: null,
    })),
  partOf: maybe(...POOL.events),
  relations: fc.array(fc.record({ type: of("attends", "recalls"), event: of(...POOL.events) }), { maxLength: 2 }),
  sources: fc.subarray([...POOL.sources], { minLength: 1 }),
});

const quotes = fc.record({
  date,
  updated,
  event: maybe(...POOL.events),
  source: of(...POOL.sources),
  speaker: maybe(...POOL.people),
  addressees: some(...POOL.people),
  mode: of("direct", "indirect"),
  language: of("ru", "en"),
  mentions: fc.record({
    events: some("event-0", "event-1"),
    figures: some("figure-0"),
    participants: some("kz", "xi"),
    venues: some("hall"),
  }),
});

const figures = fc.record({
  asOf: date,
  updated,
  event: maybe(...POOL.events),
  quote: maybe(...POOL.quotes),
  claimant: maybe(...POOL.people),
  kind: of("money", "count"),
  unit: maybe("project", "year"),
  currency: maybe("USD", "KZT"),
  value: maybe("0", "-1.5", "-20", "9", "10", "10.05", "52", "21000000000"),
  stage: maybe("under-way", "pledged"),
  additive: fc.boolean(),
});

const participants = fc.record({ updated, kind: of("person", "organization"), country: maybe("kz", "cn") });
const sources = fc.record({
  updated,
  kind: of("article", "press-release"),
  publisher: maybe(...POOL.people),
  language: maybe("ru", "en"),
});

/** Venues whose chains meet: the first lies in nothing, each other one in nothing or in one before it. */
const venues = fc.tuple(
  ...POOL.venues.map((id, at) => {
    const within = at === 0 ? fc.constant(null) : maybe(...POOL.venues.slice(0, at));
    const fields = { updated, kind: of("city", "building"), country: maybe("kz", "cn", "us"), within };
    return fc.record(fields).map((some) => venue(id, some));
  }),
);

function named<T, R>(fields: fc.Arbitrary<T>, most: number, make: (id: string, fields?: T) => R, prefix: string) {
  return fc
    .array(fields, { maxLength: most, size: "max" })
    .map((list) => list.map((one, at) => make(`${prefix}-${at}`, one)));
}

/** Two curated datasets and a bulk one; the first holds what all may refer to, each event refers within its own. */
export function worlds(size = 10): fc.Arbitrary<Dataset[]> {
  const first = fc.record({
    events: named(events, size, event, "event"),
    quotes: named(quotes, size, quote, "quote"),
    figures: named(figures, size, figure, "figure"),
    participants: named(participants, 4, participant, "person"),
    venues,
    sources: named(sources, 4, source, "source"),
  });
  const placeless = events.map((fields) => ({ ...fields, venue: null, participants: [] }));
  const rest = (prefix: string) =>
    fc.record({
      events: named(placeless, 4, event, `${prefix}-event`),
      quotes: named(quotes, 3, quote, `${prefix}-quote`),
      figures: named(figures, 3, figure, `${prefix}-figure`),
    });
  const states = POOL.states.map((id) => country(id));
  return fc
    .tuple(first, rest("second"), rest("bulk"))
    .map(([one, two, three]) => [
      dataset("first", { ...one, participants: [...states, ...one.participants] }),
      dataset("second", two),
      dataset("bulk", three, "bulk"),
    ]);
}

/** Words that each filter may be asked for: some of them in the data, some not. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  type: ["visit", "talks", "call"],
  status: ["occurred", "planned", "cancelled"],
  rank: ["state", "working", "private"],
  country: ["KZ", "kaz", "cn", "CS", "us"],
  participant: ["kz", "cn", "tokayev", "xi", "akorda", "nobody"],
  role: ["visitor", "host", "participant", "chair"],
  venue: ["china", "beijing", "hall", "atlantis"],
  venueCountry: ["KZ", "CN", "CS"],
  topic: ["trade", "sport", "culture"],
  cameo: ["04", "040", "03", "031", "20", "046"],
  cameoRoot: ["03", "04", "20"],
  plover: ["CONSULT", "AGREE", "AID"],
  year: ["2013", "2022", "2023"],
  month: ["2022-09", "2023-10"],
  partOf: ["event-0", "event-1"],
  relatedTo: ["event-0", "event-1", "event-2", "second-event-0"],
  source: ["source", "source-1"],
  speaker: ["tokayev", "xi"],
  addressee: ["tokayev", "xi", "akorda"],
  event: ["event-0", "event-1"],
  language: ["ru", "en", "kk"],
  mode: ["direct", "indirect"],
  mentions: ["event-0", "figure-0", "kz", "hall"],
  unit: ["project", "year"],
  currency: ["USD", "KZT", "EUR"],
  claimant: ["tokayev", "xi"],
  quote: ["quote-0", "quote-1"],
  stage: ["under-way", "pledged"],
  publisher: ["tokayev", "akorda"],
  within: ["china", "beijing"],
};
const KINDS: Readonly<Record<string, readonly string[]>> = {
  figures: ["money", "count"],
  participants: ["person", "country", "organization"],
  venues: ["city", "building"],
  sources: ["article", "press-release"],
};

const not = fc.boolean().map((yes) => (yes ? "!" : ""));

const few = (words: readonly string[]) => fc.uniqueArray(of(...words), { minLength: 1, maxLength: 3 });

/** One filter, with commas or given again; where a record may have several values, also all of some. */
function occurrences(name: string, words: readonly string[], single: boolean): fc.Arbitrary<Query> {
  const list = few([...words, "null"]).map((all) => all.join(","));
  const lists = fc.array(list, { minLength: 1, maxLength: 2 });
  const plain = fc.tuple(not, lists).map(([sign, texts]): Query => texts.map((text) => [name, sign + text] as const));
  if (single) return plain;
  const all = fc.tuple(few(words), fc.boolean()).map(([each, again]): Query => {
    const texts = again ? each : [each.join(",")];
    return texts.map((text) => [`${name}.all`, text] as const);
  });
  return fc.oneof(
    plain,
    all,
    fc.tuple(plain, all).map((both) => both.flat()),
  );
}

const pair = (name: string, values: readonly string[]): fc.Arbitrary<Query> =>
  of(...values).map((value) => [[name, value]] as const);

/** Some of these parts, put together. */
function chosen(parts: readonly fc.Arbitrary<Query>[], most: number, least = 0): fc.Arbitrary<Query> {
  return fc
    .subarray([...parts], { minLength: least, maxLength: Math.min(most, parts.length) })
    .chain((some) => fc.tuple(...some).map((all) => all.flat()));
}

const window = fc
  .tuple(fc.subarray(PERIODS, { minLength: 1, maxLength: 2 }), of("from", "to", "both"), of("possible", "certain"))
  .map(([periods, ends, certainty]): Query => {
    const [from = "", to = from] = periods;
    const given: Query = [
      ["from", from],
      ["to", to],
    ];
    return [["certainty", certainty], ...given.filter(([name]) => ends === "both" || ends === name)];
  });

/** Limits and orders of numbers, which need a measure beside them. */
const measured = fc
  .tuple(
    occurrences("unit", WORDS.unit ?? [], true),
    fc.subarray(["-20", "-1.50", "0", "9", "10.05", "21000000000"], { maxLength: 2 }),
    of(...SORTS.figures),
  )
  .map(([unit, limits, sort]): Query => {
    return [...unit, ...limits.map((limit, at) => [at === 0 ? "min" : "max", limit] as const), ["sort", sort]];
  });

/** A filter that two parts gave: values beside `!` are left out, but for unknown. */
function soundly(query: Query): Query {
  const negated = new Set(query.flatMap(([name, text]) => (text.startsWith("!") ? [name] : [])));
  return query.filter(([name, text]) => !negated.has(name) || text.startsWith("!") || text === "null");
}

/** Questions of a collection that are sound as they stand. */
export function queries(collection: Collection): fc.Arbitrary<Query> {
  const filters = filtersOf(collection).flatMap(({ name, single, kind }) => {
    if (kind === "flag") return [pair(name, ["true", "false"])];
    const words = name === "kind" ? KINDS[collection] : WORDS[name];
    return words === undefined || name === "unit" ? [] : [occurrences(name, words, single)];
  });
  const entries = ["participant", "country", "role"].map((name) => occurrences(name, WORDS[name] ?? [], false));
  const together = collection === "events" ? [chosen(entries, 3, 2)] : [];
  const extras = [
    collection === "figures" ? measured : pair("sort", SORTS[collection]),
    pair("updatedSince", DAYS),
    fc.oneof(pair("dataset", ["all"]), occurrences("dataset", ["first", "second", "bulk"], true)),
    ...(filtersOf(collection).some(({ name }) => name === "from") ? [window] : []),
  ];
  return fc.tuple(chosen(together, 1), chosen(filters, 2), chosen(extras, 2)).map((parts) => soundly(parts.flat()));
}
