// Cursors: where a page ended, bound to the question it was asked with.
import { hash } from "node:crypto";

/** The sort value and the id of the last record of a page. */
export interface CursorPosition {
  readonly value: string | null;
  readonly id: string;
}

const CURSOR_LIMIT = 1024;

/** A short name of a question: the same filters and sort give the same one, whatever their order. */
export function fingerprint(parts: readonly string[]): string {
  return digest(JSON.stringify([...parts].sort()));
}

/** Writes a cursor: base64url of sort value, id, the question's fingerprint and a checksum of the three. */
export function writeCursor(position: CursorPosition, question: string): string {
  const body = [position.value, position.id, question];
  return Buffer.from(JSON.stringify([...body, digest(JSON.stringify(body))])).toString("base64url");
}

/**
 * Reads a cursor back.
 * @returns the position, or what is wrong: `broken` (not one of ours), `foreign` (from another question)
 */
export function readCursor(text: string, question: string): CursorPosition | "broken" | "foreign" {
  if (text.length > CURSOR_LIMIT || !/^[A-Za-z0-9_-]+$/.test(text)) return "broken";
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return "broken";
  }
  if (!Array.isArray(parsed)) return "broken";
  const [value, id, asked] = parsed;
  if ((value !== null && typeof value !== "string") || typeof id !== "string" || typeof asked !== "string")
    return "broken";
  // Base64 has spare bits and JSON has spaces and escapes: only the one spelling that we write is ours.
  if (writeCursor({ value, id }, asked) !== text) return "broken";
  return asked === question ? { value, id } : "foreign";
}

function digest(text: string): string {
  return hash("sha256", text, "base64url").slice(0, 16);
}
