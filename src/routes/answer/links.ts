// Links: addresses of this API, and the links of a page.
//
// Links are paths, or begin with `PUBLIC_URL`. `Host`, `X-Forwarded-Host` and `X-Forwarded-Proto` are never read for
// links: a client writes them, an answer that is kept would carry them to the next client, and a page with a link to a
// foreign host would look like ours.

import type { ListLinks } from "../../formats/envelope.ts";
import { type CursorPosition, writeCursor } from "../../query/cursor.ts";

/** A path and query as a link. */
export function address(base: string, path: string, query: readonly (readonly [string, string])[] = []): string {
  const text = query.map(([name, value]) => `${encode(name)}=${encode(value)}`).join("&");
  return `${base}${path}${text === "" ? "" : `?${text}`}`;
}

/** Percent-encoding that leaves the commas of lists readable. */
function encode(part: string): string {
  return encodeURIComponent(part).replaceAll("%2C", ",");
}

/** The parameters of an address that was read without a fault, in order; a list written `a[]` is `a`. */
export function given(url: string): [string, string][] {
  const query = url.indexOf("?");
  const pairs = query === -1 ? [] : [...new URLSearchParams(url.slice(query + 1))];
  return pairs.map(([name, value]) => [name.replace(/\[\]$/, ""), value]);
}

/** The links of a page of a list: itself, and the next where there is one. */
export function pageLinks(
  base: string,
  path: string,
  query: readonly (readonly [string, string])[],
  next: CursorPosition | null,
  question: string,
): ListLinks {
  const further = query.filter(([name]) => name !== "cursor");
  const cursor = next === null ? null : writeCursor(next, question);
  return {
    self: address(base, path, query),
    next: cursor === null ? null : address(base, path, [...further, ["cursor", cursor]]),
  };
}
