// A client for tests: asks a listening server over HTTP and refuses every answer that breaks the contract.
import supertest from "supertest";
import { type Exchange, faultsOf } from "./contract.ts";

export interface Answer extends Exchange {
  // biome-ignore lint/suspicious/noExplicitAny: tests read bodies of every shape
  readonly json: any;
}

export type Method = "GET" | "HEAD" | "OPTIONS" | "POST" | "PUT" | "PATCH" | "DELETE";

type Headers = Readonly<Record<string, string>>;
type Ask = (path: string, headers?: Headers) => Promise<Answer>;

export interface Client {
  ask(method: Method, path: string, headers?: Headers): Promise<Answer>;
  readonly get: Ask;
  readonly head: Ask;
  readonly options: Ask;
}

/** Takes the whole body as text, whatever its type. */
function asText(response: NodeJS.ReadableStream, done: (error: Error | null, body: string) => void): void {
  const chunks: Buffer[] = [];
  response.on("data", (chunk: Buffer | string) => chunks.push(Buffer.from(chunk)));
  response.on("end", () => done(null, Buffer.concat(chunks).toString("utf8")));
  response.on("error", (error: Error) => done(error, ""));
}

/**
 * A client of the server at the address that `url` gives when it is asked.
 * Its answers reject with all faults when one is not as the OpenAPI document says.
 */
export function client(url: () => string): Client {
  async function ask(method: Method, path: string, headers: Headers = {}): Promise<Answer> {
    const verb = method.toLowerCase() as Lowercase<Method>;
    const response = await supertest(url())
      [verb](path)
      // Content codings have tests of their own: writing and reading them would take a tenth of all other tests.
      .set({ "accept-encoding": "identity", ...headers })
      .buffer(true)
      .parse(asText as never);
    const text = typeof response.body === "string" ? response.body : "";
    const exchange: Exchange = { method, path, status: response.status, headers: response.headers, text };
    const faults = faultsOf(exchange);
    if (faults.length > 0) throw new Error(`${method} ${path} breaks the contract:\n  ${faults.join("\n  ")}`);
    return { ...exchange, json: /[/+]json/.test(response.type) && text !== "" ? JSON.parse(text) : undefined };
  }
  return {
    ask,
    get: (path, headers) => ask("GET", path, headers),
    head: (path, headers) => ask("HEAD", path, headers),
    options: (path, headers) => ask("OPTIONS", path, headers),
  };
}
