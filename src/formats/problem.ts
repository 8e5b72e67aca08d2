// Problems on the wire: RFC 9457, with every fault of the request.
import { z } from "zod";
import { LISTED, PROBLEM_CODES } from "../errors.ts";

export const ProblemCode = z
  .enum(PROBLEM_CODES)
  .meta({ id: "ProblemCode", description: "What kind of problem it is (`/problems`)." });

export const Problem = z
  .strictObject({
    type: z
      .string()
      .meta({ description: "Where this server explains the problem.", examples: ["/problems/invalid-request"] }),
    code: ProblemCode.meta({ description: "The last part of `type`.", examples: ["invalid-request"] }),
    title: z.string().meta({ examples: ["The request has faults"] }),
    status: z
      .int()
      .min(300)
      .max(599)
      .meta({ examples: [400] }),
    detail: z.string().meta({
      description: "What is wrong this time.",
      examples: ["1 fault: `contry` is not a parameter here; did you mean `country`?"],
    }),
    instance: z.string().meta({
      description: "The request, by its id.",
      examples: ["urn:communique:request:5a3c1c9e-5f0e-4a60-9d64-0b7a3f6f7c11"],
    }),
    errors: z
      .array(
        z.strictObject({
          parameter: z
            .string()
            .nullable()
            .meta({ description: "The parameter, null for the request as a whole.", examples: ["contry"] }),
          detail: z.string().meta({ examples: ["is not a parameter here; did you mean `country`?"] }),
        }),
      )
      .max(LISTED + 1)
      .meta({ description: "Every fault found, not the first alone." }),
  })
  .meta({ id: "Problem", description: "An error as RFC 9457 problem details." });
export type Problem = z.infer<typeof Problem>;
