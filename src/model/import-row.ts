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

/** The id of a row that stands for one event: its dataset and a serial number of up to ten digits (catalog/rowid.ts). */
export type SerialId = `${string}-${number}`;

/** A row that is taken over: its event or events, and the places, people and sources that they name. */
export interface Accepted<Id extends string = string> {
  readonly kind: "kept";
  readonly file: string;
  /** Counted from 1, as editors do. */
  readonly line: number;
  /** The id of the row: two rows of one id tell of one event. */
  readonly id: Id;
  /** Of rows of one id that of the greatest order holds, among equal ones the last. */
  readonly order: number;
  /** A place, person or source may come again with other rows; what they say of it is put together (merge-named.ts). */
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

/** A sound row that is not wanted: an older version of it, which was, goes. Told beside its `Skipped`. */
export interface Withdrawn<Id extends string = string> {
  readonly kind: "withdrawn";
  readonly id: Id;
  readonly order: number;
}

/** A file of which nothing is taken, while others are. */
export interface Refused {
  readonly kind: "refused";
  /** What is wrong with it, beginning with `file:line:column`. */
  readonly message: string;
}

export type RowOutcome<Id extends string = string> = Accepted<Id> | Skipped | Warned | Withdrawn<Id> | Refused;

/** What becomes of rows that are added one by one. */
export type SerialRow = RowOutcome<SerialId>;

/** A file that is kept beside the records that are made of it. */
export interface ListFile {
  /** By what a later version of the file is known: its last name, without its ending, as ids spell it. */
  readonly name: string;
  /** As a user would type it, `-` for the standard input; of one that is kept, its last name. */
  readonly path: string;
  /** All of it, with a byte order mark where it has one. */
  readonly text: string;
}

/** A file that is no input at all: nothing of it is taken. The message begins with `file:line:column`. */
export class InputFault extends Error {
  constructor(file: string, line: number | null, column: number | null, reason: string) {
    super(`${placed(file, line, column)}: ${reason}`);
  }
}
