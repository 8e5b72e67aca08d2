// Rollups: which fields of events are counted as they come in, alone and in pairs, and the table that holds the counts.

import type { FilterName } from "../../query/filters.ts";

/** Unknown values are empty texts, and so is the second value where there is one only. */
export const ROLLUP_TABLES: readonly string[] = [
  "CREATE TABLE tallies (ds INTEGER NOT NULL, dims TEXT NOT NULL, one TEXT NOT NULL, two TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (ds, dims, one, two)) WITHOUT ROWID",
];

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
