// mcp over standard input and output: a client starts the program, asks, and the program ends with its input.
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { expect, test } from "vitest";
import { ownSettings, signalled } from "../support/program.ts";
import { CALLS } from "./questions.ts";
import { ERAS } from "./support.ts";

test.each(ERAS)("mcp answers a client of era %s, and ends when its input does", async (era) => {
  const { DATABASE_URL } = await ownSettings();
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: ["src/cli.ts", "mcp"],
    env: { ...(process.env as Record<string, string>), DATABASE_URL, ENGINE: "" },
    stderr: "pipe",
  });
  let said = "";
  transport.stderr?.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  const client = new Client({ name: "tests", version: "1" }, { versionNegotiation: { mode: era } });
  await client.connect(transport);
  expect((await client.listTools()).tools).toHaveLength(8);
  const [first] = CALLS;
  const { structuredContent } = await client.callTool({ name: first?.tool ?? "", arguments: { ...first?.arguments } });
  expect(JSON.stringify(structuredContent)).toMatch(first?.found ?? /nothing/);
  const { pid } = transport;
  await client.close();
  while (pid !== null && signalled(pid, 0)) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(said).toBe("");
});
