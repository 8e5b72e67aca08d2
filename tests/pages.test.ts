// Pages in a real browser: from the home page to the words, own copies, no scripts, narrow screens, and axe.
import { readFileSync } from "node:fs";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Browser, CHROMIUM, LAN_NAME, openBrowser, watch } from "./support/browser.ts";
import { useServer } from "./support/server.ts";

const server = useServer();
const missing = CHROMIUM === undefined ? " (skipped: there is no Chromium here; CHROMIUM=<path> names one)" : "";
const AXE = readFileSync(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");
const ARTICLE = "/sources/zakon-kz-2023-10-17";
const VALUE = "figures/2023-10-17-investment-volume/value";

/** One of each kind of page. */
const KINDS = [
  ...["/", ARTICLE, "/events", "/events/2023-10-17-tokayev-xi-talks", "/figures/2023-10-17-investment-volume"],
  ...[
    "/dyads",
    "/dyads/KZ/CN",
    "/search?q=Beijing",
    "/timeline",
    "/map?dataset=all",
    "/stats/events?by=type",
    "/datasets",
  ],
  ...["/events?contry=KZ", "/docs"],
];

describe.skipIf(CHROMIUM === undefined)(`pages in Chromium${missing}`, { timeout: 120_000 }, () => {
  let browser: Browser;
  let context: BrowserContext;
  beforeAll(async () => {
    browser = await openBrowser();
    context = browser.context;
    context.setDefaultTimeout(10_000);
  });
  afterAll(() => browser?.close());

  test("from the home page by search to the 21 billion, its words, the talks, the pair and its rows as CSV", async () => {
    const page = await context.newPage();
    const seen = watch(page);
    await page.goto(server.url);
    await page.getByRole("searchbox").fill("21 billion");
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "21 billion US dollars" }).first().click();
    expect(await page.locator("h1").textContent()).toBe("21 billion US dollars: volume of investment");
    await page.locator(`[id="value"] .te a`).first().click();
    // The words are chosen in the article, and the value beside them.
    await page.waitForSelector(".run.on");
    expect(new URL(page.url()).pathname).toBe(ARTICLE);
    expect(await page.locator(".run.on").allTextContents()).toContain("21 млрд");
    expect(await page.locator(`[id="${VALUE}"]`).getAttribute("class")).toContain("on");
    await page.locator("h4").getByRole("link", { name: "Talks between Kassym-Jomart Tokayev and Xi Jinping" }).click();
    await page.getByRole("link", { name: "Kazakhstan", exact: true }).first().waitFor();
    await page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: "Pairs" }).click();
    await page.getByRole("link", { name: "China and Kazakhstan" }).click();
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download all their rows as CSV" }).click();
    const path = await (await download).path();
    expect(readFileSync(path, "utf8").trim().split("\r\n")).toHaveLength(10);
    expect(await page.locator("body").textContent()).not.toMatch(/[{}]"|2023-10-17-[a-z]/);
    expect(seen.faults).toEqual([]);
    expect([...seen.origins]).toEqual([server.url]);
    await page.close();
  });

  test("words and values mark each other, by hover, by keyboard and by a permalink", async () => {
    const page = await context.newPage();
    await page.goto(`${server.url}${ARTICLE}`);
    await page.locator(".run", { hasText: "Астане" }).first().hover();
    expect(await page.locator(".v.on").count()).toBeGreaterThan(0);
    await page.mouse.move(2, 2);
    await page.locator(`[id="${VALUE}"] dd`).hover();
    expect(await page.locator(".run.on").allTextContents()).toEqual(["21 млрд"]);
    await page.locator("a.run").first().focus();
    await page.keyboard.press("ArrowRight");
    expect(await page.locator('a.run[tabindex="0"]').count()).toBe(1);
    await page.goto(`${server.url}/`);
    await page.goto(`${server.url}${ARTICLE}#${VALUE}`);
    await page.waitForSelector(".run.on");
    const isSeen = (node: { getBoundingClientRect(): { top: number; bottom: number } }) => {
      const { top, bottom } = node.getBoundingClientRect();
      return top >= 0 && bottom <= 900;
    };
    for (const found of [page.locator(".run.on").first(), page.locator(`[id="${VALUE}"]`)]) {
      await expect.poll(() => found.evaluate(isSeen)).toBe(true);
    }
    await page.close();
  });

  test("an own copy fills the gaps where its SHA-256 is the one on record, and is refused otherwise", async () => {
    // The text is made here: gaps of the article's length, and the hash of that text in the place of the one on record.
    const page = await context.newPage();
    await page.route("**/sources/zakon-kz-2023-10-17", async (route) => {
      const response = await route.fetch();
      const html = await response.text();
      await route.fulfill({
        response,
        body: html.replace(/data-sha="[0-9a-f]{64}"/, `data-sha="${await own().then(hash)}"`),
      });
    });
    const own = async () => {
      const { pieces } = (await server.get(`/v1${ARTICLE}/spans`)).json.data as {
        pieces: { start: number; end: number; text: string | null }[];
      };
      return pieces.map(({ start, end, text }) => text ?? "x".repeat(end - start)).join("");
    };
    const hash = async (text: string) =>
      Buffer.from(await crypto.subtle.digest("SHA-256", Buffer.from(text))).toString("hex");
    const copy = await own();
    await page.goto(`${server.url}${ARTICLE}`);
    await page.locator("#own > summary").click();
    expect(await page.locator("#own-text").getAttribute("name")).toBeNull();
    expect(
      await page
        .locator("form")
        .filter({ has: page.locator("#own-text") })
        .count(),
    ).toBe(0);
    await page.locator("#own-text").fill(`${copy}!`);
    await page.locator("#own-desk button").click();
    await expect.poll(() => page.locator("#own-said").textContent()).toContain("This is not the text on record");
    expect(await page.locator(".gap").count()).toBeGreaterThan(0);
    await page.locator("#own-text").fill(copy.replaceAll("\n", "\r\n"));
    await page.locator("#own-desk button").click();
    await expect.poll(() => page.locator("#own-said").textContent()).toContain("Your copy is the article on record");
    expect(await page.locator(".gap").count()).toBe(0);
    expect(await page.locator("#text").evaluate((node: { textContent: string }) => node.textContent)).toBe(copy);
    await page.close();
  });

  test("without SubtleCrypto, on plain http, the page says why it compares nothing", async () => {
    const page = await context.newPage();
    await page.goto(`${server.url.replace("127.0.0.1", LAN_NAME)}${ARTICLE}`);
    await page.locator("#own > summary").click();
    expect(await page.locator("#own-said").textContent()).toContain("SubtleCrypto");
    expect(await page.locator("#own-text").count()).toBe(0);
    await page.close();
  });

  test("without scripts a mark leads to its value, and the values of a narrow screen are below", async () => {
    const plain = await context.browser()?.newContext({ javaScriptEnabled: false });
    const page = await (plain ?? context).newPage();
    await page.route("**/*.js", (route) => route.abort());
    await page.goto(`${server.url}${ARTICLE}`);
    await page.locator(".run", { hasText: "Астане" }).first().click();
    expect(decodeURIComponent(new URL(page.url()).hash)).toMatch(/^#(?:events|venues)\//);
    expect(await page.locator("#own-text").count()).toBe(0);
    await page.close();
    await plain?.close();
  });

  test("no page is wider than a screen of 320 pixels (WCAG 1.4.10)", async () => {
    const page = await context.newPage();
    await page.setViewportSize({ width: 320, height: 640 });
    const wide: string[] = [];
    for (const path of [...KINDS, "/sources", "/dyads/fi/us?dataset=all", `${ARTICLE}?lang=ru`]) {
      if (path === "/docs") continue;
      await page.goto(`${server.url}${path}`);
      const over = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
      if (Number(over) > 0) wide.push(`${path}: ${over}`);
    }
    expect(wide).toEqual([]);
    await page.close();
  });

  test.each(["light", "dark"] as const)("axe finds nothing on any kind of page, %s", async (colorScheme) => {
    const page = await context.newPage();
    await page.emulateMedia({ colorScheme });
    const found: string[] = [];
    // Swagger UI has one colour scheme.
    for (const path of KINDS.filter((one) => one !== "/docs" || colorScheme === "light")) {
      await page.goto(`${server.url}${path}`);
      if (path === "/docs") await page.locator("#operations-events-listEvents").waitFor();
      found.push(...(await axe(page)).map((fault) => `${path}: ${fault}`));
    }
    expect(found).toEqual([]);
    await page.close();
  });
});

/** Every fault that axe finds; of Swagger UI, which is not ours, the critical and serious ones. */
async function axe(page: Page): Promise<string[]> {
  await page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true");
  await page.evaluate(AXE);
  const run = `axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }).then(({ violations }) =>
    violations.map(({ id, impact, nodes }) => ({ id, impact, html: nodes.map((node) => node.html.slice(0, 120)).slice(0, 2).join(" ") })))`;
  const faults = (await page.evaluate(run)) as { id: string; impact: string; html: string }[];
  const isDocs = new URL(page.url()).pathname.startsWith("/docs");
  return faults
    .filter(({ impact }) => !isDocs || ["critical", "serious"].includes(impact))
    .map(({ id, impact, html }) => `${impact} ${id} ${html}`);
}
