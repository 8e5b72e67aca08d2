// Terms: the shape of one word of a closed vocabulary, and the schema made from a list of them.
import { z } from "zod";
import type { Label } from "./labels.ts";

/** One term as declared: its id and its label in both languages. */
export interface Term {
  readonly id: string;
  readonly label: Label;
}

/** A row of a small vocabulary: id, English, Russian, and what else the term says. */
type Line = readonly [id: string, en: string, ru: string, mark?: string | null];

/** The ids of the rows with a mark. */
export function markedWith<const Rows extends readonly Line[]>(rows: Rows, mark: Rows[number][3] & string) {
  return rows.filter((row) => row[3] === mark).map(([id]): string => id);
}

/** Makes the terms of a small vocabulary; marks are ours, clients do not see them. */
export function terms<const Rows extends readonly Line[]>(rows: Rows) {
  return rows.map(([id, en, ru]) => ({ id, label: { en, ru } })) as {
    [K in keyof Rows]: { readonly id: Rows[K][0]; readonly label: Label };
  };
}

/** The zod enum of a vocabulary's ids. */
export function oneOf<const T extends readonly Term[]>(vocabulary: T) {
  return z.enum(vocabulary.map((term) => term.id) as unknown as { [K in keyof T]: T[K]["id"] } & [string, ...string[]]);
}
