// Value lists: the grammar that every multi-value filter shares.
//
// A filter takes `a,b` for any of several values, a leading `!` for none of them, `null` for unknown, and may be
// repeated, each repetition having to hold. All filters of all collections have this grammar, so that a client learns
// it once.
//
// An unknown id gives an empty page with a note that names the nearest id. An unknown word of a closed list is a 400.
// Ids come and go with the data, and a link that was right yesterday must not break; the words are fixed by the
// program, so another word is the asker's mistake. Codes of states and names of datasets are closed lists in this
// sense.
//
// Limits: 50 values in a list, 10 repetitions, 128 characters a value. Two positive repetitions of a field that holds
// one value can never both hold, and are refused with the list that was meant.

/** One occurrence of a filter: any of `values` (null is "unknown"), or none of them. */
export interface ValueList {
  readonly not: boolean;
  readonly values: readonly (string | null)[];
}

/** Most values in one list, and most repetitions of one filter. */
export const VALUES_LIMIT = 50;
export const REPEAT_LIMIT = 10;
const VALUE_LIMIT = 128;

/** What a single word means: the value to look for (several for a code of two former states), or what is wrong. */
export type Meaning = { readonly values: readonly string[] } | { readonly fault: string };

/**
 * Reads the occurrences of one filter: `a,b` any, repetition all, leading `!` neither, `null` unknown.
 * @param raw the values of the parameter as they came, one an occurrence
 * @param meaning what one word stands for
 * @param single whether the field holds one value, so that two positive occurrences can never both hold
 * @returns the lists, and every fault found
 */
export function readValueList(
  raw: readonly string[],
  meaning: (word: string) => Meaning,
  single: boolean,
): { words: ValueList[]; faults: string[] } {
  const faults: string[] = [];
  const words: ValueList[] = [];
  if (raw.length > REPEAT_LIMIT) return { words, faults: [`is given ${raw.length} times; at most ${REPEAT_LIMIT}`] };
  for (const occurrence of raw) {
    const not = occurrence.startsWith("!");
    const parts = (not ? occurrence.slice(1) : occurrence).split(",");
    if (parts.length > VALUES_LIMIT) {
      faults.push(`has ${parts.length} values in one list; at most ${VALUES_LIMIT}`);
      continue;
    }
    const values: (string | null)[] = [];
    for (const part of parts) {
      if (part === "") faults.push(occurrence === "" ? "is empty" : `has an empty value in ${quote(occurrence)}`);
      else if (part.startsWith("!"))
        faults.push(
          `mixes values with and without "!" in ${quote(occurrence)}: "!" stands once, before the whole list`,
        );
      else if (part === "null") values.push(null);
      else if (part.length > VALUE_LIMIT)
        faults.push(`has a value of ${part.length} characters; at most ${VALUE_LIMIT}`);
      else {
        const found = meaning(part);
        if ("fault" in found) faults.push(found.fault);
        else values.push(...found.values);
      }
    }
    words.push({ not, values: [...new Set(values)] });
  }
  const positive = raw.filter((occurrence) => !occurrence.startsWith("!"));
  if (single && positive.length > 1 && faults.length === 0) {
    faults.push(
      `is given ${positive.length} times, but a record has one value only; for any of them write ${quote(positive.join(","))}`,
    );
  }
  return { words, faults };
}

/** Quotes what a client sent for a message: short, and without control characters. */
export function quote(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return `"${short.replace(/\p{Cc}/gu, "�").toWellFormed()}"`;
}
