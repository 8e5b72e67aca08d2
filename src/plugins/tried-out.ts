// Tried out: the OpenAPI document as Swagger UI needs it, and the page that it stands in.
//
// Swagger UI fills in the first example of every parameter, and would send them all. So each parameter that may be left
// out has one more example in front, without a value. The published document has none of these: an example without a
// value is an error to validators.
import type { FastifyReply, FastifyRequest, RouteOptions } from "fastify";
import { isUnchanged } from "./conditions.ts";
import { tagOf } from "./send-answer.ts";

interface Parameter {
  readonly required?: boolean;
  readonly examples?: Readonly<Record<string, object>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly parameters?: readonly Parameter[] }>>>>;
  readonly components: { readonly parameters?: Readonly<Record<string, Parameter>> };
}

const LEFT_OUT = { none: { summary: "(left out)" } };

function leftOutFirst(parameter: Parameter): Parameter {
  const { required = false, examples } = parameter;
  return required || examples === undefined ? parameter : { ...parameter, examples: { ...LEFT_OUT, ...examples } };
}

const mapped = <T, R>(object: Readonly<Record<string, T>>, change: (value: T) => R) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));

/** A document whose operations can be tried out as they are filled in. */
export function forTryingOut<D extends object>(document: D): D {
  const { paths, components } = document as unknown as Document;
  return {
    ...document,
    paths: mapped(paths, (methods) =>
      mapped(methods, ({ parameters, ...operation }) => ({
        ...operation,
        ...(parameters === undefined ? {} : { parameters: parameters.map(leftOutFirst) }),
      })),
    ),
    components: { ...components, parameters: mapped(components.parameters ?? {}, leftOutFirst) },
  };
}

/**
 * Gives the page of Swagger UI a description, an entity tag and 304. Its text is made by the package, which lets nothing
 * be added to it; that it is kept by `caching.ts` is no way out, for the package sets the page's policy after that.
 */
export function asPage(route: RouteOptions, description: string, program: string): void {
  const { handler } = route;
  const send = (request: FastifyRequest, reply: FastifyReply, html: string) => {
    const text = html.replace("</title>", `</title>\n      <meta name="description" content="${description}">`);
    const etag = tagOf(program, "", "docs", Buffer.from(text));
    reply.headers({ etag, "cache-control": "public, no-cache" });
    return isUnchanged(request.headers, { etag }) ? reply.code(304).send() : reply.send(text);
  };
  route.handler = function (request, reply) {
    const page = Object.create(reply, { send: { value: (html: string) => send(request, reply, html) } });
    return handler.call(this, request, page);
  };
}
