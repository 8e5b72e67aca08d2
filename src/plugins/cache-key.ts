// Cache keys: which requests are answered from the data alone, and when two of them ask the same.
import type { FastifyRequest } from "fastify";
import { codingsOf } from "./compression.ts";
import { typeFor } from "./negotiation.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** True where an answer depends on the data, the program, the address and what is accepted, and on nothing else. */
    cached?: boolean;
  }
}

/** Whether an answer may be kept as far as the request can tell: content is refused, and has to be seen to be. */
export function isCacheable({ method, raw: { headers }, routeOptions }: FastifyRequest): boolean {
  if (method !== "GET" && method !== "HEAD") return false;
  if (Number(headers["content-length"] ?? 0) !== 0 || headers["transfer-encoding"] !== undefined) return false;
  return routeOptions.config?.cached === true;
}

/** All of a request that its answer depends on, as it came; no header holds a line break. */
export function requestKeyOf({ raw: { url = "", headers } }: FastifyRequest): string {
  return `${url}\n${headers.accept ?? ""}\n${headers["accept-encoding"] ?? ""}`;
}

/** The media type and the address, normalised: the same question, the same bytes. Null where no answer may be kept. */
export function cacheKeyOf(request: FastifyRequest): string | null {
  if (request.is404 || codingsOf(request).length === 0) return null;
  const type = typeFor(request);
  return type === null ? null : `${type} ${normalised(request.raw.url ?? "")}`;
}

/** A query without a name alone, an empty one or a second `=`: all parsers read it alike. */
const PLAIN = /^[^&=]+=[^&=]*(?:&[^&=]+=[^&=]*)*$/;

/** A query of which nothing is decoded and nothing is written otherwise (https://url.spec.whatwg.org/#urlencoded-serializing). */
const UNENCODED = /^[\w*.&=-]*$/;

/**
 * An address with its parameters decoded and written anew, in their order, which the links of an answer repeat.
 * One that is not well-formed is left alone: it must not be taken for the one that it resembles.
 */
export function normalised(url: string): string {
  const at = url.indexOf("?");
  const query = url.slice(at + 1);
  if (at === -1 || UNENCODED.test(query) || !PLAIN.test(query)) return url;
  try {
    decodeURIComponent(query);
  } catch {
    return url;
  }
  return `${url.slice(0, at)}?${new URLSearchParams(query)}`;
}
