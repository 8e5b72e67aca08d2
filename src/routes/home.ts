// The home page: what this is, with links that work; and the small files that browsers and robots ask for.

import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { JSON_TYPE } from "../formats/choose.ts";
import { strict } from "../query/list-query.ts";
import { responses } from "./answer/documented.ts";
import type { RouteContext } from "./answer/envelope.ts";
import { address } from "./answer/links.ts";
import { DESCRIPTION } from "./index.ts";

const HTML_TYPE = "text/html; charset=utf-8";
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
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#123a5a"/><path d="M9 10h14M9 16h14M9 22h8" stroke="#fff" stroke-width="3" stroke-linecap="round"/></svg>';

// The page's one style sheet: its policy lets nothing else run or load beside the icon.
const STYLE =
  "body{font:17px/1.6 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem;color:#1b2733;background:#fff}a{color:#0b5394}code{overflow-wrap:anywhere;background:#eef2f5;padding:.1em .35em;border-radius:4px}li{margin:.35rem 0}footer{margin-top:2.5rem;color:#52606d;font-size:15px}@media(prefers-color-scheme:dark){body{color:#dde5ec;background:#10161c}a{color:#7db8f0}code{background:#1d2730}footer{color:#9aa8b5}}";

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const html = (text: string) => text.replace(/[&<>"]/g, (character) => entities[character] ?? character);

function page(base: string): string {
  const item = ([title, path]: readonly [string, string]) =>
    `<li><a href="${html(address(base, path))}">${html(title)}</a><br><code>GET ${html(path)}</code></li>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Communiqué</title><meta name="description" content="${html(ABOUT)}"><link rel="icon" href="${html(address(base, "/favicon.ico"))}" type="${SVG_TYPE}"><style>${STYLE}</style></head>
<body><main><h1>Communiqué</h1>
<p>${html(ABOUT)}</p>
<ul><li><a href="${html(address(base, "/docs"))}">Try every operation in Swagger UI</a></li><li><a href="${html(address(base, "/v1"))}">The index of the API</a> (JSON)</li>
<li><a href="${html(address(base, "/openapi.json"))}">OpenAPI document</a> (also <a href="${html(address(base, "/openapi.yaml"))}">YAML</a>)</li><li><a href="${html(address(base, "/v1/vocabularies"))}">Vocabularies and codes</a></li></ul>
<h2>Questions worth trying</h2><ul>${QUESTIONS.map(item).join("\n")}</ul>
<h2>What it is not</h2>
<p>It holds what has been coded by hand from named articles: few records, each checked against its source. It is no
news feed, and it never fills a gap with a guess: what a source does not say is <code>null</code>.</p></main>
<footer>Code MIT. Curated records CC BY 4.0. Quotations are quoted from their sources, named in each record.</footer>
</body></html>
`;
}

export function homeRoutes(app: FastifyInstance, { base }: RouteContext): void {
  const body = page(base);
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
    config: { produces: [HTML_TYPE, JSON_TYPE], page: true, cached: true },
    schema: {
      operationId: "getHome",
      tags: ["about"],
      summary: "What this server is",
      description: "A page for people, JSON for clients that ask for it.",
      querystring: strict({}),
      response: responses({ [JSON_TYPE]: { schema: Home }, "text/html": { schema: z.string() } }, "The home page."),
    },
    handler: async (request, reply) => {
      if (request.answerType === JSON_TYPE) return reply.type(JSON_TYPE).send(text);
      return reply.type(HTML_TYPE).send(body);
    },
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
