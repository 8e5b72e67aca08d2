// Guard: which requests a page that writes files answers; all others are refused before anything of them is read.
//
// A page that listens on 127.0.0.1 can be asked by every program of the machine, and by every page that its browser
// has open. The token in the address keeps both out. The Host header keeps out a name of somebody else's that is
// pointed at 127.0.0.1 (DNS rebinding), the Origin header a form or script of another page (CSRF).
import { hash, timingSafeEqual } from "node:crypto";

/** What a guard looks at of a request. */
export interface Head {
  readonly method: string;
  /** As it came, with the query string. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

export interface Keys {
  readonly port: number;
  readonly token: string;
}

export interface Refusal {
  readonly status: number;
  readonly message: string;
}

const same = (one: string, other: string) =>
  timingSafeEqual(hash("sha256", one, "buffer"), hash("sha256", other, "buffer"));

/**
 * Looks at the head of a request.
 * @returns what is asked for below the token, e.g. `state`; or why the request is refused
 */
export function admitted({ method, url, headers }: Head, { port, token }: Keys): string | Refusal {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host, origin } = headers;
  if (typeof host !== "string" || !hosts.includes(host.toLowerCase()))
    return { status: 403, message: `Host has to be ${hosts.join(" or ")}` };
  const [, given = "", path = ""] = /^\/([^/?]*)\/?([^?]*)/.exec(url) ?? [];
  if (!same(given, token)) return { status: 403, message: "the address lacks the token that the desk printed" };
  if (!["GET", "POST"].includes(method)) return { status: 405, message: "the desk answers GET and POST" };
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && !(site === "none" && method === "GET"))
    return { status: 403, message: "the request comes from a page of another origin" };
  if (method === "GET") return path;
  if (origin !== `http://${host.toLowerCase()}`) return { status: 403, message: `Origin has to be http://${host}` };
  const type = String(headers["content-type"] ?? "").toLowerCase();
  if (!/^application\/json(?:;|$)/.test(type)) return { status: 415, message: "an edit is JSON (application/json)" };
  return path;
}

/** What every answer has: nothing is run, framed or kept but what the desk itself serves. */
export const HEADERS = {
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
} as const;
