// Names of persons: as they stand in a text, and the persons whom they name.
import type { Span } from "../language/sentences.ts";

/** A name as it stands in the text, with the office beside it. */
export interface Named {
  /** The name, without the office. */
  readonly span: Span;
  /** The name in the nominative. */
  readonly name: string;
  readonly office: Office | null;
  /** Whether the text has it in another case. */
  readonly isDeclined?: boolean;
}

export interface Office {
  readonly span: Span;
  /** In the nominative, with its state, as in «президент Казахстана». */
  readonly title: string;
  readonly english: string | null;
  readonly of: string | null;
}

export interface Person {
  readonly id: string;
  readonly isNew: boolean;
  /** The longest name that the text has, in the nominative. */
  readonly name: string;
  readonly country: string | null;
  readonly office: Office | null;
  readonly places: readonly Span[];
}
