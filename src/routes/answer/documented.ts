// Documented responses: what an operation answers, with its headers and problems, as the OpenAPI document has it.

import { z } from "zod";
import { PROBLEMS, type ProblemCode } from "../../errors.ts";
import { PROBLEM_TYPE } from "../../formats/choose.ts";
import { LINK_MOST } from "../../formats/envelope.ts";
import { Problem } from "../../formats/problem.ts";

export const text = { type: "string" };
const identified = {
  "X-Request-Id": {
    description: "The request's id, as the log has it; not where `max-age` lets others reuse the answer.",
    schema: { ...text, examples: ["5a3c1c9e-5f0e-4a60-9d64-0b7a3f6f7c11"] },
  },
};
const headers = {
  ...identified,
  "Access-Control-Allow-Origin": { description: "Any origin may read.", schema: { ...text, examples: ["*"] } },
};
const linked = {
  Link: {
    description: `\`self\`, and \`next\` where there is one (RFC 8288). Over ${LINK_MOST} characters \`self\` is left out, then the header; \`links\` of the body has both.`,
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
    description: "Whether to ask before an answer is used again; `no-store` for refusals.",
    schema: { ...text, examples: ["public, no-cache"] },
  },
  "Cache-Status": {
    description: "Whether the server had the answer at hand (RFC 9211).",
    schema: { ...text, examples: ["communique; hit"] },
  },
};
const saved = {
  "Content-Disposition": {
    description: "What a file is called, with formats that are saved as files (RFC 6266).",
    schema: { ...text, examples: ['attachment; filename="communique-events.csv"'] },
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
  // What has validators has preconditions.
  const conditional = links ? (["precondition-failed"] as const) : [];
  for (const code of [...own, ...conditional, ...EVERYWHERE])
    rows.set(PROBLEMS[code].status, [...(rows.get(PROBLEMS[code].status) ?? []), code]);
  const problems = [...rows].map(([status, codes]) => [
    status,
    {
      description: codes.map((code) => PROBLEMS[code].title).join("; "),
      headers: { ...headers, "Cache-Control": cacheable["Cache-Control"], ...optional(limited), ...REFUSED[status] },
      content: { [PROBLEM_TYPE]: { schema: Problem } },
    },
  ]);
  const own200 = links ? { ...optional(linked), ...cacheable, ...optional({ ...dated, ...saved }) } : {};
  // Of one request, not of the answer: left out where others may reuse that without asking.
  const personal = links ? { ...headers, ...optional(identified) } : headers;
  const unchanged = {
    description: "The client has it: `If-None-Match` names its tag, or it is not newer than `If-Modified-Since`.",
    headers: { ...personal, ...cacheable, ...optional(limited) },
    properties: z.null(),
  };
  return {
    200: { description, headers: { ...personal, ...own200, ...optional(limited) }, content },
    ...(links ? { 304: unchanged } : {}),
    ...Object.fromEntries(problems),
  };
}

/** The schemas of what an answer has beside its data, where it is asked for. */
interface AlongShape {
  readonly included?: z.ZodType | undefined;
  readonly labels?: z.ZodType;
}

/** The schema of an answer: `{data, included?, labels?, meta, links}`. */
export function envelopeOf(data: z.ZodType, meta: z.ZodType, links: z.ZodType, { included, labels }: AlongShape = {}) {
  return z.strictObject({
    data,
    ...(included === undefined ? {} : { included: included.optional() }),
    ...(labels === undefined ? {} : { labels: labels.optional() }),
    meta,
    links,
  });
}
