// Write queue: writes go on, in their order, while the caller prepares the next.

interface WriteQueue {
  /** Adds a write without waiting for it, unless the queue is full. Throws the error of an earlier write. */
  add(write: Promise<unknown>): Promise<void>;
  /** Waits until all writes have ended, and throws the first error. */
  settle(): Promise<void>;
  /** The first error among the writes that have ended, which is the reason of later ones; else the error given. */
  reasonOf(error: unknown): unknown;
  /** Waits until all writes have ended, and forgets their errors, which were thrown already. */
  forget(): Promise<void>;
}

/** Most writes in the queue: the tables of one or two batches of records. */
const MOST = 24;

export function writeQueue(): WriteQueue {
  const running: Promise<void>[] = [];
  let fault: { readonly error: unknown } | null = null;

  function check(): void {
    if (fault !== null) throw fault.error;
  }

  return {
    async add(write) {
      // They end in the order in which they began: so the engine was asked.
      const ended = write
        .catch((error: unknown) => {
          fault ??= { error };
        })
        .then(() => {
          running.shift();
        });
      running.push(ended);
      while (running.length > MOST) await running[0];
      check();
    },
    async settle() {
      await running.at(-1);
      check();
    },
    reasonOf: (error) => (fault === null ? error : fault.error),
    async forget() {
      await running.at(-1);
      fault = null;
    },
  };
}
