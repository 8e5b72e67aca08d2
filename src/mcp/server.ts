// The MCP server: tools, resources and prompts over what asks the API; one is made for each request or connection.
//
// The official SDK's second line (`@modelcontextprotocol/server` 2.4, Apache-2.0) speaks revision 2026-07-28 and, through
// the same factory, the older ones that begin with `initialize`. Its first line brings a second web framework.
import { McpServer, ResourceTemplate } from "@modelcontextprotocol/server";
import { z } from "zod";
import { COLLECTIONS } from "../model/ids.ts";
import { ENVELOPE } from "./answer.ts";
import { type Ask, ToolFault } from "./ask.ts";
import { INSTRUCTIONS, PROMPTS } from "./instructions.ts";
import { TOOLS } from "./tools.ts";

interface Parts {
  readonly ask: Ask;
  /** What addresses of the API begin with: `PUBLIC_URL`, or nothing. */
  readonly base: string;
  readonly version: string;
}

/** Nothing is changed, and nothing beyond the records is asked. */
const READ_ONLY = { readOnlyHint: true, idempotentHint: true, openWorldHint: false } as const;

/** Resources that an address names whole. */
const FIXED = [
  ["datasets", "/v1/datasets", "Datasets with licence and counts"],
  ["vocabularies", "/v1/vocabularies", "Vocabularies"],
  ["coding-rules", "/v1/vocabularies/coding-rules", "Coding rules: when an event gets which code"],
] as const;

/** A server with all tools, not connected. */
export function mcpServer({ ask, base, version }: Parts): McpServer {
  const server = new McpServer(
    { name: "communique", title: "Communiqué", version },
    { instructions: INSTRUCTIONS, capabilities: { tools: {}, resources: {}, prompts: {} } },
  );

  for (const { name, title, description, input, answer } of TOOLS) {
    server.registerTool(
      name,
      { title, description, inputSchema: input, outputSchema: ENVELOPE, annotations: READ_ONLY },
      async (given: Record<string, unknown>) => {
        try {
          const structuredContent = await answer(given, ask, base);
          return {
            content: [{ type: "text" as const, text: JSON.stringify(structuredContent) }],
            structuredContent: { ...structuredContent },
          };
        } catch (error) {
          if (!(error instanceof ToolFault)) throw error;
          return { content: [{ type: "text" as const, text: error.message }], isError: true };
        }
      },
    );
  }

  const read = async (uri: URL, address: string) => {
    const { status, body } = await ask(address);
    const isThere = status === 200;
    return {
      contents: [
        {
          uri: uri.href,
          mimeType: isThere ? "application/json" : "application/problem+json",
          text: JSON.stringify(body),
        },
      ],
    };
  };
  for (const [name, address, title] of FIXED) {
    const uri = `communique:/${address}`;
    server.registerResource(name, uri, { title, mimeType: "application/json" }, (at) => read(at, address));
  }
  const templates = [
    ["record", "communique://v1/{collection}/{id}", "A record with all its provenance", ""],
    [
      "evidence",
      "communique://v1/{collection}/{id}/evidence",
      "The words on which a record rests, as web annotations",
      "/evidence",
    ],
  ] as const;
  for (const [name, template, title, end] of templates) {
    const complete = { collection: (text: string) => COLLECTIONS.filter((one) => one.startsWith(text)) };
    server.registerResource(
      name,
      new ResourceTemplate(template, { list: undefined, complete }),
      { title },
      (at, given) =>
        read(at, `/v1/${encodeURIComponent(String(given.collection))}/${encodeURIComponent(String(given.id))}${end}`),
    );
  }

  for (const { name, title, description, takes, text } of PROMPTS) {
    const argsSchema = z.object(
      Object.fromEntries(Object.entries(takes).map(([one, says]) => [one, z.string().describe(says)])),
    );
    server.registerPrompt(name, { title, description, argsSchema }, (given: Record<string, string>) => ({
      messages: [{ role: "user" as const, content: { type: "text" as const, text: text(given) } }],
    }));
  }
  return server;
}
