// Pages in a real browser: from the home page to the words, own copies, no scripts, narrow screens, paper, axe and pa11y.
//
// What takes time is opening pages and axe: each kind of page is opened once, at 320 pixels, then widened for axe with
// all its rules; the dark scheme changes colours alone, so only the rules of colour run again.
import { readFileSync } from "node:fs";
import type { BrowserContext } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dataset, event } from "./store/small.ts";
import { ALL_RULES, axe, bringRules, COLOUR_RULES, NARROW, sniffed, WIDE, widerBy } from "./support/accessible.ts";
import { type Browser, CHROMIUM, LAN_NAME, openBrowser, watch } from "./support/browser.ts";
import { useServer } from "./support/server.ts";

/** Titles that would turn, break or become what stands around them. */
const HOSTILE = [
  "زيارة دولة إلى أستانا (2024)",
  "exe.gpj\u202efdp.",
  "\u2067unclosed isolate",
  `</title></script><img src=x onerror="document.title='run'">"'&amp;<b>`,
  "long".repeat(500),
];
const odd = HOSTILE.map((title, at) => event(`odd-${at}`, { title: { en: title }, date: `2020-01-0${at + 1}` }));
const server = useServer({ datasets: [dataset("odd", { events: odd }, "bulk")] });
const missing = CHROMIUM === undefined ? " (skipped: there is no Chromium here; CHROMIUM=<path> names one)" : "";
const ARTICLE = "/sources/zakon-kz-2023-10-17";
const VALUE = "figures/2023-10-17-investment-volume/value";

