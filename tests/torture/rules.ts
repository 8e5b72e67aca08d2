// Rules: what the OpenAPI document cannot say, or says in words alone; the one place where the torture knows more.
import fc from "fast-check";

/** A query as the rules see it: occurrences by parameter, and the formats in which the answer may come. */
export interface Asked {
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly formats: ReadonlySet<string>;
}

/** Parameters and the occurrences that they are given; none takes a parameter away. */
export type Edit = readonly (readonly [name: string, values: readonly string[]])[];

export interface Rule {
  readonly says: string;
  /** Parameters that an operation must have for the rule to concern it. */
  readonly about: readonly string[];
  /** The parameters at fault. */
  broken(asked: Asked): readonly string[];
  /** Queries that break it; `example` stands for a parameter's documented example. */
  readonly provoked: readonly Edit[];
}

/** Most values of a filter, and of one whose values must all hold. */
export const VALUES_MOST = { any: 50, all: 10 };
/** Lists that are no filters: they take no `!` and no `null`. */
export const LISTS = ["fields", "include", "ids", "by", "collection", "columns"];
/** Filters whose values are codes and ids of states. */
export const STATE_WORDS = ["country", "venueCountry"];
/** How the words of lists are written, by filter; all others are ids. */
export const FORMS: Readonly<Record<string, string>> & { readonly id: string } = {
  id: "[a-z0-9]+(?:-[a-z0-9]+)*",
  cameo: "\\d{2,4}",
  cameoRoot: "\\d{2}",
  currency: "[A-Z]{3}",
  language: "[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?",
  year: "\\d{4}",
  month: "\\d{4}-(?:0[1-9]|1[0-2])",
};
/** The media type of each format. */
export const FORMATS: Readonly<Record<string, string>> = {
  json: "application/json",
  ndjson: "application/x-ndjson",
  csv: "text/csv",
  geojson: "application/geo+json",
  ics: "text/calendar",
  atom: "application/atom+xml",
  jsonld: "application/ld+json",
};
export const EXAMPLE = "example";

const pad = (value: number, width: number) => String(value).padStart(width, "0");
const day = fc
  .date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const period = fc.oneof(
  day,
  day.map((text) => text.slice(0, 7)),
  fc.integer({ min: 1, max: 9999 }).map((year) => pad(year, 4)),
  fc.constantFrom("2022", "2023", "2023-10", "2023-10-17", "0001", "9999"),
);
const degrees = (most: number) =>
  fc
    .oneof(fc.integer({ min: -most, max: most }), fc.double({ min: -most, max: most, noNaN: true }))
    .map((value) => String(Number(value.toFixed(5))));
const box = fc
  .tuple(degrees(180), degrees(90), degrees(180), degrees(90))
  .map(([west, one, east, other]) =>
    [west, ...[one, other].sort((a, b) => Number(a) - Number(b))].toSpliced(2, 0, east).join(","),
  );
const point = fc.tuple(degrees(90), degrees(180)).map((both) => both.join(","));

const NO_PERIODS = [
  "0000",
  "2023-13",
  "2023-00",
  "2023-02-30",
  "2023-2",
  "202",
  "20231",
  "2023-10-17/2024",
  "-2023",
  "2023~",
];
const DECIMAL = /^-?(?:0|[1-9][0-9]{0,30})(?:\.[0-9]{1,18})?$/;
const decimal = fc.stringMatching(DECIMAL);
const SEED = /^[A-Za-z0-9_-]{1,64}$/;
const NO_DECIMALS = ["1.", ".5", "--1", "1,5", "01", "1e3", "+1", "é", "9".repeat(32)];
/** Parameters of which the document says no pattern: days that exist, places that are on the globe. */
export const REFINED: Readonly<
  Record<
    string,
    {
      readonly right: fc.Arbitrary<string>;
      readonly wrong: readonly string[];
      /** What odd texts are right after all. */
      readonly form?: RegExp;
    }
  >
> = {
  from: { right: period, wrong: NO_PERIODS },
  to: { right: period, wrong: NO_PERIODS },
  bbox: {
    right: box,
    wrong: ["1,2,3", "1,2,3,4,5", "0,91,0,92", "-181,0,0,1", "0,2,0,1", "a,b,c,d", "0,0,0,1e1", "0,0,0,NaN"],
  },
  min: { right: decimal, wrong: NO_DECIMALS, form: DECIMAL },
  max: { right: decimal, wrong: NO_DECIMALS, form: DECIMAL },
  seed: { right: fc.stringMatching(SEED), wrong: ["é", "a b", "a.b", "x".repeat(65)], form: SEED },
  near: { right: point, wrong: ["91,0", "0,181", "0", "0,0,0", "1e1,0", "+1,0", " 1,0", "NaN,0", "0.0000000001,0"] },
};

const ALONG_IDS = ["ids", "fields", "include", "labels", "format", "columns", "lang", "bom"];
const MEASURES = ["kind", "unit", "currency"];

