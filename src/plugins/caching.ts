// Caching: conditional requests, and answers kept as bytes until the data changes.
//
// Entity tags are weak, and one for all codings. A strong tag would have to differ with each content coding, and a
// proxy that recodes would make it untrue. Conditions are judged by `fresh`, which knows lists and `*` (RFC 9110,
// section 13); an error never has a tag.
//
// Answers are kept as bytes and forgotten when the data changes, not after a time: what is kept is what would be
// answered (`answer-cache.ts`). Clients and proxies are told `no-cache` by default, to ask again each time, because a
// record may be corrected at any moment; asking costs a 304. Requests for an answer that is being made wait for it
// (single flight).
//
// While the database cannot be reached, kept answers are still sent, marked `detail=stale` in Cache-Status (RFC 9211):
// they were right when it was last heard of. What is not kept is then 503.
import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import plugin from "fastify-plugin";
import fresh from "fresh";
import type { Coding } from "../formats/choose.ts";
import type { AnswerCache, CachedAnswer } from "./answer-cache.ts";
import { cacheKeyOf, codingsOf, isCacheable, requestKeyOf } from "./cache-key.ts";
import { codingFor, encode, encodeStream } from "./compression.ts";
import { deliver, headOf, OF_CONTENT, PERSONAL, STATUS, tagOf } from "./send-answer.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** False where an answer depends on more than the data, the address and what is accepted. */
    cached?: boolean;
  }
  interface FastifyRequest {
    /** What is asked, where the answer may be kept. */
    asked: Asked | null;
  }
}

interface Waiting {
  readonly spelling: string;
  readonly question: string;
  /** The stamp of the data that the answer will be made from. */
  readonly stamp: number;
  /** Headers of this request, not of the answer. */
  readonly own: Readonly<Record<string, unknown>>;
}

interface Asked extends Waiting {
  /** Lets those go on who wait for the same answer. */
  readonly end: () => void;
}

interface Made {
  readonly answer: CachedAnswer;
  /** Whether the state of the data is known that the answer is made of. */
  readonly known: boolean;
}

interface Options {
  readonly kept: AnswerCache;
  readonly data: {
    /** Another number after a change, NaN when it cannot be told; never throws. */
    stamp(when: "lately" | "last"): number;
    /** Whether the data can be asked for. */
    reachable(): boolean;
    state(): Promise<{ readonly version: string; readonly changed: Date | null }>;
  };
  /** Seconds for which others may reuse an answer without asking. */
  readonly seconds: number;
  /** The version of the program: another may write other bytes from the same data. */
  readonly program: string;
}

type Done = (error?: Error) => void;

/** The state of data that cannot be asked for; what needs none can be answered all the same, and is not kept. */
const UNKNOWN = { version: "", changed: null };

