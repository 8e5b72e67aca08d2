// Rollups: which fields of events are counted as they come in, alone and in pairs, and the table that holds the counts.
//
// Counts of large datasets are kept as they come in, in the table `tallies`: each field, and the pairs of fields that
// have few values. A count over a million rows takes a second; reading what was counted takes a millisecond. Datasets
// that are loaded whole are small, and are counted when they are asked.
//
// Days are counted too, alone and with each field that is asked for most, so that a count in a window is a sum of
// years, months and days: some hundred rows, however many records are in it. A million rows of GDELT make 474,000 such
// counts instead of 36,000: 17 MB of 2.4 GB. They are read in `src/store/count/rollup-counts.ts`.
//
// What events linked by `same-as` have is counted once more by itself, under names that begin with `MIRRORED`: what a
// query finds without them is the difference.

import type { FilterName } from "../../query/filters.ts";

/** Unknown values are empty texts, and so is the second value where there is one only. */
export const ROLLUP_TABLES: readonly string[] = [
  "CREATE TABLE tallies (ds INTEGER NOT NULL, dims TEXT NOT NULL, one TEXT NOT NULL, two TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (ds, dims, one, two)) WITHOUT ROWID",
];

/** Begins the names of what is counted of events that are left out as told twice. */
export const MIRRORED = "mirrored:";

/** Fields with few values: each two of them are counted together. */
const PAIRED = ["type", "status", "country", "plover", "cameoRoot", "venueCountry", "year"] as const;
const SINGLE = ["rank", "role", "month", "day", "participant", "venue", "topic", "source", "pair"] as const;
/** Fields that are counted together with each month and each day: what they hold in a window is a sum. */
export const DAILY = ["type", "status", "country", "plover", "cameoRoot"] as const;
export const ROLLUP_PAIRS: readonly (readonly [RollupField, RollupField])[] = [
  ...PAIRED.flatMap((one, at) => PAIRED.slice(at + 1).map((two) => [one, two] as const)),
  ...DAILY.flatMap((one) => [[one, "month"] as const, [one, "day"] as const]),
  ...(["type", "status", "year"] as const).flatMap((one) => [[one, "pair"] as const, [one, "role"] as const]),
];
export type RollupField = (typeof PAIRED)[number] | (typeof SINGLE)[number];
export const ROLLUP_FIELDS: readonly RollupField[] = [...PAIRED, ...SINGLE] satisfies readonly (
  | FilterName<"events">
  | "day"
  | "pair"
)[];

/** Columns that are counted and are no filter. */
export const UNFILTERED_COLUMNS: Readonly<Record<string, string>> = { day: "earliest" };
