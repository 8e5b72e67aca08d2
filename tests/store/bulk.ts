// Bulk rows for tests: events as an importer of GDELT hands them on, with the places and the file that they name.

import type { Records } from "../../src/model/bundle.ts";
import type { Accepted, SerialId, SerialRow } from "../../src/model/import-row.ts";
import type { Pair } from "../../src/store/count/pairs.ts";
import type { Database } from "../../src/store/engine/database.ts";
import type { About } from "../../src/store/write/dataset-totals.ts";
import type { Upserted } from "../../src/store/write/import-session.ts";
import { upsert } from "../../src/store/write/upsert.ts";
import { entry, event, source, venue } from "./small.ts";

export const ABOUT: About = {
  id: "gdelt",
  kind: "bulk",
  title: "Rows",
  description: "Invented rows.",
  licence: "CC BY 4.0",
  licenceUrl: null,
  attribution: "Nobody",
};

/** What a row tells; `country-<state>` is the place of a state, every other place lies in one. */
export interface Told {
  readonly number: number;
  readonly order: number;
  readonly day: string;
  readonly type: Records["events"]["type"];
  readonly status: Records["events"]["status"];
  readonly states: readonly string[];
  readonly venue: string | null;
  readonly code: string | null;
  readonly plover: "CONSULT" | "AGREE" | null;
  readonly text: string;
  readonly file: string;
  /** Whether it is told by another row too, and linked to it. */
  readonly same?: boolean;
}

/** A row that tells as little as one can. */
export const EMPTY: Told = {
  ...{ number: 1, order: 0, day: "2023-01-01", type: "visit", status: "occurred", states: [], venue: null },
  ...{ code: null, plover: null, text: "row", file: "file-1" },
};

/** A place of its number: every seventh is known by its country alone. */
export function placeOf(id: string): Records["venues"] {
  const number = Number(id.split("-").at(-1));
  const state = ["kz", "cn", "us"][number % 3] ?? "kz";
  const point = {
    latitude: (number % 17) * 10 - 80,
    longitude: ((number * 37) % 360) - 180,
    precision: "city",
  } as const;
  return venue(id, { dataset: ABOUT.id, country: state, location: number % 7 === 6 ? null : point });
}

export function eventOf({ number, states, ...told }: Told): Records["events"] {
  const { type, status, venue } = told;
  return event(`gdelt-${number}`, {
    dataset: ABOUT.id,
    date: told.day,
    // Later rows are later told.
    updated: `20${String(10 + told.order).padStart(2, "0")}-01-01`,
    ...{ type, status, venue },
    title: { en: told.text, ru: told.text },
    participants: states.map((one, at) => entry(one, at === 0 ? "visitor" : "host")),
    countries: [...new Set(states)].sort(),
    codes: {
      plover: told.plover === null ? null : { event: told.plover, mode: null, contexts: [] },
      cameo: told.code === null ? null : { code: told.code },
      gdelt: null,
      rule: null,
    },
    relations: told.same === true ? [{ type: "same-as", event: "gdelt-1" }] : [],
    sources: [told.file],
  });
}

export function keptOf(told: Told, line = 1): Accepted<SerialId> {
  const records: Accepted["records"] = [
    { collection: "sources", record: source(told.file, { dataset: ABOUT.id }) },
    ...(told.venue === null ? [] : [{ collection: "venues", record: placeOf(told.venue) } as const]),
    { collection: "events", record: eventOf(told) },
  ];
  return { kind: "kept", file: told.file, line, id: `gdelt-${told.number}`, order: told.order, records };
}

/** What an event says of each field that is counted; an empty text where it is unknown. */
export function says(event: Records["events"]): Readonly<Record<string, readonly string[]>> {
  const place = event.venue === null ? null : placeOf(event.venue);
  const sorted = [...new Set(event.countries)].sort();
  const code = event.codes.cameo?.code;
  const all: Record<string, readonly (string | null | undefined)[]> = {
    type: [event.type],
    status: [event.status],
    plover: [event.codes.plover?.event],
    cameoRoot: [code?.slice(0, 2)],
    venueCountry: [place?.country],
    year: [event.date?.earliest?.slice(0, 4)],
    month: [event.date?.earliest?.slice(0, 7)],
    day: [event.date?.earliest],
    rank: [event.rank],
    country: sorted,
    pair: sorted.flatMap((a, at) => sorted.slice(at + 1).map((b) => `${a} ${b}`)),
    participant: event.participants.map(({ participant }) => participant),
    role: event.participants.map(({ role }) => role),
    venue: [event.venue],
    topic: event.topics,
    source: event.sources,
  };
  return Object.fromEntries(
    Object.entries(all).map(([field, values]) => {
      const known = [...new Set(values.filter((value) => value != null))];
      return [field, known.length === 0 ? [""] : known];
    }),
  );
}

/** The pairs that events make, those with most events first. */
export function pairsOf(events: readonly Records["events"][]): Pair[] {
  const found = Map.groupBy(
    events.flatMap((event) => (says(event).pair ?? []).filter((pair) => pair !== "").map((pair) => ({ pair, event }))),
    ({ pair }) => pair,
  );
  const all = [...found].map(([pair, list]) => {
    const [a = "", b = ""] = pair.split(" ");
    const ids = (statuses: readonly string[]) =>
      list
        .filter(({ event }) => statuses.includes(event.status))
        .map(({ event }) => `${event.date?.earliest} ${event.id}`)
        .sort();
    const [held, ahead] = [ids(["occurred", "ongoing"]), ids(["planned", "proposed"])];
    const [first = null, last = null] = [held[0]?.slice(11), held.at(-1)?.slice(11)];
    return { a, b, count: list.length, held: held.length, ahead: ahead.length, first, last };
  });
  return all.sort((x, y) => y.count - x.count || (`${x.a} ${x.b}` < `${y.a} ${y.b}` ? -1 : 1));
}

export function importing(database: Database, rows: readonly SerialRow[], together = 3): Promise<Upserted> {
  async function* batches() {
    for (let at = 0; at < rows.length; at += together) yield rows.slice(at, at + together);
  }
  return upsert(database, ABOUT, batches());
}

/** Numbers from 0 to 1 that are the same every time. */
export function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
