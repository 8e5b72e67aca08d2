// Threaded: rows of GDELT read and made ready by a thread of their own, a few batches ahead of whoever takes them.
import { Worker } from "node:worker_threads";
import type { Taken } from "../model/bulk.ts";
import type { Prepared } from "../store/upsert.ts";
import type { Report, Task } from "./preparing.ts";

/** The rows of the input, in its order. */
export async function* threaded(
  task: Task,
  onRead: (bytes: number) => void,
): AsyncGenerator<readonly (Taken | Prepared)[]> {
  const worker = new Worker(new URL("./preparing.ts", import.meta.url), { workerData: task });
  const reports: (Report | Error)[] = [];
  let wake: () => void = () => {};
  const take = (report: Report | Error) => {
    reports.push(report);
    wake();
  };
  worker.on("message", take);
  worker.once("error", take);
  worker.once("exit", (code) => {
    if (code !== 0) take(new Error(`the reading thread ended with ${code}`));
  });
  try {
    for (;;) {
      const report = reports.shift();
      if (report === undefined) {
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        await promise;
        continue;
      }
      if (report instanceof Error) throw report;
      if ("end" in report) return;
      if ("fault" in report) throw new Error(report.fault);
      onRead(report.bytes);
      yield report.rows;
      worker.postMessage("taken");
    }
  } finally {
    await worker.terminate();
  }
}
