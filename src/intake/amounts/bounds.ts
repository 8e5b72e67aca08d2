// Bounds: the words beside a number that say how exact it is, in English and Russian.
import type { BOUNDS } from "../../model/vocabulary.ts";

export type Bound = (typeof BOUNDS)[number]["id"];

/**
 * Words before a number and the bounds they may say, the usual first: "over 10 years" may also be "during", «вырос до»
 * names what was reached. "Nearly" sets no limit, so it is approximate.
 */
const BEFORE: readonly (readonly [words: string, bounds: readonly Bound[]])[] = [
  ["over|upwards of", ["at-least", "exact"]],
  ["under", ["at-most", "exact"]],
  ["as (?:much|many|high|low|few|little) as", ["at-most", "at-least", "approximate", "exact"]],
  [
    "(?:вырос|увелич|рост|доведен|довест|доводит|дости|сниз|сниж|сократ|сокращ|подн)\\p{L}*(?: \\p{L}+){0,3}? до",
    ["exact", "at-most"],
  ],
  [
    "(?:not?|never) (?:less|fewer) than|at least|(?:a )?minimum(?: of)?|no fewer than|not under|не (?:менее|меньше|ниже)(?: чем)?|(?:как )?минимум|по (?:меньшей|крайней) мере|хотя бы|от силы не менее",
    ["at-least"],
  ],
  [
    "(?:not?|never) (?:more|greater|higher) than|at (?:most|the most)|(?:a )?maximum(?: of)?|up to|не (?:более|больше|выше|свыше)(?: чем)?|максимум|от силы|вплоть до",
    ["at-most"],
  ],
  [
    "(?:much |well |slightly )?(?:more|greater|higher|larger) than|(?:well )?above|beyond|exceed(?:s|ed|ing)?|in excess of|surpass(?:es|ed|ing)?|topp(?:ed|ing)|свыше|более(?: чем)?|больше(?: чем)?|выше|сверх|превы(?:сил[аои]?|сит|шает|шают|шал[аои]?|шающ\\p{L}+|сивш\\p{L}+)",
    ["at-least"],
  ],
  ["(?:less|fewer|lower|smaller) than|below|до|менее(?: чем)?|меньше(?: чем)?|ниже", ["at-most"]],
  [
    "about|around|approximately|approx|roughly|some|circa|ca|nearly|almost|close to|near|an estimated|estimated(?: at)?|около|примерно|приблизительно|порядка|почти|ориентировочно|где-то|приблизительно в|без малого",
    ["approximate"],
  ],
  // «Лет десять» is about ten years; after a verb it may be a plain ten.
  ["лет|человек|раз|дней|часов|минут|месяцев|километров|тонн|процентов|рублей|долларов", ["approximate", "exact"]],
  ["exactly|precisely|ровно|точно|в точности", ["exact"]],
];
const AFTER: readonly (readonly [words: string, bounds: readonly Bound[]])[] = [
  ["\\+|plus|(?:or|and) (?:more|above|over|higher)|odd|и (?:более|больше|выше)|с лишним", ["at-least"]],
  ["(?:or|and) (?:less|fewer|below|under)|и (?:менее|меньше|ниже)", ["at-most"]],
  ["or so|or thereabouts|approximately|approx|примерно|приблизительно", ["approximate"]],
  ["exactly|ровно", ["exact"]],
];

const articles = "(?: (?:the|a|an|чем|в|на|of|to))?";
const PRECEDING = BEFORE.map(
  ([words, bounds]) => [new RegExp(`(?<!\\p{L})(${words})${articles} ?$`, "u"), bounds] as const,
);
const FOLLOWING = AFTER.map(([words, bounds]) => [new RegExp(`^[ -]?(${words})(?!\\p{L})`, "u"), bounds] as const);
const ANYWHERE = [...BEFORE, ...AFTER].map(
  ([words, bounds]) => [new RegExp(`(?<!\\p{L})(?:${words})(?!\\p{L})`, "u"), bounds] as const,
);

export interface BoundWords {
  readonly words: string;
  readonly bounds: readonly Bound[];
}

/** The words directly beside a number, in lower case, single spaces; the longest, null where there are none. */
export function boundBeside(before: string, after: string): BoundWords | null {
  const found = [
    ...PRECEDING.map((one) => [before, ...one] as const),
    ...FOLLOWING.map((one) => [after, ...one] as const),
  ]
    .flatMap(([text, pattern, bounds]) => {
      const [, words] = pattern.exec(text) ?? [];
      return words === undefined ? [] : [{ words, bounds }];
    })
    .toSorted((a, b) => b.words.length - a.words.length);
  return found[0] ?? null;
}

/** Whether a text has words for a bound anywhere. */
export function saysBound(text: string, bound: string): boolean {
  const lower = text.toLowerCase().replace(/\s+/gu, " ");
  return ANYWHERE.some(([pattern, bounds]) => (bounds as readonly string[]).includes(bound) && pattern.test(lower));
}
