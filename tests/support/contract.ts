// The contract: holds an answer to the OpenAPI document. Ajv judges, which the server itself does not use.
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { LINK_MOST } from "../../src/formats/envelope.ts";
import { DOCUMENT, type Media, type Operation, PATHS, type Response, type Schema } from "./document.ts";

/** A request and its answer; the names of headers in lower case. */
export interface Exchange {
  readonly method: string;
  /** Path and query as they were asked for. */
  readonly path: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
}

/** Addresses that are no operations: pages, the document itself, and what browsers and robots ask for. */
const UNDOCUMENTED =
  /^\/(?:docs(?:\/.*)?|favicon\.ico|robots\.txt|openapi\.json|openapi\.yaml|assets\/.*|(?:events|participants|venues|quotes|figures|sources)(?:\/[^/]+)?|dyads(?:\/[^/]+\/[^/]+)?|search|timeline|map|datasets|stats\/[a-z]+)$/;

/** Statuses by which an address can refuse that nobody documented: those that every documented one can refuse by. */
const ANYWHERE = PATHS["/livez"]?.get as Operation;

const ROOT = "urn:communique:openapi";
const REFERENCE = "#/components/schemas/";
const PROBLEM = "application/problem+json";

/** Ajv with all that the document's schemas use; anything that it does not know is an error. */
export function validator(): Ajv2020 {
  // Compiling takes longer than judging: what makes the code of schemas smaller is left out, which halves it.
  const quick = { inlineRefs: false, code: { optimize: false } };
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictTypes: false, allErrors: true, ...quick });
  addFormats.default(ajv);
  // What only documentation tools read.
  return ajv.addVocabulary(["components", "example", "x-beside", "x-vocabulary"]);
}

const ajv = validator().addSchema({
  $id: ROOT,
  components: { schemas: { ...DOCUMENT.components.schemas, ...alternatives() } },
});
const compiled = new Map<string, ValidateFunction>();
/** What is asked of each answer again and again: writing a schema as text costs more than judging by it. */
const judges = new WeakMap<Schema, ValidateFunction>();
const variants = new WeakMap<Schema, Map<string, Schema>>();

/** What is made of a schema, under a name; made once. */
function variant(schema: Schema, name: string, make: () => Schema): Schema {
  const known = variants.get(schema) ?? new Map<string, Schema>();
  variants.set(schema, known);
  const there = known.get(name) ?? make();
  known.set(name, there);
  return there;
}

/** The components with whole records alone, as `Whole.<name>`, and with cut ones alone, as `Cut.<name>`. */
function alternatives(): Record<string, Schema> {
  const schemas = Object.entries(DOCUMENT.components.schemas);
  return Object.fromEntries(
    schemas.flatMap(([name, schema]) => [
      [`Whole.${name}`, only("Whole", schema)],
      [`Cut.${name}`, only("Cut", schema)],
    ]),
  );
}

/** A schema in which one of the two stands where a record may be whole or cut. */
function only(which: "Whole" | "Cut", schema: Schema): Schema {
  const either = /\{"anyOf":\[(\{"\$ref":"[^"]+"\}),(\{"\$ref":"[^"]+Part"\})\]\}/g;
  const text = JSON.stringify(schema).replace(either, which === "Whole" ? "$1" : "$2");
  return JSON.parse(text.replaceAll(`"${REFERENCE}`, `"${REFERENCE}${which}.`));
}

/** The schema of an answer to these fields: records are cut where they say so, and whole elsewhere. */
function cutBy(schema: Schema, fields: string): Schema {
  const data = fields.split(",").some((field) => !/^-?included\./.test(field));
  const along = /(?:^|,)(?:-|included\.)/.test(fields);
  return variant(schema, `cut ${data} ${along}`, () => {
    const properties = only("Cut", schema).properties as Record<string, Schema>;
    const whole = only("Whole", schema).properties as Record<string, Schema>;
    const cut = data ? { data: properties.data } : {};
    const beside = along && "included" in whole ? { included: properties.included } : {};
    return { ...schema, properties: { ...whole, ...cut, ...beside } };
  });
}

/** Schemas that say the same have one judge: compiling is what takes longest. */
function judgeOf(schema: Schema): ValidateFunction {
  const text = JSON.stringify(schema).replaceAll(`"${REFERENCE}`, `"${ROOT}${REFERENCE}`);
  const known = compiled.get(text) ?? ajv.compile(JSON.parse(text));
  compiled.set(text, known);
  return known;
}

/** Everything in which a value is not what one of the document's schemas says. */
export function schemaFaults(schema: Schema, value: unknown): string[] {
  const known = judges.get(schema) ?? judgeOf(schema);
  judges.set(schema, known);
  return known(value) ? [] : (known.errors ?? []).slice(0, 5).map(told);
}

function told({ instancePath, message, params }: ErrorObject): string {
  return `body${instancePath} ${message} ${JSON.stringify(params)}`;
}

/** The path template that an address belongs to; whole words win over `{…}`. */
function templateOf(path: string): string | undefined {
  if (PATHS[path] !== undefined) return path;
  return Object.keys(PATHS).find((template) => {
    const parts = template.split("/");
    const given = path.split("/");
    return (
      parts.length === given.length &&
      parts.every((part, at) => part === given[at] || (part.startsWith("{") && given[at] !== ""))
    );
  });
}

