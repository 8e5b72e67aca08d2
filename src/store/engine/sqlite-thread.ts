// Writer thread: writes a SQLite file for another thread, which prepares the next rows meanwhile.
//
// It runs tasks one after the other, in the order in which they come, and answers each once. Cells come as one flat
// array, which is cheaper to clone than rows of objects. Why there are two threads is in `sqlite-bulk.ts`.
import { parentPort, workerData } from "node:worker_threads";
import type { Cell, Database, Inserter } from "./database.ts";
import { openSqlite } from "./sqlite.ts";
import { type Failure, failureOf, type Query, queryOf } from "./sqlite-messages.ts";

/** Rows for a table, cell by cell. */
export interface Put {
  readonly ask: "put";
  readonly table: string;
  readonly columns: readonly string[];
  readonly repeated: string;
  readonly cells: readonly Cell[];
}

/** What it is asked, one after the other: a statement, rows for a table, order, an end. */
export type Task = (Query & { readonly ask: "all" | "run" }) | Put | { readonly ask: "tidy" | "close" };

/** What it answers, once when it has opened the file and once for every task, in their order. */
export type Done = { readonly rows: readonly unknown[] } | Failure;

const inserters = new Map<string, Inserter>();

async function put(database: Database, { table, columns, repeated, cells }: Put): Promise<void> {
  const key = [table, ...columns, repeated].join(" ");
  const inserter = inserters.get(key) ?? database.inserter(table, columns, repeated);
  // One that fails still has rows, and is not used again.
  inserters.delete(key);
  for (let at = 0; at < cells.length; at += columns.length) inserter.put(cells.slice(at, at + columns.length));
  await inserter.flush();
  inserters.set(key, inserter);
}

async function done(database: Database, task: Task): Promise<Done> {
  if (task.ask === "all") return { rows: await database.query(queryOf(task)) };
  if (task.ask === "run") await database.run(queryOf(task));
  else if (task.ask === "put") await put(database, task);
  else await database[task.ask]();
  return { rows: [] };
}

function serve(): Done {
  try {
    const database = openSqlite(workerData as string, "import");
    let before: Promise<unknown> = Promise.resolve();
    parentPort?.on("message", (task: Task) => {
      before = before
        .then(() => done(database, task))
        .catch(failureOf)
        .then((told) => {
          parentPort?.postMessage(told);
          if (task.ask === "close") parentPort?.close();
        });
    });
    return { rows: [] };
  } catch (error) {
    return failureOf(error as Error);
  }
}

parentPort?.postMessage(serve());
