// Equality: two buffers are compared in one step, which Vitest would do number by number; once for each worker.
import { expect } from "vitest";

expect.addEqualityTesters([
  (one, other) => (Buffer.isBuffer(one) && Buffer.isBuffer(other) ? one.equals(other) : undefined),
]);
