// Pictures of pages for the README, of a server over the data of the project: `npm run shots`.
//
// The words of a page are there when it has loaded, so nothing is waited for. A picture is drawn at its size in the
// README and has few colours: each stays far below 200 kB.
import { statSync } from "node:fs";
import { execute, openBrowser, tryOut } from "./browser.ts";
import { startServer } from "./server.ts";

interface Shot {
  readonly path: string;
  readonly out: string;
  readonly width: number;
  readonly height: number;
}

const SHOTS: readonly Shot[] = [
  {
    path: "/sources/zakon-kz-2023-10-17#figures/2023-10-17-investment-volume/value",
    out: "openapi/article.png",
    width: 1080,
    height: 620,
  },
  { path: "/dyads/KZ/CN", out: "openapi/dyad.png", width: 1000, height: 900 },
];
const DOCS = "openapi/swagger-ui.png";
const MOST = 200_000;

function written(out: string): void {
  const { size } = statSync(out);
  if (size > MOST) throw new Error(`${out} has ${size} bytes, at most ${MOST}`);
  process.stdout.write(`written: ${out}, ${Math.round(size / 1000)} kB\n`);
}

const server = await startServer();
const browser = await openBrowser();
try {
  for (const { path, out, width, height } of SHOTS) {
    const page = await browser.context.newPage();
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.goto(`${server.url}${path}`);
    if (path.includes("#")) await page.waitForSelector(".run.on");
    await page.screenshot({ path: out });
    written(out);
    await page.close();
  }
  const page = await browser.context.newPage();
  const block = await tryOut(page, server.url, "events", "listEvents");
  await block.locator('tr[data-param-name="type"] .examples-select select').selectOption({ label: "talks" });
  await execute(block);
  await block.locator(".btn-group").evaluate((node: { scrollIntoView(): void }) => node.scrollIntoView());
  await page.screenshot({ path: DOCS });
  written(DOCS);
} finally {
  await browser.close();
  await server.stop();
}
