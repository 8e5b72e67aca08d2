// The desk's server: the page, its state, and the steps that it takes, on 127.0.0.1 alone.
//
// It is Node's own server and not the application of the API: it has six addresses, every request is refused or
// answered in this file and `guard.ts`, and nothing that a plugin adds (CORS, negotiation, kept answers) belongs here.
import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { basename } from "node:path";
import { type Content, FileFault, readContent, resolved, SheetFile } from "./files.ts";
import { admitted, HEADERS, type Keys } from "./guard.ts";
import { assets, pageText } from "./page.ts";
import { EditFault } from "./places.ts";
import { Finder } from "./spans.ts";
import { stateOf } from "./state.ts";
import { Step, stepped } from "./steps.ts";

/** Largest step, in bytes: the words of a long quote. */
const LARGEST = 256 * 1024;
const JSON_TYPE = "application/json; charset=utf-8";

export interface Desk {
  /** With the token. */
  readonly url: string;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const json = (status: number, body: unknown): Answer => ({ status, type: JSON_TYPE, body: JSON.stringify(body) });

/**
 * Serves a sheet and its text to one editor, until it is closed.
 * @throws FileFault where one of the two cannot be read
 */
export async function openDesk(sheetPath: string, textPath: string, port = 0): Promise<Desk> {
  const sheet = new SheetFile(await resolved(sheetPath));
  const { text } = await readContent(await resolved(textPath));
  await readContent(sheet.path);
  const finder = new Finder(text);
  const token = randomBytes(24).toString("base64url");
  const page = pageText({ sheet: basename(sheetPath), text: basename(textPath) });
  const files = new Map([["", { type: "text/html; charset=utf-8", body: page }], ...assets()]);
  const shown = (content: Content) => stateOf(content.text, content.version, finder, sheet.canUndo);

  async function answerTo(request: IncomingMessage, keys: Keys): Promise<Answer> {
    const { method = "", url = "", headers } = request;
    const asked = admitted({ method, url, headers }, keys);
    if (typeof asked !== "string") return json(asked.status, { message: asked.message });
    if (method === "POST") return asked === "steps" ? take(request) : json(405, { message: "only steps are posted" });
    const file = files.get(asked);
    if (file !== undefined) return { status: 200, ...file };
    if (asked === "text") return json(200, { text });
    if (asked === "state") return json(200, shown(await readContent(sheet.path)));
    return json(404, { message: "the desk has nothing at this address" });
  }

  async function take(request: IncomingMessage): Promise<Answer> {
    const body = await bodyOf(request);
    if (body === null) return json(413, { message: `a step has at most ${LARGEST} bytes` });
    const step = Step.safeParse(parsed(body));
    if (!step.success) return json(400, { message: "this is no step that the desk knows" });
    const { version, edit } = step.data;
    const content =
      edit.do === "undo" ? await sheet.undo(version) : await sheet.change(version, (old) => stepped(old, edit, finder));
    if (!content.isStale) return json(200, shown(content));
    const message = "the sheet was changed by another program: nothing was written, and this is how it stands";
    return json(409, { message, state: shown(content) });
  }

  const server = createServer((request, response) => {
    answerTo(request, { port: (server.address() as AddressInfo).port, token }).then(
      (answer) => send(response, request, answer),
      (error: unknown) => send(response, request, failure(error)),
    );
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${token}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(response: ServerResponse, request: IncomingMessage, { status, type, body }: Answer): void {
  if (status === 405) response.setHeader("allow", "GET, POST");
  // What is left of a refused request is not read.
  if (!request.complete) response.setHeader("connection", "close");
  response.writeHead(status, { ...HEADERS, "content-type": type, "content-length": Buffer.byteLength(body) });
  response.end(body);
}

/** What went wrong with a step or a file, for the editor; a full disk is told as it is. */
function failure(error: unknown): Answer {
  if (error instanceof EditFault) return json(422, { message: error.message });
  if (error instanceof FileFault) return json(503, { message: error.message });
  return json(503, { message: `nothing was written: ${(error as Error).message}` });
}

/** The body as text; null where it is too large. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > LARGEST) return null;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
