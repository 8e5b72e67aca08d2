// Counts: groups as lines of JSON or as rows of CSV.
import { line } from "./csv.ts";
import { FORMAT_TABLE } from "./table.ts";

/** The formats that counts have. */
export const COUNT_FORMATS = FORMAT_TABLE.filter(({ name }) => name === "json" || name === "ndjson" || name === "csv");

interface Group {
  readonly keys: Readonly<Record<string, string | null>>;
  readonly count: number;
  readonly href: string;
  readonly range?: Readonly<Record<string, string | null>> | null;
}

const RANGE = ["kind", "unit", "currency", "min", "max"] as const;

/** Groups in a format other than JSON: the fields counted by, the count, figures' range, the address. */
export function writeCounts(
  format: "ndjson" | "csv",
  groups: readonly Group[],
  by: readonly string[],
  ranged: boolean,
): string {
  if (format === "ndjson") return groups.map((group) => `${JSON.stringify(group)}\n`).join("");
  const range = ranged ? RANGE.map((name) => `range${name[0]?.toUpperCase()}${name.slice(1)}`) : [];
  const head = line([...by, "count", ...range, "href"]);
  const rows = groups.map((group) => {
    const ends = ranged ? RANGE.map((name) => group.range?.[name] ?? null) : [];
    return line([...by.map((name) => group.keys[name] ?? null), String(group.count), ...ends, group.href]);
  });
  return [head, ...rows].join("");
}
