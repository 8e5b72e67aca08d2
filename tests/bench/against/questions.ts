// Questions: what both builds are asked, drawn by a seed from the OpenAPI document and from the data, so that no shape is chosen.
//
// A question is a template whose window of days or id is another one each time; of a work there are as many templates as the
// draw gives. Filters are the fields by which the document counts events, their values those that the data has.
import { chance } from "../../support/chance.ts";
import { PATHS, type Parameter } from "../../support/document.ts";
import { type Facts, idOf, WIDTHS, windowOf } from "../questions.ts";
import { AT_HOME, OF_OTHER_KINDS, ofEvent } from "./pages.ts";
import type { Work } from "./works.ts";

export interface Questions {
  /** Addresses in which `{from}`, `{to}` and `{id}` are other ones for each number. */
  readonly templates: readonly string[];
  /** The least days of a window. */
  readonly days: number;
  readonly facts: Facts;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether the first question alone is asked, again and again. */
  readonly isOne?: boolean;
}

/** The address of the n-th question. */
export function addressOf({ templates, days, facts }: Questions, n: number): string {
  const template = templates[n % templates.length] ?? "";
  if (template.includes("{id}")) return template.replace("{id}", idOf(facts, n));
  const [from, to] = windowOf(n, days);
  return template.replace("{from}", from).replace("{to}", to);
}

/** What is learned from a server: the values that a filter finds, the most frequent first, and pairs of country and type. */
export interface Known {
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly pairs: readonly (readonly [country: string, type: string])[];
  /** Ids of the curated events, and of the articles. */
  readonly events: readonly string[];
  readonly articles: readonly string[];
}

/** A record has an id, a group its keys. */
interface Row {
  readonly id?: string;
  readonly keys?: Readonly<Record<string, string | null>>;
}
type Ask = (path: string) => Promise<{ readonly data: readonly Row[] }>;

const OPERATION = "/v1/events";
const COUNTS = "/v1/stats/events";
const COMMON = 25;

function parametersOf(path: string): readonly Parameter[] {
  return PATHS[path]?.get?.parameters ?? [];
}

/** The fields by which events are counted, as the document lists them. */
function fields(): readonly string[] {
  const by = parametersOf(COUNTS).find(({ name }) => name === "by");
  return ((by?.schema.items as { enum?: string[] } | undefined)?.enum ?? []).filter((field) => field !== "dataset");
}

/** Asks a server what its data has. */
export async function learn(ask: Ask): Promise<Known> {
  const filters = new Set(parametersOf(OPERATION).map(({ name }) => name));
  const values = new Map<string, readonly string[]>();
  for (const field of fields()) {
    if (!filters.has(field)) continue;
    const { data } = await ask(`${COUNTS}?dataset=gdelt&by=${field}&limit=${COMMON}`);
    const found = data.flatMap(({ keys }) => keys?.[field] ?? []);
    if (found.length > 0) values.set(field, found);
  }
  const { data: both } = await ask(`${COUNTS}?dataset=gdelt&by=country,type&limit=${COMMON}`);
  const idsOf = async (path: string) => (await ask(path)).data.flatMap(({ id }) => id ?? []);
  return {
    values,
    pairs: both.flatMap(({ keys }) =>
      keys?.country == null || keys.type == null ? [] : [[keys.country, keys.type] as const],
    ),
    events: await idsOf("/v1/events?limit=50"),
    articles: await idsOf("/v1/sources?kind=!dataset"),
  };
}

const LIST = `${OPERATION}?dataset=gdelt&limit=20`;
const WINDOW = "&from={from}&to={to}";
const PLATFORMATIC = "/events?limit=20&orderby.date=desc";
const BETWEEN = "&where.date.gte={from}&where.date.lte={to}";
const SORTS = ["", "", "", "&sort=date", "&sort=id", "&count=none", "&limit=50"];
const HTML = { accept: "text/html" };
/** Templates that a draw gives. */
const DRAWN = 60;

/** A number from 0 up to a limit. */
type Draw = (limit: number) => number;

