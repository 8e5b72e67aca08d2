// Storing: an answer that was made gets its tag, is kept as bytes in the coding asked for, and leaves.
import { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest, onSendHookHandler } from "fastify";
import { type Awaitable, coroutine, type Steps, start, wait } from "../coroutine.ts";
import type { AnswerCache, CachedAnswer, Variant } from "./answer-cache.ts";
import { codingFor, codingsOf, encode, encodeStream } from "./compression.ts";
import { failedPrecondition, isUnchanged } from "./conditions.ts";
import { deliver, headOf, OF_CONTENT, PERSONAL, STATUS, tagOf } from "./send-answer.ts";
import { shared } from "./single-flight.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** What is asked, where the answer may be kept. */
    asked: Asked | null;
  }
}

/** A request whose answer may be kept. */
export interface Wanted {
  readonly requestKey: string;
  readonly key: string;
  /** The stamp of the data that the answer will be made from. */
  readonly stamp: number;
  /** Headers of this request, not of the answer. */
  readonly own: Readonly<Record<string, unknown>>;
}

/** One for which the answer is being made. */
export interface Asked extends Wanted {
  /** Lets those go on who wait for the same answer. */
  readonly end: () => void;
}

interface DataState {
  readonly version: string;
  readonly changed: Date | null;
}

export interface StoringOptions {
  readonly kept: AnswerCache;
  /** The stamp of the data as last heard of; what was kept of other data is gone. */
  readonly stamp: () => number;
  readonly state: () => Awaitable<DataState>;
  /** Seconds for which others may reuse an answer without asking. */
  readonly seconds: number;
  /** The version of the program: another may write other bytes from the same data. */
  readonly program: string;
}

interface Stored {
  readonly variant: Variant;
  readonly stored: boolean;
}

interface Storing {
  /** The answer in the coding that a request asks for, kept; says whether it could be. */
  variantFor(answer: CachedAnswer, request: FastifyRequest, wanted: Wanted): Awaitable<Stored>;
  readonly onSend: onSendHookHandler<unknown>;
}

type Done = (error?: Error | null, payload?: unknown) => void;

/** The state of data that cannot be asked for; what needs none can be answered all the same, and is not kept. */
const UNKNOWN = { version: "", changed: null };

/** The headers of a request as they are when its answer is made, which may have counted for more. */
function ownHead({ own }: Asked, reply: FastifyReply): string[] {
  const ratelimit = own.ratelimit === undefined ? {} : { ratelimit: reply.getHeader("ratelimit") };
  return headOf({ ...own, ...ratelimit });
}

/** The headers of an answer, and those of a 304 to it, without those of one request. */
function headsOf(
  headers: Readonly<Record<string, unknown>>,
  own: Asked["own"],
): Pick<CachedAnswer, "head" | "unchanged"> {
  const [head, unchanged]: [string[], string[]] = [[], []];
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined || name in own || PERSONAL.has(name)) continue;
    const text = String(value);
    if (name !== "content-length") head.push(name, text);
    if (!OF_CONTENT.has(name)) unchanged.push(name, text);
  }
  return { head, unchanged };
}

