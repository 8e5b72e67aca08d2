// Pages in a real browser: from the home page to the words, own copies, no scripts, narrow screens, and axe.
//
// What takes time is opening pages and axe: each kind of page is opened once, at 320 pixels, then widened for axe with
// all its rules; the dark scheme changes colours alone, so only the rules of colour run again.
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
    await page.getByRole("link", { name: "China and Kazakhstan" }).click();
    expect(new URL(page.url()).pathname).toBe("/dyads/cn/kz");
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

  test("on plain http pages load, and without SubtleCrypto an article says why it compares nothing", async () => {
    const page = await context.newPage();
    const seen = watch(page);
    const origin = server.url.replace("127.0.0.1", LAN_NAME);
    await page.goto(`${origin}${ARTICLE}`);
    await page.locator("#own > summary").click();
    expect(await page.locator("#own-said").textContent()).toContain("SubtleCrypto");
    expect(await page.locator("#own-text").count()).toBe(0);
    await page.goto(origin);
    expect(await page.title()).toBe("Communiqué");
    // Nothing is upgraded to https, which a server on a local network does not have.
    expect(seen.faults).toEqual([]);
    expect([...seen.origins]).toEqual([origin]);
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

  test("no page is wider than 320 pixels (WCAG 1.4.10), and axe finds nothing on any kind of page, light and dark", async () => {
    const page = await context.newPage();
    const found: string[] = [];
    for (const path of [...KINDS, "/sources", "/dyads/fi/us?dataset=all", `${ARTICLE}?lang=ru`]) {
      const isDocs = path === "/docs";
      await page.emulateMedia({ colorScheme: "light" });
      await page.setViewportSize(isDocs ? WIDE : NARROW);
      await page.goto(`${server.url}${path}`);
      if (isDocs) await page.locator("#operations-events-listEvents").waitFor();
      else {
        const over = Number(await page.evaluate("document.documentElement.scrollWidth - innerWidth"));
        if (over > 0) found.push(`${path} is wider by ${over}`);
      }
      if (!KINDS.includes(path)) continue;
      await page.setViewportSize(WIDE);
      await page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true");
      await page.evaluate(AXE);
      found.push(...(await axe(page, ALL_RULES)).map((fault) => `${path}, light: ${fault}`));
      // Swagger UI has one colour scheme.
      if (isDocs) continue;
      await page.emulateMedia({ colorScheme: "dark" });
      found.push(...(await axe(page, COLOUR_RULES)).map((fault) => `${path}, dark: ${fault}`));
    }
    expect(found).toEqual([]);
    await page.close();
  });
});

const NARROW = { width: 320, height: 640 };
const WIDE = { width: 1280, height: 900 };
const ALL_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

/** Every fault of these rules or of rules with these tags; of Swagger UI, which is not ours, the critical and serious ones. */
async function axe(page: Page, rules: readonly string[]): Promise<string[]> {
  const run = `axe.run({ runOnly: ${JSON.stringify(rules)}, resultTypes: ["violations"] }).then(({ violations, passes }) => ({
    ran: passes.length + violations.length,
    faults: violations.map(({ id, impact, nodes }) => ({ id, impact, html: nodes.map((node) => node.html.slice(0, 120)).slice(0, 2).join(" ") }))
  }))`;
  const { ran, faults } = (await page.evaluate(run)) as {
    ran: number;
    faults: { id: string; impact: string; html: string }[];
  };
  expect(ran).toBeGreaterThan(0);
  const isDocs = new URL(page.url()).pathname.startsWith("/docs");
  return faults
    .filter(({ impact }) => !isDocs || ["critical", "serious"].includes(impact))
    .map(({ id, impact, html }) => `${impact} ${id} ${html}`);
}
