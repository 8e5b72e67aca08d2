// Lists: what the value grammar says of one column, in SQL.
import sql, { join, type Sql } from "sql-template-tag";
import type { Words } from "../query/words.ts";
import { oneOf } from "./names.ts";

/** The known values of a list, and whether unknown is among them. */
export function split({ values }: Words): { known: string[]; unknown: boolean } {
  return { known: values.filter((value) => value !== null), unknown: values.includes(null) };
}

/** A list over one field, unknown being NULL; a negated list keeps records where it is unknown. */
export function onField(field: Sql, match: "whole" | "prefix", list: Words): Sql {
  const { known, unknown } = split(list);
  if (known.length === 0) return list.not ? sql`${field} IS NOT NULL` : sql`${field} IS NULL`;
  // CAMEO codes are digits, and ':' is the character after '9'.
  const hit =
    match === "whole"
      ? sql`${field} IN ${oneOf(known)}`
      : sql`(${join(
          known.map((value) => sql`(${field} >= ${value} AND ${field} < ${`${value}:`})`),
          " OR ",
        )})`;
  if (list.not) return unknown ? sql`(${field} IS NOT NULL AND NOT ${hit})` : sql`(${field} IS NULL OR NOT ${hit})`;
  return unknown ? sql`(${field} IS NULL OR ${hit})` : hit;
}
