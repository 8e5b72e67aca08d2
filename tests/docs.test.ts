// The documentation in a real browser: operations can be tried out as they stand, and answer with data.
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Browser,
  CHROMIUM,
  execute,
  fold,
  LAN_NAME,
  openBrowser,
  openFolded,
  unfold,
  watch,
} from "./support/browser.ts";
import { useServer } from "./support/server.ts";

const server = useServer();
const missing = CHROMIUM === undefined ? " (skipped: there is no Chromium here; CHROMIUM=<path> names one)" : "";

/** The server under another name of this machine. */
const origin = (name: string) => server.url.replace("127.0.0.1", name);

type Row = readonly [tag: string, operation: string, path: string];

/**
 * An operation of each kind: with examples that are chosen, an id in its path, two of them, a text that is encoded, no
 * parameter. What takes time is drawing them; that all that the document shows is answered, operations.test.ts holds.
 */
const EVERY_KIND: readonly Row[] = [
  ["events", "listEvents", "/v1/events?type=talks&limit=5"],
  ["participants", "getParticipant", "/v1/participants/kassym-jomart-tokayev"],
  ["dyads", "getDyad", "/v1/dyads/KZ/CN"],
  ["search", "search", "/v1/search?q=%D0%B8%D0%BD%D0%B2%D0%B5%D1%81%D1%82%D0%B8%D1%86%D0%B8%D0%B9"],
  ["about", "listDatasets", "/v1/datasets"],
];

/**
 * The operations that are tried, by the name of the host. A name that browsers do not trust is what a server has on a
 * local network: nothing may be upgraded to https there. A name that they do trust differs in that alone.
 */
const PAGES: readonly (readonly [name: string, rows: readonly Row[]])[] = [
  [LAN_NAME, EVERY_KIND],
  ["localhost", [["health", "getReadiness", "/readyz"]]],
];

describe.skipIf(CHROMIUM === undefined)(`Swagger UI${missing}`, { timeout: 600_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  test.each(PAGES)(
    "Swagger UI on http://%s: operations answer with data when executed as they are filled in",
    async (name, rows) => {
      const page = await browser.context.newPage();
      const seen = watch(page);
      await openFolded(page, origin(name));
      for (const [tag, operation, path] of rows) {
        const block = await unfold(page, tag, operation);
        // Of all events the answer is long, and so is drawing it.
        if (operation === "listEvents") await chooseExamples(block);
        const { status, url, body } = await execute(block);
        expect(url).toBe(`${origin(name)}${path}`);
        expect(status, operation).toMatch(/^200\b/);
        expect(Object.keys(body.data ?? body).length, operation).toBeGreaterThan(0);
        await fold(page, tag);
      }
      expect(seen.faults).toEqual([]);
      expect([...seen.origins]).toEqual([origin(name)]);
      await page.close();
    },
  );

  /** An example that is chosen is what is sent. */
  async function chooseExamples(block: Locator): Promise<void> {
    for (const [parameter, label] of [
      ["type", "talks"],
      ["limit", "5"],
    ]) {
      await block
        .locator(`tr[data-param-name="${parameter}"] .examples-select select`)
        .selectOption({ label: label ?? "" });
    }
  }
});

describe("the page of Swagger UI", () => {
  test("its content security policy allows this server alone, over http too", async () => {
    const { text, headers } = await server.get("/docs");
    const policy = headers["content-security-policy"] ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/upgrade-insecure-requests|https?:|\*|unsafe-eval/);
    const assets = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address = ""]) => address);
    expect(assets.length).toBeGreaterThan(4);
    for (const asset of assets) {
      const address = new URL(asset, `${server.url}/docs`);
      expect(address.origin, asset).toBe(server.url);
      expect((await server.get(address.pathname)).status, asset).toBe(200);
    }
  });
});