/** A media type as its essence and its parameters, in one spelling. */
function media(type: string): { essence: string; parameters: string[] } {
  const [essence = "", ...parameters] = type.split(";").map((part) => part.trim().replaceAll('"', ""));
  return {
    essence: essence.toLowerCase(),
    parameters: parameters.filter((one) => one.toLowerCase() !== "charset=utf-8"),
  };
}

function mediaOf(content: Readonly<Record<string, Media>>, given: string): [type: string, media: Media] | undefined {
  const asked = media(given);
  return Object.entries(content).find(([type]) => {
    const { essence, parameters } = media(type);
    return essence === asked.essence && parameters.join() === asked.parameters.join();
  });
}

/** Everything in which an answer is not what the document says. */
export function faultsOf(exchange: Exchange): string[] {
  const { method, path, status, headers, text } = exchange;
  const pathname = path.split("?", 1)[0] ?? path;
  const faults: string[] = [];
  // What others may reuse unasked has the id of no request.
  const reusable = /max-age=[1-9]/.test(headers["cache-control"] ?? "") && status < 400;
  if (!reusable && !/^[A-Za-z0-9._-]{1,64}$/.test(headers["x-request-id"] ?? "")) faults.push("no X-Request-Id");
  if (headers["access-control-allow-origin"] !== "*") faults.push("no Access-Control-Allow-Origin");
  if (method === "HEAD" && text !== "") faults.push("HEAD has a body");
  if (method === "OPTIONS") {
    if (status !== 204 || text !== "")
      faults.push(`OPTIONS answers ${status} ${text === "" ? "without" : "with"} a body`);
    return faults;
  }

  const template = UNDOCUMENTED.test(pathname) ? undefined : templateOf(pathname);
  if (UNDOCUMENTED.test(pathname) && status < 400) return faults;
  // A refusal of an address that is no operation is a page for who accepts HTML.
  if (template === undefined && status >= 400 && headers["content-type"] === "text/html; charset=utf-8") return faults;
  const operation = template === undefined ? undefined : PATHS[template]?.get;
  const refused = operation === undefined || !["GET", "HEAD"].includes(method);
  const response = (operation ?? ANYWHERE).responses[status];
  if (response === undefined || (refused && status < 400))
    return [...faults, `status ${status} is not documented for ${method} ${template ?? pathname}`];
  return [...faults, ...headerFaults(response, headers), ...contentFaults(exchange, response)];
}

function headerFaults({ headers = {} }: Response, given: Exchange["headers"]): string[] {
  return Object.entries(headers).flatMap(([name, { schema, required = false }]) => {
    const value = given[name.toLowerCase()];
    if (value === undefined) return required ? [`the documented header ${name} is missing`] : [];
    return schemaFaults(schema, schema.type === "integer" ? Number(value) : value).map(
      (fault) => `header ${name}: ${fault}`,
    );
  });
}

function contentFaults({ method, path, status, headers, text }: Exchange, { content }: Response): string[] {
  if (content === undefined) return text === "" ? [] : [`${status} is documented without a body`];
  const given = headers["content-type"] ?? "";
  const found = mediaOf(content, given);
  if (found === undefined) return [`content type ${given} is not documented; ${Object.keys(content).join(" or ")} is`];
  if (method === "HEAD") return [];
  const [type, { schema }] = found;
  if (!/[/+]json$/.test(media(type).essence)) return schemaFaults(schema, text);
  let body: { status?: unknown; type?: unknown; code?: unknown; links?: Readonly<Record<string, unknown>> };
  try {
    body = JSON.parse(text);
  } catch (error) {
    return [`the body is no JSON: ${(error as Error).message}`];
  }
  const enveloped = (schema.properties as { data?: Schema } | undefined)?.data !== undefined;
  const fields = new URLSearchParams(path.split("?")[1]).getAll("fields").join(",");
  const recorded = status === 200 && enveloped;
  const faults = schemaFaults(
    !recorded ? schema : fields === "" ? variant(schema, "whole", () => only("Whole", schema)) : cutBy(schema, fields),
    body,
  );
  // Who has the document alone, as Prism does, takes what `fields` leaves as well.
  if (recorded && faults.length === 0) faults.push(...schemaFaults(schema, body));
  if (type === PROBLEM && body.status !== status)
    faults.push(`the body says status ${body.status}, the answer ${status}`);
  if (type === PROBLEM && !String(body.type).endsWith(`/problems/${body.code}`))
    faults.push(`the body says code ${body.code}, its type is ${body.type}`);
  const links = Object.entries((body.links ?? {}) as Record<string, string | null>).flatMap(([rel, uri]) =>
    uri === null ? [] : [[rel, uri] as const],
  );
  const whole = links.map(([rel, uri]) => `<${uri}>; rel=${rel}`).join(", ");
  for (const [rel, uri] of links) {
    const header = (headers.link ?? "").replaceAll('"', "").split(/, (?=<)/);
    // The header leaves out `self` where it would be too long.
    const may = rel === "self" && whole.length > LINK_MOST;
    if (headers.link === undefined && enveloped && whole.length <= LINK_MOST) faults.push(`no Link for links.${rel}`);
    if (headers.link !== undefined && !may && !header.includes(`<${uri}>; rel=${rel}`))
      faults.push(`links.${rel} ${uri} is not in Link: ${headers.link}`);
  }
  return faults;
}
