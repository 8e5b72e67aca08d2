// Dataset version: the sum of the hashes of a dataset's records, which no order of the records changes.
//
// The same records have the same version in whatever order and in however many imports they came, and one can be added or
// replaced without reading the others: its hash is added to the sum, or taken from it.
//
// The sum is modulo 2^64. That tells versions apart by accident, not against somebody who makes records to collide.
import { hash } from "node:crypto";
import { COLLECTIONS, type Collection } from "./ids.ts";

/** Digits of base 16 in 64 bits. */
const DIGITS = 16;

/** A sum of 64 bits; a record counts with the first 64 bits of the SHA-256 of its JSON. */
export class ContentHash {
  #sum: bigint;

  /** Begins at a version, or at nothing. */
  constructor(version: string | null = null) {
    this.#sum = BigInt(`0x${version ?? "0"}`);
  }

  add(doc: string): void {
    this.#put(doc, 1n);
  }

  remove(doc: string): void {
    this.#put(doc, -1n);
  }

  /** The sum as sixteen digits of base 16. */
  version(): string {
    return this.#sum.toString(16).padStart(DIGITS, "0");
  }

  #put(doc: string, sign: 1n | -1n): void {
    this.#sum = BigInt.asUintN(64, this.#sum + sign * BigInt(`0x${hash("sha256", doc, "hex").slice(0, DIGITS)}`));
  }
}

/** The version of a dataset that holds these records as they are served, and these retired ids. */
export function datasetVersion(
  records: { readonly [C in Collection]: readonly object[] },
  retired: readonly object[] = [],
): string {
  const sum = new ContentHash();
  for (const one of [...COLLECTIONS.flatMap((collection) => records[collection]), ...retired]) {
    sum.add(JSON.stringify(one));
  }
  return sum.version();
}
