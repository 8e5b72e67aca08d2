// Samples: a fixed shuffle of all records, and the place in it that a seed names.
//
// Each record has a number of 32 bits, the beginning of a SHA-256 of its collection and id, stored and indexed. A
// sample is the window of that order that begins where its seed points, around the end if need be: the same seed takes
// the same records on every engine, each record is as likely as any other, and a sample costs a page. `ORDER BY
// random()` would read everything and give no two readers the same records.
//
// Limits: two seeds may share neighbours, so two samples are not independent. A program that needs independent draws
// should draw from ids.
import { hash } from "node:crypto";

/** Where something stands in the shuffle: 32 bits of SHA-256, the same on every engine and machine. */
export function shuffleOf(text: string): number {
  return Number.parseInt(hash("sha256", text, "hex").slice(0, 8), 16);
}
