// Parts: how a person or a state takes part in an event, and what is at hand to tell it.
import type { Span } from "../language/sentences.ts";
import type { Mention } from "../names/mentions.ts";
import type { Person } from "../names/named.ts";
import type { Reading, Said } from "../reading.ts";
import type { Trigger } from "./triggers.ts";

export interface Part {
  readonly id: string;
  readonly role: string;
  /** The state acted for; null for a state itself or where unknown. */
  readonly onBehalfOf: string | null;
  readonly evidence: readonly Span[];
  /** Why, where the words do not say it outright. */
  readonly note: string | null;
}

export interface Near {
  readonly reading: Reading;
  readonly trigger: Trigger;
  readonly sentence: Span;
  readonly said: Said | null;
}

export const person = (one: Person, role: string, evidence: readonly Span[], note: string | null = null): Part => ({
  id: one.id,
  role,
  onBehalfOf: one.country,
  evidence: evidence.length > 0 ? evidence : one.places.slice(0, 1),
  note,
});
export const state = (one: Pick<Mention, "id" | "start" | "end">, role: string, note: string | null = null): Part => ({
  id: one.id,
  role,
  onBehalfOf: null,
  evidence: [{ start: one.start, end: one.end }],
  note,
});

/** Where a person is named within a span. */
export const placesIn = (one: Person, span: Span) =>
  one.places.filter(({ start, end }) => start >= span.start && end <= span.end).slice(0, 1);

export const statesIn = ({ reading, sentence }: Near) =>
  reading.mentions.filter(
    (one) => one.start >= sentence.start && one.end <= sentence.end && (one.kind === "country" || one.isVenue),
  );
