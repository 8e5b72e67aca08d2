// Cache keys: which requests are answered from the data alone, and when two of them ask the same.
import type { FastifyRequest } from "fastify";
import { codingsFor } from "../formats/choose.ts";
import { typeFor } from "./negotiation.ts";

/** What is answered from data and reference tables and from nothing else; a route may say `cached: false`. */
const CACHED_ADDRESSES = /^\/(?:v1|problems|openapi\.(?:json|yaml)|\.well-known\/api-catalog)(?:[/?]|$)/;

/** Whether an answer may be kept as far as the request can tell: content is refused, and has to be seen to be. */
export function isCacheable({ method, raw: { url = "", headers } }: FastifyRequest): boolean {
  if (method !== "GET" && method !== "HEAD") return false;
  if (Number(headers["content-length"] ?? 0) !== 0 || headers["transfer-encoding"] !== undefined) return false;
  return CACHED_ADDRESSES.test(url);
}

/** All of a request that its answer depends on, as it came; no header holds a line break. */
export function requestKeyOf({ raw: { url = "", headers } }: FastifyRequest): string {
  return `${url}\n${headers.accept ?? ""}\n${headers["accept-encoding"] ?? ""}`;
}

/** The media type and the address, normalised: the same question, the same bytes. Null where no answer may be kept. */
export function cacheKeyOf(request: FastifyRequest): string | null {
  if (request.is404 || request.routeOptions.config.cached === false || codingsOf(request).length === 0) return null;
  const type = typeFor(request);
  return type === null ? null : `${type} ${normalised(request.raw.url ?? "")}`;
}

/** A query without a name alone, an empty one or a second `=`: all parsers read it alike. */
const PLAIN = /^[^&=]+=[^&=]*(?:&[^&=]+=[^&=]*)*$/;

/**
 * An address with its parameters decoded and written anew, in their order, which the links of an answer repeat.
 * One that is not well-formed is left alone: it must not be taken for the one that it resembles.
 */
export function normalised(url: string): string {
  const at = url.indexOf("?");
  const query = url.slice(at + 1);
  if (at === -1 || !PLAIN.test(query)) return url;
  try {
    decodeURIComponent(query);
  } catch {
    return url;
  }
  return `${url.slice(0, at)}?${new URLSearchParams(query)}`;
}

/** The content codings that a client accepts, best first. */
export function codingsOf({ raw: { headers } }: FastifyRequest) {
  return codingsFor(headers["accept-encoding"]);
}
