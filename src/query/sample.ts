// Samples: a fixed shuffle of all records, and the place in it that a seed names.
import { createHash } from "node:crypto";

/** Where something stands in the shuffle: 32 bits of SHA-256, the same on every engine and machine. */
export function shuffleOf(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE(0);
}
