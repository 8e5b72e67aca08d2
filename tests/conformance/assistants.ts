// Assistants: what the inspector's command line and the protocol's own suite find at /mcp.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { BEIJING } from "../support/fixtures.ts";
import { run } from "./generate.ts";

export const INSPECTOR = "@modelcontextprotocol/inspector@2.12.0";
export const SUITE = "@modelcontextprotocol/conformance@0.2.0-alpha.12";

/** A call of each tool. */
const CALLS: Readonly<Record<string, readonly string[]>> = {
  find_events: ["q=Tokayev"],
  find_quotes: ["speaker=kassym-jomart-tokayev"],
  find_figures: ["currency=USD"],
  read_record: ["collection=quotes", "id=2023-10-17-tokayev-on-cooperation"],
  pair_of_states: ["a=KZ", "b=CN"],
  count: ["collection=events", "by=type"],
  search: ["q=Tokayev"],
  about: ["topic=statuses"],
};

/** The suite's scenarios that need no tool of its own on the server, by revision. */
export const SCENARIOS: Readonly<Record<string, readonly string[]>> = {
  "2025-11-25": [
    "server-initialize",
    "ping",
    "tools-list",
    "resources-list",
    "prompts-list",
    "dns-rebinding-protection",
  ],
  "2026-07-28": [
    ...["tools-list", "resources-list", "sep-2164-resource-not-found", "prompts-list"],
    ...["dns-rebinding-protection", "caching", "http-header-validation"],
  ],
};

interface Listed {
  readonly tools: readonly { readonly name: string }[];
}
interface Called {
  readonly isError?: boolean;
  readonly structuredContent?: { readonly data: readonly unknown[] };
}

/** Lists the tools and calls each. @throws Error for a tool that is missing, unknown here, or answers a fault */
async function inspected(folder: string, server: readonly string[]): Promise<void> {
  const bin = join(folder, "node_modules", ".bin", "mcp-inspector");
  const ask = async <T>(...args: readonly string[]) =>
    JSON.parse(await run(process.execPath, [bin, "--cli", ...server, ...args], process.cwd())) as T;
  const { tools } = await ask<Listed>("--method", "tools/list");
  const names = tools.map(({ name }) => name);
  if (names.join() !== Object.keys(CALLS).join()) throw new Error(`lists ${names}`);
  for (const [name, given] of Object.entries(CALLS)) {
    const args = given.flatMap((one) => ["--tool-arg", one]);
    const { isError, structuredContent } = await ask<Called>("--method", "tools/call", "--tool-name", name, ...args);
    if (isError === true || !structuredContent?.data.length) throw new Error(`${name} answers no data`);
  }
}

/** The inspector over both transports. */
export async function inspect(folder: string, url: string): Promise<string> {
  await inspected(folder, [`${url}/mcp`, "--transport", "http"]);
  const own = await mkdtemp(join(tmpdir(), "communique-mcp-"));
  const settings = [`DATABASE_URL=${join(own, "mcp.db")}`, `DATA_DIR=${resolve(BEIJING)}`];
  try {
    await inspected(folder, [
      process.execPath,
      resolve("src/cli.ts"),
      "mcp",
      ...settings.flatMap((one) => ["-e", one]),
    ]);
  } finally {
    await rm(own, { recursive: true, force: true });
  }
  return `lists and calls all ${Object.keys(CALLS).length} tools over HTTP and standard input`;
}

/** The scenarios of a revision. */
export async function conforms(folder: string, url: string, revision: string): Promise<string> {
  const bin = join(folder, "node_modules", ".bin", "conformance");
  const scenarios = SCENARIOS[revision] ?? [];
  for (const scenario of scenarios) {
    const args = ["server", "--url", `${url}/mcp`, "--scenario", scenario, "--spec-version", revision];
    await run(process.execPath, [bin, ...args], folder);
  }
  return `${scenarios.length} scenarios pass`;
}
