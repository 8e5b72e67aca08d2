// Turns: long work in the thread that serves everybody lets other requests in between.
//
// Two hundred records in a format take tens of milliseconds, and a look-up that comes meanwhile waits for all of them.
// So such work looks at the clock between two records: after a few milliseconds the event loop goes round once.
import { setImmediate } from "node:timers/promises";

/** Milliseconds of work after which others get their turn: about as long as two usual answers take. */
const TURN = 2;

/** The turn of one piece of work; it begins when this is called. */
export interface Turn {
  /** Whether it has lasted long enough: then `next` is to be waited for. */
  isOver(): boolean;
  /** Lets others in, and begins the next turn. */
  next(): Promise<void>;
}

/** Begins a turn. */
export function takeTurn(): Turn {
  let end = performance.now() + TURN;
  return {
    isOver: () => performance.now() >= end,
    async next() {
      await setImmediate();
      end = performance.now() + TURN;
    },
  };
}

/** `items` by `make`, in their order, in turns with others. */
export async function inTurns<T, Made>(items: Iterable<T>, make: (item: T, at: number) => Made): Promise<Made[]> {
  const turn = takeTurn();
  const all: Made[] = [];
  for (const item of items) {
    if (turn.isOver()) await turn.next();
    all.push(make(item, all.length));
  }
  return all;
}
