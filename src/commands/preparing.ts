// Preparing: a thread that reads rows and makes them ready, while the one that began it writes those before.
import { parentPort, workerData } from "node:worker_threads";
import { readGdelt } from "../intake/gdelt.ts";
import type { Carried, Taken } from "../model/bulk.ts";
import type { Reference } from "../model/reference.ts";
import { preparer } from "../store/ready.ts";
import { type Prepared, prepared } from "../store/upsert.ts";
import { growingWorld } from "../store/world.ts";

/** What the thread is told at its beginning. */
export interface Task {
  readonly inputs: readonly string[];
  readonly scope: "diplomatic" | "all";
  readonly reference: Reference;
  /** The venues that stand for countries, by the id of the country. */
  readonly venues: ReadonlyMap<string, string>;
  /** Places and people of other datasets, which rows name. */
  readonly shared: readonly Carried[];
}

/** What it tells: rows and how many bytes have been read, the end, or what went wrong. */
export type Report =
  | { readonly rows: readonly (Taken | Prepared)[]; readonly bytes: number }
  | { readonly end: true }
  | { readonly fault: string };

/** Batches that may wait for the other thread. */
const AHEAD = 6;

const { inputs, scope, reference, venues, shared } = workerData as Task;
const port = parentPort;
if (port === null) throw new Error("this is the program of a thread");

let waiting = 0;
let go: () => void = () => {};
port.on("message", () => {
  waiting--;
  go();
});

async function work(tell: (report: Report) => void): Promise<void> {
  const world = growingWorld();
  for (const one of shared) world.learn(one);
  const prepare = preparer();
  let bytes = 0;
  const onRead = (count: number) => {
    bytes += count;
  };
  const countryVenue = (country: string) => venues.get(country) ?? "";
  for await (const taken of readGdelt(inputs, { scope, reference, countryVenue, onRead })) {
    const rows = taken.map((row) => {
      if (row.kind !== "kept") return row;
      for (const one of row.records) if (one.collection !== "events") world.learn(one);
      return prepared(row, world, prepare);
    });
    tell({ rows, bytes });
    bytes = 0;
    waiting++;
    while (waiting >= AHEAD) {
      const { promise, resolve } = Promise.withResolvers<void>();
      go = resolve;
      await promise;
    }
  }
}

work((report) => port.postMessage(report)).then(
  () => {
    port.postMessage({ end: true } satisfies Report);
    port.close();
  },
  (error: Error) => {
    port.postMessage({ fault: error.message } satisfies Report);
    port.close();
  },
);
