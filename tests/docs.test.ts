// The documentation in a real browser: operations can be tried out as they stand, and answer with data.
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Browser, CHROMIUM, execute, LAN_NAME, openBrowser, tryOut, unfold, watch } from "./support/browser.ts";
import { DOCUMENT } from "./support/document.ts";
import { useServer } from "./support/server.ts";

const server = useServer();
const missing = CHROMIUM === undefined ? " (skipped: there is no Chromium here; CHROMIUM=<path> names one)" : "";

/** The server under another name of this machine. */
const origin = (name: string) => server.url.replace("127.0.0.1", name);

type Row = readonly [tag: string, operation: string, path: string];

/**
 * One operation of each tag, by the name of the host. A name that browsers do not trust is what a server has on a local
 * network: nothing may be upgraded to https there.
 */
const PAGES: readonly (readonly [name: string, rows: readonly Row[]])[] = [
  [
    LAN_NAME,
    [
      ["events", "listEvents", "/v1/events"],
      ["figures", "getFigure", "/v1/figures/2023-10-17-investment-volume"],
      ["participations", "listParticipations", "/v1/participations"],
      ["participants", "getParticipant", "/v1/participants/kassym-jomart-tokayev"],
      ["vocabularies", "getVocabulary", "/v1/vocabularies/event-types"],
      ["about", "listDatasets", "/v1/datasets"],
      ["health", "getReadiness", "/readyz"],
    ],
  ],
  [
    "localhost",
    [
      ["quotes", "getQuote", "/v1/quotes/2023-10-17-tokayev-on-cooperation"],
      ["venues", "getVenue", "/v1/venues/great-hall-of-the-people"],
      ["sources", "listSources", "/v1/sources"],
      ["search", "search", "/v1/search?q=%D0%B8%D0%BD%D0%B2%D0%B5%D1%81%D1%82%D0%B8%D1%86%D0%B8%D0%B9"],
      ["stats", "countSources", "/v1/stats/sources"],
      ["dyads", "getDyad", "/v1/dyads/KZ/CN"],
      ["timeline", "getTimeline", "/v1/timeline"],
    ],
  ],
];

test("Swagger UI: an operation of every tag is tried out in this file", () => {
  const tried = PAGES.flatMap(([, rows]) => rows.map(([tag]) => tag));
  expect(tried.sort()).toEqual(DOCUMENT.tags.map(({ name }) => name).sort());
});

describe.skipIf(CHROMIUM === undefined)(`Swagger UI${missing}`, { timeout: 600_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  // Side by side: what takes time is drawing, each page in a process of its own.
  test.concurrent.each(PAGES)(
    "Swagger UI on http://%s: operations answer with data when executed as they are filled in",
    async (name, rows) => {
      const page = await browser.context.newPage();
      const seen = watch(page);
      for (const [at, [tag, operation, path]] of rows.entries()) {
        const block = at === 0 ? await tryOut(page, origin(name), tag, operation) : await unfold(page, tag, operation);
        const { status, url, body } = await execute(block);
        expect(url).toBe(`${origin(name)}${path}`);
        expect(status, operation).toMatch(/^200\b/);
        expect(Object.keys(body.data ?? body).length, operation).toBeGreaterThan(0);
        if (operation === "listEvents") await chooseExamples(block, origin(name));
        // What stays unfolded is drawn anew with everything that follows.
        await block.locator(".opblock-summary-control").click();
      }
      expect(seen.faults).toEqual([]);
      expect([...seen.origins]).toEqual([origin(name)]);
      await page.close();
    },
  );

  /** An example that is chosen is what is sent. */
  async function chooseExamples(block: Locator, url: string): Promise<void> {
    await block.getByRole("button", { name: "Clear" }).click();
    for (const [parameter, label] of [
      ["type", "talks"],
      ["limit", "5"],
    ]) {
      await block
        .locator(`tr[data-param-name="${parameter}"] .examples-select select`)
        .selectOption({ label: label ?? "" });
    }
    const executed = await execute(block);
    expect(executed.url).toBe(`${url}/v1/events?type=talks&limit=5`);
    expect(executed.status).toMatch(/^200\b/);
    expect(executed.body.data.map(({ type }: { type: string }) => type)).toEqual(["talks"]);
  }

  test("the home page loads in a browser without an error", async () => {
    const page = await browser.context.newPage();
    const seen = watch(page);
    await page.goto(origin(LAN_NAME));
    expect(await page.title()).toBe("Communiqué");
    expect(await page.locator("main").isVisible()).toBe(true);
    expect(seen.faults).toEqual([]);
    expect([...seen.origins]).toEqual([origin(LAN_NAME)]);
    await page.close();
  });

  test("the home page is not wider than a screen of 320 pixels (WCAG 1.4.10)", async () => {
    const page = await browser.context.newPage();
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto(server.url);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(320);
    await page.close();
  });
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
