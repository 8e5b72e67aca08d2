// SQLite reader process: reads the database for another process, which may end it at any time.
//
// It runs at a lower priority (`nice` 5): on few processors, who asks for something short should not wait for what is
// long. Beside the worst queries the p99 of look-ups was 13.0 ms before and 13.1 ms after, in two runs of which the
// second found the machine one and a half times slower; how much of that is the priority's was not told apart.
//
// It does not act on SIGINT, SIGTERM and SIGHUP. A terminal and systemd signal all processes of a server, not its first
// alone, and an export that is being read is to be finished. It ends when its parent ends or kills it.
import { setPriority } from "node:os";
import sql from "sql-template-tag";
import { openSqlite } from "./sqlite.ts";
import { type Failure, failureOf, type Query, queryOf } from "./sqlite-messages.ts";

/**
 * What it is asked: all rows of a query; to keep one state of the data from here on; the first rows of a query that is
 * streamed under a number, or the next of those.
 */
export type Asked =
  | (Query & { readonly ask: "all" })
  | (Query & { readonly ask: "stream"; readonly cursor: number })
  | { readonly ask: "next"; readonly cursor: number }
  | { readonly ask: "begin" | "end" };

/** What it answers, always once: rows, no more rows, or what went wrong as SQLite told it. */
export type Told = { readonly rows: readonly unknown[]; readonly done: boolean } | Failure;

// A terminal or a supervisor tells every process of a server to end; an export that is being read is read to its end, and
// whoever asked for it ends this process.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
// Where processors are few, who asks for something short goes before what is long: this process gets a third of the time
// that another gets beside it.
setPriority(5);
const database = openSqlite(process.argv[2] ?? "", "read");
const snapshot = await database.snapshot();
const cursors = new Map<number, AsyncIterator<readonly unknown[]>>();

/** The next rows of a cursor, which is forgotten after its last. */
async function next(cursor: number): Promise<Told> {
  const { done = false, value } = (await cursors.get(cursor)?.next()) ?? { done: true, value: [] };
  if (done) cursors.delete(cursor);
  return { rows: value ?? [], done };
}

async function answer(asked: Asked): Promise<Told> {
  if (asked.ask === "all") return { rows: await database.query(queryOf(asked)), done: true };
  if (asked.ask === "next") return next(asked.cursor);
  if (asked.ask === "stream") {
    cursors.set(asked.cursor, snapshot.stream(queryOf(asked))[Symbol.asyncIterator]());
    return next(asked.cursor);
  }
  // A transaction keeps the state of its first query: what is asked until its end has that one.
  await database.run(asked.ask === "begin" ? sql`BEGIN` : sql`COMMIT`);
  return { rows: [], done: true };
}

/** The parent may be gone before the answer is sent. */
function leave(error: Error | null): void {
  if (error !== null) process.exit();
}

process.on("message", (asked: Asked) => {
  answer(asked)
    .catch(failureOf)
    .then((told) => process.send?.(told, leave));
});
// The parent has ended.
process.on("disconnect", () => process.exit());
