// Negotiation: a route says what it produces; a client that accepts none of it gets 406.
import type { FastifyInstance } from "fastify";
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

export const negotiation = plugin(
  async (app: FastifyInstance) => {
    app.decorateRequest("answerType", JSON_TYPE);
    app.addHook("onRequest", async (request) => {
      const { produces = [JSON_TYPE] } = request.routeOptions.config;
      if (produces === null || request.is404) return;
      const chosen = choose(request.headers.accept, produces);
      if (chosen === null) throw new ProblemError("not-acceptable", `This address answers ${produces.join(" or ")}.`);
      request.answerType = chosen;
    });
  },
  { name: "negotiation" },
);
