// The API catalog: where programs that know nothing of this server find its API and its description (RFC 9727).

import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { JSON_TYPE } from "../formats/choose.ts";
import { linkHeader } from "../formats/envelope.ts";
import { strict } from "../query/list-query.ts";
import { responses } from "./answer/documented.ts";
import type { RouteContext } from "./answer/envelope.ts";
import { address } from "./answer/links.ts";

const PATH = "/.well-known/api-catalog";
const TYPE = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"';

const Target = z.strictObject({
  href: z.string().meta({ examples: ["/openapi.json"] }),
  type: z
    .string()
    .optional()
    .meta({ examples: ["application/json"] }),
});
const targets = (description: string) => z.array(Target).optional().meta({ description });
const Catalog = z
  .strictObject({
    linkset: z.array(
      z.strictObject({
        anchor: z.string().meta({ description: "What the links are about.", examples: ["/v1"] }),
        item: targets("The APIs that there are."),
        "service-desc": targets("Descriptions for programs (RFC 8631)."),
        "service-doc": targets("Documentation for people."),
        status: targets("Whether it can answer."),
      }),
    ),
  })
  .meta({ id: "Catalog", description: "A linkset (RFC 9264) that leads to the API and its description." });

export function catalogRoute(app: FastifyInstance, { base }: RouteContext): void {
  const to = (path: string, type?: string) => ({ href: address(base, path), ...(type === undefined ? {} : { type }) });
  const data: z.infer<typeof Catalog> = {
    linkset: [
      { anchor: address(base, PATH), item: [to("/v1", "application/json")] },
      {
        anchor: address(base, "/v1"),
        "service-desc": [to("/openapi.json", "application/json"), to("/openapi.yaml", "application/yaml")],
        "service-doc": [to("/docs", "text/html")],
        status: [to("/readyz", "application/json")],
      },
    ],
  };
  const body = JSON.stringify(data);
  // HEAD is answered by the same links (RFC 9727, section 2).
  const link = linkHeader({ "api-catalog": address(base, PATH), item: address(base, "/v1") });

  app.get(PATH, {
    config: { produces: [TYPE, JSON_TYPE], cached: true },
    schema: {
      operationId: "getApiCatalog",
      tags: ["about"],
      summary: "The API, its description, documentation and status, as links",
      description: "A linkset after RFC 9727, for programs that look for APIs. The same links are in `Link`.",
      querystring: strict({}),
      response: responses({ [TYPE]: { schema: Catalog }, [JSON_TYPE]: { schema: Catalog } }, "The catalog."),
    },
    handler: async (request, reply) =>
      reply
        .header("link", link ?? "")
        .type(request.answerType)
        .send(body),
  });
}
