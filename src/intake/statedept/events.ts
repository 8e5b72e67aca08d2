// State Department events: states that take part, rank, evidence, and what all events of the two lists share.
//
// The source of an event is the file, with its SHA-256, and its evidence is what the row says, word for word as the
// file has it, line breaks kept, in the one entry of provenance. Offsets count the file's code points, so anybody with
// the publisher's file can check the span. Folded whitespace would read better and could be checked against nothing.
// `prefix` and `suffix` stay empty: the offsets tell one "Private visit." from the next. The limit of 120 code points
// is for articles; these texts are in the public domain.
//
// The rank is what the first words state, or "during a private visit". "Private visit afterwards" says nothing of the
// visit itself. Informal, unofficial and select visits have no rank in the vocabulary and get none. Remarks on travels
// are read alike where the row has one country; 37 of 385 state a rank.
//
// Events alike in visitors, state and dates are linked by `same-as`, the later to the first. Neither is dropped,
// because each row may tell of another occasion. A row of one list cannot mirror one of the other: in one, leaders come
// to the United States, in the other its own go abroad. A visit returned on the same day is a second visit.
import type { Records } from "../../model/bundle.ts";
import type { Evidence } from "../../model/provenance.ts";
import type { Reference } from "../../model/reference.ts";
import { type Named, stateNames } from "../entities/state-names.ts";
import { brief } from "../input/faults.ts";
import { RowFault, type RowInput } from "./rows.ts";
import type { Field } from "./xml.ts";

/** A state as a row names it. */
export interface State {
  readonly id: string | null;
  readonly name: string;
}

/** The reader of the elements that name states. */
export function statesOf(
  reference: Reference,
): (fields: readonly Field[], day: string, doubts: string[]) => readonly State[] {
  const named = stateNames(reference);
  const known = (text: string, day: string): State[] | null => {
    const parts = [[text], text.split(/\s*[;/]\s*/), text.split(/\s*;\s*|\s*,\s+|\s+and\s+/)];
    for (const list of parts) {
      const found = list.map((name) => ({ name, meant: named(name, day) }));
      const states = found.flatMap(({ name, meant }) => (meant.known ? [{ id: meant.id, name }] : []));
      if (states.length === list.length) return states;
    }
    return null;
  };
  /** The state that the attribute beside a name means, where the name is of a government, a part or another day. */
  const byId = ({ text, attributes }: Field, day: string): State[] | null => {
    const { id } = attributes;
    if (id === undefined || id === "") return null;
    const meant = named(id.replaceAll("-", " "), day);
    return meant.known ? [{ id: meant.id, name: text }] : null;
  };
  return (fields, day, doubts) => {
    const states = fields.flatMap((field) => {
      const found = known(field.text, day) ?? byId(field, day);
      if (found === null) throw unknownState(field, day, named(field.text, day));
      for (const { id, name } of found) {
        if (id === null) doubts.push(`no record stands for ${name} on ${day}; it is kept by name`);
      }
      return found;
    });
    return [...new Map(states.map((state) => [state.id ?? state.name, state])).values()];
  };
}

function unknownState(field: Field, day: string, meant: Named): RowFault {
  if (!meant.known && meant.once) {
    return new RowFault("unknown state", `${brief(field.text)} was no state on ${day}`, field.place);
  }
  const near = meant.known || meant.near === null ? "none is near" : `the nearest is ${brief(meant.near)}`;
  return new RowFault("unknown state", `${brief(field.text)} on ${day}; ${near}`, field.place);
}

/** The names of states for titles. */
export function labelsOf(reference: Reference): (state: State) => { en: string; ru: string } {
  const names = new Map([...reference.countries, ...reference.historicStates].map(({ id, names }) => [id, names]));
  return ({ id, name }) => {
    const found = id === null ? undefined : names.get(id);
    return { en: found?.en ?? name, ru: found?.ru ?? found?.en ?? name };
  };
}

/** Elements as evidence: their words as the file has them, placed in the file's code points. */
export function evidenceOf(source: string, fields: readonly (Field | undefined)[]): Evidence[] {
  return fields.flatMap((field) =>
    field?.span
      ? [{ source, exact: field.span.exact, prefix: "", suffix: "", start: field.span.start, end: field.span.end }]
      : [],
  );
}

type Event = Records["events"];

/** What an element says, as a text of a record; the files are in English. */
export function wordsOf(field: Field | undefined): Event["description"] {
  return field === undefined || field.text === "" ? null : { en: field.text };
}

const RANKS: readonly (readonly [RegExp, NonNullable<Event["rank"]>])[] = [
  [/^(?:official )?state visits?\b/i, "state"],
  [/^official working visits?\b/i, "official-working"],
  [/^official visits?\b/i, "official"],
  [/^working visits?\b/i, "working"],
  [/^private visits?\b/i, "private"],
  [/\bduring an? (?:[\w-]+, )?private visit\b/i, "private"],
];

/**
 * The rank that a description states: in its first words, or as the private visit during which something happened.
 * A private visit that followed an official one does not make that one private.
 */
export function rankOf(description: string): Event["rank"] {
  return RANKS.find(([pattern]) => pattern.test(description))?.[1] ?? null;
}

type Own = "title" | "description" | "countries" | "rank" | "venue" | "stops" | "participants" | "relations";

/** A visit as a record, its keys in the order in which people read. */
export function visitOf(
  id: string,
  dataset: string,
  given: RowInput,
  own: Pick<Event, Own>,
  evidence: Evidence[],
): Event {
  return {
    id,
    dataset,
    type: "visit",
    status: "occurred",
    statusAsOf: given.asOf,
    title: own.title,
    summary: null,
    description: own.description,
    date: given.date,
    countries: own.countries,
    rank: own.rank,
    invitation: null,
    reciprocal: false,
    venue: own.venue,
    stops: own.stops,
    participants: own.participants,
    partOf: null,
    relations: own.relations,
    codes: {
      plover: { event: "CONSULT", mode: "visit", contexts: [] },
      cameo: { code: "042" },
      gdelt: null,
      rule: "visit-one-record",
    },
    topics: [],
    sources: [given.source.id],
    credits: [],
    updated: given.updated,
    provenance: [{ path: "", basis: "external", evidence, note: `${given.note}.` }],
  };
}

/** Finds the first of events alike: the later one is the same as the first. */
export function mirrors(): (key: string, event: string, row: string) => Event["relations"] {
  const seen = new Map<string, { event: string; row: string }>();
  return (key, event, row) => {
    const first = seen.get(key);
    if (first === undefined) seen.set(key, { event, row });
    // A row that comes again replaces itself.
    return first === undefined || first.row === row ? [] : [{ type: "same-as", event: first.event }];
  };
}
