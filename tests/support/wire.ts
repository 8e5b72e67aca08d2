// The wire: bytes sent as they are, and all that came back, for what no HTTP client would do.
import { connect } from "node:net";

/** What came back on a connection, raw. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Everything, more answers than one included. */
  readonly whole: string;
}

/** Sends text to a server and reads until it closes the connection. */
export function sendRaw(url: string, text: string): Promise<Reply> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", reject);
    socket.on("close", () => resolve(readReply(Buffer.concat(chunks).toString("utf8"))));
  });
}

function readReply(whole: string): Reply {
  const [head = "", ...rest] = whole.split("\r\n\r\n");
  const [line = "", ...fields] = head.split("\r\n");
  const headers = fields.map((field) => {
    const colon = field.indexOf(":");
    return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()] as const;
  });
  return {
    status: Number(line.split(" ")[1]),
    headers: Object.fromEntries(headers),
    body: rest.join("\r\n\r\n"),
    whole,
  };
}

/** A request as text; it asks the server to close the connection afterwards. */
export function requestText(method: string, path: string, headers: Readonly<Record<string, string>> = {}): string {
  const all = { host: "localhost", connection: "close", ...headers };
  const fields = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${fields.join("")}\r\n`;
}
