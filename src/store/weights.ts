// Weights: the version of a bulk dataset, the sum of its records' hashes, which no order of the records changes.
import { hash } from "node:crypto";

/** The first 64 bits of SHA-256 of a record's JSON. */
export function hashOf(doc: string): bigint {
  return hash("sha256", doc, "buffer").readBigUInt64BE();
}

/** A sum of 64 bits to which records' hashes are added, and from which they are taken. */
export interface Weight {
  add(hash: bigint): void;
  remove(hash: bigint): void;
  /** The sum as sixteen digits of base 16. */
  version(): string;
}

/** Begins at a version, or at nothing. */
export function weightOf(version: string | null): Weight {
  let sum = BigInt(`0x${version ?? "0"}`);
  const put = (amount: bigint) => {
    sum = BigInt.asUintN(64, sum + amount);
  };
  return {
    add: (hash) => put(hash),
    remove: (hash) => put(-hash),
    version: () => sum.toString(16).padStart(16, "0"),
  };
}
