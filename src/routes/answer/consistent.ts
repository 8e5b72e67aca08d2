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
import { ProblemError } from "../../errors.ts";
import { type Answer, type RouteContext, send } from "./envelope.ts";

/** How often an answer is begun while the data changes. */
const ATTEMPTS = 5;

const isAway = (error: unknown) => error instanceof ProblemError && error.code === "unavailable";

/**
 * The handler that sends what `make` answers from one version of the data: the queries of an answer are several, and
 * when another process commits between them, it is made again, a refusal too. A stream reads on after this.
 */
export function consistently({ data }: Pick<RouteContext, "data">, make: (request: FastifyRequest) => Promise<Answer>) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    for (let turn = 0; turn < ATTEMPTS; turn++) {
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
