// Import rows: what an importer hands on of each row that it reads.
import type { Records } from "./bundle.ts";
import type { Collection } from "./ids.ts";

/** The dataset of the states that bulk rows name and no curated record describes. */
export const REFERENCE = "reference";

/** `file:line:column`, as far as each is known. */
export function placed(file: string, line: number | null, column: number | null): string {
  return [file, line, column].filter((part) => part !== null).join(":");
}

/** A record with the collection that it belongs to. */
export type CollectionRecord = {
  [C in Collection]: { readonly collection: C; readonly record: Records[C] };
}[Collection];

/** A row that is taken over: its event or events, and the places, people and sources that they name. */
export interface Accepted {
  readonly kind: "kept";
  readonly file: string;
  /** Counted from 1, as editors do. */
  readonly line: number;
  /** The id of the row: two rows of one id tell of one event. */
  readonly id: string;
  /** Of rows of one id that of the greatest order holds, among equal ones the last. */
  readonly order: number;
  /** A place, person or source may come again with other rows; the last one holds. */
  readonly records: readonly CollectionRecord[];
}

/** A row that is not taken over. */
export interface Skipped {
  readonly kind: "skipped";
  readonly file: string;
  readonly line: number;
  /** Counted from 1 in code points; null where the whole row is meant. */
  readonly column: number | null;
  /** A few words that stay the same for all rows of the kind, e.g. `out of scope`. */
  readonly reason: string;
  /** What is wrong with this one; null where the reason says all. */
  readonly detail: string | null;
  /** False for rows that are sound and only not wanted. */
  readonly broken: boolean;
}

/** A row that is taken over although something about it is doubtful. */
export interface Warned {
  readonly kind: "warned";
  readonly file: string;
  readonly line: number;
  readonly detail: string;
}

export type RowOutcome = Accepted | Skipped | Warned;

/** A file that is no input at all: nothing of any file is taken. The message begins with `file:line:column`. */
export class InputFault extends Error {
  constructor(file: string, line: number | null, column: number | null, reason: string) {
    super(`${placed(file, line, column)}: ${reason}`);
  }
}
