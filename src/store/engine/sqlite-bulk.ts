// SQLite for imports: another thread writes the rows while the next ones are prepared.
//
// One thread reads rows and prepares them, another writes them (`sqlite-thread.ts`); with PostgreSQL the database
// itself is the other one. A batch is handed over cell by cell, and nobody waits until it is written. What is queried
// afterwards is answered after it, and a fault is told by a later call, at the latest by the end of the transaction.
// Nothing is asked of the database that is known without it, since asking waits for all that is on its way.
//
// The first import of a database has nobody to wait for it: its file is built without a journal (`sqlite-build.ts`).
//
// 300,000 rows took 18.5 seconds instead of 26.4, and 100,000 took PostgreSQL 16.5 instead of 22. Tried and left:
// handing records over as objects, from a thread that only reads, cost more than it saved; a batch as one text and arrays
// of numbers that change hands without a copy took 1.6 microseconds for the 22 cells of an event, cloning them takes 1.4.
import { Worker } from "node:worker_threads";
import sql, { type Sql } from "sql-template-tag";
import { type Cell, type Database, forOneWriter } from "./database.ts";
import { compile } from "./dialect.ts";
import { putIntoPlace, removeBuilt } from "./sqlite-build.ts";
import { errorOf } from "./sqlite-messages.ts";
import type { Done, Task } from "./sqlite-thread.ts";
import { writeQueue } from "./write-queue.ts";

interface Waiting {
  readonly resolve: (rows: readonly unknown[]) => void;
  readonly reject: (error: Error) => void;
}

/** Another thread, and what it is asked. */
interface Scribe {
  /** @throws what the task fails with, or why the thread is gone */
  readonly exchange: (task: Task) => Promise<readonly unknown[]>;
  readonly end: () => Promise<void>;
}

function startScribe(): Scribe {
  const worker = new Worker(new URL("./sqlite-thread.ts", import.meta.url), { execArgv: [] });
  const waiting: Waiting[] = [];
  let lost: Error | null = null;
  worker.on("message", (done: Done) => {
    const next = waiting.shift();
    if ("rows" in done) next?.resolve(done.rows);
    else next?.reject(errorOf(done));
  });
  const lose = (error: Error) => {
    lost = error;
    for (const { reject } of waiting.splice(0)) reject(error);
  };
  worker.on("error", lose);
  worker.on("exit", () => lose(new Error("the thread that writes the database has ended")));

  function exchange(task: Task): Promise<readonly unknown[]> {
    worker.postMessage(task);
    return new Promise((resolve, reject) => {
      if (lost === null) waiting.push({ resolve, reject });
      else reject(lost);
    });
  }

  async function end(): Promise<void> {
    if (lost !== null) return;
    const ended = new Promise((resolve) => worker.once("exit", resolve));
    await exchange({ ask: "end" });
    await ended;
  }
  return { exchange, end };
}

/**
 * Opens a SQLite file for an import.
 * @param site where the database is built first; null where it is there already
 * @throws DatabaseFault when the file cannot be opened, or is no sound SQLite database
 */
export async function openScribe(path: string, site: string | null = null): Promise<Database> {
  const scribe = startScribe();
  try {
    await scribe.exchange({ ask: "open", path: site ?? path, mode: site === null ? "import" : "build" });
    return engine(scribe, path, site);
  } catch (error) {
    await scribe.end();
    if (site !== null) removeBuilt(site);
    throw error;
  }
}

function engine({ exchange, end }: Scribe, path: string, site: string | null): Database {
  const ahead = writeQueue();
  let inside = false;
  let building = site;

  async function all<T>(query: Sql): Promise<T[]> {
    const { sql, values } = compile(query, "sqlite");
    return (await exchange({ ask: "all", sql, values })) as T[];
  }

  async function run(statement: Sql): Promise<void> {
    const { sql, values } = compile(statement, "sqlite");
    await exchange({ ask: "run", sql, values });
  }

  /** Puts what was built into its place, once, and goes on there. */
  async function settle(): Promise<void> {
    if (building === null) return;
    const built = building;
    await run(sql`PRAGMA journal_mode = WAL`);
    await exchange({ ask: "close" });
    building = null;
    putIntoPlace(built, path);
    await exchange({ ask: "open", path, mode: "import" });
  }

  return {
    engine: "sqlite",
    query: all,
    ...forOneWriter(all),
    run,
    inserter(table, columns, repeated = "") {
      let cells: Cell[] = [];
      return {
        put(row) {
          for (const cell of row) cells.push(cell);
        },
        async flush() {
          if (cells.length === 0) return;
          const write = exchange({ ask: "put", table, columns, repeated, cells });
          cells = [];
          await (inside ? ahead.add(write) : write);
        },
      };
    },
    async transaction(work) {
      if (inside) return work();
      await run(sql`BEGIN IMMEDIATE`);
      inside = true;
      try {
        const result = await work();
        await ahead.settle();
        await run(sql`COMMIT`);
        await settle();
        return result;
      } catch (error) {
        // A full disk may have rolled back already.
        await run(sql`ROLLBACK`).catch(() => {});
        throw ahead.reasonOf(error);
      } finally {
        inside = false;
        await ahead.forget();
      }
    },
    async tidy() {
      await exchange({ ask: "tidy" });
    },
    async close() {
      await end();
      if (building !== null) removeBuilt(building);
    },
  };
}
