// Documentation: the OpenAPI document made from the routes, and Swagger UI over it.
import { readFileSync } from "node:fs";
import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";
import plugin from "fastify-plugin";
import { stringify } from "yaml";
import { type Examples, giveExamples } from "./examples.ts";
import { asPage, forTryingOut } from "./tried-out.ts";
import { transform, transformObject } from "./zod.ts";

const TAGS = [
  { name: "events", description: "What happened, goes on, is planned or is proposed." },
  { name: "participations", description: "Who took part in what, a row each." },
  { name: "participants", description: "Persons, countries, organizations and delegations." },
  { name: "venues", description: "Rooms, buildings, cities, regions and countries." },
  { name: "quotes", description: "What was said, by whom, to whom." },
  { name: "figures", description: "Numbers claimed, with unit, bound and claimant." },
  { name: "sources", description: "Articles and releases that records are coded from." },
  { name: "search", description: "Words over all collections, and completion." },
  { name: "stats", description: "Counts by one or two fields, each with the address of its records." },
  { name: "dyads", description: "Pairs of states, and what happened between them." },
  { name: "timeline", description: "Events on an axis, with the ranges of their dates." },
  { name: "vocabularies", description: "Closed lists of words and codes." },
  { name: "about", description: "The index, the datasets, the problems." },
  { name: "health", description: "For supervisors and load balancers." },
] as const;

const DESCRIPTION = `Diplomatic news as structured data: who met whom, where, what was said, which figures were claimed, which other events were referred to, each value tied to the words that state it.

No key is needed. Every list takes the same grammar: \`a,b\` is any of the values, as is a name given again; \`!a,b\` is none of them (unknown is kept), \`null\` is unknown, and \`country.all=KZ,CN\` is both, for filters that have \`.all\`. An unknown parameter or value is a 400 that names every fault.

Answers are short where they are asked for so: a list has 20 records unless \`limit\` says otherwise, and one whole event has about 6 kB, so name the parts that you need with \`fields\`. \`labels\` names every id and word in an answer.

Licences: code MIT; curated records CC BY 4.0; quotations and evidence spans are quoted from their sources, named in each record; other datasets under their own terms (\`/v1/datasets\`).`;

const PAGE_DESCRIPTION = "Every operation of the Communiqué API, described and ready to try out.";

/** Swagger UI sets styles in the page it draws; scripts come from this server alone. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'";

/** The files of Swagger UI that its page asks for. */
const FILES: ReadonlySet<string> = new Set([
  ...["index.css", "swagger-ui.css", "swagger-ui-bundle.js", "swagger-ui-standalone-preset.js"],
  ...["favicon-16x16.png", "favicon-32x32.png", "logo.svg", "oauth2-redirect.html", "oauth2-redirect.js"],
]);

/** A file that makes the documentation look like the pages. */
const own = (name: string) => readFileSync(new URL(`./assets/${name}`, import.meta.url), "utf8");

interface Options {
  readonly base: string;
  /** The version of the program. */
  readonly version: string;
  readonly examples: Examples;
}

export const docs = plugin(
  async (app: FastifyInstance, { base, version, examples }: Options) => {
    await app.register(swagger, {
      openapi: {
        openapi: "3.1.1",
        info: {
          title: "Communiqué",
          summary: "Diplomatic news as structured data, each value tied to the words that state it.",
          description: DESCRIPTION,
          version,
          contact: { name: "The maintainers of Communiqué" },
          license: { name: "MIT", identifier: "MIT" },
        },
        servers: [{ url: base === "" ? "/" : base, description: "This server." }],
        tags: [...TAGS],
        security: [],
      } as never,
      transform: transform as never,
      transformObject: ((input: Parameters<typeof transformObject>[0]) => {
        const document = transformObject(input);
        giveExamples(document, examples);
        return document;
      }) as never,
      convertConstToEnum: false,
    });
    // Swagger UI's page asks for what it likes; it is not negotiated.
    app.addHook("onRoute", (route) => {
      if (!route.url.startsWith("/docs")) return;
      route.config = { ...route.config, produces: null };
      if (["/docs", "/docs/"].includes(route.url)) asPage(route, PAGE_DESCRIPTION, version);
      if (route.url !== "/docs/static/*") return;
      const { handler } = route;
      // Other names never meet the file system: ways to climb and names too long are errors there.
      route.handler = function (request, reply) {
        const { "*": name = "" } = request.params as Record<string, string>;
        return FILES.has(name) ? handler.call(this, request, reply) : reply.callNotFound();
      };
    });
    await app.register(swaggerUi, {
      routePrefix: "/docs",
      // The page names its files from the root of the host.
      indexPrefix: base === "" ? "" : new URL(base).pathname,
      staticCSP: PAGE_POLICY,
      uiConfig: {
        // Without the top bar, which has a field for the address of another document and an image without a text.
        layout: "BaseLayout",
        docExpansion: "list",
        deepLinking: true,
        tryItOutEnabled: false,
        displayRequestDuration: true,
      },
      theme: {
        title: "Communiqué API",
        css: [{ filename: "docs.css", content: own("docs.css") }],
        js: [{ filename: "docs.js", content: own("docs.js") }],
      },
      transformSpecification: forTryingOut,
      transformSpecificationClone: false,
    });

    const types = { json: "application/json", yaml: "application/yaml" } as const;
    for (const form of ["json", "yaml"] as const) {
      let text: string | undefined;
      app.get(`/openapi.${form}`, {
        config: { produces: [types[form]], cached: true },
        schema: { hide: true },
        handler: async (_request, reply) => {
          // The document shares objects; as aliases they would be more than YAML readers take.
          text ??=
            form === "yaml"
              ? stringify(app.swagger(), { aliasDuplicateObjects: false })
              : JSON.stringify(app.swagger());
          return reply.type(types[form]).send(text);
        },
      });
    }
  },
  { name: "docs" },
);
