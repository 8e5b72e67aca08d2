// Problems explained: what each `type` of an error means.

import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { PROBLEM_CODES, PROBLEMS, ProblemError } from "../errors.ts";
import { JSON_TYPE } from "../formats/choose.ts";
import { Links } from "../formats/envelope.ts";
import { ProblemCode } from "../formats/problem.ts";
import { strict } from "../query/list-query.ts";
import { didYouMean } from "../suggest.ts";
import { responses } from "./answer/documented.ts";
import { type RouteContext, send } from "./answer/envelope.ts";
import { address } from "./answer/links.ts";

const Explanation = z
  .strictObject({
    code: ProblemCode,
    type: z.string().meta({ description: "As in the `type` of an error.", examples: ["/problems/invalid-request"] }),
    status: z
      .int()
      .min(300)
      .max(599)
      .meta({ examples: [400] }),
    title: z.string().meta({ examples: ["The request has faults"] }),
    meaning: z.string(),
  })
  .meta({ id: "Explanation", description: "What a problem means and what to do about it." });

export function problemRoutes(app: FastifyInstance, { base }: RouteContext): void {
  const explain = (code: z.infer<typeof ProblemCode>) => ({
    code,
    type: address(base, `/problems/${code}`),
    ...PROBLEMS[code],
  });

  app.get("/problems", {
    config: { cached: true },
    schema: {
      operationId: "listProblems",
      tags: ["about"],
      summary: "Every problem that an answer can be",
      description: "The whole table of errors, with status, title and meaning.",
      querystring: strict({}),
      response: responses(
        { [JSON_TYPE]: { schema: z.strictObject({ data: z.array(Explanation), links: Links }) } },
        "All problems.",
      ),
    },
    handler: async (_request, reply) => {
      const links = { self: address(base, "/problems") };
      return send(reply, { type: JSON_TYPE, body: JSON.stringify({ data: PROBLEM_CODES.map(explain), links }), links });
    },
  });

  app.get("/problems/:code", {
    config: { cached: true },
    schema: {
      operationId: "getProblem",
      tags: ["about"],
      summary: "What one problem means",
      description: "The address in the `type` of an error.",
      params: z.object({
        code: z.string().meta({ description: "The last part of `type`.", examples: ["invalid-request"] }),
      }),
      querystring: strict({}),
      response: responses(
        { [JSON_TYPE]: { schema: z.strictObject({ data: Explanation, links: Links }) } },
        "The explanation.",
      ),
    },
    handler: async (request, reply) => {
      const { code } = request.params as { code: string };
      const known = PROBLEM_CODES.find((one) => one === code);
      if (known === undefined)
        throw new ProblemError("not-found", `No problem has this code${didYouMean(code, PROBLEM_CODES)}`);
      const links = { self: address(base, `/problems/${known}`) };
      return send(reply, { type: JSON_TYPE, body: JSON.stringify({ data: explain(known), links }), links });
    },
  });
}
