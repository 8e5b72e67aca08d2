// Envelope: what every route needs to send `{data, included?, labels?, meta, links}`.
//
// The body of a list of whole records comes from the store as bytes (`src/store/read/bodies.ts`), and so does a record:
// made into strings and joined, documents would be decoded and encoded again, which cost as much as reading them. Other
// formats, `fields`, `include` and `labels` take strings, for they parse the records anyway.
//
// A route returns an `Answer`, type, body and links, and sends nothing itself: `consistent.ts` may make it several
// times and send the last.

import type { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { JSON_TYPE } from "../../formats/choose.ts";
import { type Along, envelope, envelopeBytes, linkHeader } from "../../formats/envelope.ts";
import type { Reference } from "../../model/reference.ts";
import { type StateCodes, stateCodesOf } from "../../query/states.ts";
import type { Watch } from "../../store/catalog/watch.ts";
import type { Database } from "../../store/engine/database.ts";
import { dispositionOf } from "./filename.ts";
import { pageFor } from "./links.ts";

/** Room for an export, which is given back when it has ended. */
export interface Slot {
  /** Tells that the client has read on. */
  progress(): void;
  release(): void;
}

/** What routes are made with. */
export interface RouteContext {
  readonly database: Database;
  /** Tells when the data has changed. */
  readonly data: Pick<Watch, "stamp" | "now" | "after">;
  readonly reference: Reference;
  readonly stateCodes: StateCodes;
  /** Gives the client of a request room for an export, or refuses it. */
  readonly exports: { take(request: FastifyRequest): Slot };
  /** Prefix of links: the public address, or nothing. */
  readonly base: string;
}

/** What routes are made with, the words for states among it. */
export function routeContext(parts: Omit<RouteContext, "stateCodes">): RouteContext {
  return { ...parts, stateCodes: stateCodesOf(parts.reference) };
}

/** What a route answers; its links go in the header, whatever the body has. */
export interface Answer {
  readonly type: string;
  readonly body: string | Buffer | Readable;
  readonly links: Readonly<Record<string, string | null>>;
  /** Headers of this answer alone, over those of every answer. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** `{data, included?, labels?, meta, links}` as an answer, `data` being JSON text already. */
export function enveloped(data: string, meta: object, links: Answer["links"], along: Along = {}): Answer {
  return { type: JSON_TYPE, body: envelope(data, along, meta, links), links };
}

/** The same of a record as bytes. */
export function envelopedBytes(data: Uint8Array, meta: object, links: Answer["links"]): Answer {
  return envelopedBody(envelopeBytes(data, meta, links), links);
}

/** A body of JSON that is whole already, as an answer. */
export function envelopedBody(body: Buffer, links: Answer["links"]): Answer {
  // Fastify adds the charset to texts only.
  return { type: `${JSON_TYPE}; charset=utf-8`, body, links };
}

export function send(reply: FastifyReply, { type, body, links, headers = {} }: Answer) {
  const { originalUrl } = reply.request;
  const disposition = dispositionOf(type, originalUrl);
  if (disposition !== null) reply.header("content-disposition", disposition);
  const link = linkHeader(links, links.self == null ? null : pageFor(links.self));
  if (link !== null) reply.header("link", link);
  return reply.headers(headers).type(type).send(body);
}