export function storing({ kept, stamp, state, seconds, program }: StoringOptions): Storing {
  // Asking costs a 304; an answer that is reused unasked may have been corrected since.
  const control = seconds === 0 ? "public, no-cache" : `public, max-age=${seconds}`;
  const encodeOnce = shared<Buffer>();

  const variantFor = coroutine(function* (
    answer: CachedAnswer,
    request: FastifyRequest,
    wanted: Wanted,
  ): Steps<Stored> {
    const coding = codingFor(codingsOf(request), answer.plain.length);
    const known = answer.variants[coding];
    const isAgain = Object.keys(answer.variants).length > 0;
    const { plain, validators } = answer;
    const body =
      known?.body ??
      (coding === "identity"
        ? plain
        : yield* wait(encodeOnce(`${coding} ${validators.etag}`, () => encode(plain, coding))));
    const coded = coding === "identity" ? [] : ["content-encoding", coding];
    const variant = known ?? { head: [...answer.head, ...coded, "content-length", String(body.length)], body };
    // Data that changed meanwhile may be in it, or not: such an answer is sent and forgotten.
    const stored = stamp() === wanted.stamp && kept.keep(wanted.key, answer, coding, variant);
    // Of what is asked for the first time the spelling is not kept: most is never asked for again.
    if (stored && isAgain) kept.link(wanted.requestKey, wanted.key, coding);
    return { variant, stored };
  });

  /** What holds for an answer whatever its coding, and whether the state of its data is known; sets its headers too. */
  const answerOf = coroutine(function* (
    reply: FastifyReply,
    { key, own }: Asked,
    plain: Buffer | null,
  ): Steps<{ readonly answer: CachedAnswer; readonly known: boolean }> {
    let now: DataState = UNKNOWN;
    try {
      now = yield* wait(state());
    } catch {
      // What needs none is answered all the same.
    }
    const etag = tagOf(program, now.version, key, plain);
    const modified = now.changed === null ? {} : { "last-modified": now.changed.toUTCString() };
    reply.headers({ etag, "cache-control": control, ...modified });
    const answer: CachedAnswer = {
      plain: plain ?? Buffer.alloc(0),
      validators: { etag, ...modified },
      ...headsOf(reply.getHeaders(), own),
      variants: {},
    };
    return { answer, known: now !== UNKNOWN };
  });

  /** Sends a body that is whole, at once where nothing has to be compressed or asked for. */
  const sendWhole = coroutine(function* (
    request: FastifyRequest,
    reply: FastifyReply,
    asked: Asked,
    body: Buffer,
    done: Done,
  ): Steps<void> {
    const { answer, known } = yield* wait(answerOf(reply, asked, body));
    const wanted = known ? asked : { ...asked, stamp: Number.NaN };
    const { variant, stored } = yield* wait(variantFor(answer, request, wanted));
    asked.end();
    const status = stored ? STATUS.stored : STATUS.missed;
    deliver(request, reply, answer, variant, [...ownHead(asked, reply), "cache-status", status], done);
  });

  /** Sends a stream, encoded, through Fastify; its headers alone where they say all. */
  async function sendStream(
    request: FastifyRequest,
    reply: FastifyReply,
    asked: Asked,
    stream: Readable,
    done: Done,
  ): Promise<void> {
    const { answer } = await answerOf(reply, asked, null);
    asked.end();
    const codings = codingsOf(request);
    const { headers } = request.raw;
    const { validators } = answer;
    const isWanted = failedPrecondition(headers, validators) === null && !isUnchanged(headers, validators);
    if (request.method === "GET" && isWanted) {
      for (const name of PERSONAL) if (asked.own[name] === undefined) reply.removeHeader(name);
      reply.header("cache-status", STATUS.missed);
      return done(null, encodeStream(reply, codings, stream));
    }
    stream.destroy();
    const coded = codings[0] === "identity" ? [] : ["content-encoding", String(codings[0])];
    const variant = { head: [...answer.head, ...coded], body: answer.plain };
    deliver(request, reply, answer, variant, [...ownHead(asked, reply), "cache-status", STATUS.missed], done);
  }

  return {
    variantFor,
    onSend(request, reply, payload, done) {
      const { asked } = request;
      request.asked = null;
      if (asked === null) return done(null, payload);
      const body = typeof payload === "string" ? Buffer.from(payload) : payload;
      if (reply.statusCode === 200 && Buffer.isBuffer(body)) {
        start(() => sendWhole(request, reply, asked, body, done), done);
      } else if (reply.statusCode === 200 && body instanceof Readable) {
        sendStream(request, reply, asked, body, done).catch(done);
      } else {
        asked.end();
        done(null, payload);
      }
    },
  };
}
