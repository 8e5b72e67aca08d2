// A browser for tests: Chromium with nothing of its own, and Swagger UI as a person uses it.
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Locator, type Page } from "playwright-core";

/** The Chromium that is installed, if one is. */
export const CHROMIUM: string | undefined = [
  process.env.CHROMIUM ?? "",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => existsSync(path));

/** A name that the browser alone resolves to this machine: unlike `localhost`, no origin that browsers trust. */
export const LAN_NAME = "communique.test";

export interface Browser {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

/** Opens Chromium with an empty profile, which closing it removes. */
export async function openBrowser(): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), "communique-browser-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM ?? "",
    headless: true,
    viewport: { width: 1280, height: 900 },
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      `--host-resolver-rules=MAP ${LAN_NAME} 127.0.0.1`,
    ],
  });
  context.setDefaultTimeout(120_000);
  return {
    context,
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/** Collects what goes wrong on a page and which origins it asks; read when the page has done its work. */
export function watch(page: Page): { readonly faults: readonly string[]; readonly origins: ReadonlySet<string> } {
  const faults: string[] = [];
  const origins = new Set<string>();
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("requestfailed", (request) => faults.push(`failed: ${request.url()} ${request.failure()?.errorText}`));
  page.on("response", (response) => {
    if (response.status() >= 400) faults.push(`${response.status()}: ${response.url()}`);
  });
  page.on("request", (request) => origins.add(new URL(request.url()).origin));
  return { faults, origins };
}

/** Opens the documentation at one operation, ready to be tried out. */
export async function tryOut(page: Page, url: string, tag: string, operation: string): Promise<Locator> {
  await page.goto(`${url}/docs#/${tag}/${operation}`);
  const block = page.locator(`#operations-${tag}-${operation}`);
  await block.getByRole("button", { name: "Try it out" }).click();
  return block;
}

/** Opens the documentation with every tag folded: each step draws anew whatever is unfolded. */
export async function openFolded(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/docs`);
  const open = page.locator(".opblock-tag[data-is-open=true]");
  await open.first().waitFor();
  await page.evaluate("for (const one of document.querySelectorAll('.opblock-tag[data-is-open=true]')) one.click()");
  await page.locator(".opblock").first().waitFor({ state: "detached" });
}

/**
 * Unfolds an operation of a page with folded tags, ready to be tried out. These clicks are sent as events: a pointer waits
 * until everything stands still, which is what takes time; `Execute` is clicked as a person does.
 */
export async function unfold(page: Page, tag: string, operation: string): Promise<Locator> {
  await page.locator(`#operations-tag-${tag}`).dispatchEvent("click");
  const block = page.locator(`#operations-${tag}-${operation}`);
  await block.locator(".opblock-summary-control").dispatchEvent("click");
  await block.getByRole("button", { name: "Try it out" }).dispatchEvent("click");
  return block;
}

/** Folds a tag with what was tried of it. */
export async function fold(page: Page, tag: string): Promise<void> {
  await page.locator(`#operations-tag-${tag}`).dispatchEvent("click");
}

export interface Executed {
  readonly url: string | null;
  readonly status: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: tests read bodies of every shape
  readonly body: any;
}

/** Executes an operation as it stands and reads what Swagger UI shows. */
export async function execute(block: Locator): Promise<Executed> {
  await block.getByRole("button", { name: "Execute" }).click();
  const live = block.locator(".live-responses-table tbody");
  return {
    status: await live.locator(".response-col_status").first().textContent(),
    url: await block.locator(".request-url pre").textContent(),
    body: JSON.parse((await live.locator(".highlight-code code").first().textContent()) ?? ""),
  };
}
