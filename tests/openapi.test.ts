// The OpenAPI document: fresh, valid, without a warning, served as it is kept; and the schema of bundle files.
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { parse } from "yaml";
import { generated } from "../src/commands/openapi.ts";
import { put } from "./intake/curated/fixture.ts";
import { schemaFaults, validator } from "./support/contract.ts";
import { DOCUMENT, OPERATIONS, type OpenApi, type Schema, walk } from "./support/document.ts";
import { BEIJING } from "./support/fixtures.ts";
import { useServer } from "./support/server.ts";

const FILE = "openapi/openapi.json";
const SCHEMA = "openapi/bundle.schema.json";
const EXAMPLES = "src/plugins/examples.json";
const BUNDLES = join(BEIJING, "bundles");

/** A copy of a value with one change: what to put at a JSON Pointer, undefined to take it away. */
function changed<T>(whole: T, pointer: string, value?: unknown): T {
  const copy = structuredClone(whole);
  const keys = pointer.split("/").slice(1);
  put(
    copy,
    keys.map((key) => key.replaceAll("~1", "/")),
    value,
  );
  return copy;
}

describe("generated files in openapi/", () => {
  let files: ReadonlyMap<string, string>;
  beforeAll(async () => {
    // Whatever data there is: where there is none, they are the same.
    vi.stubEnv("DATA_DIR", "nowhere");
    files = await generated();
    vi.unstubAllEnvs();
  });

  test.each([FILE, SCHEMA, EXAMPLES])("%s is what the code generates", async (path) => {
    expect((await readFile(path, "utf8")) === files.get(path), `stale: run "npm run openapi"`).toBe(true);
  });

  test("those in openapi/ are all that there are", () => {
    expect([...files.keys()].filter((path) => path !== EXAMPLES).sort()).toEqual(
      readdirSync("openapi")
        .filter((name) => name.endsWith(".json"))
        .map((name) => `openapi/${name}`)
        .sort(),
    );
  });
});

