// Accept: which type an address answers with, and 406 with the types that it has where none is wanted.
import { describe, expect, test } from "vitest";
import { useServer } from "../support/server.ts";

const api = useServer();

const JSON_TYPE = "application/json; charset=utf-8";
const HTML_TYPE = "text/html; charset=utf-8";
const EVIDENCE = "/v1/events/2023-10-17-tokayev-xi-talks/evidence";
const EVIDENCE_TYPE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"';
const FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

describe("what is JSON alone", () => {
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
  ])("is JSON for %j", async (accept) => {
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
  ])("is refused for %j", async (accept) => {
    const { status, headers, json } = await api.get("/v1/vocabularies", { accept });
    expect([status, headers["content-type"]]).toEqual([406, "application/problem+json; charset=utf-8"]);
    expect(json.type).toBe("/problems/not-acceptable");
    expect(json.detail).toContain("application/json");
  });
});

describe("evidence", () => {
  test.each([
    undefined,
    "*/*",
    "application/*",
    "application/ld+json",
    'application/ld+json;profile="http://www.w3.org/ns/anno.jsonld"',
    'application/ld+json; q=0.9; profile="http://www.w3.org/ns/anno.jsonld", text/html',
    "application/ld+json, application/json",
  ])("is an AnnotationPage for %j", async (accept) => {
    const { status, headers, json } = await api.get(EVIDENCE, accept === undefined ? {} : { accept });
    expect(status).toBe(200);
    expect(headers["content-type"]).toContain(EVIDENCE_TYPE);
    expect(json.type).toBe("AnnotationPage");
  });

  test.each(["application/json", "application/ld+json;q=0.1, application/json", "application/ld+json;q=0, */*"])(
    "is the same as plain JSON for %j",
    async (accept) => {
      const { status, headers, json } = await api.get(EVIDENCE, { accept });
      expect([status, headers["content-type"]]).toEqual([200, JSON_TYPE]);
      expect(json.type).toBe("AnnotationPage");
    },
  );

  test("is refused with both of its types", async () => {
    const { status, json } = await api.get(EVIDENCE, { accept: "text/turtle" });
    expect(status).toBe(406);
    expect(json.detail).toContain(`${EVIDENCE_TYPE} or application/json`);
  });
});

describe("the home page", () => {
  test.each([
    [undefined, HTML_TYPE],
    ["*/*", HTML_TYPE],
    [FIREFOX, HTML_TYPE],
    ["text/*", HTML_TYPE],
    ["application/json", JSON_TYPE],
    ["application/*", JSON_TYPE],
    ["text/html;q=0.5, application/json", JSON_TYPE],
    ["text/html;q=0, */*", JSON_TYPE],
  ])("for %j is %s", async (accept, type) => {
    const { status, headers } = await api.get("/", accept === undefined ? {} : { accept });
    expect([status, headers["content-type"]]).toEqual([200, type]);
  });

  test("is refused with both of its types", async () => {
    const { status, json } = await api.get("/", { accept: "image/png" });
    expect(status).toBe(406);
    expect(json.detail).toMatch(/text\/html.* or application\/json/);
  });
});

test.each([
  ["/openapi.json", "application/yaml"],
  ["/openapi.yaml", "application/json"],
  ["/livez", "text/plain"],
])("%s is refused for %s", async (path, accept) => {
  // The document is no operation: its refusal is a problem like all others.
  expect((await api.get(path, { accept })).json).toMatchObject({ status: 406, type: "/problems/not-acceptable" });
});

test("an address that there is not is 404 whatever is accepted", async () => {
  expect((await api.get("/nowhere", { accept: "image/png" })).status).toBe(404);
});
