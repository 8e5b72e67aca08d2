// Problems: every error that an answer may carry, once, with status, title and meaning (RFC 9457).
//
// A problem has a `code` beside its `type`. Programs compare a word; `type` is an address, which `PUBLIC_URL` may
// begin. The codes are the keys of this table, which is therefore the one place to add an error: the OpenAPI document,
// `/problems` and the checks of answers in the tests read it.
//
// Any room may throw a ProblemError, and this file imports nothing, so that it can. A refusal names every fault of a
// request at once, up to 100, with how many more there are. The only 5xx that a server means to send are the 503s of
// this table; `internal` is always a fault of ours.

interface ProblemRow {
  readonly status: number;
  readonly title: string;
  readonly meaning: string;
}

export const PROBLEMS = {
  "invalid-request": {
    status: 400,
    title: "The request has faults",
    meaning:
      "One or more parameters are unknown or have a value that they cannot have. `errors` names every fault, with a suggestion where one is near.",
  },
  "malformed-url": {
    status: 400,
    title: "The address is malformed",
    meaning:
      "The address has an escape that is not valid percent-encoded UTF-8, or a character that no address may have.",
  },
  "malformed-request": {
    status: 400,
    title: "The request is malformed",
    meaning: "What was sent is not a well-formed HTTP request.",
  },
  "not-found": {
    status: 404,
    title: "No such record",
    meaning: "No record of this collection has this id. Lists show the ids that there are.",
  },
  gone: {
    status: 410,
    title: "The record was retired",
    meaning: "The record was served once and is no longer. `detail` says why; its id is never given to another record.",
  },
  merged: {
    status: 308,
    title: "The record was merged into another",
    meaning: "Another record holds its content now; `Location` is its address, and stays so.",
  },
  "no-such-address": {
    status: 404,
    title: "No such address",
    meaning: "The server has nothing at this address. `/v1` and `/openapi.json` list what there is.",
  },
  "method-not-allowed": {
    status: 405,
    title: "The method is not allowed",
    meaning: "The address answers other methods; `Allow` lists them. Everything here is read with GET or HEAD.",
  },
  "not-acceptable": {
    status: 406,
    title: "No acceptable format",
    meaning: "None of the media types in `Accept` can be had at this address. `detail` lists those that can.",
  },
  "request-timeout": {
    status: 408,
    title: "The request took too long to arrive",
    meaning: "The request was not complete within the time that the server waits.",
  },
  "precondition-failed": {
    status: 412,
    title: "A precondition fails",
    meaning:
      "`If-Match` holds for `*` alone, because the entity tags here are weak; `If-Unmodified-Since` holds where the data has not changed since. To be told whether an answer changed, send `If-None-Match`.",
  },
  "content-too-large": {
    status: 413,
    title: "No content is taken",
    meaning: "The request carries content. Everything here is read with GET, which takes none.",
  },
  "uri-too-long": {
    status: 414,
    title: "The address is too long",
    meaning: "The address, or one part of its path, is longer than the server reads.",
  },
  "too-many-requests": {
    status: 429,
    title: "Too many requests",
    meaning: "The client has asked more than it may in this time. Try again after the seconds in `Retry-After`.",
  },
  "headers-too-large": {
    status: 431,
    title: "The headers are too large",
    meaning: "The request line and headers together exceed 16 KiB.",
  },
  internal: {
    status: 500,
    title: "The server failed",
    meaning:
      "A fault of the server, recorded in its log under the request id. It is never the intended answer: please report it.",
  },
  starting: {
    status: 503,
    title: "The server is not ready",
    meaning: "The data is being loaded, or the server is shutting down. Try again after the seconds in `Retry-After`.",
  },
  unavailable: {
    status: 503,
    title: "The data cannot be read",
    meaning: "The database does not answer for now. Try again after the seconds in `Retry-After`.",
  },
  "query-too-long": {
    status: 503,
    title: "The question takes too long",
    meaning:
      "Answering would take longer than the server gives one question. A narrower window of time, one dataset, a filter less or `count=none` makes it shorter.",
  },
  overloaded: {
    status: 503,
    title: "The server is overloaded",
    meaning: "More requests arrive than can be served in time. Try again after the seconds in `Retry-After`.",
  },
} as const satisfies Record<string, ProblemRow>;

export type ProblemCode = keyof typeof PROBLEMS;
export const PROBLEM_CODES = Object.keys(PROBLEMS) as ProblemCode[];

/** One fault of a request: which parameter (or null for the whole), and what is wrong with it. */
export interface Fault {
  readonly parameter: string | null;
  readonly detail: string;
}

/** An error that is an answer: thrown anywhere, written as `application/problem+json` by the problems plugin. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly faults: readonly Fault[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: ProblemCode,
    detail: string,
    more: { faults?: readonly Fault[]; headers?: Record<string, string> } = {},
  ) {
    super(detail);
    this.code = code;
    this.faults = more.faults ?? [];
    this.headers = more.headers ?? {};
  }
}

/** Most faults that one answer lists, beside how many more there are. */
export const LISTED = 100;

/** A request with faults: each named, up to a hundred, and how many more there are. */
export function invalidRequest(faults: readonly Fault[]): ProblemError {
  const more = faults.length - LISTED;
  const rest = more > 0 ? [{ parameter: null, detail: `${more} more ${more === 1 ? "fault" : "faults"}` }] : [];
  const listed = [...faults.slice(0, LISTED), ...rest];
  const sentences = listed.map(({ parameter, detail }) => (parameter === null ? detail : `\`${parameter}\` ${detail}`));
  const count = faults.length === 1 ? "1 fault" : `${faults.length} faults`;
  return new ProblemError("invalid-request", `${count}: ${sentences.join(". ")}`, { faults: listed });
}
