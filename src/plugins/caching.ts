// Caching: conditional requests, and answers kept as bytes until the data changes.
//
// Entity tags are weak, and one for all codings. A strong tag would have to differ with each content coding, and a
// proxy that recodes would make it untrue. Conditions are judged in `conditions.ts` (RFC 9110, section 13); an
// error never has a tag.
//
// Answers are kept as bytes and forgotten when the data changes, not after a time: what is kept is what would be
// answered (`answer-cache.ts`). Clients and proxies are told `no-cache` by default, to ask again each time, because a
// record may be corrected at any moment; asking costs a 304. Requests for an answer that is being made wait for it
// (single flight).
//
// While the database cannot be reached, kept answers are still sent, marked `detail=stale` in Cache-Status (RFC 9211):
// they were right when it was last heard of. What is not kept is then 503.
//
// A request meets three parts: what is kept leaves at once (here); who asks for what is being made waits
// (`single-flight.ts`); what was made is kept and leaves (`storing.ts`).
//
// Usual GETs are not answered before the framework's hooks. A way past the router that runs the same hooks and handlers with
// light request objects was built, and gave equal answers, log lines and metrics on 1,000 requests. It took 4 to 5
// microseconds off an answer: a ninth of a detail and a twentieth of a first list without the network (34.7 against 38.9,
// 100.6 against 105.2). A second way in, 450 lines that follow Fastify's request and reply, is not worth that.
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import plugin from "fastify-plugin";
import { coroutine, type Steps, start, wait } from "../coroutine.ts";
import type { AnswerCache, CachedAnswer } from "./answer-cache.ts";
import { cacheKeyOf, isCacheable, requestKeyOf } from "./cache-key.ts";
import { deliver, headOf, STATUS } from "./send-answer.ts";
import { singleFlight } from "./single-flight.ts";
import { type StoringOptions, storing, type Wanted } from "./storing.ts";

interface Options extends Pick<StoringOptions, "seconds" | "program"> {
  readonly kept: AnswerCache;
  readonly data: {
    /** Another number after a change, NaN when it cannot be told; never throws. */
    stamp(when: "lately" | "last"): number;
    /** Whether the data can be asked for. */
    reachable(): boolean;
    state: StoringOptions["state"];
  };
}

type Done = (error?: Error) => void;

export const caching = plugin(
  async (app: FastifyInstance, { kept, data, seconds, program }: Options) => {
    let seen = data.stamp("lately");

    /** The stamp of the data; what was kept of other data is gone. */
    function current(when: "lately" | "last"): number {
      const stamp = data.stamp(when);
      if (stamp !== seen) kept.clear();
      seen = stamp;
      return stamp;
    }

    const flights = singleFlight();
    const stamp = () => current("last");
    const { variantFor, onSend } = storing({ kept, stamp, state: () => data.state(), seconds, program });

    /** The headers of a hit: what is kept may be of older data while nobody can tell whether there are newer ones. */
    function headOfHit(own: Wanted["own"]): string[] {
      return [...headOf(own), "cache-status", data.reachable() ? STATUS.hit : STATUS.stale];
    }

    /** Sends an answer that is kept, in the coding that a request asks for. */
    const sendKept = coroutine(function* (
      answer: CachedAnswer,
      request: FastifyRequest,
      reply: FastifyReply,
      wanted: Wanted,
      done: Done,
    ): Steps<void> {
      const more = headOfHit(wanted.own);
      const { variant } = yield* wait(variantFor(answer, request, wanted));
      deliver(request, reply, answer, variant, more, done);
    });

    /** Answers with what is kept under another request, waits for who asks the same, or lets the request go its way. */
    function seek(request: FastifyRequest, reply: FastifyReply, wanted: Wanted, done: Done, waited = false): void {
      const { key } = wanted;
      const answer = kept.byKey(key);
      if (answer !== undefined) {
        kept.lookups.hit++;
        start(() => sendKept(answer, request, reply, wanted, done), done);
        return;
      }
      const other = waited ? undefined : flights.running(key);
      if (other !== undefined) {
        other.then(() => seek(request, reply, { ...wanted, stamp: current("lately") }, done, true)).catch(done);
        return;
      }
      kept.lookups.miss++;
      const end = flights.begin(key);
      reply.raw.once("close", end);
      request.asked = { ...wanted, end };
      done();
    }

    app.decorateRequest("asked", null);

    // Not async, as those are that everything else may wait for: a kept answer leaves within this call. What such a
    // hook throws, nobody catches: nothing here may.
    app.addHook("onRequest", (request, reply, done) => {
      if (request.refusal !== null || !isCacheable(request)) return done();
      const stamp = current("lately");
      const requestKey = requestKeyOf(request);
      // Whoever may reuse an answer unasked gives its headers to others: they are nobody's then.
      const own = seconds > 0 ? {} : { ...reply.getHeaders(), "x-request-id": request.id };
      const hit = kept.byRequest(requestKey);
      if (hit !== undefined) {
        kept.lookups.hit++;
        return deliver(request, reply, hit.answer, hit.variant, headOfHit(own), done);
      }
      const key = cacheKeyOf(request);
      if (key === null) return done();
      // A stamp that is older than the answer only keeps it from being kept.
      seek(request, reply, { requestKey, key, stamp, own }, done);
    });
    app.addHook("onSend", onSend);
  },
  { name: "caching" },
);
