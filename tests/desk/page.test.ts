// The desk's page in a real browser: from a draft to a served record, by keys and clicks; axe; a change by another program.

import { readFileSync } from "node:fs";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Desk, openDesk } from "../../src/desk/server.ts";
import { type Browser, CHROMIUM, openBrowser, watch } from "../support/browser.ts";
import { BEIJING } from "../support/fixtures.ts";
import { endPrograms, folder, ownSettings, run, start } from "../support/program.ts";

const TEXT = "tests/fixtures/draft/english.txt";
const ID = "2021-03-05-talks";
const AXE = readFileSync(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");
const missing = CHROMIUM === undefined ? " (skipped: there is no Chromium here; CHROMIUM=<path> names one)" : "";

describe.skipIf(CHROMIUM === undefined)(`the desk in Chromium${missing}`, { timeout: 300_000 }, () => {
  let [browser, page, desk, data, sheet] = [] as unknown as [Browser, Page, Desk, string, string];
  const saved = () => readFile(sheet, "utf8");
  const line = (key: string) => page.locator(`[data-key="${key}"]`);
  /** Clicks a line, then presses a key on it, and waits until the desk has answered. */
  async function press(pressed: string, key?: string) {
    if (key !== undefined) await line(key).locator(".path").click();
    const answered = page.waitForResponse(/\/steps$/);
    await page.keyboard.press(pressed);
    await answered;
    await page.locator('#lines[aria-busy="false"]').waitFor();
  }
  /** Presses a key that opens a box, and enters a text there. */
  async function enter(opens: string, key: string, text: string) {
    await line(key).locator(".path").click();
    await page.keyboard.press(opens);
    await page.locator("textarea").fill(text);
    await press("Enter");
  }

  beforeAll(async () => {
    data = join(await folder(), "data");
    await cp(BEIJING, data, { recursive: true });
    await mkdir(join(data, "articles"));
    sheet = join(data, "articles", `${ID}.yaml`);
    const drafted = await run(["draft", TEXT, "--publisher", "Test Press", "--output", sheet], { DATA_DIR: data });
    expect(drafted.stderr).toBe("");
    desk = await openDesk(sheet, TEXT);
    browser = await openBrowser();
    browser.context.setDefaultTimeout(60_000);
    page = await browser.context.newPage();
  });
  afterAll(async () => {
    await browser?.close();
    await desk?.close();
    await endPrograms();
  });

  test("a draft is decided by keys and clicks, each saved at once, and the API serves it with its words", async () => {
    const seen = watch(page);
    await page.goto(desk.url);
    // The first undecided line is chosen: `a` accepts it and goes on.
    await expect.poll(() => page.locator(".line.on").getAttribute("data-key"), { timeout: 60_000 }).toBe("day");
    expect(await page.locator(".run.on").allTextContents()).toEqual(["2021-03-05"]);
    await press("a");
    expect(await saved()).toMatch(/^day: 2021-03-05 /m);
    expect(await page.locator(".line.on").getAttribute("data-key")).toBe("at");
    await page.getByRole("button", { name: "Accept at", exact: true }).click();
    await expect.poll(saved).toMatch(/^at: 2021-03-05-sampleton/m);

    // Two events are merged, and the step is taken back.
    const [visit, state] = ["2022-mustersdottir-visit", "2020-09-mustersdottir-state-visit"];
    const before = await saved();
    await line(`events ${state} type`).locator(".path").click();
    await page.keyboard.press("m");
    await press("m", `events ${visit} type`);
    expect(await line(`events ${state} type`).count()).toBe(0);
    expect(await line(`events ${visit} rank`).locator(".words").textContent()).toBe('state << "state visit"');
    await press("z");
    expect(await saved()).toBe(before);

    // A click on words chooses the value that rests on the fewest of them; other words are selected for it.
    const target = "figures 2021-03-05-eur-2000000000 stage";
    await page.locator("#text .run", { hasText: /^target$/ }).click();
    expect(await page.locator(".line.on").getAttribute("data-key")).toBe(target);
    await page.evaluate(`{
      const run = [...document.querySelectorAll("#text [data-start]")].find((one) => one.textContent.endsWith("We have set a "));
      const range = document.createRange();
      range.setStart(run.firstChild, run.textContent.length - 2);
      range.setEnd(document.querySelector("#text .run.on").firstChild, 6);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
    }`);
    await press("w");
    expect(await line(target).locator(".words").textContent()).toBe('target << "a target"');

    // A correction that cannot be read is refused beside the line, and the sheet stays.
    const measure = "figures 2021-03-05-40-company measure.en";
    await enter("e", measure, 'companies << "open');
    expect(await page.locator("#notice").textContent()).toContain("is not closed");
    await page.locator("textarea").fill("<img src=x onerror=alert(1)>");
    await press("Enter");
    expect(await line(measure).locator(".words").textContent()).toBe("<img src=x onerror=alert(1)>");
    expect(await page.locator("#lines img").count()).toBe(0);
    await enter("e", measure, "number of companies with offices");
    for (const id of ["12-5-percent", "usd-1800000000", "eur-2000000000"])
      await enter("i", `figures 2021-03-05-${id} kind`, "subject.en: Mongolia and Iceland");
    await enter("i", "figures 2021-03-05-eur-2000000000 kind", "measure.en: amount aimed at");
    const thanks = "2021-03-05-mustersdottir-would-thank-invitation";
    await press("X", "events 2021-03-05-sampleton-mustersdottir-invitation type");
    await press("X", `events ${visit} type`);
    await press("X", `quotes ${thanks} speaker`);
    expect(await saved()).toMatch(/^ {2}- \|-\n {4}quotes:\n {6}2021-03-05-mustersdottir-would/m);

    for (const all = page.getByRole("button", { name: /^Accept all/ }); (await all.count()) > 0; ) {
      const answered = page.waitForResponse(/\/steps$/);
      await all.first().click();
      await answered;
      await page.locator('#lines[aria-busy="false"]').waitFor();
    }
    await page.keyboard.press("n");
    expect(await page.locator("#notice").textContent()).toContain("Every line is decided");
    expect(await page.locator("#progress").textContent()).toMatch(/^\d+ decided, 0 undecided$/);
    expect(await page.locator("#use").textContent()).toMatch(
      /^Decided lines use \d+ % outside quotes, \d+ % in all; [^:]*%\.$/,
    );
    expect(seen.faults).toEqual([`422: ${desk.url}steps`, expect.stringContaining("422")].toSorted());
    expect([...seen.origins]).toEqual([new URL(desk.url).origin]);

    const verified = await run(["verify", "--source", "test-press-2021-03-05", TEXT, "--write"], { DATA_DIR: data });
    expect([verified.code, verified.stderr]).toEqual([0, ""]);
    const server = start(["serve"], { ...(await ownSettings()), DATA_DIR: data });
    const answer = await fetch(`${await server.url}/v1/figures/2021-03-05-eur-2000000000`);
    const { data: figure } = (await answer.json()) as { data: Record<string, unknown> };
    expect(figure).toMatchObject({
      value: "2000000000",
      valueMax: "3000000000",
      stage: "target",
      claimant: "testy-sampleton",
    });
    const entries = figure.provenance as { path: string; evidence: { exact: string }[] }[];
    expect(entries.find(({ path }) => path === "/stage")?.evidence).toMatchObject([{ exact: "a target" }]);
    await server.stop();
  });

  test("a change by another program is shown and not overwritten, and the editor goes on from it", async () => {
    await page.goto(desk.url);
    await line("day").waitFor();
    const theirs = (await saved()).replace("\nday: ", "\n# Checked by hand.\nday?: ");
    await line("at").locator(".path").click();
    await writeFile(sheet, theirs);
    await press("x");
    expect(await page.locator("#notice").textContent()).toContain("was changed by another program");
    expect(await saved()).toBe(theirs);
    expect(await line("day").getAttribute("class")).toContain("undecided");
    await press("a", "day");
    expect(await saved()).toBe(theirs.replace("day?", "day"));
  });

  test("axe finds nothing, light and dark, and the page is no wider than 320 pixels (WCAG 1.4.10)", async () => {
    await page.goto(desk.url);
    await line("day").waitFor();
    await line("day").locator(".path").click();
    await page.keyboard.press("e");
    await page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true");
    await page.evaluate(AXE);
    const all = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    for (const [colorScheme, rules] of [["light", all] as const, ["dark", ["color-contrast"]] as const]) {
      await page.emulateMedia({ colorScheme });
      const run = `axe.run({ runOnly: ${JSON.stringify(rules)}, resultTypes: ["violations"] })
        .then(({ violations, passes }) => [passes.length > 0, violations.map(({ id, nodes }) => id + " " + nodes[0].html)])`;
      expect(await page.evaluate(run), colorScheme).toEqual([true, []]);
    }
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
  });
});
