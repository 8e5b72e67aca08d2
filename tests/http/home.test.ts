// Home page, health checks, problem pages, and a server without data.
import { describe, expect, test } from "vitest";
import { PROBLEMS } from "../../src/errors.ts";
import { addressOf, OPERATIONS } from "../support/document.ts";
import { startServer, useServer } from "../support/server.ts";

const api = useServer();

describe("GET /", () => {
  test("every link of the home page answers", async () => {
    const { text } = await api.get("/", { accept: "text/html" });
    expect(text).toMatch(/^<!doctype html>\n<html lang="en">/);
    const links = [...text.matchAll(/href="(\/[^"]*)"/g)].map(([, link = ""]) => link.replaceAll("&amp;", "&"));
    expect(links).toEqual(
      expect.arrayContaining(["/docs", "/v1", "/openapi.json", "/events", "/datasets", "/favicon.ico"]),
    );
    for (const link of links) expect((await api.get(link)).status, link).toBe(200);
  });

  test("as JSON it has questions worth trying, which find records", async () => {
    const { json } = await api.get("/", { accept: "application/json" });
    for (const link of Object.values<string>(json.links)) expect((await api.get(link)).status, link).toBe(200);
    for (const { href } of json.questions) {
      const answer = await api.get(href);
      expect(Object.keys(answer.json.data ?? answer.json.items), href).not.toHaveLength(0);
    }
  });
});

test.each(["/", "/docs"])(
  "GET %s has a description for search engines and an entity tag, by which it is 304",
  async (path) => {
    const html = { accept: "text/html" };
    const { text, headers } = await api.get(path, html);
    expect(text).toMatch(/<meta name="description" content="[^"<>]{40,}"\/?>/);
    const again = await api.get(path, { ...html, "if-none-match": headers.etag ?? "" });
    expect([again.status, again.text, again.headers.etag]).toEqual([304, "", headers.etag]);
    expect((await api.get(path, { ...html, "if-none-match": '"other"' })).text).toBe(text);
    // What is kept has the policy of the page.
    const kept = await api.get(path, html);
    expect(kept.headers["content-security-policy"]).toBe(headers["content-security-policy"]);
    expect(kept.headers["content-security-policy"]).toContain("style-src");
  },
);

describe("health checks", () => {
  test("with data, GET /livez and /readyz give 200 and are not cached", async () => {
    expect((await api.get("/livez")).json).toEqual({ status: "ok" });
    const { json } = await api.get("/readyz");
    expect(json).toEqual({ status: "ok", version: (await api.get("/v1")).json.meta.version });
    for (const path of ["/livez", "/readyz"]) expect((await api.get(path)).headers["cache-control"]).toBe("no-store");
  });

  describe("on a server without data", () => {
    const empty = useServer({ data: null });

    test("GET /livez gives 200 and /readyz 503 with Retry-After", async () => {
      expect((await empty.get("/livez")).status).toBe(200);
      const { status, headers, json } = await empty.get("/readyz");
      expect(status).toBe(503);
      expect(headers["retry-after"]).toMatch(/^[1-9]\d*$/);
      expect(json.type).toBe("/problems/starting");
    });

    const lists = OPERATIONS.filter(({ path }) => !path.includes("{") && path !== "/readyz");
    test.each(lists.map(addressOf))("GET %s gives 200", async (path) => {
      expect((await empty.get(path)).status).toBe(200);
    });
  });

  test("when the database is lost, /readyz gives 503 and the error is in the log only", async () => {
    const server = await startServer();
    await server.database.close();
    try {
      expect((await fetch(`${server.url}/livez`)).status).toBe(200);
      const ready = await fetch(`${server.url}/readyz`);
      expect([ready.status, ready.headers.get("retry-after")]).toEqual([503, "1"]);
      const list = await fetch(`${server.url}/v1/events`);
      expect(list.status).toBeGreaterThanOrEqual(500);
      expect(await list.text()).not.toMatch(/not open|sqlite|finalized|\.ts|node:/i);
    } finally {
      await server.stop();
    }
  });
});

describe("problem types", () => {
  test.each(Object.entries(PROBLEMS))("GET /problems/%s explains it", async (code, row) => {
    const { status, json } = await api.get(`/problems/${code}`);
    expect(status).toBe(200);
    expect(json.data).toEqual({ code, type: `/problems/${code}`, ...row });
    expect((await api.get("/problems")).json.data).toContainEqual(json.data);
  });

  test("an unknown problem gives 404 with the nearest one", async () => {
    const { status, json } = await api.get("/problems/not-fund");
    expect(status).toBe(404);
    expect(json.detail).toContain("did you mean `not-found`?");
  });

  test.each([
    ["GET", "/v1/events?contry=KZ", {}],
    ["GET", "/v1/events/nobody", {}],
    ["GET", "/nowhere", {}],
    ["GET", "/v1?a=%zz", {}],
    ["GET", `/v1/events/${"a".repeat(129)}`, {}],
    ["DELETE", "/v1", {}],
    ["GET", "/v1", { accept: "text/html" }],
  ] as const)("the `type` of the problem of %s %s is the address of its explanation", async (method, path, headers) => {
    const { json, status } = await api.ask(method, path, headers);
    const { data } = (await api.get(json.type)).json;
    expect([data.type, data.status, data.title]).toEqual([json.type, status, json.title]);
  });
});

test("GET /robots.txt and /favicon.ico answer", async () => {
  expect((await api.get("/robots.txt")).text).toBe("User-agent: *\nAllow: /\n");
  const { headers, text } = await api.get("/favicon.ico");
  expect(headers["content-type"]).toMatch(/^image\/svg\+xml/);
  expect(text).toMatch(/^<svg /);
});
