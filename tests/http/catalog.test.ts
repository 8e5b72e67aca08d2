// The API catalog: a linkset after RFC 9727 whose links all lead somewhere.
import { describe, expect, test } from "vitest";
import { useServer } from "../support/server.ts";

const PATH = "/.well-known/api-catalog";
const TYPE = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"';

describe("GET /.well-known/api-catalog", () => {
  const api = useServer();

  test("lists the API with its description and documentation as a linkset", async () => {
    const { headers, json } = await api.get(PATH);
    expect(headers["content-type"]?.replace("; charset=utf-8", "")).toBe(TYPE);
    const [catalog, about, ...more] = json.linkset;
    expect(more).toEqual([]);
    expect(catalog.anchor).toBe(PATH);
    expect(catalog.item.map(({ href }: { href: string }) => href)).toEqual([about.anchor]);
    expect(Object.keys(about).sort()).toEqual(["anchor", "service-desc", "service-doc", "status"]);
  });

  test("has links that answer with the media type that they promise", async () => {
    const { json } = await api.get(PATH);
    const targets = json.linkset.flatMap(({ anchor: _, ...links }: Record<string, unknown>) =>
      Object.values(links).flat(),
    );
    expect(targets.length).toBeGreaterThan(4);
    for (const { href, type } of targets) {
      const { status, headers } = await api.get(href, { accept: type });
      expect(status, href).toBe(200);
      expect(headers["content-type"], href).toContain(type);
    }
  });

  test("gives its links to HEAD in the Link header", async () => {
    const { status, headers } = await api.head(PATH);
    expect(status).toBe(200);
    expect(headers.link).toBe("</.well-known/api-catalog>; rel=api-catalog, </v1>; rel=item");
  });

  test("is application/json for clients that do not accept linksets", async () => {
    const { headers, json } = await api.get(PATH, { accept: "application/json" });
    expect(headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(json).toEqual((await api.get(PATH)).json);
  });
});

describe("GET /.well-known/api-catalog with PUBLIC_URL", () => {
  const api = useServer({ settings: { PUBLIC_URL: "https://news.example.org" } });
  test("has absolute links", async () => {
    const { text, headers } = await api.get(PATH);
    expect([...text.matchAll(/"(?:anchor|href)":"([^"]*)"/g)].map(([, link]) => link)).toEqual(
      expect.arrayContaining(["https://news.example.org/v1", "https://news.example.org/openapi.json"]),
    );
    expect(`${text}${headers.link}`).not.toMatch(/["<]\//);
  });
});