export const caching = plugin(
  async (app: FastifyInstance, { kept, data, seconds, program }: Options) => {
    // Asking costs a 304; an answer that is reused unasked may have been corrected since.
    const control = seconds === 0 ? "public, no-cache" : `public, max-age=${seconds}`;
    /** Questions being answered, and bodies being compressed. */
    const running = new Map<string, Promise<void>>();
    const coding = new Map<string, Promise<Buffer>>();
    let seen = data.stamp("lately");

    /** The stamp of the data; what was kept of other data is gone. */
    function current(when: "lately" | "last"): number {
      const stamp = data.stamp(when);
      if (stamp !== seen) kept.clear();
      seen = stamp;
      return stamp;
    }

    /** What is kept may be of older data while nobody can tell whether there are newer ones. */
    const hitStatus = () => (data.reachable() ? STATUS.hit : STATUS.stale);

    /** The answer in the coding that a request asks for, kept; says whether it could be. */
    async function variantFor(answer: CachedAnswer, request: FastifyRequest, { spelling, question, stamp }: Waiting) {
      const name = codingFor(codingsOf(request), answer.plain.length);
      const known = answer.variants[name];
      const body = known?.body ?? (await encodeOnce(answer, name));
      const coded = name === "identity" ? [] : ["content-encoding", name];
      const variant = known ?? { head: [...answer.head, ...coded, "content-length", String(body.length)], body };
      // Data that changed meanwhile may be in it, or not: such an answer is sent and forgotten.
      const stored = current("last") === stamp && kept.keep(question, answer, name, variant);
      if (stored) kept.link(spelling, question, name);
      return { variant, stored };
    }

    function encodeOnce({ plain, validators }: CachedAnswer, name: Coding): Promise<Buffer> {
      const key = `${name} ${validators.etag}`;
      const body = coding.get(key) ?? encode(plain, name).finally(() => coding.delete(key));
      coding.set(key, body);
      return body;
    }

    /** Answers with what is kept in another spelling, waits for who asks the same, or lets the request go its way. */
    function seek(request: FastifyRequest, reply: FastifyReply, asked: Waiting, done: Done, waited = false): void {
      const { question } = asked;
      const answer = kept.byKey(question);
      if (answer !== undefined) {
        kept.lookups.hit++;
        const more = [...headOf(asked.own), "cache-status", hitStatus()];
        variantFor(answer, request, asked)
          .then(({ variant }) => deliver(request, reply, answer, variant, more))
          .catch(done);
        return;
      }
      const other = waited ? undefined : running.get(question);
      if (other !== undefined) {
        other.then(() => seek(request, reply, { ...asked, stamp: current("lately") }, done, true)).catch(done);
        return;
      }
      kept.lookups.miss++;
      const { promise, resolve } = Promise.withResolvers<void>();
      running.set(question, promise);
      const end = () => {
        if (running.get(question) === promise) running.delete(question);
        resolve();
      };
      reply.raw.once("close", end);
      request.asked = { ...asked, end };
      done();
    }

    /** What holds for an answer whatever its coding; sets its headers too. */
    async function answerOf(reply: FastifyReply, { question, own }: Asked, plain: Buffer | null): Promise<Made> {
      const state = await data.state().catch(() => UNKNOWN);
      const { version, changed } = state;
      const etag = tagOf(program, version, question, plain);
      const modified = changed === null ? {} : { "last-modified": changed.toUTCString() };
      reply.headers({ etag, "cache-control": control, ...modified });
      const headers = reply.getHeaders();
      const except = [...PERSONAL, ...Object.keys(own)];
      const answer = {
        plain: plain ?? Buffer.alloc(0),
        validators: { etag, ...modified },
        head: headOf(headers, [...except, "content-length"]),
        unchanged: headOf(headers, [...except, ...OF_CONTENT]),
        variants: {},
      };
      return { answer, known: state !== UNKNOWN };
    }

    app.decorateRequest("asked", null);

    // Not async, as those are that everything else may wait for: a kept answer leaves within this call. What such a
    // hook throws, nobody catches: nothing here may.
    app.addHook("onRequest", (request, reply, done) => {
      if (request.refusal !== null || !isCacheable(request)) return done();
      const stamp = current("lately");
      const spelling = requestKeyOf(request);
      const own = reply.getHeaders();
      const hit = kept.byRequest(spelling);
      if (hit !== undefined) {
        kept.lookups.hit++;
        return deliver(request, reply, hit.answer, hit.variant, [...headOf(own), "cache-status", hitStatus()]);
      }
      const question = cacheKeyOf(request);
      if (question === null) return done();
      // A stamp that is older than the answer only keeps it from being kept.
      seek(request, reply, { spelling, question, stamp, own }, done);
    });

    app.addHook("onSend", (request, reply, payload: unknown, done) => {
      const { asked } = request;
      request.asked = null;
      const body = typeof payload === "string" ? Buffer.from(payload) : Buffer.isBuffer(payload) ? payload : null;
      if (asked === null || reply.statusCode !== 200 || (body === null && !(payload instanceof Readable))) {
        asked?.end();
        return done(null, payload);
      }
      const own = headOf(asked.own);
      const status = (stored: boolean) => ["cache-status", stored ? STATUS.stored : STATUS.missed];
      answerOf(reply, asked, body)
        .then(async ({ answer, known }) => {
          if (body !== null) {
            const { variant, stored } = await variantFor(
              answer,
              request,
              known ? asked : { ...asked, stamp: Number.NaN },
            );
            asked.end();
            return deliver(request, reply, answer, variant, [...own, ...status(stored)]);
          }
          asked.end();
          const stream = payload as Readable;
          const codings = codingsOf(request);
          if (request.method === "GET" && !fresh(request.raw.headers, answer.validators)) {
            reply.header("cache-status", STATUS.missed);
            return done(null, encodeStream(reply, codings, stream));
          }
          stream.destroy();
          const coded = codings[0] === "identity" ? [] : ["content-encoding", String(codings[0])];
          const variant = { head: [...answer.head, ...coded], body: answer.plain };
          return deliver(request, reply, answer, variant, [...own, ...status(false)]);
        })
        .catch(done);
    });
  },
  { name: "caching" },
);
