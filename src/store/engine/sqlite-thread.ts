// Writer thread: writes a SQLite file for another thread, which prepares the next rows meanwhile.
//
// It runs tasks one after the other, in the order in which they come, and answers each once. Cells come as one flat
// array, which is cheaper to clone than rows of objects. Why there are two threads is in `sqlite-bulk.ts`.
import { parentPort } from "node:worker_threads";
import type { Cell, Database, Inserter } from "./database.ts";
import { type Mode, openSqlite } from "./sqlite.ts";
import { type Failure, failureOf, type Query, queryOf } from "./sqlite-messages.ts";

/** Rows for a table, cell by cell. */
export interface Put {
  readonly ask: "put";
  readonly table: string;
  readonly columns: readonly string[];
  readonly repeated: string;
  readonly cells: readonly Cell[];
}

/** A file, first of all and whenever the one before is closed. */
export interface Opening {
  readonly ask: "open";
  readonly path: string;
  readonly mode: Mode;
}

/** What it is asked, one after the other: a file, statements, rows for a table, order, an end of the file, its own end. */
export type Task =
  | Opening
  | (Query & { readonly ask: "all" | "run" })
  | Put
  | { readonly ask: "tidy" | "close" | "end" };

/** What it answers, once for every task, in their order. */
export type Done = { readonly rows: readonly unknown[] } | Failure;

let opened: Database | null = null;
const inserters = new Map<string, Inserter>();

async function put(database: Database, { table, columns, repeated, cells }: Put): Promise<void> {
  const key = [table, ...columns, repeated].join(" ");
  const inserter = inserters.get(key) ?? database.inserter(table, columns, repeated);
  // One that fails still has rows, and is not used again.
  inserters.delete(key);
  inserter.put(cells);
  await inserter.flush();
  inserters.set(key, inserter);
}

async function close(): Promise<void> {
  inserters.clear();
  await opened?.close();
  opened = null;
}

async function done(task: Task): Promise<Done> {
  if (task.ask === "open") opened = openSqlite(task.path, task.mode);
  else if (task.ask === "close" || task.ask === "end") await close();
  else if (opened === null) throw new Error("no database is open");
  else if (task.ask === "all") return { rows: await opened.query(queryOf(task)) };
  else if (task.ask === "run") await opened.run(queryOf(task));
  else if (task.ask === "put") await put(opened, task);
  else await opened.tidy();
  return { rows: [] };
}

let before: Promise<unknown> = Promise.resolve();
parentPort?.on("message", (task: Task) => {
  before = before
    .then(() => done(task))
    .catch(failureOf)
    .then((told) => {
      parentPort?.postMessage(told);
      if (task.ask === "end") parentPort?.close();
    });
});
