// Limits: how many rows a statement gives, as each engine takes it.
import sql from "sql-template-tag";
import { expect, test } from "vitest";
import { compile } from "../../../src/store/engine/dialect.ts";
import { limitTo } from "../../../src/store/engine/sql.ts";

test("LIMIT is written out for SQLite, and a parameter of PostgreSQL, beside other parameters", () => {
  const query = sql`SELECT n FROM events WHERE ds = ${1} ${limitTo(21)} OFFSET ${20}`;
  expect(compile(query, "sqlite")).toEqual({
    sql: "SELECT n FROM events WHERE ds = ? LIMIT 21 OFFSET ?",
    values: [1, 20],
  });
  expect(compile(query, "postgres")).toEqual({
    sql: "SELECT n FROM events WHERE ds = $1 LIMIT $2 OFFSET $3",
    values: [1, 21, 20],
  });
});

test.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, "1; DROP TABLE events" as unknown as number])(
  "%s is refused as a limit",
  (rows) => {
    expect(() => limitTo(rows)).toThrow("not a number of rows");
  },
);
