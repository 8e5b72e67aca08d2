// Negotiation: a route says what it produces; a client that accepts none of it gets 406.
import type { FastifyInstance, FastifyRequest } from "fastify";
import plugin from "fastify-plugin";
import { ProblemError } from "../errors.ts";
import { choose, JSON_TYPE } from "../formats/choose.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Media types that the route can answer with, the usual one first; JSON when not given, null for none of ours. */
    produces?: readonly string[] | null;
  }
  interface FastifyRequest {
    /** The media type chosen for the answer. */
    answerType: string;
  }
}

/** The media type to answer with; null when the client accepts none that the route has. */
export function typeFor(request: FastifyRequest): string | null {
  const { produces = [JSON_TYPE] } = request.routeOptions.config;
  // A format asked for by name is checked with the other parameters, and `Accept` has no say.
  const named = Object.hasOwn(request.query as object, "format");
  if (produces === null || request.is404 || named) return JSON_TYPE;
  return choose(request.headers.accept, produces);
}

export const negotiation = plugin(
  async (app: FastifyInstance) => {
    app.decorateRequest("answerType", JSON_TYPE);
    app.addHook("onRequest", (request, _reply, done) => {
      const chosen = typeFor(request);
      if (chosen === null) {
        const { produces } = request.routeOptions.config;
        return done(
          new ProblemError("not-acceptable", `This address answers ${(produces ?? [JSON_TYPE]).join(" or ")}.`),
        );
      }
      request.answerType = chosen;
      done();
    });
  },
  { name: "negotiation" },
);
