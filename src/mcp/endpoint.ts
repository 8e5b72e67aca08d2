// The endpoint /mcp: Streamable HTTP without sessions; each request is answered by a server of its own.
//
// Limits, shedding, metrics and the log are those of every route, and what a tool asks goes through the same application
// with the client's address, so it counts for the client. Answers of older revisions are short streams that end with the
// one answer; subscriptions stay open, say nothing, since no list changes while a server runs, and end with the server.
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { createMcpHandler } from "@modelcontextprotocol/server";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Ask } from "./ask.ts";
import { originFault } from "./origins.ts";
import { mcpServer } from "./server.ts";

interface Options {
  readonly base: string;
  readonly version: string;
  readonly origins: readonly string[];
}

/** Streams that may stay open in a process. */
const SUBSCRIPTIONS = 64;
/** Bytes of a request. The longest arguments that the API takes are some 10 kB. */
const BODY_LIMIT = 65_536;
const LOOPBACK = /^(?:127\.|::1$|::ffff:127\.)/;

/** Asks the application itself, as the client at this address. */
export function asker(app: FastifyInstance, remoteAddress: string): Ask {
  return async (address) => {
    const { statusCode, payload } = await app.inject({
      method: "GET",
      url: address,
      remoteAddress,
      headers: { accept: "application/json", host: "localhost" },
    });
    return { status: statusCode, body: payload === "" ? null : JSON.parse(payload) };
  };
}

/** The request as the SDK reads it. */
function requestOf({ method, url, headers }: FastifyRequest, signal: AbortSignal): Request {
  const given = Object.entries(headers).flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value] as const] : [],
  );
  return new Request(`http://localhost${url}`, { method, headers: new Headers(given as [string, string][]), signal });
}

/** A refusal as the protocol has it (JSON-RPC 2.0, section 5.1). */
function refused(reply: FastifyReply, status: number, code: number, message: string): string {
  reply.code(status).type("application/json").header("cache-control", "no-store");
  return JSON.stringify({ jsonrpc: "2.0", error: { code, message }, id: null });
}

/** Adds /mcp to an application. */
export async function mcpEndpoint(app: FastifyInstance, { base, version, origins }: Options): Promise<void> {
  await app.register(async (scope) => {
    // In a scope of its own: no other route takes a body. What is no JSON is the protocol's to refuse.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", { parseAs: "string", bodyLimit: BODY_LIMIT }, (_request, text, done) =>
      done(null, text),
    );
    const asks = new WeakMap<Request, Ask>();
    const handler = createMcpHandler(
      ({ requestInfo }) => {
        const ask = requestInfo === undefined ? undefined : asks.get(requestInfo);
        return mcpServer({ ask: ask ?? asker(app, "127.0.0.1"), base, version });
      },
      { maxRequestBodySize: BODY_LIMIT, maxSubscriptions: SUBSCRIPTIONS },
    );
    // Before connections are waited for.
    app.addHook("preClose", () => handler.close());

    const answer = async (request: FastifyRequest, reply: FastifyReply) => {
      const { remoteAddress = "" } = request.socket;
      const fault = originFault(
        { origin: request.headers.origin, host: request.headers.host, local: LOOPBACK.test(remoteAddress) },
        { base, origins },
      );
      if (fault !== null) return refused(reply, 403, -32_000, fault);
      const ended = new AbortController();
      reply.raw.once("close", () => ended.abort());
      const asking = requestOf(request, ended.signal);
      asks.set(asking, asker(app, request.ip));
      let parsedBody: unknown;
      try {
        parsedBody = typeof request.body === "string" ? JSON.parse(request.body) : undefined;
      } catch {
        return refused(reply, 400, -32_700, "Parse error: the body is no JSON.");
      }
      const told = await handler.fetch(asking, parsedBody === undefined ? {} : { parsedBody });
      reply.code(told.status).header("cache-control", "no-store");
      for (const [name, value] of told.headers) if (name !== "content-length") reply.header(name, value);
      if (told.body === null) return "";
      if (told.headers.get("content-type")?.startsWith("text/event-stream") !== true) return told.text();
      return reply.send(Readable.fromWeb(told.body as ReadableStream));
    };
    const method = ["GET", "POST", "DELETE"] as const;
    // Preflights of pages; whose Origin may ask is decided above.
    const cors = { methods: [...method, "OPTIONS"] };
    scope.options("/mcp", { schema: { hide: true }, config: { cors, produces: null } }, async (_request, reply) =>
      reply.code(204).header("allow", cors.methods.join(", ")).send(),
    );
    scope.route({
      method: [...method],
      url: "/mcp",
      schema: { hide: true },
      config: { takesBody: true, produces: null, cors },
      handler: answer,
    });
  });
}
