// An MCP client for tests: the SDK's own, over HTTP, for either revision of the protocol.
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";

/** Clients of today ask what a server speaks; those of 2025 begin with `initialize`. */
export const ERAS = ["auto", "legacy"] as const;
export type Era = (typeof ERAS)[number];

/** A client that is connected; whoever connects closes it. */
export async function connected(url: string, era: Era = "auto"): Promise<Client> {
  const client = new Client({ name: "tests", version: "1" }, { versionNegotiation: { mode: era } });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`)));
  return client;
}