/** What Redocly's strict rules say; it asks nobody for updates and tells nobody that it ran. */
async function lint(path: string): Promise<{ totals: object; problems: readonly { ruleId: string }[] }> {
  const program = "node_modules/.bin/redocly";
  const args = [program, "lint", "--extends", "recommended-strict", "--format", "json", path];
  const env = { PATH: process.env.PATH, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
  const text = await new Promise<string>((resolve) => {
    execFile(process.execPath, args, { env, maxBuffer: 2 ** 24 }, (_error, stdout) => resolve(stdout));
  });
  return JSON.parse(text);
}

const EVENTS = "/paths/~1v1~1events/get";
const TYPE = "/components/parameters/TypeParameter";

describe("Redocly's strict rules", { timeout: 30_000 }, () => {
  test("the OpenAPI document has no error and no warning", async () => {
    const { totals, problems } = await lint(FILE);
    expect(problems).toEqual([]);
    expect(totals).toEqual({ errors: 0, warnings: 0, ignored: 0 });
  });

  test("a document with errors is reported", async () => {
    const folder = await mkdtemp(join(tmpdir(), "communique-openapi-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const broken = [
      [`${EVENTS}/summary`, undefined],
      [`${EVENTS}/responses/200/description`, undefined],
      [`${TYPE}/schema`, { type: "words" }],
      ["/components/schemas/Event/properties/title/$ref", "#/components/schemas/Title"],
    ] as const;
    const document = broken.reduce((whole, [pointer, value]) => changed(whole, pointer, value), DOCUMENT);
    await writeFile(join(folder, "openapi.json"), JSON.stringify(document));
    const { problems } = await lint(join(folder, "openapi.json"));
    const rules = new Set(problems.map(({ ruleId }) => ruleId));
    expect([...rules]).toEqual(expect.arrayContaining(["operation-summary", "struct", "no-unresolved-refs"]));
  });
});

/** Each example with the schema that it stands beside: JSON Schema's lists, OpenAPI's single and named ones. */
function* examplesOf(document: OpenApi): Generator<[pointer: string, schema: Schema, value: unknown]> {
  for (const [pointer, value] of walk(document)) {
    const node = (value ?? {}) as { schema?: Schema; example?: unknown; examples?: object };
    const { schema = node as Schema, examples = {} } = node;
    if (node.schema !== undefined && node.example !== undefined) yield [pointer, schema, node.example];
    for (const [name, one] of Object.entries(examples)) {
      if (Array.isArray(examples)) yield [`${pointer}/examples/${name}`, schema, one];
      else if (node.schema !== undefined && "value" in one) yield [`${pointer}/examples/${name}`, schema, one.value];
    }
  }
}

function exampleFaults(document: OpenApi): string[] {
  return [...examplesOf(document)].flatMap(([pointer, schema, value]) =>
    schemaFaults(schema, value).map((fault) => `${pointer}: ${fault}`),
  );
}

describe("examples of the OpenAPI document", () => {
  const plain = useServer();

  test("every example matches its schema", () => {
    expect(exampleFaults(DOCUMENT)).toEqual([]);
  });

  test("every operation that answers JSON shows one answer, and every named example has a value", () => {
    const without = OPERATIONS.filter(({ operation }) => {
      const media = Object.entries(operation.responses[200]?.content ?? {});
      const json = media.filter(([type]) => /[/+]json\b/.test(type));
      return json.length > 0 && !json.some(([, { example }]) => example !== undefined);
    });
    expect(without.map(({ path }) => path)).toEqual([]);
    const named = [...walk(DOCUMENT)].filter(([pointer]) => /\/parameters\/\w+\/examples\/[^/]+$/.test(pointer));
    expect(named.length).toBeGreaterThan(50);
    for (const [pointer, example] of named) expect(example, pointer).toHaveProperty("value");
  });

  test("Swagger UI has the same document, with an example first by which a parameter is left out", async () => {
    const { json } = await plain.get("/docs/json");
    const parameters = Object.values((json as OpenApi).components.parameters);
    for (const { name, required, examples } of parameters) {
      if (examples === undefined || required === true) continue;
      expect(Object.entries(examples)[0], name).toEqual(["none", { summary: "(left out)" }]);
    }
    const published = JSON.parse(JSON.stringify(json, (key, value) => (key === "none" ? undefined : value)));
    expect(published).toEqual(DOCUMENT);
  });

  test.each([
    ["/components/schemas/Problem/properties/status/examples/0", "400"],
    [`${TYPE}/examples/example-1/value`, ["party"]],
    ["/paths/~1v1~1vocabularies~1{name}/get/parameters/0/example", 17],
    ["/components/headers/Retry-After/schema/examples/0", "soon"],
  ])("a wrong example is caught at %s", (pointer, value) => {
    expect(exampleFaults(changed(DOCUMENT, pointer, value))).toHaveLength(1);
  });
});

describe("patterns of the OpenAPI document", () => {
  const patterned = [...walk(DOCUMENT)].filter(
    ([, node]) => typeof (node as { pattern?: unknown } | null)?.pattern === "string",
  ) as [pointer: string, node: { pattern: string; examples?: readonly unknown[] }][];

  test("every pattern is a regular expression of ECMA-262 in Unicode mode, and escapes no slash", () => {
    expect(patterned.length).toBeGreaterThan(5);
    for (const [pointer, { pattern }] of patterned) {
      expect(() => new RegExp(pattern, "u"), pointer).not.toThrow();
      expect(pattern, pointer).not.toContain("\\/");
    }
  });

  test("every text with a pattern has an example, by which a mock server makes one", () => {
    const without = patterned.filter(([, { examples = [] }]) => examples.length === 0);
    expect(without.map(([pointer]) => pointer)).toEqual([]);
  });
});

describe("the served OpenAPI document", () => {
  const plain = useServer();
  const named = useServer({ settings: { PUBLIC_URL: "https://news.example.org/api/" } });

  test("GET /openapi.json gives the generated file", async () => {
    const { json, headers } = await plain.get("/openapi.json");
    expect(json).toEqual(DOCUMENT);
    expect(headers["content-type"]).toMatch(/^application\/json\b/);
  });

  test("GET /openapi.yaml gives the same document", async () => {
    const { text, headers } = await plain.get("/openapi.yaml");
    expect(parse(text)).toEqual(DOCUMENT);
    expect(headers["content-type"]).toMatch(/^application\/yaml\b/);
  });

  test("PUBLIC_URL changes the servers of the document and nothing else", async () => {
    const { json } = await named.get("/openapi.json");
    expect(json.servers.map(({ url }: { url: string }) => url)).toEqual(["https://news.example.org/api"]);
    expect({ ...json, servers: DOCUMENT.servers }).toEqual(DOCUMENT);
    expect(parse((await named.get("/openapi.yaml")).text)).toEqual(json);
  });
});

describe("the JSON Schema of bundle files", () => {
  const accepts = validator().compile(JSON.parse(readFileSync(SCHEMA, "utf8")));
  const names = readdirSync(BUNDLES).filter((name) => name.endsWith(".json"));
  const bundles = names.map((name) => [name, JSON.parse(readFileSync(join(BUNDLES, name), "utf8"))] as const);

  test.each(bundles)("a bundle is valid: %s", (_name, bundle) => {
    accepts(bundle);
    expect(accepts.errors).toBeNull();
  });

  test.each([
    ["an unknown key", "/colour", "red"],
    ["an unknown key of a record", "/events/0/colour", "red"],
    ["a missing list", "/figures", undefined],
    ["a missing member", "/events/0/date", undefined],
    ["no event", "/events", []],
    ["a word of no vocabulary", "/events/0/type", "party"],
    ["a number for a decimal", "/figures/0/value", 21],
    ["an id with a space", "/events/0/id", "a b"],
    ["evidence without its words", "/events/0/provenance/0/evidence/0/exact", undefined],
  ])("a bundle is invalid: %s", (_what, pointer, value) => {
    expect(accepts(changed(bundles[0]?.[1], pointer, value))).toBe(false);
  });
});
