// UTF-8: bytes to characters without loss, and offsets in code points.
import { createHash } from "node:crypto";

/** Bytes that are no text, and the text before the first bad one. */
export class NotText extends Error {
  readonly before: string;

  constructor(bytes: Uint8Array, offset: number, what: string, hint = "") {
    // Streaming leaves out a character that has only begun: its first byte is the place.
    const before = new TextDecoder().decode(bytes.subarray(0, offset), { stream: true });
    super(`${what} at ${position(before, before.length)}${hint}`);
    this.before = before;
  }
}

/**
 * Text from UTF-8 bytes; a byte order mark is kept, so that the text encodes to the same bytes.
 * @throws NotText that names the place of the first byte that is not UTF-8, or of a NUL
 */
export function decode(bytes: Uint8Array): string {
  const nul = bytes.indexOf(0);
  if (nul >= 0) throw new NotText(bytes, nul, "has a NUL byte", "; is it a text file in UTF-8?");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new NotText(bytes, firstBad(bytes), "is not UTF-8");
  }
}

/** How many bytes are good, by bisection: a beginning of good UTF-8 is good. */
function firstBad(bytes: Uint8Array): number {
  let [good, bad] = [0, bytes.length + 1];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, middle), { stream: true });
      good = middle;
    } catch {
      bad = middle;
    }
  }
  return good;
}

/** `line 3, column 5`, both counted from 1, columns in characters. */
export function position(text: string, offset: number): string {
  const before = text.slice(0, offset).split("\n");
  return `line ${before.length}, column ${Array.from(before.at(-1) ?? "").length + 1}`;
}

/**
 * The characters of a text as offsets count them: Unicode code points.
 * Never `length`, `slice` or `indexOf` of the string itself: those count UTF-16 units, two for an emoji.
 */
export function pointsOf(text: string): string[] {
  return Array.from(text);
}

/** SHA-256 of the UTF-8 bytes of a text, in hex. */
export function digest(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/** How many code points a text has. */
export function lengthOf(text: string): number {
  return pointsOf(text).length;
}
