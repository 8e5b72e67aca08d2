// Listener: a connection on which PostgreSQL tells that data has changed, and which is asked again in case.
//
// Every commit of ours raises the number in the table `stamp` and tells it with NOTIFY. A server listens on one
// connection and knows the number without asking, so that a kept answer costs no query. It also asks for the number
// twice a second on the same connection, in case a notice is lost; a lost connection is made again within a second. A
// replica sends no notices, nor does a pooler, but both can be asked.
//
// A commit is therefore seen at once, and at the latest after half a second. An answer of several queries asks for the
// number once more at its end (`src/routes/answer/consistent.ts`).
import pg from "pg";
import sql from "sql-template-tag";
import { CONNECTING, codeOf, leave } from "./postgres-connection.ts";
import { isShared, READING, settle } from "./postgres-session.ts";

/** The channel of NOTIFY, on which writers send the stamp of their commit. */
export const CHANNEL = "communique";

/** Reads the stamp of the last commit. */
export const STAMP = sql`SELECT value FROM stamp`;
/** Milliseconds between two reads of the stamp, and before a lost connection is made again. */
const BEAT = 500;
const AGAIN = { least: 50, most: 1_000 };

interface Ear {
  /** Called with the stamp of the last commit; NaN where there are no tables yet. */
  told(stamp: number): void;
  /** Called with whether the database answers. */
  reachable(truth: boolean): void;
}

/** Listens until it is closed, whatever becomes of the connection. */
export function listen(config: pg.ClientConfig, { told, reachable }: Ear): { close(): Promise<void> } {
  let closed = false;
  let client: pg.Client | null = null;
  let wake = () => {};

  const pause = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      timer.unref();
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  /** Listens on one connection until it fails. */
  async function attend(one: pg.Client, heard: () => void): Promise<void> {
    let lost: Error | null = null;
    one.on("error", (error) => {
      lost = error;
      wake();
    });
    one.on("notification", ({ payload }) => told(Number(payload)));
    await one.connect();
    // The connection does not keep the process alive.
    (one as unknown as { unref(): void }).unref();
    await settle(one, READING, CONNECTING);
    // Through a pooler the notices would be another client's.
    if (!isShared(one))
      await one.query(`LISTEN ${CHANNEL}`).catch((error) => {
        // A replica refuses LISTEN (25006), but the stamp can be read.
        if (codeOf(error) !== "25006") throw error;
      });
    while (!closed) {
      told(await stampOf(one));
      reachable(true);
      heard();
      await pause(BEAT);
      if (lost !== null) throw lost;
    }
  }

  async function run(): Promise<void> {
    let wait = AGAIN.least;
    while (!closed) {
      const one = new pg.Client({ ...config, query_timeout: CONNECTING });
      client = one;
      await attend(one, () => (wait = AGAIN.least)).catch(() => reachable(false));
      await leave(one);
      if (!closed) await pause(wait);
      wait = Math.min(2 * wait, AGAIN.most);
    }
  }

  const running = run();
  return {
    async close() {
      closed = true;
      wake();
      if (client !== null) await leave(client);
      await running;
    },
  };
}

/** The stamp of the last commit. */
async function stampOf(asked: pg.Client): Promise<number> {
  try {
    const { rows } = await asked.query<{ value: number }>(STAMP.text);
    return rows[0]?.value ?? Number.NaN;
  } catch (error) {
    // Nothing has made the tables yet.
    if (codeOf(error) === "42P01") return Number.NaN;
    throw error;
  }
}
