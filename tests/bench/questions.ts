// Questions: what each side is asked in each work, as many different ones as are wanted.

/** The sides, in the order in which they are told. */
export const SIDES = {
  node: "bare `node:http`, same bytes",
  ours: "Communiqué",
  logged: "Communiqué with request logs",
  several: "Communiqué, `WORKERS=2`",
  postgres: "Communiqué on PostgreSQL",
  pair: "two servers on one PostgreSQL",
  sqlite: "bare `node:sqlite` loop",
  platformatic: "Platformatic DB",
  jsonServer: "json-server",
} as const;
export type SideName = keyof typeof SIDES;

export const WORKS = {
  repeated: "the same list again (cached)",
  first: "a different list each time",
  detail: "a different record each time",
  filtered: "lists by country, type and dates",
  stats: "counts by type",
  search: "full-text search within dates",
} as const;
export type Work = keyof typeof WORKS;

export const PARTS = ["import", "start", "memory", "counts", "isolation", "export"] as const;
export type Part = (typeof PARTS)[number];

/** What questions need to know of the events that are there. */
export interface Facts {
  readonly events: number;
  /** The first part of every id, before the running number. */
  readonly prefix: string;
  readonly firstId: number;
  readonly countries: readonly string[];
  readonly types: readonly string[];
  readonly words: readonly string[];
}

const FIRST_DAY = Date.UTC(2004, 0, 1);
const DAY = 86_400_000;
/** The days of 2004 to 2023. */
export const DAYS = 7_305;

export const dayOf = (number: number) => new Date(FIRST_DAY + number * DAY).toISOString().slice(0, 10);

/** The n-th window of at least so many days: another one for each n. */
export function windowOf(n: number, least: number): readonly [string, string] {
  const starts = DAYS - least - 1_000;
  // A prime, so that neighbours lie far apart and all are used before the width grows.
  const start = (n * 1_009) % starts;
  return [dayOf(start), dayOf(start + least + Math.floor(n / starts))];
}

/** Days that hold 20 events or more at 10,000 events in all, and 20 of one country and type. */
export const WIDTHS = { first: 60, filtered: 2_500, stats: 1_000, search: 2_500 } as const;

const pick = <T>(list: readonly T[], n: number) => list[n % list.length] as T;
const ours = (query: string) => `/v1/events?dataset=gdelt&limit=20${query}`;
const within = ([from, to]: readonly [string, string]) => `&from=${from}&to=${to}`;
const platformatic = (query: string) => `/events?limit=20&orderby.date=desc${query}`;
const between = ([from, to]: readonly [string, string]) => `&where.date.gte=${from}&where.date.lte=${to}`;
const json = (query: string) => `/events?_sort=date.earliest&_order=desc&_limit=20${query}`;
const inside = ([from, to]: readonly [string, string]) => `&date.earliest_gte=${from}&date.earliest_lte=${to}`;

/** The n-th id: all are used before one comes again. */
export const idOf = ({ prefix, firstId, events }: Facts, n: number) => `${prefix}${firstId + ((n * 7_919) % events)}`;
export const countryOf = ({ countries }: Facts, n: number) => pick(countries, n);
export const typeOf = ({ types }: Facts, n: number) => pick(types, n);
export const wordOf = ({ words }: Facts, n: number) => pick(words, n);

export type PathOf = (facts: Facts, n: number) => string;
export type Asked = "ours" | "platformatic" | "jsonServer";

/** Where a side cannot be asked such a thing, it has no path. */
export const PATHS: Readonly<Record<Work, Readonly<Partial<Record<Asked, PathOf>>>>> = {
  repeated: { ours: () => ours(""), platformatic: () => platformatic(""), jsonServer: () => json("") },
  first: {
    ours: (_, n) => ours(within(windowOf(n, WIDTHS.first))),
    platformatic: (_, n) => platformatic(between(windowOf(n, WIDTHS.first))),
    jsonServer: (_, n) => json(inside(windowOf(n, WIDTHS.first))),
  },
  detail: {
    ours: (facts, n) => `/v1/events/${idOf(facts, n)}`,
    platformatic: (facts, n) => `/events/${idOf(facts, n)}`,
    jsonServer: (facts, n) => `/events/${idOf(facts, n)}`,
  },
  filtered: {
    ours: (facts, n) =>
      ours(`&country=${countryOf(facts, n)}&type=${typeOf(facts, n)}${within(windowOf(n, WIDTHS.filtered))}`),
    platformatic: (facts, n) => {
      const country = countryOf(facts, n);
      const either = encodeURIComponent(`(country1.eq=${country}|country2.eq=${country})`);
      return platformatic(
        `&where.or=${either}&where.type.eq=${typeOf(facts, n)}${between(windowOf(n, WIDTHS.filtered))}`,
      );
    },
    jsonServer: (facts, n) =>
      json(`&countries_like=${countryOf(facts, n)}&type=${typeOf(facts, n)}${inside(windowOf(n, WIDTHS.filtered))}`),
  },
  stats: {
    ours: (_, n) => `/v1/stats/events?dataset=gdelt&by=type${within(windowOf(n, WIDTHS.stats))}`,
  },
  search: {
    ours: (facts, n) => ours(`&q=${encodeURIComponent(wordOf(facts, n))}${within(windowOf(n, WIDTHS.search))}`),
    platformatic: (facts, n) => {
      const like = encodeURIComponent(`%${wordOf(facts, n)}%`);
      return platformatic(`&where.titleEn.like=${like}${between(windowOf(n, WIDTHS.search))}`);
    },
    jsonServer: (facts, n) => json(`&q=${encodeURIComponent(wordOf(facts, n))}${inside(windowOf(n, WIDTHS.search))}`),
  },
};

/** Questions that cost most, each different: whole lists counted, sorted and searched, tables of two fields, pairs. */
const WORST: readonly PathOf[] = [
  (facts, n) =>
    `${ours(`&q=${encodeURIComponent(wordOf(facts, n))}`)}&count=exact${within(windowOf(n, WIDTHS.search))}`,
  (_, n) => `/v1/stats/events?dataset=gdelt&by=type,year${within(windowOf(n, WIDTHS.filtered))}`,
  (facts, n) =>
    `/v1/stats/events?dataset=gdelt&by=country&type=!${typeOf(facts, n)}${within(windowOf(n, WIDTHS.stats))}`,
  (_, n) => `/v1/dyads?dataset=gdelt${within(windowOf(n, WIDTHS.filtered))}`,
];

/** Of so many questions one is such. */
const MIX: readonly (readonly [every: number, work: Work])[] = [
  [50, "stats"],
  [49, "search"],
  [10, "filtered"],
  [3, "detail"],
];

/** What a client is told to ask. */
export const PLANS = {
  worst: (facts: Facts, n: number) => pick(WORST, n)(facts, n),
  /** Everything that may leave something behind; what costs more is asked less often. */
  mixed: (facts: Facts, n: number) => {
    const kind = MIX.find(([every]) => n % every === 0)?.[1] ?? "first";
    return PATHS[kind].ours?.(facts, n) ?? "";
  },
} as const;
export type Plan = keyof typeof PLANS;
