// The OpenAPI document as its readers have it: the file in openapi/, and its operations one by one.
import { readFileSync } from "node:fs";

export type Schema = Readonly<Record<string, unknown>>;

export interface Header {
  readonly description?: string;
  readonly required?: boolean;
  readonly schema: Schema;
}

export interface Media {
  readonly schema: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value?: unknown }>>;
}

export interface Response {
  readonly description: string;
  readonly headers?: Readonly<Record<string, Header>>;
  readonly content?: Readonly<Record<string, Media>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query";
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value?: unknown; readonly summary?: string }>>;
}

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly responses: Readonly<Record<string, Response>>;
}

export interface OpenApi {
  readonly openapi: string;
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly responses: Readonly<Record<string, Response>>;
    readonly parameters: Readonly<Record<string, Parameter>>;
    readonly headers: Readonly<Record<string, Header>>;
  };
}

/** The document as it is kept: responses, parameters and headers may be references to its components. */
export const DOCUMENT: OpenApi = JSON.parse(readFileSync("openapi/openapi.json", "utf8"));

/** What a reference stands for, if this is one. */
export function referredTo(value: unknown): readonly [kind: string, name: string] | undefined {
  const { $ref } = (value ?? {}) as { $ref?: unknown };
  const found = typeof $ref === "string" ? /^#\/components\/(\w+)\/(.+)$/.exec($ref) : null;
  return found === null ? undefined : [found[1] ?? "", found[2] ?? ""];
}

/** A part of a document in which components stand where it refers to them, all but schemas, which may go in circles. */
export function dereferenced<T>(part: T, document: OpenApi = DOCUMENT): T {
  const [kind, name = ""] = referredTo(part) ?? [];
  if (kind !== undefined && kind !== "schemas") {
    const components: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>> = document.components;
    const component = components[kind]?.[name];
    if (component === undefined) throw new Error(`the document has no component ${kind}/${name}`);
    return dereferenced(component as T, document);
  }
  if (part === null || typeof part !== "object") return part;
  if (Array.isArray(part)) return part.map((one) => dereferenced(one, document)) as T;
  return Object.fromEntries(Object.entries(part).map(([key, one]) => [key, dereferenced(one, document)])) as T;
}

/** The operations by path template and method, without references but those to schemas. */
export const PATHS: OpenApi["paths"] = dereferenced(DOCUMENT.paths);

export interface Documented {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

/** Every operation with its path template and its method. */
export const OPERATIONS: readonly Documented[] = Object.entries(PATHS).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

/** The parameters of one place. */
export function parametersOf({ operation }: Documented, place: Parameter["in"]): readonly Parameter[] {
  return (operation.parameters ?? []).filter((parameter) => parameter.in === place);
}

/** A value as `style: form, explode: false` and `style: simple` write it. */
export function written(value: unknown): string {
  return [value]
    .flat()
    .map((part) => encodeURIComponent(String(part)))
    .join(",");
}

/** The values that a parameter's examples have; an example without one is the parameter left out. */
export function valuesOf({ example, examples = {} }: Parameter): readonly unknown[] {
  const values = [example, ...Object.values(examples).map(({ value }) => value)];
  return values.filter((value) => value !== undefined);
}

/** An address that answers: the path with its documented examples, and what its query must have. */
export function addressOf(documented: Documented): string {
  const first = (parameter: Parameter) => written(valuesOf(parameter)[0] ?? "no-example");
  const path = parametersOf(documented, "path").reduce(
    (text, parameter) => text.replace(`{${parameter.name}}`, first(parameter)),
    documented.path,
  );
  const query = parametersOf(documented, "query")
    .filter(({ required }) => required === true)
    .map((parameter) => `${parameter.name}=${first(parameter)}`);
  return withQuery(path, ...query);
}

/** An address with more in its query. */
export function withQuery(address: string, ...query: readonly string[]): string {
  if (query.length === 0) return address;
  return `${address}${address.includes("?") ? "&" : "?"}${query.join("&")}`;
}

/** Addresses that answer and are no operations. */
export const UNDOCUMENTED = [
  "/docs",
  "/docs/static/index.css",
  "/openapi.json",
  "/openapi.yaml",
  "/favicon.ico",
  "/robots.txt",
] as const;

/** An address of every kind that there is; all answer 200. */
export const ADDRESSES: readonly string[] = [...OPERATIONS.map(addressOf), ...UNDOCUMENTED];

/** Every value in a tree of JSON, with its JSON Pointer. */
export function* walk(value: unknown, pointer = ""): Generator<[pointer: string, value: unknown]> {
  yield [pointer, value];
  if (value === null || typeof value !== "object") return;
  for (const [key, child] of Object.entries(value)) yield* walk(child, `${pointer}/${key.replaceAll("/", "~1")}`);
}
