// Committer: a thread that loads datasets into a SQLite file, for whom may not wait: it is blocked until they are there.
import { once } from "node:events";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import type { Dataset } from "../../src/model/bundle.ts";
import { openSqlite } from "../../src/store/engine/sqlite.ts";
import { load } from "../../src/store/write/load.ts";

interface Order {
  readonly place: string;
  readonly data: Dataset;
}

/** Milliseconds in which a small dataset is loaded, also where the machine has other work. */
const PATIENCE = 60_000;

export interface Committer {
  /** Loads a dataset by another connection; when this returns, it has been committed. */
  commit(place: string, data: Dataset): void;
  close(): Promise<unknown>;
}

export async function startCommitter(): Promise<Committer> {
  const done = new Int32Array(new SharedArrayBuffer(4));
  const thread = new Worker(new URL(import.meta.url), { workerData: done });
  await once(thread, "message");
  return {
    commit(place, data) {
      done[0] = 0;
      thread.postMessage({ place, data } satisfies Order);
      if (Atomics.wait(done, 0, 0, PATIENCE) === "timed-out") throw new Error("nothing was committed");
      if (done[0] !== 1) throw new Error("the commit failed");
    },
    close: () => thread.terminate(),
  };
}

if (!isMainThread && workerData instanceof Int32Array) {
  const done = workerData;
  parentPort?.on("message", async ({ place, data }: Order) => {
    let outcome = 2;
    try {
      const writer = openSqlite(place, "write");
      await load(writer, data);
      await writer.close();
      outcome = 1;
    } finally {
      Atomics.store(done, 0, outcome);
      Atomics.notify(done, 0);
    }
  });
  parentPort?.postMessage("ready");
}
