// Watching: a database that notes what is asked of it and where, by which plan, and how many rows it looks at.

import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import type { Sql } from "sql-template-tag";
import type { Database, Row, Stream } from "../../src/store/engine/database.ts";
import { compile } from "../../src/store/engine/dialect.ts";
import type { Bounds } from "../../src/store/plan/access-path.ts";

/** One statement as it was asked. */
export interface Asked {
  readonly text: string;
  readonly where: "process" | "reader";
  /** The steps of its plan (https://www.sqlite.org/eqp.html); a reader's may be any. */
  readonly plan: readonly string[];
  /** Rows that its loops looked at; a reader's are not counted. */
  readonly seen: number;
  /** The sum of the limits that it states. */
  readonly limits: number;
}

export interface Watched {
  readonly database: Database;
  /** What was asked since the last call. */
  take(): Asked[];
  close(): void;
}

/**
 * The same statement with `seen(…)` as the first condition of every WHERE: called once for each row of the first table
 * of its FROM, and always true, which the planner is told. Of nested queries each counts its own.
 */
export function counting(text: string): string {
  const token = /[()]|\bFROM\s+(?<table>[a-z_]+)(?:\s+(?!WHERE\b|ORDER\b|CROSS\b)(?<alias>[a-z]\d?)\b)?|\bWHERE\b/g;
  const fields: (string | null)[] = [null];
  let made = "";
  let done = 0;
  for (const match of text.matchAll(token)) {
    const [found] = match;
    const { table, alias } = match.groups ?? {};
    if (found === "(") fields.push(null);
    else if (found === ")") fields.pop();
    else if (table !== undefined) {
      const row = table.endsWith("_terms") ? "rowid" : "n";
      fields[fields.length - 1] = alias === undefined ? null : `${alias}.${row}`;
    } else {
      const field = fields.at(-1) ?? null;
      if (field === null) continue;
      const end = match.index + found.length;
      made += `${text.slice(done, end)} likelihood(seen(${field}), 1.0) AND`;
      done = end;
    }
  }
  return made + text.slice(done);
}

/** The sum of what a statement's limits are bound to. */
function limitsOf({ sql, values }: Sql): number {
  let sum = 0;
  for (const { index } of sql.matchAll(/\bLIMIT \?/g)) {
    const before = sql.slice(0, index).split("?").length - 1;
    sum += Number(values[before]);
  }
  return sum + [...sql.matchAll(/\bLIMIT (\d+)/g)].reduce((all, [, limit]) => all + Number(limit), 0);
}

/** Opens a database file to be watched; a reader's questions are noted and answered with nothing. */
export function watch(file: string): Watched {
  const connection = new DatabaseSync(file, { readOnly: true });
  const statements = new Map<string, { statement: StatementSync; plan: string[] }>();
  let seen = 0;
  let asked: Asked[] = [];
  connection.function("seen", { varargs: true, useBigIntArguments: true }, () => {
    seen++;
    return 1;
  });

  const planOf = (text: string, values: readonly unknown[]) =>
    connection
      .prepare(`EXPLAIN QUERY PLAN ${text}`)
      .all(...(values as SQLInputValue[]))
      .map(({ detail }) => String(detail));

  function prepare({ sql, values }: Sql) {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const text = counting(sql);
    const plan = planOf(sql, values);
    // Counting must not change how it is answered.
    const other = planOf(text, values).join(" | ");
    if (other !== plan.join(" | ")) throw new Error(`${sql}: counted by the plan ${other}, not ${plan.join(" | ")}`);
    const made = { statement: connection.prepare(text), plan };
    statements.set(sql, made);
    return made;
  }

  async function all<T>(asking: Sql): Promise<T[]> {
    const query = compile(asking, "sqlite");
    const { statement, plan } = prepare(query);
    seen = 0;
    const rows = statement.all(...(query.values as SQLInputValue[]));
    asked.push({ text: query.sql, where: "process", plan, seen, limits: limitsOf(query) });
    return rows as T[];
  }

  async function long<T = Row>(asking: Sql): Promise<T[]> {
    const query = compile(asking, "sqlite");
    asked.push({ text: query.sql, where: "reader", plan: [], seen: 0, limits: limitsOf(query) });
    return [];
  }

  const not = () => {
    throw new Error("what is watched is only read");
  };
  return {
    database: {
      ...{
        query: all,
        queryLong: long,
        queryCached: all,
        run: not,
        inserter: not,
        transaction: not,
        tidy: not,
        stamp: () => 0,
      },
      ...{ engine: "sqlite", stampNow: async () => 0, reachable: () => true, fault: () => null },
      stream<T>(query: Sql): Stream<T> {
        async function* rows() {
          yield await long<T>(query);
        }
        return { [Symbol.asyncIterator]: rows, query: long };
      },
      close: async () => connection.close(),
    },
    take() {
      const taken = asked;
      asked = [];
      return taken;
    },
    close: () => connection.close(),
  };
}

/** What may be scanned: the few datasets, words that are matched, and nested queries, whose own steps are looked at. */
const SCANNED =
  /^SCAN (?:datasets\b|CONSTANT ROW|\(subquery-\d+\)$|(?:few|found|parts)$|(?:[imw]|e\d|parts|some)$|t VIRTUAL TABLE INDEX \d+:\S*M|[vl] VIRTUAL TABLE INDEX [13]:$)/;

/** What is wrong with a statement that was asked in process. */
export function faultsOf({ text, where, plan, seen, limits }: Asked, { maxScan, maxProbe }: Bounds): string[] {
  if (where === "reader") return [];
  const scans = plan.filter((step) => step.startsWith("SCAN ") && !SCANNED.test(step));
  const driven = text.includes("(SELECT DISTINCT n FROM (") ? maxProbe : 0;
  const places = text.includes("FROM venues v") ? 4 * maxProbe : 0;
  // A row is looked at beside three others at most: of the index, and of what it is asked to have.
  const most = 4 * (maxScan + limits + driven) + places;
  const rows = seen > most ? [`looks at ${seen} rows, at most ${most}`] : [];
  return [...scans, ...rows].map((fault) => `${fault}: ${text.replace(/\s+/g, " ")}`);
}
