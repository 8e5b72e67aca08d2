// Dialect: the few pieces of SQL that the engines say differently, each written for both where it is used.
//
// There is one set of queries, in SQLite's words. What PostgreSQL says otherwise stands beside it, in the same
// expression, and is chosen when an engine compiles the query. There are about twenty such pieces: hints for the
// planner, JSON, full text, `min` of two values, declarations. An object-relational mapper, or a second copy of the
// queries, would have to be kept equal by hand; pieces of one expression are read and changed together.
//
// Texts compare by code point in both engines: every text column of PostgreSQL is declared `COLLATE "C"`. The tests run
// on a cluster that sorts as English does, where a missing collation is noticed. `tests/postgres/alike.test.ts` holds
// the engines to the same bytes.
//
// To add an engine: a key here, its files in this folder, a line in `open.ts`, and the tests by project in
// `vitest.config.ts`.
import sql, { raw, type Sql } from "sql-template-tag";

/** The engines that there are. */
export type Engine = "sqlite" | "postgres";

/** A piece of SQL for each engine. It is a value of the query until the query is compiled for one engine. */
class EngineSql {
  readonly sqlite: Sql;
  readonly postgres: Sql;
  constructor(sqlite: Sql, postgres: Sql) {
    this.sqlite = sqlite;
    this.postgres = postgres;
  }
  /** Equal pieces give equal texts, by which queries are compared. */
  toString(): string {
    return `${this.sqlite.sql} ${this.sqlite.values.join(" ")}`;
  }
}

/** A piece of a query that the engines say differently. */
export function byEngine({ sqlite, postgres }: Readonly<Record<Engine, Sql>>): Sql {
  return sql`${new EngineSql(sqlite, postgres)}`;
}

/** A query as an engine takes it: its text, with a mark for each parameter, and the parameters. */
export interface Compiled {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** The query for one engine, with the pieces of the others left out. Each answer compiles several: it is done in one pass. */
export function compile(query: Sql, engine: Engine): Compiled {
  const parameters: unknown[] = [];
  let text = "";
  function write({ strings, values }: Sql): void {
    text += strings[0];
    for (let at = 0; at < values.length; at++) {
      const value: unknown = values[at];
      if (value instanceof EngineSql) write(value[engine]);
      else {
        parameters.push(value);
        text += engine === "sqlite" ? "?" : `$${parameters.length}`;
      }
      text += strings[at + 1];
    }
  }
  write(query);
  return { sql: text, values: parameters };
}

/** Joins what stands left first, as SQLite is told to; PostgreSQL finds the order itself. */
export const CROSS = byEngine({ sqlite: sql`CROSS JOIN`, postgres: sql`JOIN` });

/** Reads a table by this index, as SQLite is told to; PostgreSQL chooses itself. */
export function indexedBy(index: string): Sql {
  return byEngine({ sqlite: sql`INDEXED BY ${raw(index)}`, postgres: sql`` });
}

/** Texts that a query makes are compared by code point, as those of the tables are. */
export const BYTEWISE = byEngine({ sqlite: sql``, postgres: sql`COLLATE "C"` });

/** Types and clauses of declarations: texts compare by code point, whatever the database's collation; numbers have 64 bits. */
const DECLARED: readonly (readonly [RegExp, string])[] = [
  [/\bTEXT\b/g, 'TEXT COLLATE "C"'],
  [/\bINTEGER\b/g, "BIGINT"],
  [/\bREAL\b/g, "DOUBLE PRECISION"],
  [/ WITHOUT ROWID$/, ""],
];

/** A declaration in SQLite's words as each engine takes it. */
export function declared(statement: string): Sql {
  return byEngine({
    sqlite: raw(statement),
    postgres: raw(DECLARED.reduce((text, [from, to]) => text.replace(from, to), statement)),
  });
}
