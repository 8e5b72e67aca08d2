// Terms: the shape of one word of a closed vocabulary, and the schema made from a list of them.
import { z } from "zod";
import type { Label } from "./labels.ts";

/** One term as declared: its id and its label in both languages. */
export interface Term {
  readonly id: string;
  readonly label: Label;
}

/** Makes the rows of a small vocabulary from `[id, English, Russian]`. */
export function terms<const Rows extends readonly (readonly [string, string, string])[]>(rows: Rows) {
  return rows.map(([id, en, ru]) => ({ id, label: { en, ru } })) as {
    [K in keyof Rows]: { readonly id: Rows[K][0]; readonly label: Label };
  };
}

/** The zod enum of a vocabulary's ids. */
export function oneOf<const T extends readonly Term[]>(vocabulary: T) {
  return z.enum(vocabulary.map((term) => term.id) as unknown as { [K in keyof T]: T[K]["id"] } & [string, ...string[]]);
}