function someFilters({ values }: Known, draw: Draw, most: number): string {
  const names = [...values.keys()];
  const chosen = new Set(Array.from({ length: 1 + draw(most) }, () => names[draw(names.length)] ?? ""));
  return [...chosen]
    .map((name) => {
      const known = values.get(name) ?? [];
      const some = new Set(Array.from({ length: draw(4) === 0 ? 2 : 1 }, () => known[draw(known.length)] ?? ""));
      return `&${name}=${encodeURIComponent([...some].join(","))}`;
    })
    .join("");
}

const repeat = (make: () => string) => [...new Set(Array.from({ length: DRAWN }, make))];

export type Asked = "ours" | "platformatic" | "json";
export type Drawn = Readonly<Record<Work, Readonly<Partial<Record<Asked, Questions>>>>>;

/** The questions of each work, the same for the same seed and data. */
export function drawn(seed: number, facts: Facts, known: Known): Drawn {
  const random = chance(seed);
  const draw: Draw = (limit) => Math.floor(random() * limit);
  const of = (templates: readonly string[], days: number = WIDTHS.first, more: Partial<Questions> = {}): Questions => ({
    templates,
    days,
    facts,
    ...more,
  });
  const pairs = Array.from({ length: DRAWN }, () => known.pairs[draw(known.pairs.length)] ?? ["us", "talks"]);
  const words = Array.from({ length: DRAWN }, () => encodeURIComponent(facts.words[draw(facts.words.length)] ?? ""));
  const filtered = pairs.map(([country, type]) => `&country=${country}&type=${type}`);
  const wanted = pairs.map(([country, type]) => {
    const either = encodeURIComponent(`(country1.eq=${country}|country2.eq=${country})`);
    return `&where.or=${either}&where.type.eq=${type}`;
  });
  const by = fields();
  const list = `${LIST}${WINDOW}`;
  const search = of(
    words.map((word) => `${list}&q=${word}`),
    WIDTHS.search,
  );
  const first = of([list]);
  const stats = of([`${COUNTS}?dataset=gdelt&by=type${WINDOW}`], WIDTHS.stats);
  const page = (paths: readonly string[]) => of(paths, 0, { headers: HTML });
  return {
    first: { ours: first, platformatic: of([`${PLATFORMATIC}${BETWEEN}`]) },
    filtered: {
      ours: of(
        filtered.map((filter) => `${list}${filter}`),
        WIDTHS.filtered,
      ),
      platformatic: of(
        wanted.map((filter) => `${PLATFORMATIC}${filter}${BETWEEN}`),
        WIDTHS.filtered,
      ),
    },
    drawn: {
      ours: of(
        repeat(() => `${OPERATION}?dataset=gdelt${WINDOW}${someFilters(known, draw, 3)}${SORTS[draw(SORTS.length)]}`),
        WIDTHS.filtered,
      ),
    },
    stats: { ours: stats },
    groups: {
      ours: of(
        repeat(
          () =>
            `${COUNTS}?dataset=gdelt&by=${by[draw(by.length)]}${WINDOW}${draw(2) ? someFilters(known, draw, 2) : ""}`,
        ),
        WIDTHS.stats,
      ),
    },
    search: {
      ours: search,
      platformatic: of(
        words.map(
          (word) =>
            `${PLATFORMATIC}&where.titleEn.like=${encodeURIComponent(`%${decodeURIComponent(word)}%`)}${BETWEEN}`,
        ),
        WIDTHS.search,
      ),
    },
    detail: { ours: of([`${OPERATION}/{id}`]), platformatic: of(["/events/{id}"]) },
    repeated: { ours: of([LIST], 0, { isOne: true }) },
    pgFirst: { ours: first },
    pgSearch: { ours: search },
    pgStats: { ours: stats },
    home: { ours: page(["/"]), json: of(AT_HOME, 0) },
    article: {
      ours: page(known.articles.map((id) => `/sources/${id}`)),
      json: of(
        known.articles.flatMap((id) => [`/v1/sources/${id}`, `/v1/sources/${id}/spans`]),
        0,
      ),
    },
    event: {
      ours: page(known.events.map((id) => `/events/${id}`)),
      json: of(known.events.flatMap(ofEvent), 0),
    },
    kinds: {
      ours: page(OF_OTHER_KINDS.map(([path]) => path)),
      json: of(
        OF_OTHER_KINDS.flatMap(([, shown]) => shown),
        0,
      ),
    },
  };
}
