// Linked data over HTTP: JSON-LD describes what it names, and evidence keeps the rules of W3C's annotation model.
import { describe, expect, test } from "vitest";
import { COLLECTIONS } from "../../src/model/ids.ts";
import { useServer } from "../support/server.ts";

const api = useServer();
const absolute = useServer({ settings: { PUBLIC_URL: "https://example.org/a" }, bulk: false });

/** The ids that nodes name, and those of which something is said. */
function idsIn(value: unknown, named: Set<string>, described: Set<string>): void {
  if (Array.isArray(value)) for (const one of value) idsIn(one, named, described);
  if (typeof value !== "object" || value === null) return;
  const id = (value as Record<string, unknown>)["@id"];
  if (typeof id === "string") (Object.keys(value).length === 1 ? named : described).add(id);
  for (const one of Object.values(value)) idsIn(one, named, described);
}

describe("JSON-LD", () => {
  test.each(COLLECTIONS)(
    "GET list of %s: every @id that is named is described by type and name",
    async (collection) => {
      const { json } = await api.get(`/v1/${collection}?format=jsonld&dataset=all&limit=200`);
      const [named, described] = [new Set<string>(), new Set<string>()];
      idsIn(json["@graph"], named, described);
      const left = [...named].filter((id) => !described.has(id) && !id.startsWith("http://schema.org/"));
      expect(left).toEqual([]);
      for (const node of json["@graph"]) {
        expect(node["@type"]).toEqual(expect.any(String));
      }
      expect(json["@graph"].filter((node: object) => Object.keys(node).length < 3)).toEqual([]);
    },
  );
});

/** https://www.rfc-editor.org/rfc/rfc3987: a scheme, and no space or bracket. */
const IRI = /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

describe("evidence as an AnnotationPage", () => {
  test.each([
    ["without PUBLIC_URL", api, "urn:communique:"],
    ["with PUBLIC_URL", absolute, "https://example.org/a/v1/"],
  ])("%s: the MUSTs of the Web Annotation Data Model hold", async (_, server, prefix) => {
    for (const collection of COLLECTIONS) {
      const { json: list } = await server.get(`/v1/${collection}?limit=5&fields=id`);
      expect(list.data.length).toBeGreaterThan(0);
      for (const { id } of list.data) {
        const { json: page } = await server.get(`/v1/${collection}/${id}/evidence`);
        // Sections 5.1 and 5.2: collection and page.
        expect(page["@context"]).toBe("http://www.w3.org/ns/anno.jsonld");
        expect([page.type, page.partOf.type, page.startIndex]).toEqual(["AnnotationPage", "AnnotationCollection", 0]);
        expect(page.id.startsWith(prefix)).toBe(true);
        expect(page.partOf).toMatchObject({ total: page.items.length, first: page.id, last: page.id });
        const ids = [page.id, page.partOf.id, ...page.items.map((one: { id: string }) => one.id)];
        expect(new Set(ids).size).toBe(ids.length);
        for (const one of ids) expect(one).toMatch(IRI);
        for (const { type, target, created, creator, body } of page.items) {
          // Sections 3.1, 3.3.2 (life-cycle) and 4.2 (selectors).
          expect(type).toBe("Annotation");
          expect(created).toMatch(INSTANT);
          expect(creator).toMatchObject({ id: expect.stringMatching(IRI), type: "Organization", name: "Communiqué" });
          expect(body.length).toBeGreaterThan(0);
          for (const { source, selector } of typeof target === "string" ? [{ source: target, selector: [] }] : target) {
            expect(source).toMatch(IRI);
            expect(source.startsWith(prefix)).toBe(true);
            for (const one of selector) {
              if (one.type === "TextQuoteSelector") expect(one.exact).not.toBe("");
              else expect(one.end).toBeGreaterThan(one.start);
            }
          }
        }
      }
    }
  });

  test("`created` is the day on which the record last changed", async () => {
    const { data } = (await api.get("/v1/events/2023-10-17-tokayev-xi-talks?fields=updated")).json;
    const { json } = await api.get("/v1/events/2023-10-17-tokayev-xi-talks/evidence");
    expect(json.items[0].created).toBe(`${data.updated}T00:00:00Z`);
  });
});