/** One of each kind of page. */
const KINDS =
  `/ ${ARTICLE} /events /events/2023-10-17-tokayev-xi-talks /figures/2023-10-17-investment-volume /dyads /dyads/KZ/CN
  /search?q=Beijing /timeline /map /stats/events?by=type /datasets
  /quotes?columns=id,text,language,mentionedParticipantNames,dateEdtf,updated /events?contry=KZ /docs`.split(/\s+/);

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
    const seesWords = async () =>
      expect(await page.locator("body").innerText()).not.toMatch(/[{}]"|\b\d{4}-\d\d-\d\d-[a-z]/);
    await page.goto(server.url);
    await seesWords();
    await page.getByRole("searchbox").fill("21 billion");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/search?*");
    await seesWords();
    await page.getByRole("link", { name: "21 billion US dollars" }).first().click();
    expect(await page.locator("h1").textContent()).toBe("21 billion US dollars: volume of investment");
    await seesWords();
    await page.locator(`[id="value"] .te a`).first().click();
    // The words are chosen in the article, and the value beside them.
    await page.waitForSelector(".run.on");
    expect(new URL(page.url()).pathname).toBe(ARTICLE);
    expect(await page.locator(".run.on").allTextContents()).toContain("21 млрд");
    expect(await page.locator(`[id="${VALUE}"]`).getAttribute("class")).toContain("on");
    await seesWords();
    await page.locator("h4").getByRole("link", { name: "Talks between Kassym-Jomart Tokayev and Xi Jinping" }).click();
    await page.waitForURL("**/events/*");
    await seesWords();
    await page.getByRole("link", { name: "China and Kazakhstan" }).click();
    expect(new URL(page.url()).pathname).toBe("/dyads/cn/kz");
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download all their rows as CSV" }).click();
    const path = await (await download).path();
    expect(readFileSync(path, "utf8").trim().split("\r\n")).toHaveLength(10);
    await seesWords();
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
    // Its sign chooses that value alone, though others rest on the same words, and keeps its address.
    await page.locator(`[id="${VALUE}"] .to`).click();
    await page.mouse.move(2, 2);
    expect(await page.locator(".v.on").count()).toBe(1);
    expect(decodeURIComponent(new URL(page.url()).hash)).toBe(`#${VALUE}`);
    await page.keyboard.press("Escape");
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
    // The value by which the page was entered does not stay marked beside another.
    const another = page.locator(".v dd").first();
    await another.click({ position: { x: 2, y: 2 } });
    const ground = `getComputedStyle(document.getElementById("${VALUE}")).backgroundColor`;
    await expect.poll(() => page.evaluate(ground)).toBe("rgba(0, 0, 0, 0)");
    await page.close();
  });

  test("an own copy fills the gaps where its SHA-256 is the one on record, and is refused otherwise", async () => {
    // The text is made here: gaps of the article's length, and the hash of that text in the place of the one on record.
    const page = await context.newPage();
    await page.route("**/sources/zakon-kz-2023-10-17", async (route) => {
      const response = await route.fetch();
      const html = await response.text();
      const body = html.replace(/data-sha="[0-9a-f]{64}"/, `data-sha="${await own().then(hash)}"`);
      await route.fulfill({ response, body });
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
    expect(await page.locator("form #own-text").count()).toBe(0);
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

  test("without scripts a mark leads to its value, and the columns of a list are chosen by keyboard", async () => {
    const plain = await context.browser()?.newContext({ javaScriptEnabled: false });
    const page = await (plain ?? context).newPage();
    await page.route("**/*.js", (route) => route.abort());
    await page.goto(`${server.url}${ARTICLE}`);
    await page.locator(".run", { hasText: "Астане" }).first().click();
    expect(decodeURIComponent(new URL(page.url()).hash)).toMatch(/^#(?:events|venues)\//);
    expect(await page.locator("#own-text").count()).toBe(0);
    await page.locator(".right .pairs a").first().click();
    expect(await page.locator("h1").textContent()).toBe("China and Kazakhstan");
    await page.goto(`${server.url}/events`);
    await page.getByText("Choose columns").press("Enter");
    for (const name of ["Type", "Summary"]) await page.getByRole("checkbox", { name, exact: true }).press("Space");
    await page.getByRole("button", { name: "Show these columns" }).press("Enter");
    await page.waitForURL("**/events?columns=dateEdtf,title,countryNames,venueName,rank,summary");
    expect((await page.getByRole("columnheader").allTextContents()).at(-1)).toBe("Summary");
    await page.close();
    await plain?.close();
  });

  test("no page is wider than 320 pixels (WCAG 1.4.10); axe and pa11y find nothing on any kind of page, light and dark", async () => {
    const page = await context.newPage();
    const found: string[] = [];
    for (const path of [...KINDS, "/sources", "/map?dataset=all", "/dyads/fi/us?dataset=all", `${ARTICLE}?lang=ru`]) {
      const isDocs = path === "/docs";
      await page.emulateMedia({ colorScheme: "light" });
      await page.setViewportSize(isDocs ? WIDE : NARROW);
      await page.goto(`${server.url}${path}`);
      if (isDocs) await page.locator("#operations-events-listEvents").waitFor();
      else {
        const over = await widerBy(page);
        if (over > 0) found.push(`${path} is wider by ${over}`);
      }
      if (!KINDS.includes(path)) continue;
      await page.setViewportSize(WIDE);
      await page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true");
      await bringRules(page);
      // Of Swagger UI, which is not ours, the critical and serious faults count; it has one colour scheme.
      const light = await axe(page, ALL_RULES, isDocs ? ["critical", "serious"] : undefined);
      found.push(...light.map((fault) => `${path}, light: ${fault}`));
      if (isDocs) continue;
      found.push(...(await sniffed(page)).map((fault) => `${path}, light: ${fault}`));
      await page.emulateMedia({ colorScheme: "dark" });
      const dark = [...(await axe(page, COLOUR_RULES)), ...(await sniffed(page))];
      found.push(...dark.map((fault) => `${path}, dark: ${fault}`));
    }
    expect(found).toEqual([]);
    // Both find what is wrong where something is.
    await page.goto("about:blank");
    await page.setContent('<title>a</title><img src="data:,"><p style="color: #ccc; background: #fff">pale</p>');
    await bringRules(page);
    expect((await axe(page, COLOUR_RULES)).join()).toContain("color-contrast");
    expect((await sniffed(page)).join()).toMatch(/H37.*<img/);
    await page.close();
  });

  test("hostile strings and names of right-to-left scripts are text, in their place, on 320 pixels", async () => {
    const page = await context.newPage();
    const seen = watch(page);
    await page.setViewportSize(NARROW);
    const paths = ["/events?dataset=odd&sort=date", "/timeline?dataset=odd", ...odd.map(({ id }) => `/events/${id}`)];
    for (const path of paths) {
      await page.goto(`${server.url}${path}`);
      expect(await page.locator("main img, main b").count()).toBe(0);
      expect(await widerBy(page)).toBeLessThanOrEqual(0);
    }
    await page.goto(`${server.url}${paths[0]}`);
    expect(await page.locator("td.m bdi").allTextContents()).toEqual(HOSTILE);
    const bidi = "[...document.querySelectorAll('td.m bdi')].map((one) => getComputedStyle(one).unicodeBidi)";
    expect(new Set((await page.evaluate(bidi)) as string[])).toEqual(new Set(["isolate"]));
    expect(seen.faults).toEqual([]);
    await page.close();
  });

  test("on paper every fold is open, and what only a screen can use is gone", async () => {
    const page = await context.newPage();
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    await page.setViewportSize({ width: 720, height: 1000 });
    for (const path of [ARTICLE, "/events?dataset=all", "/dyads/KZ/CN", "/"]) {
      await page.goto(`${server.url}${path}`);
      const hidden = page.locator(".top nav, main form, .fold, .own, .button, .lang");
      expect(await hidden.filter({ visible: true }).count()).toBe(0);
      expect(await widerBy(page)).toBeLessThanOrEqual(0);
      // Ink on white, whatever the scheme of the screen.
      const ground = await page.evaluate("getComputedStyle(document.documentElement).backgroundColor");
      expect(ground).toBe("rgb(253, 253, 251)");
    }
    await page.goto(`${server.url}${ARTICLE}`);
    expect(await page.locator(".v").filter({ visible: false }).count()).toBe(0);
    // A printed page says where it is from.
    expect(await page.locator("#cite pre").first().innerText()).toContain(ARTICLE);
    await page.close();
  });

  test("in forced colours the chosen value, its words, hits and the section at hand still differ", async () => {
    const page = await context.newPage();
    await page.emulateMedia({ forcedColors: "active" });
    await page.goto(`${server.url}${ARTICLE}#${VALUE}`);
    await page.waitForSelector(".run.on");
    const styleOf = (selector: string, name: string) =>
      page.evaluate(`getComputedStyle(document.querySelector("${selector}")).getPropertyValue("${name}")`);
    const differs = async (one: string, other: string, name: string) =>
      expect(await styleOf(one, name), one).not.toBe(await styleOf(other, name));
    await differs("a.run.on", "a.run:not(.on)", "background-color");
    await differs(".v.on", ".v:not(.on)", "outline-style");
    await differs(".top nav a[aria-current]", ".top nav a:not([aria-current])", "border-bottom-color");
    await page.goto(`${server.url}/search?q=Beijing`);
    await differs("mark.hit", ".hits", "background-color");
    await page.close();
  });

  test("a screen reader hears landmarks, headings, the basis of each value, and what a mark and the map say", async () => {
    const page = await context.newPage();
    await page.goto(`${server.url}${ARTICLE}`);
    const heard = (selector: string) => page.locator(selector).first().ariaSnapshot();
    const body = await heard("body");
    for (const part of ["banner:", 'navigation "Sections"', "main:", "contentinfo:", /heading ".+" \[level=1\]/])
      expect(body).toMatch(part);
    const value = await heard(`[id="${VALUE}"]`);
    expect(value).toMatch(/term:\s+- link "value"[\s\S]*definition:[\s\S]*derived , show its words/);
    const described = await page.locator("a.run").first().getAttribute("aria-description");
    expect(described).toMatch(/^\d+ values? rests? on these/);
    expect(await heard(".gap")).toContain("not served");
    expect(await page.getByRole("list").filter({ hasText: "reasoned from" }).ariaSnapshot()).toContain("derived");
    await page.goto(`${server.url}/map?dataset=all`);
    expect(await heard("figure")).toMatch(/img ".*events have a point/);
    // Levels of headings are not skipped, so that they can be walked by.
    for (const path of ["/", ARTICLE, "/dyads/KZ/CN", "/search?q=Beijing"]) {
      await page.goto(`${server.url}${path}`);
      const levels = (await page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4')].filter((one) => one.checkVisibility()).map((one) => Number(one.tagName[1]))",
      )) as number[];
      expect(levels.filter((level, at) => level > (levels[at - 1] ?? 0) + 1)).toEqual([]);
    }
    await page.close();
  });
});
