// Answers: how a route documents what it gives, and what every route needs to give it.
import { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { PROBLEMS, type ProblemCode, ProblemError } from "../errors.ts";
import { JSON_TYPE, PROBLEM_TYPE } from "../formats/choose.ts";
import {
  envelope,
  envelopeBytes,
  type IncludedDocs,
  type ListLinks,
  type ListMeta,
  linkHeader,
} from "../formats/envelope.ts";
import { Problem } from "../formats/problem.ts";
import type { DatasetInfo } from "../model/bundle.ts";
import type { Reference } from "../model/reference.ts";
import { type Position, writeCursor } from "../query/cursor.ts";
import type { Knowledge } from "../query/parameters.ts";
import type { Database } from "../store/database.ts";
import { versionOf, type Watch } from "../store/state.ts";

export { versionOf };

/** What routes are made with. */
export interface Desk {
  readonly database: Database;
  /** Tells when the data has changed. */
  readonly data: Pick<Watch, "stamp" | "now">;
  readonly reference: Reference;
  readonly knowledge: Knowledge;
  /** Prefix of links: the public address, or nothing. */
  readonly base: string;
}

const text = { type: "string" };
const headers = {
  "X-Request-Id": {
    description: "The request's id, as the log has it.",
    schema: { ...text, examples: ["5a3c1c9e-5f0e-4a60-9d64-0b7a3f6f7c11"] },
  },
  "Access-Control-Allow-Origin": { description: "Any origin may read.", schema: { ...text, examples: ["*"] } },
};
const linked = {
  Link: {
    description: "`self`, and `next` where there is one (RFC 8288).",
    schema: { ...text, examples: ['</v1/events>; rel="self"'] },
  },
};
const retried = { "Retry-After": { description: "Seconds to wait.", schema: { type: "integer", examples: [1] } } };
const allowed = {
  Allow: { description: "Methods that the address takes.", schema: { ...text, examples: ["GET, HEAD, OPTIONS"] } },
};

const moved = {
  Location: {
    description: "The record that holds its content now.",
    schema: { ...text, examples: ["/v1/events/2023-10-17-tokayev-xi-talks"] },
  },
};

const limited = {
  RateLimit: {
    description: "Requests left, and seconds until there are more, for clients that are limited.",
    schema: { ...text, examples: ['"default";r=599;t=60'] },
  },
  "RateLimit-Policy": {
    description: "Requests in a window, and its seconds, for clients that are limited.",
    schema: { ...text, examples: ['"default";q=600;w=60'] },
  },
};
const cacheable = {
  ETag: {
    description: "Of these data at this address in this format, whatever the coding: for `If-None-Match`.",
    schema: { ...text, pattern: '^W/"[A-Za-z0-9_-]+"$', examples: ['W/"5dqkVfzlHxG0bcEMNT6mRA"'] },
  },
  "Cache-Control": {
    description: "Whether to ask before an answer is used again.",
    schema: { ...text, examples: ["public, no-cache"] },
  },
  "Cache-Status": {
    description: "Whether the server had the answer at hand (RFC 9211).",
    schema: { ...text, examples: ["communique; hit"] },
  },
};
const dated = {
  "Last-Modified": {
    description: "When the data last changed, where there are any.",
    schema: { ...text, examples: ["Tue, 24 Nov 2026 09:00:00 GMT"] },
  },
};

/** Headers that may be missing. */
function optional<H extends object>(headers: Readonly<Record<string, H>>) {
  return Object.fromEntries(Object.entries(headers).map(([name, header]) => [name, { ...header, optional: true }]));
}

/** What a refusal of this status has beside the headers of every answer. */
const REFUSED: Readonly<Record<number, object>> = {
  308: moved,
  405: allowed,
  429: { ...retried, ...limited },
  503: retried,
};

/** Every address can answer with these. */
const EVERYWHERE: readonly ProblemCode[] = [
  "invalid-request",
  "malformed-url",
  "malformed-request",
  "no-such-address",
  "method-not-allowed",
  "not-acceptable",
  "request-timeout",
  "content-too-large",
  "uri-too-long",
  "too-many-requests",
  "headers-too-large",
  "unavailable",
  "query-too-long",
  "overloaded",
];

/** The `response` of a route: what it gives when all is well, and each problem it can have. */
export function responses(
  content: Record<string, { schema: z.ZodType; example?: unknown }>,
  description: string,
  links = true,
  own: readonly ProblemCode[] = [],
) {
  const rows = new Map<number, ProblemCode[]>();
  for (const code of [...own, ...EVERYWHERE])
    rows.set(PROBLEMS[code].status, [...(rows.get(PROBLEMS[code].status) ?? []), code]);
  const problems = [...rows].map(([status, codes]) => [
    status,
    {
      description: codes.map((code) => PROBLEMS[code].title).join("; "),
      headers: { ...headers, ...REFUSED[status] },
      content: { [PROBLEM_TYPE]: { schema: Problem } },
    },
  ]);
  const own200 = links ? { ...linked, ...cacheable, ...optional(dated) } : {};
  const unchanged = {
    description: "The client has it: `If-None-Match` names its tag, or it is not newer than `If-Modified-Since`.",
    headers: { ...headers, ...cacheable, ...optional(limited) },
    properties: z.null(),
  };
  return {
    200: { description, headers: { ...headers, ...own200, ...optional(limited) }, content },
    ...(links ? { 304: unchanged } : {}),
    ...Object.fromEntries(problems),
  };
}

/** A path and query as a link. */
export function address(base: string, path: string, query: readonly (readonly [string, string])[] = []): string {
  const text = query.map(([name, value]) => `${encode(name)}=${encode(value)}`).join("&");
  return `${base}${path}${text === "" ? "" : `?${text}`}`;
}

/** Percent-encoding that leaves the commas of lists readable. */
function encode(part: string): string {
  return encodeURIComponent(part).replaceAll("%2C", ",");
}

/** The parameters of an address as they came, in order. */
export function given(url: string): [string, string][] {
  const query = url.indexOf("?");
  return query === -1 ? [] : [...new URLSearchParams(url.slice(query + 1))];
}

/** The links of a page of a list: itself, and the next where there is one. */
export function pageLinks(
  base: string,
  path: string,
  query: readonly (readonly [string, string])[],
  next: Position | null,
  question: string,
): ListLinks {
  const further = query.filter(([name]) => name !== "cursor");
  const cursor = next === null ? null : writeCursor(next, question);
  return {
    self: address(base, path, query),
    next: cursor === null ? null : address(base, path, [...further, ["cursor", cursor]]),
  };
}

type Said = Pick<ListMeta, "total" | "limit"> &
  Partial<Pick<ListMeta, "datasets" | "missing" | "notes">> & { readonly lowerBound?: boolean };

/** What a list says of itself: made from all that is loaded, counted exactly and whole, unless told otherwise. */
export function listMeta(
  loaded: readonly DatasetInfo[],
  { total, limit, lowerBound = false, ...said }: Said,
): ListMeta {
  return {
    version: versionOf(loaded),
    datasets: loaded.map(({ id }) => id),
    total,
    totalIsLowerBound: lowerBound,
    limit,
    missing: [],
    notes: [],
    ...said,
  };
}

/** What a route answers; its links go in the header, whatever the body has. */
export interface Answer {
  readonly type: string;
  readonly body: string | Buffer | Readable;
  readonly links: Readonly<Record<string, string | null>>;
}

/** `{data, included?, meta, links}` as an answer, `data` being JSON text already. */
export function enveloped(
  data: string,
  meta: object,
  links: Answer["links"],
  included: IncludedDocs | null = null,
): Answer {
  return { type: JSON_TYPE, body: envelope(data, included, meta, links), links };
}

/** The same of JSON texts as bytes: one of them, or a list. */
export function envelopedBytes(data: Uint8Array | readonly Uint8Array[], meta: object, links: Answer["links"]): Answer {
  // Fastify adds the charset to texts only.
  return { type: `${JSON_TYPE}; charset=utf-8`, body: envelopeBytes(data, meta, links), links };
}

export function send(reply: FastifyReply, { type, body, links }: Answer) {
  return reply.header("link", linkHeader(links)).type(type).send(body);
}

/** How often an answer is begun while the data changes. */
const TURNS = 5;

const isAway = (error: unknown) => error instanceof ProblemError && error.code === "unavailable";

/**
 * The handler that sends what `make` answers from one version of the data: the queries of an answer are several, and
 * when another process commits between them, it is made again, a refusal too. A stream reads on after this.
 */
export function answering({ data }: Pick<Desk, "data">, make: (request: FastifyRequest) => Promise<Answer>) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    for (let turn = 0; turn < TURNS; turn++) {
      const before = data.stamp("last");
      const [made] = await Promise.allSettled([make(request)]);
      // Who does not answer is not asked whether something changed: that would take as long again.
      if (made.status === "rejected" && isAway(made.reason)) throw made.reason;
      const after = await data.now();
      // A database that cannot be asked (NaN) is not asked again and again.
      const changed = !Number.isNaN(before) && !Number.isNaN(after) && before !== after;
      if (!changed && made.status === "rejected") throw made.reason;
      if (made.status === "rejected") continue;
      if (!changed) return send(reply, made.value);
      if (made.value.body instanceof Readable) made.value.body.destroy();
    }
    throw new ProblemError("unavailable", "The data changes while it is read.", { headers: { "retry-after": "1" } });
  };
}

/** The schema of an answer: `{data, included?, meta, links}`. */
export function envelopeOf(data: z.ZodType, meta: z.ZodType, links: z.ZodType, included?: z.ZodType) {
  return z.strictObject({ data, ...(included === undefined ? {} : { included: included.optional() }), meta, links });
}
