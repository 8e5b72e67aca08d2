// The SQLite engine: node:sqlite, one connection, prepared statements kept by their text.
//
// Databases are in WAL mode. An import is one transaction of the write-ahead log: readers go on with the old data and
// see the new at once, and a kill at any point leaves the old. Another file for each version would be faster to fill,
// but could not be asked together with the others, nor be updated row by row; a first import fills one (`sqlite-build.ts`).
//
// An import keeps 1 GiB of pages at most (an eighth of the memory where that is less), not as many as it touches: rows
// in the order of time leave pages that are done, and what is written to the journal meanwhile need not be written at
// the end. 1,000,000 rows took 70 seconds with 256 MiB or 1 GiB and 77 with 4 GiB; rows in no order, into a database
// three times as large, 25 seconds with 256 MiB and 22 with all in memory.
import { mkdirSync } from "node:fs";
import { totalmem } from "node:os";
import { dirname } from "node:path";
import { backup, DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import type { Sql } from "sql-template-tag";
import { type Cell, type Database, STREAM_ROWS } from "./database.ts";
import { compile } from "./dialect.ts";
import { faultOf, openFile, placeOf } from "./sqlite-file.ts";
import { insertion } from "./sqlite-insert.ts";

const STATEMENTS = 500;

// https://www.sqlite.org/pragma.html; a cell that lies about its size is refused, functions in the schema are not
// trusted, and an I/O error stays an error code because no page is memory-mapped.
const GUARDS = ["PRAGMA trusted_schema = 0", "PRAGMA cell_size_check = 1", "PRAGMA mmap_size = 0"];
// FULL: under NORMAL a commit in the write-ahead log is not synced before the next checkpoint, which a reader of an older
// state keeps from happening: an import that had ended with 0 was gone after a power cut.
const WRITER = ["PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA foreign_keys = 1"];
// The page cache holds 32 MiB: a page that is read again costs no system call.
const READER = ["PRAGMA query_only = 1", "PRAGMA cache_size = -32768"];
/** An import that keeps its pages in memory writes them to the journal once; rows in the order of time need few. */
const KEPT = Math.floor(Math.min(totalmem() / 8, 2 ** 30) / 1024);
const IMPORTER = [...WRITER, `PRAGMA cache_size = -${KEPT}`];
// A file that nobody else opens and that is thrown away unless it becomes whole (sqlite-build.ts), locked from the beginning.
// A journal keeps pages as they were, and an empty file has none; OFF is refused by a connection that is defensive.
const BUILDER = [
  "PRAGMA locking_mode = EXCLUSIVE",
  "PRAGMA journal_mode = MEMORY",
  "PRAGMA synchronous = OFF",
  "BEGIN EXCLUSIVE",
  "COMMIT",
  `PRAGMA cache_size = -${KEPT}`,
];

export type Mode = "write" | "read" | "import" | "build";
const PRAGMAS: Readonly<Record<Mode, readonly string[]>> = {
  write: WRITER,
  read: READER,
  import: IMPORTER,
  build: BUILDER,
};

/**
 * Opens a SQLite file, for writing (made when missing) or reading only, or to build it.
 * @throws DatabaseFault when the file cannot be opened, or is no sound SQLite database
 */
export function openSqlite(path: string, mode: Mode): Database {
  const reading = mode === "read";
  let database: DatabaseSync | undefined;
  try {
    if (!reading && path !== ":memory:") mkdirSync(dirname(path), { recursive: true });
    const opened = openFile(path, reading);
    database = opened.database;
    for (const pragma of GUARDS) database.exec(pragma);
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    if (tables.length > 0 && !tables.some(({ name }) => name === "schema_version")) {
      throw new Error("it is not one of Communiqué: it holds other tables");
    }
    // Only now, since setting the journal mode writes to the file.
    for (const pragma of PRAGMAS[mode]) database.exec(pragma);
    return engine(database, mode, reading ? placeOf(path, opened.immutable) : null);
  } catch (error) {
    database?.close();
    throw faultOf(path, "used", error);
  }
}

function engine(database: DatabaseSync, mode: Mode, fault: (() => string | null) | null): Database {
  const statements = new Map<string, StatementSync>();
  const remembered = new Map<string, readonly unknown[]>();
  let stamped = Number.NaN;

  function prepare(text: string): StatementSync {
    const known = statements.get(text);
    if (known !== undefined) return known;
    const statement = database.prepare(text);
    const oldest = statements.size >= STATEMENTS ? statements.keys().next() : undefined;
    if (oldest?.value !== undefined) statements.delete(oldest.value);
    statements.set(text, statement);
    return statement;
  }

  function all<T>(query: Sql): T[] {
    const { sql, values } = compile(query, "sqlite");
    return prepare(sql).all(...(values as SQLInputValue[])) as T[];
  }

  async function* rowsOf<T>(query: Sql): AsyncGenerator<readonly T[]> {
    let rows: T[] = [];
    // A statement of its own: between two rows another query may use the cached one.
    const { sql, values } = compile(query, "sqlite");
    for (const row of database.prepare(sql).iterate(...(values as SQLInputValue[]))) {
      rows.push(row as T);
      if (rows.length < STREAM_ROWS) continue;
      yield rows;
      rows = [];
    }
    if (rows.length > 0) yield rows;
  }

  function stamp(): number {
    const stamp = Number((prepare("PRAGMA data_version").get() as { data_version: number }).data_version);
    if (stamp !== stamped) remembered.clear();
    stamped = stamp;
    return stamp;
  }

  return {
    engine: "sqlite",
    query: all,
    queryCached<T>(query: Sql) {
      // What this connection writes changes no stamp.
      if (mode !== "read") return all<T>(query);
      const there = remembered.get(query.sql) as readonly T[] | undefined;
      if (there !== undefined && query.values.length === 0) return there;
      const rows = all<T>(query);
      if (query.values.length === 0) remembered.set(query.sql, rows);
      return rows;
    },
    // A query cannot be ended here; `withReaders` runs long ones in other processes.
    queryLong: all,
    // Of one connection: the state is one where its caller has begun a transaction, as a reader process does.
    snapshot: async () => ({ query: all, stream: rowsOf, close: async () => {} }),
    inserter(table, columns, repeated = "") {
      const insert = insertion(database, table, columns, repeated);
      let cells: Cell[] = [];
      return {
        put(row) {
          for (const cell of row) cells.push(cell);
        },
        async flush() {
          insert(cells);
          cells = [];
        },
      };
    },
    async run(statement) {
      const { sql, values } = compile(statement, "sqlite");
      prepare(sql).run(...(values as SQLInputValue[]));
    },
    async transaction(work) {
      if (database.isTransaction) return work();
      database.exec("BEGIN IMMEDIATE");
      try {
        const result = await work();
        database.exec("COMMIT");
        return result;
      } catch (error) {
        // A full disk may have rolled back already.
        if (database.isTransaction) database.exec("ROLLBACK");
        throw error;
      }
    },
    stamp,
    stampNow: stamp,
    stampAfter: stamp,
    reachable: () => true,
    fault: fault ?? (() => null),
    async tidy() {
      // Pages that readers still need stay in the WAL until the next checkpoint.
      prepare("PRAGMA wal_checkpoint(TRUNCATE)").all();
    },
    async close() {
      statements.clear();
      database.close();
    },
  };
}

/** Pages that are copied before others may do something. */
const COPIED = 1_000;

/**
 * Copies a SQLite file as it is at this moment, whatever others write meanwhile, and checks the copy.
 * @param target a path where there is nothing
 * @param told hears how many pages are copied, of how many
 * @throws DatabaseFault when the file is not one of ours, or the copy is not sound
 */
export async function copySqlite(
  path: string,
  target: string,
  told: (pages: number, all: number) => void,
): Promise<void> {
  const versionIn = (database: DatabaseSync) => database.prepare("SELECT version FROM schema_version").get()?.version;
  let source: DatabaseSync | undefined;
  try {
    source = openFile(path, true).database;
    // Within a transaction the copy does not begin again whenever somebody has written.
    source.exec("BEGIN");
    const version = versionIn(source);
    const progress = ({ totalPages, remainingPages }: { totalPages: number; remainingPages: number }) =>
      told(totalPages - remainingPages, totalPages);
    await backup(source, target, { rate: COPIED, progress });
    const copy = new DatabaseSync(target);
    try {
      // One file that is whole without a journal beside it; a server that opens it makes its own.
      copy.exec("PRAGMA journal_mode = DELETE");
      const flaws = copy.prepare("PRAGMA integrity_check(1)").all();
      const flaw = Object.values(flaws[0] ?? {})[0];
      if (flaw !== "ok") throw new Error(`the copy is not sound: ${flaw}`);
      if (version === undefined || versionIn(copy) !== version) throw new Error("the copy has another schema version");
    } finally {
      copy.close();
    }
  } catch (error) {
    throw faultOf(path, "copied", error);
  } finally {
    source?.close();
  }
}
