// Content negotiation (Accept): which media type an address answers with, and 406 with those that it has.
import { describe, expect, test } from "vitest";
import { useServer } from "../support/server.ts";

const api = useServer();

const JSON_TYPE = "application/json; charset=utf-8";
const HTML_TYPE = "text/html; charset=utf-8";
const EVIDENCE = "/v1/events/2023-10-17-tokayev-xi-talks/evidence";
const EVIDENCE_TYPE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"';
const FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

describe("Accept on addresses that have JSON only", () => {
  test.each([
    undefined,
    "",
    "*/*",
    "application/*",
    "application/json",
    "APPLICATION/JSON",
    "application/json; charset=utf-8",
    "application/json;q=0.001",
    "text/html, application/json;q=0.1",
    "text/html;q=0, */*",
    "image/png, */*;q=0.1",
    " application/json ,",
    FIREFOX,
  ])("Accept: %j gives JSON", async (accept) => {
    const { status, headers } = await api.get("/v1/vocabularies", accept === undefined ? {} : { accept });
    expect([status, headers["content-type"]]).toEqual([200, JSON_TYPE]);
    expect(headers.vary).toMatch(/\bAccept\b/);
  });

  test.each([
    "text/html",
    "text/*",
    "application/xml, image/png",
    "application/json;q=0",
    "application/json;q=0, text/html",
    "application/json;q=0, */*",
    "application/*;q=0, */*;q=0",
    "*/*;q=0",
    "nonsense",
    "application/json-seq",
    "application/geo+json",
  ])("Accept: %j gives 406", async (accept) => {
    const { status, headers, json } = await api.get("/v1/vocabularies", { accept });
    expect([status, headers["content-type"]]).toEqual([406, "application/problem+json; charset=utf-8"]);
    expect(json.type).toBe("/problems/not-acceptable");
    expect(json.detail).toContain("application/json");
  });
});

describe("Accept on GET …/evidence", () => {
  test.each([
    undefined,
    "*/*",
    "application/*",
    "application/ld+json",
    'application/ld+json;profile="http://www.w3.org/ns/anno.jsonld"',
    'application/ld+json; q=0.9; profile="http://www.w3.org/ns/anno.jsonld", text/html',
    "application/ld+json, application/json",
  ])("Accept: %j gives an AnnotationPage", async (accept) => {
    const { status, headers, json } = await api.get(EVIDENCE, accept === undefined ? {} : { accept });
    expect(status).toBe(200);
    expect(headers["content-type"]).toContain(EVIDENCE_TYPE);
    expect(json.type).toBe("AnnotationPage");
  });

  test.each(["application/json", "application/ld+json;q=0.1, application/json", "application/ld+json;q=0, */*"])(
    "Accept: %j gives plain JSON, the same document",
    async (accept) => {
      const { status, headers, json } = await api.get(EVIDENCE, { accept });
      expect([status, headers["content-type"]]).toEqual([200, JSON_TYPE]);
      expect(json.type).toBe("AnnotationPage");
    },
  );

  test("Accept without either type gives 406 with both of them", async () => {
    const { status, json } = await api.get(EVIDENCE, { accept: "text/turtle" });
    expect(status).toBe(406);
    expect(json.detail).toContain(`${EVIDENCE_TYPE} or application/json`);
  });
});

describe("Accept on the home page", () => {
  test.each([
    [undefined, HTML_TYPE],
    ["*/*", HTML_TYPE],
    [FIREFOX, HTML_TYPE],
    ["text/*", HTML_TYPE],
    ["application/json", JSON_TYPE],
    ["application/*", JSON_TYPE],
    ["text/html;q=0.5, application/json", JSON_TYPE],
    ["text/html;q=0, */*", JSON_TYPE],
  ])("Accept: %j gives %s", async (accept, type) => {
    const { status, headers } = await api.get("/", accept === undefined ? {} : { accept });
    expect([status, headers["content-type"]]).toEqual([200, type]);
  });

  test("Accept without either type gives 406 with both of them", async () => {
    const { status, json } = await api.get("/", { accept: "image/png" });
    expect(status).toBe(406);
    expect(json.detail).toMatch(/text\/html.* or application\/json/);
  });
});

test.each([
  ["/openapi.json", "application/yaml"],
  ["/openapi.yaml", "application/json"],
  ["/livez", "text/plain"],
])("Accept on %s: %s gives 406", async (path, accept) => {
  // The document is no operation: its refusal is a problem like all others.
  expect((await api.get(path, { accept })).json).toMatchObject({ status: 406, type: "/problems/not-acceptable" });
});

test("a path that does not exist gives 404, whatever Accept says", async () => {
  expect((await api.get("/nowhere", { accept: "image/png" })).status).toBe(404);
});
