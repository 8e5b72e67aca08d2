// What the tortured server holds beside the curated records: enough for pages, every kind of date, retired ids.
import type { Dataset } from "../../src/model/bundle.ts";
import type { Retired } from "../../src/model/retired.ts";
import { dataset, entry, event, figure, participant, quote, source, venue } from "../store/small.ts";

const DATES = [
  ...["2023-10-17", "2023-10", "2023", "2022-09/2023-02", "[..2023-10-17]", "2023-10-17~", "../2023-10-17", "0001"],
  ...["9999-12-31", "2024-02-29", "[2022-09,2023-10-17]", "2023-10-17/..", "201X", "2023-10-17%"],
];
const TITLES = ["Talks, “quoted”", "=1+1", "Переговоры; «о торговле»", "会谈", "a\tb", "<b>&amp;</b>", "-2", "O'Brien"];

function times<T>(count: number, make: (at: number) => T): T[] {
  return Array.from({ length: count }, (_, at) => make(at));
}

/** One of a list, by turns; null once in each round. */
function turn<T>(list: readonly T[], at: number): T | null {
  return list[at % (list.length + 1)] ?? null;
}

const venues = times(12, (at) =>
  venue(`torture-venue-${at}`, {
    kind: at % 3 === 0 ? "city" : "building",
    within: at === 0 ? null : `torture-venue-${Math.floor(at / 2)}`,
    country: turn(["kz", "cn", "us"], at),
    location:
      at % 4 === 3
        ? null
        : {
            latitude: (at * 31) % 90,
            longitude: ((at * 77) % 360) - 180,
            precision: at % 2 === 0 ? "city" : "country",
          },
  }),
);
const people = times(30, (at) => participant(`torture-person-${at}`, { country: turn(["kz", "cn"], at) }));
const events = times(90, (at) =>
  event(`torture-event-${at}`, {
    date: turn(DATES, at),
    type: (["visit", "talks", "call", "forum"] as const)[at % 4] ?? "visit",
    status: at % 5 === 0 ? "planned" : "occurred",
    rank: turn(["state", "working"] as const, at),
    title: { en: TITLES[at % TITLES.length] ?? "", ru: `Событие ${at}` },
    venue: turn(
      venues.map(({ id }) => id),
      at,
    ),
    participants: [
      entry("kz", "visitor"),
      entry(at % 2 === 0 ? "cn" : `torture-person-${at % 30}`, "host", at % 3 === 0 ? "cn" : null),
      ...(at % 7 === 0 ? [entry(null, "mentioned", "us")] : []),
    ],
    partOf: at > 10 ? turn(["torture-event-1", "torture-event-2"], at) : null,
    relations: at % 6 === 1 ? [{ type: "recalls", event: `torture-event-${at - 1}` }] : [],
    sources: [`torture-source-${at % 4}`],
    updated: `2023-0${1 + (at % 9)}-01`,
  }),
);
const quotes = times(45, (at) =>
  quote(`torture-quote-${at}`, {
    date: turn(DATES, at),
    event: turn(
      events.map(({ id }) => id),
      at,
    ),
    source: `torture-source-${at % 4}`,
    speaker: turn(
      people.map(({ id }) => id),
      at,
    ),
    text: `${TITLES[at % TITLES.length]} ${at}`,
    language: turn(["ru", "en", "zh"], at) ?? "kk",
    mode: at % 3 === 0 ? "indirect" : "direct",
  }),
);
const figures = times(60, (at) =>
  figure(`torture-figure-${at}`, {
    asOf: turn(DATES, at),
    event: turn(
      events.map(({ id }) => id),
      at,
    ),
    quote: turn(
      quotes.map(({ id }) => id),
      at,
    ),
    source: `torture-source-${at % 4}`,
    claimant: turn(
      people.map(({ id }) => id),
      at,
    ),
    kind: at % 2 === 0 ? "money" : "count",
    value: turn(["0", "-1.5", "10.05", "21000000000", "9999999999999999999999999999999.000000000000000001"], at),
    currency: at % 2 === 0 ? turn(["USD", "KZT"], at) : null,
    unit: at % 2 === 0 ? null : turn(["project", "year"] as const, at),
  }),
);
const sources = times(4, (at) =>
  source(`torture-source-${at}`, {
    publisher: turn(
      people.map(({ id }) => id),
      at,
    ),
    language: turn(["ru", "en"], at),
  }),
);

function retired(collection: Retired["collection"], id: string, mergedInto: string | null): Retired {
  return { collection, id, on: "2023-05-01", reason: "Coded twice.", mergedInto };
}

const STATES = ["cn", "kz", "us"];

/** The states taking part, which a dataset computes from its own countries; these are the curated dataset's. */
function withStates(one: Dataset): Dataset {
  const states = (all: (typeof events)[number]["participants"]) =>
    STATES.filter((state) => all.some((some) => some.participant === state || some.onBehalfOf === state));
  const own = one.records.events.map((some) => ({ ...some, countries: states(some.participants) }));
  return { ...one, records: { ...one.records, events: own } };
}

/** A curated dataset beside the real one, and a bulk one. */
export const MATERIAL: readonly Dataset[] = [
  {
    ...withStates(dataset("torture", { events, quotes, figures, sources, venues, participants: people })),
    retired: [
      retired("events", "torture-event-gone", null),
      retired("events", "torture-event-merged", "torture-event-1"),
      retired("quotes", "torture-quote-gone", null),
      retired("venues", "torture-venue-merged", "torture-venue-0"),
    ],
  },
  dataset("torture-bulk", { events: times(30, (at) => event(`bulk-event-${at}`, { date: turn(DATES, at) })) }, "bulk"),
];
