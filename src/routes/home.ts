// The home address: what this is, as JSON and as the page for people; and the small files that browsers and robots ask for.

import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { HTML_TYPE, JSON_TYPE } from "../formats/choose.ts";
import { strict } from "../query/list-query.ts";
import { choice, examples } from "../query/parameter.ts";
import { consistently } from "./answer/consistent.ts";
import { responses } from "./answer/documented.ts";
import type { Answer, RouteContext } from "./answer/envelope.ts";
import { address } from "./answer/links.ts";
import { DESCRIPTION } from "./index.ts";

const TEXT_TYPE = "text/plain; charset=utf-8";
const SVG_TYPE = "image/svg+xml";

/** Questions worth trying, as links of the page and of its JSON. */
const QUESTIONS: readonly (readonly [string, string])[] = [
  ["The talks in Beijing, with everyone in them", "/v1/events/2023-10-17-tokayev-xi-talks?include=participants,venues"],
  ["Kazakhstan and China in 2022", "/v1/events?country.all=KZ,CN&from=2022&to=2022"],
  ["Amounts of money, and who claimed them", "/v1/figures?kind=money&include=participants,quotes"],
  ["What was said, word for word", "/v1/quotes?mode=direct"],
  ["Visits only proposed so far", "/v1/events?type=visit&status=proposed"],
  ["The words behind each value of the talks", "/v1/events/2023-10-17-tokayev-xi-talks/evidence"],
];

const Home = z
  .strictObject({
    name: z.string().meta({ examples: ["Communiqué"] }),
    description: z.string(),
    links: z.strictObject({ api: z.string(), documentation: z.string(), openapi: z.string() }),
    questions: z.array(z.strictObject({ title: z.string(), href: z.string() })),
  })
  .meta({ id: "Home", description: "What this server is, and where to begin." });

const ABOUT = `${DESCRIPTION} No key is needed.`;

const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><style>path{fill:#17508a}@media(prefers-color-scheme:dark){path{fill:#8fbdf0}}</style><path d="M8 1a7 7 0 0 0 0 14z"/><path d="M8 1a7 7 0 0 1 0 14v-1.6A5.4 5.4 0 0 0 8 2.6z"/></svg>';

/** @param page makes the home page, which another room draws */
export function homeRoutes(
  app: FastifyInstance,
  context: RouteContext,
  page: (request: FastifyRequest) => Promise<Answer>,
): void {
  const { base } = context;
  const data: z.infer<typeof Home> = {
    name: "Communiqué",
    description: ABOUT,
    links: {
      api: address(base, "/v1"),
      documentation: address(base, "/docs"),
      openapi: address(base, "/openapi.json"),
    },
    questions: QUESTIONS.map(([title, path]) => ({ title, href: address(base, path) })),
  };
  const text = JSON.stringify(data);

  app.get("/", {
    config: { produces: [HTML_TYPE, JSON_TYPE], cached: true },
    schema: {
      operationId: "getHome",
      tags: ["about"],
      summary: "What this server is",
      description: "A page for people, JSON for clients that ask for it.",
      querystring: strict({
        lang: choice(["en", "ru"] as const, {
          description: "The language of the page.",
          ...examples("ru"),
          default: "en",
        }),
      }),
      response: responses({ [JSON_TYPE]: { schema: Home }, "text/html": { schema: z.string() } }, "The home page."),
    },
    handler: consistently(context, async (request) =>
      request.answerType === JSON_TYPE ? { type: JSON_TYPE, body: text, links: {} } : page(request),
    ),
  });

  app.get("/favicon.ico", {
    config: { produces: null },
    schema: { hide: true },
    handler: async (_request, reply) =>
      reply.header("cache-control", "public, max-age=86400").type(SVG_TYPE).send(ICON),
  });
  app.get("/robots.txt", {
    config: { produces: null },
    schema: { hide: true },
    handler: async (_request, reply) => reply.type(TEXT_TYPE).send("User-agent: *\nAllow: /\n"),
  });
}
