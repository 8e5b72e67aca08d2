// A picture of the documentation for the README: `node tests/support/screenshot.ts <out.png>`.
import { execute, openBrowser, tryOut } from "./browser.ts";
import { startServer } from "./server.ts";

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error("usage: node tests/support/screenshot.ts <out.png>");
const server = await startServer();
const browser = await openBrowser();
try {
  const page = await browser.context.newPage();
  const block = await tryOut(page, server.url, "events", "listEvents");
  await block.locator('tr[data-param-name="type"] .examples-select select').selectOption({ label: "talks" });
  await execute(block);
  await block.locator(".btn-group").evaluate((node: { scrollIntoView(): void }) => node.scrollIntoView());
  await page.screenshot({ path });
} finally {
  await browser.close();
  await server.stop();
}
