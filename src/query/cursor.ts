// Cursors: where a page ended (keyset pagination), bound to the query that it was given for.
//
// A list is paged by keyset, not by offset. An offset says how many records to skip: the server reads them all again,
// and a record that is added or removed meanwhile makes pages repeat one or leave one out. A keyset says where the last
// page ended, the sort value and the id of its last record; the next page begins after it, wherever that is by now. An
// index finds the place, so page 10,000 costs what page 1 costs.
//
// The price: pages can only be followed, not jumped to, and the order must be total, so every sort ends with the id.
// Where records leave or change their sort value between two pages, a record may be missed or seen again as itself; no
// other record moves.
//
// A cursor carries a checksum and the fingerprint of its query (filters and sort, not the page size), and no key. It
// guards against mistakes, a cursor pasted into another query, and not against readers, who may ask for everything
// anyway. A cursor is bound to no server, engine or version of the data.
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
