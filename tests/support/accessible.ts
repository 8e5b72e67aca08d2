// Accessibility: what axe and HTML_CodeSniffer, the engine of pa11y, find on a page.
//
// pa11y itself brings puppeteer and a browser of its own; its verdicts are those of HTML_CodeSniffer for WCAG 2 AA, of
// which it reports errors, not warnings and notices.
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";

const scriptOf = (name: string) => readFileSync(new URL(import.meta.resolve(name)), "utf8");
const AXE = scriptOf("axe-core/axe.min.js");
const SNIFFER = scriptOf("@pa11y/html_codesniffer/build/HTMLCS.js");

export const ALL_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** Rules that a colour scheme may break. */
export const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

/** The narrowest window that has to do (WCAG 1.4.10), and a usual one. */
export const NARROW = { width: 320, height: 640 };
export const WIDE = { width: 1280, height: 900 };

/** By how many pixels a page is wider than its window. */
export const widerBy = (page: Page) =>
  page.evaluate("document.documentElement.scrollWidth - innerWidth") as Promise<number>;

/** Puts both into a page, where they stay until it is left. */
export async function bringRules(page: Page): Promise<void> {
  await page.evaluate(AXE);
  await page.evaluate(SNIFFER);
}

interface Found {
  readonly ran: number;
  readonly faults: readonly { readonly id: string; readonly impact: string; readonly html: string }[];
}

/** Every fault of these rules or of rules with these tags, of these impacts where some are named. */
export async function axe(page: Page, rules: readonly string[], impacts?: readonly string[]): Promise<string[]> {
  const run = `axe.run({ runOnly: ${JSON.stringify(rules)}, resultTypes: ["violations"] }).then(({ violations, passes }) => ({
    ran: passes.length + violations.length,
    faults: violations.map(({ id, impact, nodes }) => ({ id, impact, html: nodes.map((node) => node.html.slice(0, 120)).slice(0, 2).join(" ") }))
  }))`;
  const { ran, faults } = (await page.evaluate(run)) as Found;
  if (ran === 0) throw new Error("no rule of axe ran");
  return faults
    .filter(({ impact }) => impacts?.includes(impact) ?? true)
    .map(({ id, impact, html }) => `${impact} ${id} ${html}`);
}

/** The errors of HTML_CodeSniffer for WCAG 2 AA. */
export function sniffed(page: Page): Promise<string[]> {
  const run = `new Promise((found, failed) => HTMLCS.process("WCAG2AA", document, () => found(HTMLCS.getMessages()
    .filter(({ type }) => type === HTMLCS.ERROR)
    .map(({ code, element }) => code + " " + (element.outerHTML ?? "").slice(0, 120))), failed))`;
  return page.evaluate(run) as Promise<string[]>;
}
