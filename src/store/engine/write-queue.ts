// Write queue: writes go on, in their order, while the caller prepares the next.

interface WriteQueue {
  /** Lets a write run on; waits while as many run as may. Throws what went wrong before. */
  add(write: Promise<unknown>): Promise<void>;
  /** Waits until all have ended, and throws what went wrong first. */
  settle(): Promise<void>;
  /** What went wrong first among those that have ended; of later errors it is the reason. */
  reasonOf(error: unknown): unknown;
  /** Waits until all have ended, and forgets what went wrong: it was told. */
  forget(): Promise<void>;
}

/** Rows of so many tables are on their way at most: those of a batch of records or two. */
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
