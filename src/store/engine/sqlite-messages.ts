// Messages: queries and errors between processes and threads that share a database, where objects lose their class.
import { Sql } from "sql-template-tag";
import { DatabaseFault } from "./database.ts";

/** A query, as SQLite takes it. */
export interface Query {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** An error of SQLite in a form that can be sent. */
export interface Failure {
  readonly message: string;
  readonly code?: string | undefined;
  readonly errcode?: number | undefined;
  /** Whether it was told for an operator, who can mend it. */
  readonly mendable?: boolean;
}

/** A query rebuilt from its message. */
export function queryOf({ sql, values }: Query): Sql {
  return new Sql(sql.split("?"), values);
}

export function failureOf(error: Error & { code?: string; errcode?: number }): Failure {
  const { message, code, errcode } = error;
  return { message, code, errcode, mendable: error instanceof DatabaseFault };
}

/** An error rebuilt from its message, with its class. */
export function errorOf({ message, code, errcode, mendable = false }: Failure): Error {
  return mendable ? new DatabaseFault(message) : Object.assign(new Error(message), { code, errcode });
}
