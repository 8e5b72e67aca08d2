// Lists: what the value grammar says of one column, in SQL.
import sql, { type Sql } from "sql-template-tag";
import type { Words } from "../query/words.ts";
import { oneOf } from "./names.ts";

/** The known values of a list, and whether unknown is among them. */
export function split({ values }: Words): { known: string[]; unknown: boolean } {
  return { known: values.filter((value) => value !== null), unknown: values.includes(null) };
}

const DIGITS = [..."0123456789"];

/**
 * All codes of two to four digits that begin like this, itself among them. As values they are searched in the range of
 * numbers that is asked for; as a range of texts they would be read from every dataset.
 */
export function codesUnder(code: string): string[] {
  return code.length >= 4 ? [code] : [code, ...DIGITS.flatMap((digit) => codesUnder(code + digit))];
}

/** A list over one field, unknown being NULL; a negated list keeps records where it is unknown. */
export function onField(field: Sql, match: "whole" | "prefix", list: Words): Sql {
  const { known, unknown } = split(list);
  if (known.length === 0) return list.not ? sql`${field} IS NOT NULL` : sql`${field} IS NULL`;
  const hit = sql`${field} IN ${oneOf(match === "whole" ? known : known.flatMap(codesUnder))}`;
  if (list.not) return unknown ? sql`(${field} IS NOT NULL AND NOT ${hit})` : sql`(${field} IS NULL OR NOT ${hit})`;
  return unknown ? sql`(${field} IS NULL OR ${hit})` : hit;
}
