// Compression: the coding in which a body leaves, and its bytes in it; off the event loop, in zlib's own threads.
import { pipeline, type Readable, Stream, type Transform } from "node:stream";
import { promisify } from "node:util";
import { brotliCompress, constants, createBrotliCompress, createGzip, gzip } from "node:zlib";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import plugin from "fastify-plugin";
import { ProblemError } from "../errors.ts";
import { type Coding, codingsFor } from "../formats/choose.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** The content codings that the client accepts, best first; undefined before anybody asked for them. */
    codings: readonly Coding[] | undefined;
  }
}

/** Bytes below which a coding saves less than it costs. */
const THRESHOLD = 1_024;
const COMPRESSIBLE = /^text\/|[/+](?:json|xml|yaml|javascript|x-ndjson|json-seq)\b/;

// Quality 5 of 11 and level 6 of 9: beyond them a page costs several times as much for a few per cent.
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
const GZIP = { level: 6 };
const encoders = {
  br: promisify<Buffer, object, Buffer>(brotliCompress),
  gzip: promisify<Buffer, object, Buffer>(gzip),
} as const;

/** The content codings that the client accepts, best first, read at the first call; empty when it accepts none. */
export function codingsOf(request: FastifyRequest): readonly Coding[] {
  request.codings ??= codingsFor(request.headers["accept-encoding"]);
  return request.codings;
}

/** The coding for a body of so many bytes. */
export function codingFor(codings: readonly Coding[], size: number): Coding {
  if (size < THRESHOLD && codings.includes("identity")) return "identity";
  return codings[0] ?? "identity";
}

/** A body in a coding. */
export async function encode(plain: Buffer, coding: Coding): Promise<Buffer> {
  if (coding === "identity") return plain;
  return coding === "br" ? encoders.br(plain, BROTLI) : encoders.gzip(plain, GZIP);
}

function encoder(coding: Exclude<Coding, "identity">): Transform {
  return coding === "br" ? createBrotliCompress(BROTLI) : createGzip(GZIP);
}

/** A stream in the best coding; what goes wrong in either destroys both. */
export function encodeStream(reply: FastifyReply, codings: readonly Coding[], plain: Readable): Readable {
  const coding = codings[0] ?? "identity";
  // HTTP/1.0 has no chunks, and a close would be taken for the end: what breaks off is reset.
  const { httpVersion, socket } = reply.request.raw;
  if (httpVersion === "1.0") plain.once("error", () => socket.resetAndDestroy());
  if (coding === "identity") return plain;
  reply.header("content-encoding", coding).removeHeader("content-length");
  return pipeline(plain, encoder(coding), () => {});
}

function isCompressible(reply: FastifyReply): boolean {
  const { statusCode } = reply;
  if (statusCode === 204 || statusCode === 206 || statusCode === 304) return false;
  if (reply.getHeader("content-encoding") !== undefined) return false;
  // RFC 9111, section 5.2.2.6: a stream of events would wait in the encoder for more.
  if (/\bno-transform\b/.test(String(reply.getHeader("cache-control") ?? ""))) return false;
  return COMPRESSIBLE.test(String(reply.getHeader("content-type") ?? ""));
}

export const compression = plugin(
  async (app: FastifyInstance) => {
    app.decorateRequest("codings");
    app.addHook("onRequest", (request, _reply, done) => {
      if (codingsOf(request).length > 0) return done();
      done(new ProblemError("not-acceptable", "Bodies are sent in `br`, `gzip` or `identity`."));
    });
    // A hook of the whole application: it comes before the one by which HEAD drops the body, so HEAD equals GET.
    app.addHook("onSend", (request, reply, payload: unknown, done) => {
      const codings = codingsOf(request);
      if (codings[0] === undefined || codings[0] === "identity" || !isCompressible(reply)) return done(null, payload);
      if (payload instanceof Stream.Readable) return done(null, encodeStream(reply, codings, payload));
      if (typeof payload !== "string" && !Buffer.isBuffer(payload)) return done(null, payload);
      const plain = typeof payload === "string" ? Buffer.from(payload) : payload;
      const coding = codingFor(codings, plain.length);
      if (coding === "identity") return done(null, payload);
      encode(plain, coding).then((body) => {
        reply.header("content-encoding", coding).header("content-length", body.length);
        done(null, body);
      }, done);
    });
  },
  { name: "compression" },
);
