// Documentation files: those that the page asks for are served, any other name is 404 and never an error of the server.
import pino from "pino";
import { describe, expect, onTestFinished, test } from "vitest";
import { startServer, useServer } from "../support/server.ts";
import { requestText, sendRaw } from "../support/wire.ts";

const api = useServer();

/** The addresses that a page loads. */
const assetsOf = (page: string) => [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address = ""]) => address);

test.each(["/docs", "/docs/"])("every file that %s loads is there", async (path) => {
  const assets = assetsOf((await api.get(path, { accept: "text/html" })).text);
  expect(assets.length).toBeGreaterThan(5);
  for (const asset of assets) {
    const { pathname } = new URL(asset, `${api.url}${path}`);
    expect((await api.get(pathname)).status, pathname).toBe(200);
  }
});

describe("GET /docs/static: names that are no files", () => {
  const NAMES = [
    ...["..", ".", "", "/", "//", "%2e", "%2e%2e", "%2e%2e/package.json", "..%2fpackage.json", "..\\package.json"],
    ...["%5c..%5cindex.css", "%00", "index.css%00", ".env", "..;/", "%252e%252e", "csp.json", "a/b/c", "index.css/"],
    "x".repeat(100),
  ];

  test.each(NAMES)("GET /docs/static/%s is 404 or the page's redirect", async (name) => {
    for (const method of ["GET", "HEAD"]) {
      const { status } = await sendRaw(api.url, requestText(method, `/docs/static/${name}`));
      expect(status, method).toBe(404);
    }
  });

  test("a name of 300 characters gives 414", async () => {
    const { status } = await sendRaw(api.url, requestText("GET", `/docs/static/${"x".repeat(300)}`));
    expect([404, 414]).toContain(status);
  });

  test("no such request makes a line at error level in the log", async () => {
    const lines: string[] = [];
    const logger = pino({ level: "warn" }, { write: (line: string) => void lines.push(line) });
    const server = await startServer({ logger, settings: { LOG_REQUESTS: "false" } });
    onTestFinished(() => server.stop());
    for (const name of NAMES) await sendRaw(server.url, requestText("GET", `/docs/static/${name}`));
    expect(lines).toEqual([]);
  });
});

describe("Swagger UI under a path prefix of a proxy", () => {
  const prefixed = useServer({ settings: { PUBLIC_URL: "https://example.org/service" } });

  test("the page names its files with the prefix", async () => {
    const assets = assetsOf((await prefixed.get("/docs", { accept: "text/html" })).text);
    expect(assets.length).toBeGreaterThan(5);
    for (const asset of assets) {
      const { pathname } = new URL(asset, "https://example.org/service/docs");
      expect(pathname).toMatch(/^\/service\/docs\/static\//);
      // The proxy takes the prefix away.
      expect((await prefixed.get(pathname.replace("/service", ""))).status).toBe(200);
    }
  });
});
