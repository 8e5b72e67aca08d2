// Session: what a connection that reads is set to, once, or for each transaction where a pooler stands between.
//
// A pooler such as PgBouncer hands one connection of the server to many clients, in turns of a transaction or longer.
// What a session keeps is then somebody else's: SET would make the next client read only, a named prepared statement is
// not there, LISTEN hears nothing. PgBouncer refuses settings in the startup packet besides. So a connection is first
// asked which process answers it. The server tells a client the same number when it connects (BackendKeyData), a pooler
// tells one of its own. Behind a pooler of any mode each question is a transaction: it begins with its settings, the
// statement has no name, and it costs two further round trips. The data's stamp is asked for instead of listened for.
//
// Tried with PgBouncer 1.18.0 (tests/postgres/pooler.test.ts) in session and transaction mode; its statement mode takes
// no transactions and is refused by `postgres-writer.ts` at the start.
//
// Short queries call no parallel workers. PostgreSQL would start two processes for a count in a window that takes less
// than that: at a million events 229 counts a second with them, 606 without.
//
// Long queries are planned with their values (`force_custom_plan`). A plan made for any word is wrong for most: the
// search for a rare one took 276 ms and takes 9. Plans for any value in the short ones too (`force_generic_plan`) made
// lists half again as fast, and a list by date ascending in a window a hundred times slower, so that is left to the
// server.
import type pg from "pg";

/** Settings by name, numbers and words that need no quotation. */
type Settings = Readonly<Record<string, string | number>>;

/** Settings of every connection that reads. */
export const READING: Settings = { jit: "off" };

/** Settings of connections for short queries, and of exports: parallel workers take longer to start, or more in all. */
export const SHORT: Settings = { ...READING, max_parallel_workers_per_gather: 0 };

/** Settings of connections for long queries: the best plan for a word depends on how frequent it is. */
export const LONG: Settings = { ...READING, plan_cache_mode: "force_custom_plan" };

/** The settings of each transaction on a connection through a pooler; others keep theirs. */
const POOLED = new WeakMap<pg.ClientBase, string>();

const written = (settings: Settings, how: "SET" | "SET LOCAL") =>
  Object.entries(settings).map(([name, value]) => `${how} ${name} = ${value}`);

/** Whether a pooler stands between this program and the process of the database that answers. */
export async function isPooled(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  return rows[0]?.pid !== (client as unknown as { processID: number | null }).processID;
}

/** Makes a new connection read only, its statements no longer than so many milliseconds, and sets it further. */
export async function settle(client: pg.ClientBase, settings: Settings, milliseconds: number): Promise<void> {
  const all = { ...settings, statement_timeout: milliseconds };
  if (await isPooled(client)) POOLED.set(client, written(all, "SET LOCAL").join("; "));
  else await client.query(written({ default_transaction_read_only: "on", ...all }, "SET").join("; "));
}

/** Whether a connection that was settled goes through a pooler. */
export function isShared(client: pg.ClientBase): boolean {
  return POOLED.has(client);
}

/** The statement that begins a transaction for reading. */
export function beginning(client: pg.ClientBase, isolation = ""): string {
  const settings = POOLED.get(client);
  return settings === undefined ? `BEGIN ${isolation}` : `BEGIN ${isolation} READ ONLY; ${settings}`;
}

/** Asks once: in a transaction of its own where the connection is shared. */
export async function askOn(client: pg.ClientBase, query: pg.QueryConfig): Promise<pg.QueryResult> {
  if (!isShared(client)) return client.query(query);
  await client.query(beginning(client));
  try {
    const result = await client.query(query);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    // A pooler closes the server's connection of a client that leaves within a transaction.
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  }
}
