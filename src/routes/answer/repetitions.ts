// Repetitions: notes on filters that were given several times, which mean any of their values; until version 1.0.
import type { Collection } from "../../model/ids.ts";
import { filtersOf } from "../../query/filters.ts";
import { ALL_LIMIT, allOf } from "../../query/value-list.ts";

/** A note for each filter that a query gives several times; `raw` is the query as it came, without a fault. */
export function repetitionNotes(collection: Collection, raw: readonly (readonly [string, string])[]): string[] {
  if (new Set(raw.map(([name]) => name)).size === raw.length) return [];
  return filtersOf(collection).flatMap(({ name, single }) => {
    const times = raw.filter(([given, value]) => given === name && !value.startsWith("!")).map(([, value]) => value);
    if (times.length < 2) return [];
    const values = [...new Set(times.flatMap((value) => value.split(",")))].filter((value) => value !== "null");
    const says = `\`${name}\` is given ${times.length} times: repeated names mean any`;
    if (single || values.length < 2 || values.length > ALL_LIMIT) return [says];
    const both = name === "country" && values.length === 2 ? "both states" : "all of them";
    return [`${says}; ${both}: ${allOf(name)}=${values.join(",")}`];
  });
}
