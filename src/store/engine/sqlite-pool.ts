// SQLite readers: queries that may be long run in child processes, which are ended when the time of a query is up.
//
// A running query of SQLite cannot be stopped: not from within the process that runs it, and not by ending the thread
// in which it runs. So what is not known to be short is read by a child process, which can be killed. What is known to
// be short is decided in `src/store/plan/access-path.ts`.
//
// A reader is forked when it is first needed and kept for the next query, for a while: one that nobody needs gives its
// memory back. As many run at a time as `READERS` says; further queries wait within their own time, and behind many others
// no longer than a request may wait for its turn. A snapshot has a reader beside those, one whatever it reads: each takes
// some 75 MB. How many snapshots there are at a time is limited where they are asked for.
import { type ChildProcess, fork } from "node:child_process";
import type { Sql } from "sql-template-tag";
import { giveWay } from "../../turns.ts";
import { type Database, type Limits, QueryTooLong, type Snapshot, STREAM_PATIENCE } from "./database.ts";
import { compile } from "./dialect.ts";
import { errorOf } from "./sqlite-messages.ts";
import type { Asked, Told } from "./sqlite-process.ts";

/** So many wait for a reader without being refused, however slow the machine. */
const FEW = 32;

interface Waiting {
  readonly since: number;
  readonly query: Sql;
  readonly resolve: (rows: never[]) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
  reader: ChildProcess | null;
}

/** The error of a reader that ended by itself: handled as a database that is away. */
const LOST = { message: "a reader of the database ended", code: "ERR_SQLITE_ERROR", errcode: 10 };

interface Pool extends Omit<Limits, "connections"> {
  /** Milliseconds after which a reader that nobody needed is ended; {@link UNUSED} when not given. */
  readonly unused?: number;
}

/** The start of a reader takes a fraction of a second: it should be rare for who asks now and then. */
const UNUSED = 60_000;

