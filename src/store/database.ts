// The port: what the store needs of an engine. SQL comes as values of sql-template-tag, never as text.
import type { Sql } from "sql-template-tag";

export type Row = Record<string, string | number | null>;

export interface Database {
  /** All rows of a query. */
  all<T = Row>(query: Sql): Promise<T[]>;
  /** Runs a statement for its effect. */
  run(statement: Sql): Promise<void>;
  /** Runs `work` in one transaction: all of it holds, or, when it throws, none. Writers only, one at a time. */
  transaction<T>(work: () => Promise<T>): Promise<T>;
  /** A number that changes when another connection has committed a change; cheap, and asked often. */
  stamp(): number;
  close(): Promise<void>;
}

/** A fault of the database that its operator can mend; the message says how. */
export class DatabaseFault extends Error {}
