// Turns: work in the thread that serves everybody is done in short pieces, one in each round of the event loop.
//
// Two hundred records in a format take tens of milliseconds, and a look-up that comes meanwhile would wait for all of
// them. So such work looks at the clock between two records: after a millisecond it waits for its next turn. There is
// one clock and one queue for all of it: four such answers that each took a turn in every round would be four turns to
// whoever waits. Requests that are to be begun (`src/plugins/load/admission.ts`) have every second turn.
import type { Awaitable } from "./coroutine.ts";

/**
 * Milliseconds of a turn: about as long as a usual answer takes. With 2, what took 1.8 ms in the median and 3.8 for one in
 * ten beside the dearest questions took 2.4 and 4.7; long answers cost a twentieth less processor time.
 */
const TURN = 1;

/** When the turn is over that was given last. Work that something else woke meanwhile takes what is left of it, or waits. */
let end = 0;
/** What goes on, and what is to be begun, by each server of this process; the longest waiting first. */
const waiting: (() => void)[] = [];
const beginning: (() => void)[] = [];
let [isDue, hasBegun] = [false, false];

function due(): void {
  if (isDue) return;
  isDue = true;
  setImmediate(round);
}

function round(): void {
  isDue = false;
  end = performance.now() + TURN;
  hasBegun = beginning.length > 0 && (!hasBegun || waiting.length === 0);
  (hasBegun ? beginning : waiting).shift()?.();
  if (beginning.length + waiting.length > 0) due();
}

/** Has `begin` called when it is its turn; one such call of a server waits at a time. */
export function nextToBegin(begin: () => void): void {
  beginning.push(begin);
  due();
}

/** Whether others should get their turn: then `nextTurn` is to be waited for. */
export const isTurnOver = () => performance.now() >= end;

/** Lets others in; resolves when it is the caller's turn. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    due();
  });
}

/** Lets others in where they should get their turn: before work of a millisecond that cannot be divided. */
export const giveWay = (): Awaitable<void> => (isTurnOver() ? nextTurn() : undefined);

/** `items` by `make`, in their order, in turns with others. */
export async function inTurns<T, Made>(items: Iterable<T>, make: (item: T, at: number) => Made): Promise<Made[]> {
  const all: Made[] = [];
  for (const item of items) {
    if (isTurnOver()) await nextTurn();
    all.push(make(item, all.length));
  }
  return all;
}