/** The same database, whose long queries and snapshots are read by reader processes. Closing it ends them. */
export function withReaders(database: Database, path: string, { unused = UNUSED, ...limits }: Pool): Database {
  /** Those that nobody needs, the last used last, and the timer that ends each. */
  const idle = new Map<ChildProcess, NodeJS.Timeout>();
  const queue: Waiting[] = [];
  const all = new Set<ChildProcess>();
  let [busy, closed] = [0, false];

  function start(): ChildProcess {
    const reader = fork(new URL("./sqlite-process.ts", import.meta.url), [path], { serialization: "advanced" });
    // An idle reader keeps neither the process nor a test alive.
    reader.unref();
    reader.channel?.unref();
    all.add(reader);
    reader.once("exit", () => {
      all.delete(reader);
      clearTimeout(idle.get(reader));
      idle.delete(reader);
    });
    return reader;
  }

  /** The reader that was used last, or a new one: those that are needed at peaks alone grow old. */
  function take(): ChildProcess {
    const reader = [...idle.keys()].at(-1);
    if (reader === undefined) return start();
    clearTimeout(idle.get(reader));
    idle.delete(reader);
    return reader;
  }

  /** Sends a message to a reader and waits for its answer; rejects when the reader ends before. */
  function exchange(reader: ChildProcess, asked: Asked): Promise<Extract<Told, { rows: unknown }>> {
    return new Promise((resolve, reject) => {
      const settle = () => {
        reader.off("message", told);
        reader.off("exit", lost);
        reader.channel?.unref();
      };
      const told = (answer: Told) => {
        settle();
        if ("rows" in answer) resolve(answer);
        else reject(errorOf(answer));
      };
      const lost = () => {
        settle();
        reject(errorOf(LOST));
      };
      reader.once("message", told);
      reader.once("exit", lost);
      // While an answer is awaited, the process is kept alive.
      reader.channel?.ref();
      reader.send(asked, (error) => {
        if (error !== null) lost();
      });
    });
  }

  function release(reader: ChildProcess): void {
    if (closed || idle.size >= limits.readers) reader.kill("SIGKILL");
    else if (reader.exitCode === null && reader.signalCode === null) {
      const end = () => {
        // It is asked nothing between now and its end.
        idle.delete(reader);
        reader.kill("SIGKILL");
      };
      idle.set(reader, setTimeout(end, unused).unref());
    }
  }

  function serve(): void {
    while (busy < limits.readers) {
      const next = queue.shift();
      if (next === undefined) return;
      // The longest waiting goes first, so what is begun was never late, as requests are admitted.
      if (queue.length >= FEW && performance.now() - next.since > limits.wait) {
        clearTimeout(next.timer);
        next.reject(new QueryTooLong("overloaded"));
        continue;
      }
      busy++;
      const reader = take();
      next.reader = reader;
      const { sql, values } = compile(next.query, "sqlite");
      exchange(reader, { ask: "all", sql, values })
        .then(({ rows }) => next.resolve(rows as never[]), next.reject)
        .finally(() => {
          clearTimeout(next.timer);
          busy--;
          if (!reader.killed) release(reader);
          serve();
        });
    }
  }

  function long<T>(query: Sql): Promise<T[]> {
    return new Promise<T[]>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new QueryTooLong());
        const at = queue.indexOf(waiting);
        if (at >= 0) queue.splice(at, 1);
        waiting.reader?.kill("SIGKILL");
      }, limits.milliseconds);
      const waiting: Waiting = { since: performance.now(), query, resolve, reject, timer, reader: null };
      queue.push(waiting);
      serve();
    });
  }

  /** Asks a reader of a snapshot, which is ended when it takes too long. */
  async function patiently(reader: ChildProcess, asked: Asked) {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      reader.kill("SIGKILL");
    }, STREAM_PATIENCE);
    try {
      return await exchange(reader, asked);
    } catch (error) {
      throw late ? new QueryTooLong() : error;
    } finally {
      clearTimeout(timer);
    }
  }

  async function snapshot(): Promise<Snapshot> {
    const reader = take();
    let [cursors, open, asking, ended] = [0, 0, 0, false];
    let before: Promise<unknown> = Promise.resolve();

    /** One question at a time, in the order in which they come. */
    function ask(asked: Asked): ReturnType<typeof patiently> {
      if (ended) throw new Error("the snapshot is closed");
      asking++;
      const answer = before.then(() => patiently(reader, asked)).finally(() => asking--);
      before = answer.catch(() => {});
      return answer;
    }

    async function* stream<T>(query: Sql): AsyncGenerator<readonly T[]> {
      const { sql, values } = compile(query, "sqlite");
      const cursor = cursors++;
      open++;
      let asked: Asked = { ask: "stream", cursor, sql, values };
      for (;;) {
        const { rows, done } = await ask(asked);
        if (done) open--;
        if (rows.length > 0) yield rows as readonly T[];
        if (done) return;
        asked = { ask: "next", cursor };
      }
    }

    async function close(): Promise<void> {
      if (ended) return;
      // One that has read everything to its end serves again; another is ended.
      const done = open === 0 && asking === 0 ? ask({ ask: "end" }) : null;
      ended = true;
      if (done === null) reader.kill("SIGKILL");
      else await done.then(() => release(reader)).catch(() => void reader.kill("SIGKILL"));
    }

    try {
      await ask({ ask: "begin" });
    } catch (error) {
      ended = true;
      reader.kill("SIGKILL");
      throw error;
    }
    return {
      async query<R>(query: Sql) {
        const { sql, values } = compile(query, "sqlite");
        return (await ask({ ask: "all", sql, values })).rows as R[];
      },
      stream,
      close,
    };
  }

  return {
    ...database,
    async queryLong<T>(query: Sql) {
      const rows = await long<T>(query);
      // Several readers may answer in one round of the event loop, and what is made of rows takes time.
      await giveWay();
      return rows;
    },
    snapshot,
    async close() {
      closed = true;
      for (const timer of idle.values()) clearTimeout(timer);
      for (const reader of all) reader.kill("SIGKILL");
      await database.close();
    },
  };
}
