// SQL as a value: identifiers, lists and bytes for queries of sql-template-tag.
//
// SQL is a value of `sql-template-tag`, text and parameters together, and never joined text. What a client sent can
// only be a parameter; identifiers come from the declarations of `src/store/catalog` through `name`, which is never
// given anything that a client sent. A list of any length is one parameter (a JSON array in SQLite, an array in
// PostgreSQL), so the text of a query does not depend on it and its prepared statement is used again.
import sql, { join, raw, type Sql } from "sql-template-tag";
import { byEngine } from "./dialect.ts";

/** An identifier from the declarations; never anything that a client sent. */
export function name(identifier: string) {
  return raw(identifier);
}

/** A text column as its UTF-8 bytes. */
export function bytes(field: string) {
  return byEngine({ sqlite: sql`CAST(${name(field)} AS BLOB)`, postgres: sql`convert_to(${name(field)}, 'UTF8')` });
}

/**
 * `LIMIT` so many rows. SQLite has it written out: of a limit that is a parameter alone it makes the plan anew at each
 * execution (SQLite 3.53.4: a page took 64 microseconds, and takes 56; a count 18.5, and takes 12.7). PostgreSQL has it as a
 * parameter, for each text would be a prepared statement of its own.
 * @param rows a whole number, which is checked
 */
export function limitTo(rows: number): Sql {
  if (!Number.isSafeInteger(rows) || rows < 0) throw new RangeError(`not a number of rows: ${rows}`);
  return byEngine({ sqlite: raw(`LIMIT ${rows}`), postgres: sql`LIMIT ${rows}` });
}

/** A list of any length as one parameter, for `IN`. */
export function manyOf(values: Iterable<string>) {
  const list = [...values];
  return byEngine({
    sqlite: sql`(SELECT value FROM json_each(${JSON.stringify(list)}))`,
    postgres: sql`(SELECT unnest(CAST(${list} AS TEXT[])))`,
  });
}

/** Whether a field has one of these numbers, as one parameter. */
export function isOneOf(field: Sql, numbers: readonly bigint[]) {
  return byEngine({
    sqlite: sql`${field} IN (SELECT value FROM json_each(${`[${numbers.join(",")}]`}))`,
    postgres: sql`${field} = ANY (CAST(${numbers.map(String)} AS BIGINT[]))`,
  });
}

/** `(?, ?, …)` for a list of values; nothing is in an empty one. */
export function oneOf(values: readonly (string | number)[]) {
  return values.length === 0 ? sql`(SELECT NULL WHERE 1 = 0)` : sql`(${join([...values])})`;
}
