// A reading of a text: everything that the rules find in it, before it becomes proposals.
import type { Dated } from "./dates/find.ts";
import type { FoundFigure } from "./figures/find.ts";
import type { Morphology } from "./language/morphology.ts";
import type { Span } from "./language/sentences.ts";
import type { Cast } from "./names/cast.ts";
import type { Mention } from "./names/mentions.ts";
import type { Person } from "./names/named.ts";
import type { Register } from "./names/register.ts";
import type { FoundQuote } from "./quotes/speech.ts";

export type Language = "ru" | "en";

export interface Reading {
  readonly text: string;
  readonly language: Language;
  readonly morphology: Morphology | null;
  readonly register: Register;
  /** The day of the text, `YYYY-MM-DD`, and the words that state it; null where neither an option nor the text gives it. */
  readonly day: string | null;
  readonly dayWords: Span | null;
  readonly sentences: readonly Span[];
  readonly dates: readonly Dated[];
  readonly figures: readonly FoundFigure[];
  readonly mentions: readonly Mention[];
  readonly cast: Cast;
  readonly said: readonly Said[];
}

/** Words with their speaker, as far as he is known. */
export interface Said {
  readonly quote: FoundQuote;
  readonly content: Span;
  readonly speaker: Person | null;
  readonly addressee: Person | null;
}

/** The words of a speech in which a place lies; null where the text itself speaks. */
export const saidAt = ({ said }: Reading, { start, end }: Span) =>
  said.find(({ content }) => content.start <= start && end <= content.end) ?? null;

export const sentenceAt = ({ sentences, text }: Reading, at: number): Span =>
  sentences.find(({ start, end }) => start <= at && at < end) ?? { start: 0, end: text.length };
