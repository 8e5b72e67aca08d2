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

/** One condition on a field: any of `values` (null is "unknown"), or none of them. */
export interface ValueList {
  readonly not: boolean;
  readonly values: readonly (string | null)[];
}

/** Most values of one filter, in however many repetitions, and of one whose values must all hold. */
export const VALUES_LIMIT = 50;
export const ALL_LIMIT = 10;
const VALUE_LIMIT = 128;

/** What a single word means: the value to look for (several for a code of two former states), or what is wrong. */
export type Meaning = { readonly values: readonly string[] } | { readonly fault: string };

/** Conditions that must all hold, and every fault found. */
interface Reading {
  readonly words: ValueList[];
  readonly faults: string[];
}

/** How a filter is called when all of its values must hold. */
export const allOf = (name: string) => `${name}.all`;

/**
 * Reads the occurrences of one filter: `a,b` is any of them, leading `!` none of them, `null` unknown. A filter given
 * again means what commas mean. Beside `!a` stands nothing but `null`.
 * @param raw the values of the parameter as they came, one an occurrence
 * @param meaning what one word stands for
 * @param all the filter that asks for all values, where a record may have several
 */
export function readValueList(
  raw: readonly string[],
  meaning: (word: string) => Meaning,
  all: string | null = null,
): Reading {
  const faults: string[] = [];
  const found = { any: new Set<string | null>(), none: new Set<string | null>() };
  const parts = raw.map((occurrence) => {
    const not = occurrence.startsWith("!");
    return { occurrence, not, words: (not ? occurrence.slice(1) : occurrence).split(",") };
  });
  const given = parts.reduce((sum, { words }) => sum + words.length, 0);
  if (given > VALUES_LIMIT) return { words: [], faults: [`has ${given} values; at most ${VALUES_LIMIT}`] };
  for (const { occurrence, not, words } of parts) {
    for (const word of words) {
      const values = not ? found.none : found.any;
      if (word.startsWith("!"))
        faults.push(
          `mixes values with and without "!" in ${quote(occurrence)}: "!" stands once, before the whole list`,
        );
      else if (word === "null") values.add(null);
      else for (const value of read(word, occurrence, meaning, faults)) values.add(value);
    }
  }
  const [positive, negative] = [parts.find(({ not }) => !not), parts.find(({ not }) => not)];
  const known = parts.some(({ not, words }) => !not && words.some((word) => word !== "null"));
  if (faults.length === 0 && positive !== undefined && negative !== undefined && known) {
    const way = all === null ? "" : `; what has the one and not the other is \`${all}=a\` beside \`!b\``;
    faults.push(
      `mixes values with and without "!" in ${quote(positive.occurrence)} and ${quote(negative.occurrence)}${way}`,
    );
  }
  const lists = [
    { not: false, values: [...found.any] },
    { not: true, values: [...found.none] },
  ];
  return { words: lists.filter(({ values }) => values.length > 0), faults };
}

/** Reads the occurrences of a filter whose values must all hold, each in a list of its own. */
export function readAll(raw: readonly string[], meaning: (word: string) => Meaning, name: string): Reading {
  const faults: string[] = [];
  const words: ValueList[] = [];
  const parts = raw.flatMap((occurrence) => occurrence.split(",").map((word) => ({ occurrence, word })));
  if (parts.length > ALL_LIMIT) return { words, faults: [`has ${parts.length} values; at most ${ALL_LIMIT}`] };
  for (const { occurrence, word } of parts) {
    if (word.startsWith("!") || word === "null")
      faults.push(`cannot be ${quote(word)}: it takes values that a record has; write \`${name}=${shown(word)}\``);
    else {
      const values = read(word, occurrence, meaning, faults);
      if (values.length > 0) words.push({ not: false, values: [...values] });
    }
  }
  return { words, faults };
}

/** The values of one word; none where it is at fault. */
function read(
  word: string,
  occurrence: string,
  meaning: (word: string) => Meaning,
  faults: string[],
): readonly string[] {
  if (word === "") faults.push(occurrence === "" ? "is empty" : `has an empty value in ${quote(occurrence)}`);
  else if (word.length > VALUE_LIMIT) faults.push(`has a value of ${word.length} characters; at most ${VALUE_LIMIT}`);
  else {
    const found = meaning(word);
    if ("values" in found) return found.values;
    faults.push(found.fault);
  }
  return [];
}

/** Quotes what a client sent for a message: short, and without control characters. */
export function quote(text: string): string {
  return `"${shown(text)}"`;
}

function shown(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return short.replace(/\p{Cc}/gu, "�").toWellFormed();
}
