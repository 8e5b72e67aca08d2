// Coroutines: functions that wait only where there is something to wait for.
//
// SQLite answers short queries in process, at once; PostgreSQL answers over a network. One text has to serve both. An
// `async` function makes a promise and gives up its turn at each `await`, also where the value is there: some sixty times
// for a list, which took a third of its time. A generator that is run as a coroutine gives up its turn where it is given
// a promise, and nowhere else: without one it returns its value, not a promise of it.
//
// `yield* wait(…)` stands where `await` would. Callers that are `async` await the result as ever.

/** A value, or a promise of it. */
export type Awaitable<T> = T | Promise<T>;

/** The steps of a coroutine: promises that it waits for, and what it returns. */
export type Steps<T> = Generator<Promise<unknown>, T, never>;

/** In a coroutine: what a value or a promise comes to; a rejection is thrown. */
export function* wait<T>(value: Awaitable<T>): Generator<Promise<T>, T, T> {
  return value instanceof Promise ? yield value : value;
}

/** A function that runs steps; it returns at once what needs no waiting, and throws at once what fails before. */
export function coroutine<A extends readonly unknown[], T>(steps: (...given: A) => Steps<T>) {
  return (...given: A): Awaitable<T> => {
    const begun = steps(...given);
    const first = begun.next();
    return first.done === true ? first.value : resume(begun, first.value);
  };
}

async function resume<T>(steps: Steps<T>, first: Promise<unknown>): Promise<T> {
  for (let waiting = first; ; ) {
    const next = await waiting.then(
      (value) => steps.next(value as never),
      (error) => steps.throw(error),
    );
    if (next.done === true) return next.value;
    waiting = next.value;
  }
}

/** Runs a coroutine for its effect; `fail` hears of what it throws, at once or later. */
export function start(run: () => Awaitable<void>, fail: (error: Error) => void): void {
  try {
    const running = run();
    if (running instanceof Promise) running.catch(fail);
  } catch (error) {
    fail(error as Error);
  }
}
