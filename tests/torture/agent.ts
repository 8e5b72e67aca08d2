// The client of the torture: kept connections, bodies decoded, nothing followed, mended or retried but a lost connection.
import { Agent, type IncomingMessage, request as send } from "node:http";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import type { Exchange } from "../support/contract.ts";

export interface Request {
  readonly method: string;
  /** Path and query as they go on the wire. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An answer with the bytes of its body, after its coding is undone. */
export interface Received extends Exchange {
  readonly body: Buffer;
}

export interface Client<Answer extends Exchange = Exchange> {
  ask(request: Request): Promise<Answer>;
  /** Requests answered so far. */
  readonly asked: number;
  close(): void;
}

/** Milliseconds after which a server that says nothing has failed. */
const PATIENCE = 10_000;

/** A client of the server at an address, with so many connections at most; an answer may take so many milliseconds. */
export function clientOf(url: string, connections: number, patience = PATIENCE): Client<Received> {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let asked = 0;

  function once({ method, path, headers, body }: Request): Promise<{ answer?: Received; lost?: boolean; why?: Error }> {
    return new Promise((resolve) => {
      const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
      const outgoing = send({ agent, hostname, port, method, path, headers: { ...headers, ...length } });
      outgoing.setTimeout(patience, () => outgoing.destroy(new Error(`no answer within ${patience} ms`)));
      // A kept connection may be closed by the server in the moment in which it is used again.
      const fail = (why: Error) => resolve({ why, lost: outgoing.reusedSocket });
      outgoing.once("error", fail);
      outgoing.once("response", (response) => {
        read(response).then((body) => {
          const [status, text] = [response.statusCode ?? 0, body.toString("utf8")];
          resolve({ answer: { method, path, status, headers: flat(response), text, body } });
        }, fail);
      });
      outgoing.end(body);
    });
  }

  return {
    async ask(request) {
      for (let attempt = 1; ; attempt++) {
        const { answer, lost = false, why } = await once(request);
        asked++;
        if (answer !== undefined) return answer;
        if (!lost || attempt === 3) throw new Error(`no answer: ${why?.message}`);
      }
    },
    get asked() {
      return asked;
    },
    close: () => agent.destroy(),
  };
}

function flat({ headers }: IncomingMessage): Exchange["headers"] {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value?.toString()]));
}

async function read(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const coding = response.headers["content-encoding"];
  const coded = body.length > 0 && response.statusCode !== 304;
  if (coded && coding === "gzip") return gunzipSync(body);
  if (coded && coding === "br") return brotliDecompressSync(body);
  if (coding !== undefined && coding !== "gzip" && coding !== "br")
    throw new Error(`a coding nobody asked for: ${coding}`);
  return body;
}
