// Negotiation: a route says what it produces; a client that accepts none of it gets 406.
// The media type is chosen once a request, by whoever asks first: the cache for its key, or the hook below.
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
    /** The media type chosen for the answer; in a handler always one that the route produces. */
    answerType: string;
    /** The choice as it was made: null when the client accepts none, undefined before it is made. */
    negotiated: string | null | undefined;
  }
}

/** The media type to answer with, chosen at the first call; null when the client accepts none that the route has. */
export function typeFor(request: FastifyRequest): string | null {
  if (request.negotiated === undefined) request.negotiated = chosenType(request);
  return request.negotiated;
}

function chosenType(request: FastifyRequest): string | null {
  const { produces = [JSON_TYPE] } = request.routeOptions.config;
  // A format asked for by name is checked with the other parameters, and `Accept` has no say.
  const named = Object.hasOwn(request.query as object, "format");
  if (produces === null || request.is404 || named) return JSON_TYPE;
  return choose(request.headers.accept, produces);
}

export const negotiation = plugin(
  async (app: FastifyInstance) => {
    app.decorateRequest("negotiated");
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
