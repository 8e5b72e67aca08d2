// Single flight: of requests for the same answer one makes it, and the others wait for that one.

export interface SingleFlight {
  /** Ends when whoever makes the answer has ended, well or not; undefined where nobody does. */
  running(key: string): Promise<void> | undefined;
  /** Says that an answer is being made; what comes back says that this has ended, and may be called again. */
  begin(key: string): () => void;
}

export function singleFlight(): SingleFlight {
  const flights = new Map<string, Promise<void>>();
  return {
    running: (key) => flights.get(key),
    begin(key) {
      const { promise, resolve } = Promise.withResolvers<void>();
      flights.set(key, promise);
      return () => {
        // Who waited in vain begins anew, and another may have begun since.
        if (flights.get(key) === promise) flights.delete(key);
        resolve();
      };
    },
  };
}

/** The same for what is a promise: whoever asks while it is made gets that one. */
export function shared<T>(): (key: string, make: () => Promise<T>) => Promise<T> {
  const flights = new Map<string, Promise<T>>();
  return (key, make) => {
    const flight = flights.get(key) ?? make().finally(() => flights.delete(key));
    flights.set(key, flight);
    return flight;
  };
}
