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

/** The header line of groups in CSV: the fields counted by, the count, figures' range, the address. */
export function countsHead(by: readonly string[], ranged: boolean): string {
  const range = ranged ? RANGE.map((name) => `range${name[0]?.toUpperCase()}${name.slice(1)}`) : [];
  return line([...by, "count", ...range, "href"]);
}

/** Groups as rows of CSV. */
export function countsRows(groups: readonly Group[], by: readonly string[], ranged: boolean): string {
  const rows = groups.map((group) => {
    const range = ranged ? RANGE.map((name) => group.range?.[name] ?? null) : [];
    return line([...by.map((name) => group.keys[name] ?? null), String(group.count), ...range, group.href]);
  });
  return rows.join("");
}

/** Groups as lines of JSON. */
export function countsLines(groups: readonly Group[]): string {
  return groups.map((group) => `${JSON.stringify(group)}\n`).join("");
}
