// Watching: a database that notes what is asked of it and where, by which plan, and how many rows it looks at.

import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import type { Sql } from "sql-template-tag";
import { LIMIT } from "../../src/query/list-parameters.ts";
import { COUNT_BOUND } from "../../src/store/count/totals.ts";
import type { Database, Row } from "../../src/store/engine/database.ts";
import { type Compiled, compile } from "../../src/store/engine/dialect.ts";
import type { Bounds } from "../../src/store/plan/access-path.ts";
import { type Proof, proofOf } from "../../src/store/plan/bounded.ts";

/** One statement as it was asked. */
export interface Asked {
  readonly text: string;
  readonly where: "process" | "reader";
  /** The steps of its plan (https://www.sqlite.org/eqp.html); a reader's may be any. */
  readonly plan: readonly string[];
  /** Rows that its loops looked at; a reader's are not counted. */
  readonly seen: number;
  /** Why it is short; null where nothing is proved. */
  readonly proof: Proof | null;
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
      const row = table.endsWith("_terms") ? "rowid" : table === "datasets" ? "number" : "n";
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

/**
 * Opens a database file to be watched; what is asked of readers is noted, and answered by `readers`, or with nothing.
 */
export function watch(file: string, readers: Pick<Database, "queryLong" | "snapshot"> | null = null): Watched {
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

  function prepare({ sql, values }: Compiled) {
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

  // In process an answer is there at once, as it is without a watch.
  function all<T>(asking: Sql): T[] {
    const query = compile(asking, "sqlite");
    const { statement, plan } = prepare(query);
    seen = 0;
    const rows = statement.all(...(query.values as SQLInputValue[]));
    asked.push({ text: query.sql, where: "process", plan, seen, proof: proofOf(asking) });
    return rows as T[];
  }

  async function long<T = Row>(asking: Sql): Promise<T[]> {
    const query = compile(asking, "sqlite");
    asked.push({ text: query.sql, where: "reader", plan: [], seen: 0, proof: proofOf(asking) });
    return readers === null ? [] : readers.queryLong<T>(asking);
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
      ...{ engine: "sqlite", stampNow: () => 0, stampAfter: () => 0, reachable: () => true, fault: () => null },
      async snapshot() {
        if (readers !== null) return readers.snapshot();
        async function* stream<T>(query: Sql) {
          yield await long<T>(query);
        }
        return { query: long, stream, close: async () => {} };
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

/**
 * What may be scanned: the few datasets, lists that a statement is given, retired ids up to a limit, words that are matched,
 * and nested queries, whose own steps are looked at.
 */
const SCANNED =
  /^SCAN (?:json_each VIRTUAL TABLE|retired USING COVERING INDEX retired_by_day$|(?:datasets|s USING COVERING INDEX sqlite_autoindex_datasets_\d+)\b|CONSTANT ROW|\(subquery-\d+\)$|(?:few|found|parts)$|(?:[imw]|e\d|parts|some)$|t VIRTUAL TABLE INDEX \d+:\S*M|[vl] VIRTUAL TABLE INDEX [13]:$)/;

/** A statement over a table that has a row for each dataset, of which there are few, or one row. */
const OF_DATASETS = /^SELECT (?:(?!\bFROM\b).)* FROM (?:datasets|schema_version)(?: ORDER BY id)?$/;

/** Rows of datasets and of the words that a match is read from, beside the records that are proved. */
const BESIDE = 200;

/** What is wrong with a statement that was asked in process; nothing where a reader was asked. */
export function faultsOf({ text, where, plan, seen, proof }: Asked, { maxScan, maxProbe }: Bounds): string[] {
  if (where === "reader" || OF_DATASETS.test(text)) return [];
  // A nested query may be called like the table whose rows it gives.
  const nested = plan.flatMap((step) => /^CO-ROUTINE (\w+)$/.exec(step)?.[1] ?? []).map((alias) => `SCAN ${alias}`);
  const scans = plan.filter((step) => step.startsWith("SCAN ") && !SCANNED.test(step) && !nested.includes(step));
  // A record is looked at beside three other rows at most, of the index and of joins, and one for each thing it must have.
  const each = 4 + (text.match(/\bEXISTS\b/g)?.length ?? 0);
  const most = each * (proof?.rows ?? 0) + BESIDE;
  const rows = seen > most ? [`looks at ${seen} rows, at most ${most}`] : [];
  const may = { keys: 31 * LIMIT.most, limit: COUNT_BOUND + 1, size: Math.max(maxScan, 5 * maxProbe) };
  const proofs = proof === null ? ["is not proved to be bounded"] : [];
  if (proof !== null && proof.rows > may[proof.by]) proofs.push(`may look at ${proof.rows} records by ${proof.by}`);
  return [...proofs, ...scans, ...rows].map((fault) => `${fault}: ${text.replace(/\s+/g, " ")}`);
}
