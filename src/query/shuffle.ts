// Samples: a fixed shuffle of all records, and the place in it that a seed names.
import { hash } from "node:crypto";

/** Where something stands in the shuffle: 32 bits of SHA-256, the same on every engine and machine. */
export function shuffleOf(text: string): number {
  return Number.parseInt(hash("sha256", text, "hex").slice(0, 8), 16);
}
