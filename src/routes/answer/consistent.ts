// Consistency: an answer is made from one version of the data, by making it again when the data changed meanwhile.
//
// The queries of an answer are several, and another process may commit between two of them. A read transaction would
// give one state, but the port has none: it would have to be held across all of them, on one connection, for the whole
// request. Instead the stamp of the data is read before and after, which costs microseconds in SQLite and one query in
// PostgreSQL, and the answer is made again when it differs, a refusal too. After five turns it is 503 with Retry-After
// 1.
//
// A stream has its first queries inside, and reads on after: its reader keeps one transaction
// (`src/store/read/exports.ts`).

import { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { type Awaitable, coroutine, type Steps, wait } from "../../coroutine.ts";
import { ProblemError } from "../../errors.ts";
import { giveWay } from "../../turns.ts";
import { type Answer, type RouteContext, send } from "./envelope.ts";

/** How often an answer is begun while the data changes. */
const ATTEMPTS = 5;

const isAway = (error: unknown) => error instanceof ProblemError && error.code === "unavailable";

/**
 * The handler that sends what `make` answers from one version of the data: the queries of an answer are several, and
 * when another process commits between them, it is made again, a refusal too. A stream reads on after this.
 */
export function consistently(
  { data }: Pick<RouteContext, "data">,
  make: (request: FastifyRequest) => Awaitable<Answer>,
) {
  const answer = coroutine(function* (request: FastifyRequest, reply: FastifyReply): Steps<FastifyReply> {
    for (let turn = 0; turn < ATTEMPTS; turn++) {
      const before = data.stamp("last");
      let [made, refusal]: [Answer | null, unknown] = [null, null];
      try {
        const making = make(request);
        made = yield* wait(making);
        // What was not made at once may have used up its turn.
        if (making instanceof Promise) yield* wait(giveWay());
      } catch (error) {
        refusal = error;
      }
      // Who does not answer is not asked whether something changed: that would take as long again.
      if (isAway(refusal)) throw refusal;
      const after = yield* wait(data.after());
      // A database that cannot be asked (NaN) is not asked again and again.
      const changed = !Number.isNaN(before) && !Number.isNaN(after) && before !== after;
      if (!changed && made === null) throw refusal;
      if (!changed && made !== null) return send(reply, made);
      if (made?.body instanceof Readable) made.body.destroy();
    }
    throw new ProblemError("unavailable", "The data changes while it is read.", { headers: { "retry-after": "1" } });
  });
  return (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> | undefined => {
    const sent = answer(request, reply);
    // Fastify would wait for a reply that is returned, and send nothing in the place of one that was promised.
    return sent instanceof Promise ? sent : undefined;
  };
}
