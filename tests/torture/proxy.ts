// A proxy that breaks a server on purpose: it alters requests on their way in, or answers on their way out.
import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, type ServerResponse, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import type { Request } from "./agent.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** What breaks the server; what it leaves out passes unchanged. */
export interface Break {
  ask?(request: Request): Request;
  /** `ask` asks the sound server again; null ends the connection without an answer. */
  answer?(
    answer: Answer,
    request: Request,
    ask: (request: Request) => Promise<Answer>,
  ): Promise<Answer | null> | Answer | null;
}

export interface Proxy {
  readonly url: string;
  stop(): Promise<void>;
}

/** Larger than any request that the torture makes: what is too large is for the server behind to say. */
const HEADERS_MOST = 262_144;
/** Headers of one connection, and of a body whose length may change. */
const OWN = ["connection", "keep-alive", "transfer-encoding", "content-length"];

async function bodyOf(stream: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function without(headers: IncomingMessage["headers"], names: readonly string[]): Record<string, string> {
  const kept = Object.entries(headers).filter(([name, value]) => value !== undefined && !names.includes(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}

/** Puts a proxy in front of the server at an address. */
export async function startProxy(target: string, { ask, answer }: Break): Promise<Proxy> {
  const { hostname, port } = new URL(target);
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });

  function forward({ method, path, headers, body }: Request): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
      const outgoing = send({ agent, hostname, port, method, path, headers: { ...headers, ...length } });
      outgoing.once("error", reject);
      outgoing.once("response", (response) => {
        bodyOf(response).then(
          (text) => resolve({ status: response.statusCode ?? 0, headers: without(response.headers, OWN), text }),
          reject,
        );
      });
      outgoing.end(body);
    });
  }

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await bodyOf(incoming);
    const given: Request = {
      method: incoming.method ?? "",
      path: incoming.url ?? "",
      // Bodies are read here, so they come as they are.
      headers: without(incoming.headers, [...OWN, "host", "accept-encoding"]),
      ...(body === "" ? {} : { body }),
    };
    const asked = ask?.(given) ?? given;
    const sound = await forward(asked);
    const broken = answer === undefined ? sound : await answer(sound, asked, forward);
    if (broken === null) {
      outgoing.destroy();
      return;
    }
    outgoing.writeHead(broken.status, broken.headers);
    outgoing.end(incoming.method === "HEAD" ? undefined : broken.text);
  }

  const server = createServer({ maxHeaderSize: HEADERS_MOST }, (incoming, outgoing) => {
    // A connection that the server closed meanwhile is the torture's to ask again.
    handle(incoming, outgoing).catch(() => outgoing.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.close();
      server.closeAllConnections();
      agent.destroy();
      await once(server, "close");
    },
  };
}
