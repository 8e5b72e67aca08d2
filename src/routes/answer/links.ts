// Links: addresses of this API, and the links of a page.
//
// Links are paths, or begin with `PUBLIC_URL`. `Host`, `X-Forwarded-Host` and `X-Forwarded-Proto` are never read for
// links: a client writes them, an answer that is kept would carry them to the next client, and a page with a link to a
// foreign host would look like ours.

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

/** A query of names and values of which nothing is encoded. */
const UNENCODED = /^[\w.!~*'(),-]+=[\w.!~*'(),-]*(?:&[\w.!~*'(),-]+=[\w.!~*'(),-]*)*$/;

/** The parameters of an address that was read without a fault, in order; a list written `a[]` is `a`. */
export function given(url: string): [string, string][] {
  const at = url.indexOf("?");
  if (at === -1) return [];
  const query = url.slice(at + 1);
  if (UNENCODED.test(query)) {
    return query.split("&").map((pair) => {
      const end = pair.indexOf("=");
      return [pair.slice(0, end), pair.slice(end + 1)];
    });
  }
  return [...new URLSearchParams(query)].map(([name, value]) => [name.replace(/\[\]$/, ""), value]);
}

/** The address of the next page: that of this one with another cursor, at its end; null where there is none. */
export function nextPage(
  base: string,
  path: string,
  query: readonly (readonly [string, string])[],
  next: CursorPosition | null,
  question: string,
): string | null {
  if (next === null) return null;
  const further = query.filter(([name]) => name !== "cursor");
  return address(base, path, [...further, ["cursor", writeCursor(next, question)]]);
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
