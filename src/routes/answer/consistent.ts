// Consistency: an answer is made from one version of the data.

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