const first = ({ values }: Asked, name: string) => values.get(name)?.[0];
const given = ({ values }: Asked, name: string) => (values.has(name) ? [name] : []);
const without = (names: readonly string[]): Edit => names.map((name) => [name, []]);

/** A decimal as a whole number of its smallest part; what is no decimal is as good as nothing. */
function scaled(text: string): bigint {
  if (!/^-?\d+(?:\.\d{1,18})?$/.test(text)) return 0n;
  const [whole = "", parts = ""] = text.replace("-", "").split(".");
  const size = BigInt(whole + parts.padEnd(18, "0"));
  return text.startsWith("-") ? -size : size;
}

function needs(name: string, other: string): Rule {
  return {
    says: `${name} needs ${other}`,
    about: [name, other],
    broken: (asked) => (asked.values.has(other) ? [] : given(asked, name)),
    provoked: [[[name, [EXAMPLE]], ...without([other])]],
  };
}

function formatted(name: string, formats: readonly string[], value: string, wrong: string): Rule {
  return {
    says: `${name} goes with ${formats.join(" and ")} only`,
    about: [name, "format"],
    broken: (asked) => {
      const off = name !== "bom" || first(asked, name) === "true";
      return off && [...asked.formats].some((format) => !formats.includes(format)) ? given(asked, name) : [];
    },
    provoked: [
      [
        [name, [value]],
        ["format", [wrong]],
      ],
    ],
  };
}

export const RULES: readonly Rule[] = [
  {
    says: "ids go with what shapes records only",
    about: ["ids"],
    broken: ({ values }) => (values.has("ids") ? [...values.keys()].filter((name) => !ALONG_IDS.includes(name)) : []),
    provoked: [
      [
        ["ids", ["torture-event-1"]],
        ["limit", ["5"]],
      ],
      [
        ["ids", ["torture-event-1"]],
        ["sample", ["5"]],
      ],
      [
        ["ids", ["a,b"]],
        ["count", ["none"]],
        ["q", ["a"]],
      ],
      [["ids", ["a"]]],
    ],
  },
  needs("radius", "near"),
  needs("seed", "sample"),
  {
    says: "a sample is no page",
    about: ["sample"],
    broken: (asked) =>
      asked.values.has("sample") ? ["cursor", "limit", "sort"].flatMap((name) => given(asked, name)) : [],
    provoked: [
      [
        ["sample", ["3"]],
        ["limit", ["3"]],
      ],
      [
        ["sample", ["3"]],
        ["sort", ["id"]],
      ],
    ],
  },
  {
    says: "numbers of different kinds do not compare",
    about: ["min", ...MEASURES],
    broken: (asked) => {
      if (MEASURES.some((name) => asked.values.has(name))) return [];
      const sorted = first(asked, "sort")?.endsWith("value") === true ? ["sort"] : [];
      return [...given(asked, "min"), ...given(asked, "max"), ...sorted];
    },
    provoked: [
      [["min", ["1"]], ...without(MEASURES)],
      [["max", ["1"]], ...without(MEASURES)],
      [["sort", ["-value"]], ...without(MEASURES)],
    ],
  },
  {
    says: "a window begins before it ends",
    about: ["from", "to"],
    broken: (asked) => {
      const [from = "", to = ""] = [first(asked, "from"), first(asked, "to")];
      const last = `${to}${"-99-99".slice(to.length - 4)}`;
      return from !== "" && to !== "" && `${from}${"-01-01".slice(from.length - 4)}` > last ? ["from"] : [];
    },
    provoked: [
      [
        ["from", ["2024"]],
        ["to", ["2023-12-31"]],
      ],
      [
        ["from", ["2023-10-18"]],
        ["to", ["2023-10-17"]],
      ],
    ],
  },
  {
    says: "min is not above max",
    about: ["min", "max"],
    broken: (asked) => {
      const [min, max] = [first(asked, "min"), first(asked, "max")];
      return min !== undefined && max !== undefined && scaled(min) > scaled(max) ? ["min"] : [];
    },
    provoked: [
      [
        ["unit", ["project"]],
        ["min", ["2"]],
        ["max", ["1.999"]],
      ],
      [
        ["unit", ["project"]],
        ["min", ["-1"]],
        ["max", ["-1.5"]],
      ],
    ],
  },
  {
    says: "all datasets stand alone",
    about: ["dataset"],
    broken: ({ values }) => {
      const words = (values.get("dataset") ?? []).flatMap((text) => text.replace(/^!/, "").split(","));
      return words.includes("all") && values.get("dataset")?.join("&") !== "all" ? ["dataset"] : [];
    },
    provoked: [[["dataset", ["all,curated"]]], [["dataset", ["!all"]]], [["dataset", ["all", "!curated"]]]],
  },
  formatted("bom", ["csv"], "true", "json"),
  formatted("columns", ["csv"], EXAMPLE, "json"),
  formatted("fields", ["json", "ndjson"], "id", "csv"),
  formatted("include", ["json"], EXAMPLE, "ndjson"),
  formatted("labels", ["json"], "ru", "ndjson"),
];
