// The documentation in a real browser: every list can be tried out as it stands, and answers with data.
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Browser, CHROMIUM, execute, LAN_NAME, openBrowser, tryOut, unfold, watch } from "./support/browser.ts";
import { useServer } from "./support/server.ts";

const server = useServer();
const missing = CHROMIUM === undefined ? " (skipped: there is no Chromium here; CHROMIUM=<path> names one)" : "";

/** The server under another name of this machine. */
const at = (name: string) => server.url.replace("127.0.0.1", name);

describe.skipIf(CHROMIUM === undefined)(`Swagger UI${missing}`, { timeout: 600_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  // A name that browsers do not trust is what a server has on a local network: nothing may be upgraded to https there.
  test.each([
    ["listEvents", LAN_NAME, "events"],
    ["getQuote", "localhost", "quotes"],
  ])("%s answers with data when it is executed untouched, on http://%s", async (operation, name, tag) => {
    const page = await browser.context.newPage();
    const seen = watch(page);
    const block = await tryOut(page, at(name), tag, operation);
    const { status, url, body } = await execute(block);
    expect(url?.startsWith(`${at(name)}/v1/${tag}`)).toBe(true);
    expect(status).toMatch(/^200\b/);
    expect(Object.keys(body.data).length).toBeGreaterThan(0);
    if (operation === "listEvents") await chooseExamples(block, at(name));
    expect(seen.faults).toEqual([]);
    expect([...seen.origins]).toEqual([at(name)]);
    await page.close();
  });

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

  test("one operation of each other tag answers with data when it is executed as it is filled in", async () => {
    const page = await browser.context.newPage();
    const seen = watch(page);
    await page.goto(`${server.url}/docs`);
    for (const [tag, operation, path] of [
      ["figures", "getFigure", "/v1/figures/2023-10-17-investment-volume"],
      ["participants", "getParticipant", "/v1/participants/kassym-jomart-tokayev"],
      ["venues", "listVenues", "/v1/venues"],
      ["sources", "listSources", "/v1/sources"],
      ["search", "search", "/v1/search?q=%D0%B8%D0%BD%D0%B2%D0%B5%D1%81%D1%82%D0%B8%D1%86%D0%B8%D0%B9"],
      ["stats", "countSources", "/v1/stats/sources"],
      ["dyads", "getDyad", "/v1/dyads/KZ/CN"],
      ["timeline", "getTimeline", "/v1/timeline"],
      ["vocabularies", "getVocabulary", "/v1/vocabularies/event-types"],
      ["about", "listDatasets", "/v1/datasets"],
      ["health", "getReadiness", "/readyz"],
    ] as const) {
      const block = await unfold(page, tag, operation);
      const { status, url, body } = await execute(block);
      // What stays unfolded is drawn anew with everything that follows.
      await block.locator(".opblock-summary-control").click();
      expect(url).toBe(`${server.url}${path}`);
      expect(status, operation).toMatch(/^200\b/);
      expect(Object.keys(body.data ?? body).length, operation).toBeGreaterThan(0);
    }
    expect(seen.faults).toEqual([]);
    await page.close();
  });

  test("the home page shows itself without a fault", async () => {
    const page = await browser.context.newPage();
    const seen = watch(page);
    await page.goto(at(LAN_NAME));
    expect(await page.title()).toBe("Communiqué");
    expect(await page.locator("main").isVisible()).toBe(true);
    expect(seen.faults).toEqual([]);
    expect([...seen.origins]).toEqual([at(LAN_NAME)]);
    await page.close();
  });
});

describe("the page of the documentation", () => {
  test("may load from this server alone, over http too", async () => {
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
