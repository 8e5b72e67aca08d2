// Watch: the version of the data, when it last changed, and a cheap way to notice that it did.
//
// Kept answers and entity tags depend on the version of the data, so every request asks whether it changed. The stamp
// of the engine (`src/store/engine/database.ts`) is asked at most every 50 ms, since asking SQLite costs more than
// sending a kept answer; the version itself is read when the stamp is another one. In PostgreSQL the stamp is a table
// that each commit raises and tells with NOTIFY.
//
// NaN, which equals nothing, stands for a stamp that cannot be asked: nothing is then kept, and nothing is compared
// equal by mistake.

import { hash } from "node:crypto";
import { type Awaitable, coroutine, type Steps, wait } from "../../coroutine.ts";
import type { DatasetInfo } from "../../model/bundle.ts";
import type { Database } from "../engine/database.ts";
import { datasets, lastLoad } from "./datasets.ts";
import { once } from "./once.ts";

export interface DataState {
  readonly version: string;
  /** When the data last changed; null when nothing is loaded. */
  readonly changed: Date | null;
}

/** What asks the database whether another process has changed the data. */
export interface Watch {
  /**
   * A number that is another one after a change, as it was a moment ago, or as it was when it was last asked; NaN,
   * which equals nothing, when it cannot be asked.
   */
  stamp(when: "lately" | "last"): number;
  /** The same, asked of the database now; NaN when that fails. */
  now(): Awaitable<number>;
  /** The same, as it was after the queries that have been answered; NaN when it cannot be told. */
  after(): Awaitable<number>;
  /** Whether the database could be reached a moment ago. */
  reachable(): boolean;
  /** The state of the data when the stamp was last asked. */
  state(): Awaitable<DataState>;
}

/** Milliseconds for which a stamp is good; asking costs some microseconds, more than sending an answer that is kept. */
const STAMP_AGE = 50;

/** The version of everything loaded: the same data has the same version. */
export const dataVersion = once((datasets: readonly DatasetInfo[]): string => {
  const text = datasets.map(({ id, version }) => `${id}:${version}`).join("\n");
  return hash("sha256", text).slice(0, 16);
});

const stateOf = coroutine(function* (database: Database): Steps<DataState> {
  const loaded = yield* wait(datasets(database));
  const changed = yield* wait(lastLoad(database));
  return { version: dataVersion(loaded), changed };
});

function stampOf(database: Database): number {
  try {
    return database.stamp();
  } catch {
    return Number.NaN;
  }
}

export function watch(database: Database): Watch {
  let stamp = stampOf(database);
  let asked = performance.now();
  let known: { readonly stamp: number; readonly state: Awaitable<DataState> } | null = null;

  const told = coroutine(function* (ask: () => Awaitable<number>): Steps<number> {
    try {
      stamp = yield* wait(ask());
      asked = performance.now();
      return stamp;
    } catch {
      return Number.NaN;
    }
  });

  return {
    stamp(when) {
      const now = performance.now();
      if (when === "lately" && now - asked > STAMP_AGE) {
        asked = now;
        stamp = stampOf(database);
      }
      return stamp;
    },
    now: () => told(() => database.stampNow()),
    after: () => told(() => database.stampAfter()),
    reachable: () => database.reachable(),
    state() {
      if (known?.stamp === stamp) return known.state;
      const state = stateOf(database);
      known = { stamp, state };
      if (state instanceof Promise) {
        // A failure is not remembered.
        state.catch(() => {
          if (known?.state === state) known = null;
        });
      }
      return state;
    },
  };
}
