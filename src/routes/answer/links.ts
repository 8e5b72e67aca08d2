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

/** Of these characters and of commas nothing is encoded. */
const READABLE = /^[\w.!~*'(),-]*$/;

/** Percent-encoding that leaves the commas of lists readable. */
function encode(part: string): string {
  if (READABLE.test(part)) return part;
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

/** The addresses of which there is a page for people: the same path without `/v1`. */
const PAGED =
  /^\/v1(\/(?:(?:events|participants|venues|quotes|figures|sources)(?:\/[^/]+)?|dyads(?:\/[^/]+\/[^/]+)?|search|timeline|datasets|stats\/[a-z]+))(?:\/spans)?$/;
/** Parameters that say how an answer is written, not what it is. */
const SHAPE = ["format", "fields", "include", "columns", "bom", "labels"];
const IS_SHAPED = new RegExp(`[?&](?:${SHAPE.join("|")})=`);

/** The page of an answer's own address, as a link like it; null where there is none. */
export function pageFor(self: string): string | null {
  const at = self.indexOf("/v1");
  const path = PAGED.exec(self.slice(at).split("?")[0] ?? "")?.[1];
  if (at === -1 || path === undefined) return null;
  const mark = self.indexOf("?");
  if (mark === -1) return self.slice(0, at) + path;
  // The address of an answer is written as addresses are: without such a parameter its query stays as it is.
  if (!IS_SHAPED.test(self)) return self.slice(0, at) + path + self.slice(mark);
  const query = given(self).filter(([name]) => !SHAPE.includes(name));
  return address(self.slice(0, at), path, query);
}
