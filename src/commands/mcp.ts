// mcp: answers an MCP client over standard input and output.
import { loadSettings } from "../config.ts";
import type { Command } from "./command.ts";
import { readCuratedData } from "./open/data.ts";
import { programVersion } from "./serve.ts";
import { makeLogger } from "./server/logger.ts";
import { prepareSoon } from "./server/prepare.ts";
import { openToServe } from "./server/process.ts";

async function run(): Promise<number> {
  // Standard output is the protocol's; a client shows what stands on standard error as faults.
  const settings = loadSettings({ ...process.env, LOG_LEVEL: "silent", RATE_LIMIT: "0" });
  const logger = await makeLogger(settings);
  const { dataset, reference } = await readCuratedData(settings.DATA_DIR, "served");
  await (await prepareSoon(settings, dataset, logger))();
  const [{ buildApp }, { asker }, { mcpServer }, { serveStdio }] = await Promise.all([
    import("../app.ts"),
    import("../mcp/endpoint.ts"),
    import("../mcp/server.ts"),
    import("@modelcontextprotocol/server/stdio"),
  ]);
  const database = await openToServe(settings);
  const version = await programVersion();
  const app = await buildApp({ database, reference, settings, version });
  const ask = asker(app, "127.0.0.1");
  await new Promise<void>((resolve) => {
    process.stdin.once("close", resolve);
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => resolve());
    serveStdio(() => mcpServer({ ask, base: settings.PUBLIC_URL, version }));
  });
  await app.close();
  await database.close();
  return 0;
}

export const mcp: Command = {
  name: "mcp",
  summary: "answers an assistant over standard input and output (Model Context Protocol)",
  usage: "mcp",
  options: {},
  help: [],
  positionals: false,
  run,
};
