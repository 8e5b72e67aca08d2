// Pair: what two states did together, in short.
import { wordsIn } from "../formats/labels.ts";
import { amountWords } from "../formats/words/amounts.ts";
import { asOfWords, dateWords } from "../formats/words/dates.ts";
import type { Figure } from "../model/figure.ts";
import type { LanguageMap } from "../model/labels.ts";
import { compact, type Shape } from "./shapes.ts";

interface Brief {
  readonly id: string;
  readonly status: string;
  readonly statusAsOf: string | null;
  readonly title: LanguageMap;
  readonly date: { readonly edtf: string } | null;
}

interface Some<T> {
  readonly total: number;
  readonly items: readonly T[];
}

interface Counted {
  readonly keys: Readonly<Record<string, string | null>>;
  readonly count: number;
}

/** `/v1/dyads/{a}/{b}`, as far as it is told here. */
export interface Dyad {
  readonly countries: readonly string[];
  readonly names: Readonly<Record<string, LanguageMap>>;
  readonly count: number;
  readonly held: number;
  readonly ahead: number;
  readonly first: Brief | null;
  readonly last: Brief | null;
  readonly types: readonly Counted[];
  readonly years: readonly Counted[];
  readonly visits: readonly {
    readonly rank: string | null;
    readonly visitor: string;
    readonly host: string;
    readonly count: number;
  }[];
  readonly agreements: Some<Brief>;
  readonly invitations: Some<Brief>;
  readonly planned: Some<Brief>;
  readonly people: Some<{
    readonly persons: readonly string[];
    readonly names: Readonly<Record<string, LanguageMap>>;
    readonly count: number;
  }>;
  readonly figures: Some<Figure>;
}

/** Items of a list in it; `total` tells of more. */
const MOST = 3;

const briefly = ({ id, status, statusAsOf, title, date }: Brief): string =>
  [
    wordsIn(title, "en") ?? id,
    ...(date === null ? [] : [dateWords(date.edtf, "en")]),
    `${status}${statusAsOf === null ? "" : ` ${asOfWords(statusAsOf, "en")}`}`,
    `events/${id}`,
  ].join("; ");

function some<T>({ total, items }: Some<T>, told: (item: T) => string): Shape | null {
  return total === 0 ? null : { total, items: items.slice(0, MOST).map(told) };
}

const counts = (groups: readonly Counted[], name: string): Shape =>
  Object.fromEntries(groups.map(({ keys, count }) => [keys[name] ?? "unknown", count]));

/** A pair in about 2 kB. */
export function pairOf(pair: Dyad): Shape {
  return compact({
    states: pair.countries.map((id) => `${wordsIn(pair.names[id] ?? null, "en") ?? id} (${id})`),
    events: { all: pair.count, held: pair.held, ahead: pair.ahead },
    first: pair.first === null ? null : briefly(pair.first),
    last: pair.last === null ? null : briefly(pair.last),
    types: counts(pair.types, "type"),
    years: counts(pair.years, "year"),
    visits: pair.visits.map(
      ({ rank, visitor, host, count }) => `${visitor} to ${host}, ${rank ?? "rank unknown"}: ${count}`,
    ),
    agreements: some(pair.agreements, briefly),
    openInvitations: some(pair.invitations, briefly),
    planned: some(pair.planned, briefly),
    peopleWhoMet: some(
      pair.people,
      ({ persons, names, count }) =>
        `${persons.map((id) => wordsIn(names[id] ?? null, "en") ?? id).join(" and ")}: ${count}`,
    ),
    figures: some(pair.figures, (figure) =>
      [
        amountWords(figure, "en"),
        wordsIn(figure.measure, "en") ?? "",
        `claimed by ${figure.claimant ?? "nobody named"}`,
        `figures/${figure.id}`,
      ].join("; "),
    ),
  });
}
