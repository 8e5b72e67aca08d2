// Content hash: the version of a bulk dataset, the sum of its records' hashes, which no order of the records changes.
//
// The same rows have the same version in whatever order and in however many imports they came, and a row can be added
// or replaced without reading the others: its hash is added, or taken from the sum. A hash over all rows would have to
// be computed anew after each import, and would depend on their order.
//
// The sum is modulo 2^64. That tells versions apart by accident, not against somebody who makes records to collide.
import { hash } from "node:crypto";

/** A sum of 64 bits to which records are added as JSON, and from which they are taken. */
interface ContentHash {
  add(doc: string): void;
  remove(doc: string): void;
  /** The sum as sixteen digits of base 16. */
  version(): string;
}

/** Digits of base 16 in 64 bits. */
const DIGITS = 16;

/** Begins at a version, or at nothing; a record weighs the first 64 bits of its SHA-256. */
export function contentHash(version: string | null): ContentHash {
  let sum = BigInt(`0x${version ?? "0"}`);
  const put = (doc: string, sign: 1n | -1n) => {
    sum = BigInt.asUintN(64, sum + sign * BigInt(`0x${hash("sha256", doc, "hex").slice(0, DIGITS)}`));
  };
  return {
    add: (doc) => put(doc, 1n),
    remove: (doc) => put(doc, -1n),
    version: () => sum.toString(16).padStart(DIGITS, "0"),
  };
}
