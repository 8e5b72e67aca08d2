// zod in Fastify and in OpenAPI: leans on fastify-type-provider-zod and mends what it drops.
// It drops response headers and media-type examples, and adds an `XInput` twin for each component
// (https://github.com/turkerdev/fastify-type-provider-zod/issues); remove this file when a release keeps them.
import type { FastifyInstance } from "fastify";
import {
  createJsonSchemaTransform,
  createJsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from "fastify-type-provider-zod";
import type { z } from "zod";
import { shareParts } from "./components.ts";

/** A response as routes declare it. */
interface ResponseDeclaration {
  readonly description: string;
  readonly headers?: Record<string, HeaderDeclaration>;
  readonly content?: Record<string, { schema: z.ZodType; example?: unknown }>;
  /** Of an answer without content: `z.null()`, under the name by which the library takes a schema alone. */
  readonly properties?: z.ZodType;
}

interface HeaderDeclaration {
  readonly description: string;
  readonly schema: Record<string, unknown>;
  /** Whether it may be missing. */
  readonly optional?: boolean;
}

interface Context {
  readonly zodSchema: { readonly _zod: { readonly def: { readonly type: string } } };
  readonly jsonSchema: Record<string, unknown>;
}

/** zod's safe-integer bounds become samples in Swagger UI and say nothing: they are left out. */
function withoutSafeBounds({ jsonSchema }: Context): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}

const configuration = { target: "draft-2020-12", override: withoutSafeBounds } as const;
const transformRoute = createJsonSchemaTransform({ zodToJsonConfig: configuration });
const transformDocument = createJsonSchemaTransformObject({ zodToJsonConfig: configuration });

/** Where it is noted in a header's schema that the header is always there, until the document is whole. */
const REQUIRED = "x-required";

/** Moves the notes from the schemas of headers to the headers. */
function requireHeaders(document: object): void {
  type Headers = Record<string, { required?: boolean; schema: Record<string, unknown> }>;
  type Operation = { responses: Record<string, { headers?: Headers }> };
  const { paths } = document as { paths: Record<string, Record<string, Operation>> };
  const operations = Object.values(paths).flatMap((path) => Object.values(path));
  for (const { headers = {} } of operations.flatMap(({ responses }) => Object.values(responses))) {
    for (const header of Object.values(headers)) {
      if (header.schema[REQUIRED] === true) header.required = true;
      delete header.schema[REQUIRED];
    }
  }
}

/** The `transform` of @fastify/swagger: the library's, then headers and examples put back. */
export const transform: typeof transformRoute = (input) => {
  const output = transformRoute(input);
  const declared = (input as { schema?: { response?: Record<string, ResponseDeclaration> } }).schema?.response ?? {};
  const written = ((output.schema as { response?: Record<string, Record<string, unknown>> }).response ?? {}) as Record<
    string,
    { headers?: unknown; description?: string; content?: Record<string, { example?: unknown }> }
  >;
  for (const [status, { description, headers, content = {} }] of Object.entries(declared)) {
    const response = written[status];
    if (response === undefined) continue;
    response.description = description;
    // @fastify/swagger wraps what it finds under a header's name into that header's schema.
    if (headers !== undefined) {
      response.headers = Object.fromEntries(
        Object.entries(headers).map(([name, { schema, description, optional = false }]) => [
          name,
          { ...schema, description, [REQUIRED]: !optional },
        ]),
      );
    }
    for (const [type, { example }] of Object.entries(content)) {
      const media = response.content?.[type];
      if (example !== undefined && media !== undefined) media.example = example;
    }
  }
  const query = (output.schema as { querystring?: Record<string, unknown> }).querystring;
  // Lists are written `a,b`; @fastify/swagger takes the style of all parameters from the object they stand in.
  if (query !== undefined) Object.assign(query, { style: "form", explode: false });
  return output;
};

/** The `transformObject` of @fastify/swagger: the library's, each part once, no schema that nothing refers to. */
export const transformObject: typeof transformDocument = (input) => {
  const document = transformDocument(input) as unknown as { components: { schemas: Record<string, unknown> } };
  const schemas = document.components.schemas;
  const reached = new Set<string>();
  const reach = (value: unknown): void => {
    for (const [, found = ""] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (reached.has(found)) continue;
      reached.add(found);
      reach(schemas[found] ?? null);
    }
  };
  reach({ ...document, components: {} });
  requireHeaders(document);
  shareParts(document as unknown as Parameters<typeof shareParts>[0]);
  document.components.schemas = Object.fromEntries(
    Object.entries(schemas)
      .filter(([id]) => reached.has(id))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  return document as unknown as ReturnType<typeof transformDocument>;
};

/** Query strings are read by zod; answers are JSON text already and checked against the document by the tests. */
export function useZod(app: FastifyInstance): void {
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
}
