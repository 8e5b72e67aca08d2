// Links: they work, are absolute with PUBLIC_URL, and no header of a client changes them.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { address, given, pageFor } from "../../src/routes/answer/links.ts";
import { addressOf, DOCUMENT, OPERATIONS, walk } from "../support/document.ts";
import { useServer } from "../support/server.ts";

const TALKS = "/v1/events/2023-10-17-tokayev-xi-talks";
/** Everything that has links, refusals too. */
const PATHS = [
  ...OPERATIONS.map(addressOf),
  "/v1/events?limit=1",
  "/v1/quotes?limit=2&sort=date&include=participants",
  `${TALKS}?include=participants,venues`,
  "/v1/events?type=party",
  "/v1/events/no-such-event",
  "/nowhere",
];
/** A link that stands alone as a value; texts may name addresses as well. */
const LINK = /^\/(?:v1|docs|openapi|problems|livez|readyz|\.well-known)(?:[/?.]\S*)?$/;

/** The home page is JSON for those who ask. */
const accept = (path: string) => (path === "/" ? { accept: "application/json" } : undefined);

/** All strings of a JSON body. */
function textsOf(json: unknown): string[] {
  return [...walk(json)].map(([, value]) => value).filter((value) => typeof value === "string");
}

test("the page of an answer has its parameters, without those that say how it is written", () => {
  const shape = ["format", "fields", "include", "columns", "bom", "labels"];
  const name = fc.oneof(
    fc.constantFrom(...shape, "from", "q", "country.all"),
    fc.string({ unit: "grapheme", minLength: 1 }),
  );
  const query = fc.array(fc.tuple(name, fc.string({ unit: "grapheme" })), { maxLength: 4 });
  fc.assert(
    fc.property(query, fc.constantFrom("", "https://example.org/api"), (given, base) => {
      const named = given.map(([one, value]) => [one.replace(/\[\]$/, ""), value] as const);
      fc.pre(named.every(([one]) => !one.endsWith("[]")));
      const kept = named.filter(([one]) => !shape.includes(one));
      expect(pageFor(address(base, "/v1/events", named))).toBe(address(base, "/events", kept));
    }),
  );
});

describe("links without PUBLIC_URL", () => {
  const api = useServer();

  test("links are absolute paths, and all of them answer", { timeout: 30_000 }, async () => {
    const seen = new Set<string>();
    const queue = [...PATHS];
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      if (seen.has(path)) continue;
      seen.add(path);
      const { status, json, headers } = await api.get(path, accept(path));
      if (!PATHS.includes(path)) expect(status, path).toBe(200);
      // Its examples and paths are no links.
      if (path.startsWith("/openapi")) continue;
      // Pages for people are followed in tests/http/pages.test.ts.
      const forPrograms = (headers.link ?? "").replace(/<[^>]*>; rel=alternate; type="text\/html"/, "");
      const inHeader = [...forPrograms.matchAll(/<([^>]*)>/g)].map(([, link = ""]) => link);
      const links = [...inHeader, ...textsOf(json).filter((text) => LINK.test(text))];
      expect(inHeader.filter((link) => !LINK.test(link))).toEqual([]);
      queue.push(...links);
    }
    // Pages of one were followed to their end, and problems to their explanation.
    expect([...seen].filter((path) => path.startsWith("/v1/events?limit=1&cursor=")).length).toBeGreaterThan(5);
    expect(seen).toContain("/problems/invalid-request");
  });

  const forged = {
    host: "evil.example",
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "evil-scheme",
    "x-forwarded-for": "203.0.113.9",
    "x-forwarded-prefix": "/evil",
    forwarded: "host=evil.example;proto=evil-scheme",
    "x-original-url": "/evil",
  };
  test.each([...PATHS, "/docs", "/openapi.json"])("links of %s ignore Host and forwarded headers", async (path) => {
    const { text, headers } = await api.get(path, forged);
    expect(`${text} ${JSON.stringify(headers)}`).not.toMatch(/evil|203\.0\.113/);
  });
});

describe.each(["https://news.example.org", "http://example.org:8080/news"])("links with PUBLIC_URL=%s", (base) => {
  const api = useServer({ settings: { PUBLIC_URL: `${base}/` } });

  test.each(PATHS)("links of %s begin with it", async (path) => {
    const { json, headers } = await api.get(path, accept(path));
    const texts = textsOf(json);
    expect(texts.filter((text) => LINK.test(text))).toEqual([]);
    for (const [, link] of (headers.link ?? "").matchAll(/<([^>]*)>/g)) expect(link).toMatch(new RegExp(`^${base}/`));
    const absolute = texts.filter((text) => text.startsWith(base));
    if (!["/livez", "/readyz", "/metrics"].includes(path)) expect(absolute.length).toBeGreaterThan(0);
    // Without the base they are what they would be.
    for (const link of absolute) expect((await api.get(link.slice(base.length) || "/")).status).toBeLessThan(300);
  });

  test("links of the home page begin with its path, under whatever name the page is asked", async () => {
    const { text } = await api.get("/");
    const links = [...text.matchAll(/href="([^"#]+)"/g)].map(([, link = ""]) => link);
    const root = new URL(base).pathname.replace(/\/$/, "");
    expect(links.length).toBeGreaterThan(9);
    expect(links.filter((link) => !link.startsWith(`${root}/`))).toEqual([]);
    const { text: record } = await api.get("/events/2023-10-17-tokayev-xi-talks");
    expect(record).toContain(`${base}/events/2023-10-17-tokayev-xi-talks`);
  });

  test("servers of the OpenAPI document begin with it", async () => {
    const { json } = await api.get("/openapi.json");
    expect(json.servers.map(({ url }: { url: string }) => url)).toEqual([base]);
    expect(Object.keys(json.paths)).toEqual(Object.keys(DOCUMENT.paths));
  });
});

test("the parameters of an address are those that URLSearchParams reads, in order (property)", () => {
  const text = fc.oneof(fc.stringMatching(/^[\w.,!*-]{0,8}$/), fc.string({ maxLength: 5 }).map(encodeURIComponent));
  const query = fc.array(fc.tuple(text, text)).map((pairs) => pairs.map((pair) => pair.join("=")).join("&"));
  fc.assert(
    fc.property(query, (written) => {
      const wanted = [...new URLSearchParams(written)].map(([name, value]) => [name.replace(/\[\]$/, ""), value]);
      expect(given(`/v1/events?${written}`)).toEqual(wanted);
    }),
  );
});
