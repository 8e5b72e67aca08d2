// Operations: each is documented whole, and each of its documented examples, alone, answers with data.
import { describe, expect, test } from "vitest";
import { PROBLEMS } from "../src/errors.ts";
import { FILTER_GRAMMAR } from "../src/query/parameter.ts";
import { VALUES_LIMIT } from "../src/query/value-list.ts";
import type { Answer } from "./support/client.ts";
import {
  addressOf,
  DOCUMENT,
  OPERATIONS,
  parametersOf,
  referredTo,
  type Schema,
  valuesOf,
  walk,
  withQuery,
  written,
} from "./support/document.ts";
import { useServer } from "./support/server.ts";

const api = useServer();

/** What an answer carries: `data`, or the items of an AnnotationPage, or the whole; characters where it is no JSON. */
function contentOf({ json, text }: Answer): readonly unknown[] {
  return Object.values(json === undefined ? text : (json.data ?? json.items ?? json));
}

describe.each(OPERATIONS.map((documented) => [documented.operation.operationId, documented] as const))(
  "%s",
  (_id, documented) => {
    const { path, method, operation } = documented;
    const parameters = parametersOf(documented, "query");
    const address = addressOf(documented);

    test("the operation has an operationId, a summary, a description and a tag", () => {
      expect(method).toBe("get");
      expect(operation.operationId).toMatch(/^[a-z]+(?:[A-Z][a-z]+)*$/);
      expect(operation.summary).toMatch(/^[A-Z].*[^.]$/);
      // What a thing is comes before what it is refused for.
      expect(operation.description).toMatch(/^[A-Z].*\.$/s);
      expect(operation.description.length).toBeLessThan(900);
      expect(operation.tags).toHaveLength(1);
      expect(DOCUMENT.tags.map(({ name }) => name)).toContain(operation.tags[0]);
    });

    test("every problem that it can answer is documented as Problem", () => {
      const { 200: _, 304: __, ...refusals } = operation.responses;
      // 500 is never the intended answer; only a record can be retired or merged; only what has a tag has preconditions.
      const never = [500, ...(path.includes("{id}") ? [] : [308, 410]), ...("304" in operation.responses ? [] : [412])];
      const possible = Object.values(PROBLEMS).filter(({ status }) => !never.includes(status));
      expect(Object.keys(refusals).map(Number)).toEqual([...new Set(possible.map(({ status }) => status))].sort());
      for (const { description, content } of Object.values(refusals)) {
        expect(content).toEqual({ "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } });
        expect(description).not.toBe("");
      }
    });

    test("every parameter is described and has an example", () => {
      for (const parameter of operation.parameters ?? []) {
        const { name, description } = parameter;
        expect(description, name).toMatch(/^[A-Z`].*\.$/s);
        // These are taken from an answer, not invented; the tests below do so.
        if (name === "cursor" || name === "ids") continue;
        expect(valuesOf(parameter).length, `${name} has an example`).toBeGreaterThan(0);
      }
    });

    test("its parameters have no patterns: a form that checks them hides the better message of the server", () => {
      const said = parameters.flatMap(({ schema }) => [...walk(schema)]).map(([pointer]) => pointer);
      expect(said.filter((pointer) => pointer.endsWith("/pattern"))).toEqual([]);
    });

    test("it explains the filter grammar once, and has the common parameters first", () => {
      const texts = [operation.description, ...parameters.map(({ description = "" }) => description)];
      const filters = parameters.some(({ name, schema }) => name.endsWith(".all") || schema.maxItems === VALUES_LIMIT);
      const told = texts.filter((text) => text.includes(FILTER_GRAMMAR));
      expect(told).toHaveLength(filters && operation.tags[0] !== "search" && !path.includes("{") ? 1 : 0);
      const places = ["country", "limit", "ids"].map((name) => parameters.findIndex((one) => one.name === name));
      const there = places.filter((at) => at !== -1);
      expect(there).toEqual(there.toSorted((one, other) => one - other));
    });

    test("without optional parameters it answers 200 with data", async () => {
      const answer = await api.get(address, { accept: "*/*" });
      expect(answer.status).toBe(200);
      expect(contentOf(answer).length).toBeGreaterThan(0);
    });

    const optional = parameters.filter(({ required }) => required !== true);
    const examples = optional.flatMap((parameter) =>
      valuesOf(parameter).map(
        (value) => [`${parameter.name}=${written(value)}`, parameter.schema["x-beside"]] as const,
      ),
    );
    test.each(examples)("its example %s gives 200 with data", async (query, beside) => {
      const answer = await api.get(withQuery(address, query, ...(beside === undefined ? [] : [String(beside)])));
      expect(answer.status).toBe(200);
      expect(contentOf(answer).length).toBeGreaterThan(0);
    });

    const has = (wanted: string) => parameters.some(({ name }) => name === wanted);
    test.runIf(has("cursor"))("the cursor that it gives is accepted", async () => {
      const first = await api.get(withQuery(address, "limit=1"));
      // Counts page through groups, lists through records.
      const { groups, total } = first.json.meta;
      if (first.json.links.next === null) return expect(groups ?? total).toBe(1);
      const next = await api.get(first.json.links.next);
      expect(next.status).toBe(200);
      // A page of participations is one of events, each with all its rows.
      const keys = next.json.data.map((one: { event?: string }, at: number) =>
        operation.operationId === "listParticipations" ? one.event : at,
      );
      expect(new Set(keys).size).toBe(1);
      expect(next.json.data).not.toEqual(first.json.data);
    });

    test.runIf(has("ids"))("the ids that it gives are accepted", async () => {
      const { data } = (await api.get(withQuery(address, "limit=2"))).json;
      const ids = data.map(({ id }: { id: string }) => id);
      expect((await api.get(withQuery(address, `ids=${ids.join(",")}`))).json.data).toEqual(data);
    });

    test("every value of an enum is accepted", async () => {
      const refused: string[] = [];
      for (const { name, schema } of parameters) {
        for (const value of listed(schema)) {
          // Numbers of different kinds do not compare.
          const beside = name === "sort" && value.endsWith("value") ? "kind=money" : schema["x-beside"];
          const query = `${name}=${written(value)}`;
          const status = await api
            .get(withQuery(address, query, ...(beside === undefined ? [] : [String(beside)])))
            .then((one) => one.status, String);
          if (status !== 200) refused.push(`${query}: ${status}`);
        }
      }
      expect(refused).toEqual([]);
    });

    test("values outside an enum and undocumented parameters give 400", async () => {
      const wrong = parameters
        .filter((parameter) => listed(parameter.schema).length > 0)
        .map(({ name }) => `${name}=no-such-word`);
      const { status, json } = await api.get(withQuery(address, "noSuchParameter=1", ...wrong));
      expect(status).toBe(400);
      const named = json.errors.map((fault: { parameter: string }) => fault.parameter);
      expect(named.sort()).toEqual(["noSuchParameter", ...wrong.map((query) => query.split("=")[0])].sort());
    });
  },
);

/** The closed list of a parameter's values, or of the words of its list. */
function listed(schema: Schema): readonly string[] {
  const { enum: own, items } = schema as { enum?: string[]; items?: { enum?: string[] } };
  return own ?? items?.enum ?? [];
}

test("operationIds are unique", () => {
  const names = OPERATIONS.map(({ operation }) => operation.operationId);
  expect(names).toEqual([...new Set(names)]);
});

test("every tag of the OpenAPI document is used", () => {
  const used = new Set(OPERATIONS.flatMap(({ operation }) => operation.tags));
  expect(DOCUMENT.tags.map(({ name }) => name).filter((name) => !used.has(name))).toEqual([]);
});

const TAGS = DOCUMENT.tags.map(({ name }) => name).join("|");

/** The parts of operations that may stand among the components, as the document has them. */
const PARTS = Object.values(DOCUMENT.paths)
  .flatMap((path) => Object.values(path))
  .flatMap(({ responses, parameters = [] }) => {
    const { 200: _, ...refusals } = responses;
    const headers = Object.values(responses).flatMap(({ headers = {} }) => Object.entries(headers));
    return [
      ...Object.entries(refusals).map((entry) => ["responses", entry] as const),
      ...parameters.map((parameter) => ["parameters", ["", parameter]] as const),
      ...headers.map((entry) => ["headers", entry] as const),
    ];
  });

describe("components of the OpenAPI document", () => {
  const { schemas, ...parts } = DOCUMENT.components;

  test("every component is used", () => {
    const reached = new Set<string>();
    const reach = (from: unknown): void => {
      for (const [, value] of walk(from)) {
        const [kind = "", name = ""] = referredTo(value) ?? [];
        if (name === "" || reached.has(`${kind} ${name}`)) continue;
        reached.add(`${kind} ${name}`);
        const components: Readonly<Record<string, Readonly<Record<string, unknown>>>> = DOCUMENT.components;
        reach(components[kind]?.[name]);
      }
    };
    reach(DOCUMENT.paths);
    const there = Object.entries(DOCUMENT.components).flatMap(([kind, named]) =>
      Object.keys(named).map((name) => `${kind} ${name}`),
    );
    expect([...reached].sort()).toEqual(there.sort());
  });

  test("what operations share is a component, except successful responses", () => {
    const copies = Map.groupBy(PARTS, (part) => JSON.stringify(part));
    const repeated = [...copies].filter(([text, list]) => list.length > 1 && !text.includes('{"$ref":'));
    expect(repeated.map(([text]) => text)).toEqual([]);
    expect(PARTS.length).toBeGreaterThan(copies.size);
  });

  test("no two components have the same name in any case", () => {
    const names = Object.values(DOCUMENT.components).flatMap((named) =>
      Object.keys(named).map((name) => name.toLowerCase().replaceAll("-", "")),
    );
    expect(names).toEqual([...new Set(names)]);
  });

  test("responses, parameters and headers are named after what they are", () => {
    for (const name of Object.keys(parts.responses)) expect(name).toMatch(/^(?:[A-Z][a-z]+)+$/);
    for (const [name, { name: called }] of Object.entries(parts.parameters))
      expect(name.toLowerCase()).toMatch(new RegExp(`^(?:${TAGS})?${called.toLowerCase().replace(".", "")}parameter$`));
    for (const name of Object.keys(parts.headers)) expect(name).toMatch(/^[A-Z][A-Za-z]*(?:-[A-Z][A-Za-z]+)*$/);
  });

  test("component names are valid names of types", () => {
    for (const name of Object.keys(schemas))
      expect(name).toMatch(/^(?!.*(?:Input|Output|Schema|\d)$)(?:[A-Z][a-z]+)+$/);
  });

  test("every component has a description", () => {
    for (const [name, { description }] of Object.entries(schemas)) expect(description, name).toMatch(/^[A-Z].*\.$/s);
  });

  test("no two schemas have the same shape", () => {
    const shapes = Map.groupBy(Object.entries(schemas), ([, schema]) =>
      JSON.stringify(schema, (key, value) => (["description", "examples"].includes(key) ? undefined : value)),
    );
    // Of a text there is nothing but its description.
    shapes.delete('{"type":"string"}');
    const twins = [...shapes.values()].filter((list) => list.length > 1).map((list) => list.map(([name]) => name));
    expect(twins).toEqual([]);
  });
});

describe("problems in the OpenAPI document", () => {
  test("every problem has a page below /problems", async () => {
    const { json } = await api.get("/problems");
    const explained = json.data.map(({ code, status, title, meaning, type }: Record<string, unknown>) => [
      code,
      { status, title, meaning },
      type,
    ]);
    expect(explained).toEqual(Object.entries(PROBLEMS).map(([code, row]) => [code, row, `/problems/${code}`]));
  });

  test("responses have the titles that /problems explains", () => {
    const titles = Object.values(PROBLEMS).map(({ status, title }) => `${status} ${title}`);
    for (const { operation } of OPERATIONS) {
      const { 200: _, 304: __, ...refusals } = operation.responses;
      for (const [status, { description }] of Object.entries(refusals)) {
        for (const title of description.split("; "))
          expect(titles, operation.operationId).toContain(`${status} ${title}`);
      }
    }
  });
});
