// Conditions: what a conditional request gets, judged in the order of RFC 9110, section 13.2.2.
//
// The tag alone says whether a client has an answer. `Cache-Control: no-cache` in a request asks caches on the way to
// validate (RFC 9111, section 5.2.1.4), which is what the condition does; `fetch` of browsers and of Node adds it to
// every request with a condition, and would never get a 304.
import fresh from "fresh";
import { PROBLEMS, ProblemError } from "../errors.ts";
import type { CachedAnswer } from "./answer-cache.ts";

type Headers = Readonly<Record<string, string | string[] | undefined>>;
type Validators = CachedAnswer["validators"];

/** What Apache's mod_deflate and mod_brotli write behind a tag of ours, which is always of 22 characters. */
const RECODED = /"([\w-]{22})-(?:gzip|br|deflate|zstd)"/g;

/** Whether the client has the answer; `If-Modified-Since` counts where there is no `If-None-Match`. */
export function isUnchanged(headers: Headers, validators: Validators): boolean {
  const tags = headers["if-none-match"];
  if (tags === undefined && headers["if-modified-since"] === undefined) return false;
  return fresh(
    {
      "if-none-match": typeof tags === "string" ? tags.replace(RECODED, '"$1"') : undefined,
      "if-modified-since": headers["if-modified-since"],
    },
    validators,
  );
}

/**
 * The problem of a precondition that fails. `If-Match` compares strongly and our tags are weak (section 13.1.1): it
 * holds for `*` alone. A date that is none does not count, nor does any where no day of a change is known.
 */
export function failedPrecondition(headers: Headers, validators: Validators): ProblemError | null {
  const match = headers["if-match"];
  const since = headers["if-unmodified-since"];
  if (match === undefined && since === undefined) return null;
  const modified = Date.parse(validators["last-modified"] ?? "");
  const failed = match === undefined ? modified > Date.parse(String(since)) : String(match).trim() !== "*";
  return failed ? new ProblemError("precondition-failed", PROBLEMS["precondition-failed"].meaning) : null;
}
