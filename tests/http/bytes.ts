// Bytes: one request and its answer as they are on the wire, nothing decoded, each answer held to the contract.
import { request } from "node:http";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { faultsOf } from "../support/contract.ts";

export type Asked = Readonly<Record<string, string>>;

export interface Bytes {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** The body without its coding. */
export function decoded({ headers, body }: Bytes): Buffer {
  const coding = headers["content-encoding"];
  if (body.length === 0) return body;
  if (coding === "br") return brotliDecompressSync(body);
  return coding === "gzip" ? gunzipSync(body) : body;
}

/** Asks on a connection of its own, from an address of this machine if one is named. */
export async function ask(
  url: string,
  path: string,
  headers: Asked = {},
  method: "GET" | "HEAD" = "GET",
  content = "",
  localAddress = "127.0.0.1",
): Promise<Bytes> {
  const { hostname, port } = new URL(url);
  const answer = await new Promise<Bytes>((resolve, reject) => {
    const asking = request({ hostname, port, path, headers, method, localAddress, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const { statusCode: status = 0, headers } = response;
        resolve({ status, headers: headers as Bytes["headers"], body: Buffer.concat(chunks) });
      });
    });
    asking.on("error", reject);
    asking.end(content);
  });
  const text = decoded(answer).toString();
  const faults = faultsOf({ method, path, status: answer.status, headers: answer.headers, text });
  if (faults.length > 0) throw new Error(`${method} ${path} breaks the contract:\n  ${faults.join("\n  ")}`);
  return answer;
}
