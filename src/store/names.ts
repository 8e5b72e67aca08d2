// Names: identifiers and lists as SQL values.
import sql, { join, raw } from "sql-template-tag";

/** An identifier out of the declarations; never anything that a client sent. */
export function name(identifier: string) {
  return raw(identifier);
}

/** A text as its bytes. */
export function bytes(field: string) {
  return sql`CAST(${name(field)} AS BLOB)`;
}

/** As many values as one likes, as one parameter. */
export function manyOf(values: Iterable<string>) {
  return sql`(SELECT value FROM json_each(${JSON.stringify([...values])}))`;
}

/** `(?, ?, …)` for a list of values; nothing is in an empty one. */
export function oneOf(values: readonly (string | number)[]) {
  return values.length === 0 ? sql`(SELECT NULL WHERE 1 = 0)` : sql`(${join([...values])})`;
}
