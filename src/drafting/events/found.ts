// Found events: what a text tells of one, each value with its words.
import type { Span } from "../language/sentences.ts";
import type { Part } from "./parts.ts";
import type { EventType } from "./triggers.ts";

/** A value with the words that say it. */
export interface Worded {
  readonly value: string;
  readonly evidence: readonly Span[];
  /** Null where the words state it. */
  readonly note: string | null;
  /** Of places: the greater, the closer; a room lies in a building, that in a city. */
  readonly depth?: number;
}

export interface FoundEvent {
  readonly type: EventType;
  /** The words that tell it, the first of them first. */
  readonly triggers: readonly Span[];
  readonly date: Worded | null;
  readonly status: Worded;
  readonly rank: Worded | null;
  readonly venue: Worded | null;
  /** Stage of an invitation; null for other types. */
  readonly stage: string | null;
  readonly parts: readonly Part[];
  readonly isMain: boolean;
  readonly sentence: Span;
}
