// The limit: bare node:http that answers a first list or a record by the statements of a page, and does nothing else.
//
// A page takes two statements: its last row, and everything from there on as one text. Head and tail of the body are those of
// one answer, bound to the statement, and so are the headers: nothing is read, checked, counted, tagged, logged or kept.
import { createServer, type ServerResponse } from "node:http";
import { DatabaseSync } from "node:sqlite";

/** One answer of ours, cut where its records begin and end. */
export interface Model {
  readonly headers: readonly (readonly [string, string])[];
  readonly head: string;
  readonly tail: string;
}

export interface Order {
  readonly port: number;
  /** The bare table of the same rows. */
  readonly database: string;
  readonly list: Model;
  readonly record: Model;
}

const PAGE = 20;
const WITHIN = "FROM events WHERE date BETWEEN ? AND ?";
const LAST = `SELECT date, id ${WITHIN} ORDER BY date DESC, id DESC LIMIT 1 OFFSET ${PAGE - 1}`;
const BODY = `SELECT ? || group_concat(doc) || ? AS body FROM
  (SELECT doc ${WITHIN} AND (date, id) >= (?, ?) ORDER BY date DESC, id DESC)`;
const RECORD = "SELECT ? || doc || ? AS body FROM events WHERE id = ?";

function serve({ port, database, list, record }: Order): void {
  const engine = new DatabaseSync(database, { readOnly: true });
  const [last, body, one] = [LAST, BODY, RECORD].map((text) => engine.prepare(text));
  const [listHeaders, recordHeaders] = [list.headers.flat(), record.headers.flat()];
  const send = (response: ServerResponse, headers: readonly string[], row: Record<string, unknown> | undefined) => {
    const body = String(row?.body ?? "");
    response.writeHead(200, [...headers, "Content-Length", String(Buffer.byteLength(body))]);
    response.end(body);
  };
  const server = createServer({ keepAliveTimeout: 10_000 }, (request, response) => {
    const url = request.url ?? "";
    const at = url.indexOf("&from=");
    if (at < 0) {
      send(response, recordHeaders, one?.get(record.head, record.tail, url.slice(url.lastIndexOf("/") + 1)));
      return;
    }
    const [from, to] = [url.slice(at + 6, at + 16), url.slice(at + 20, at + 30)];
    const row = last?.get(from, to) as { date: string; id: string } | undefined;
    send(response, listHeaders, body?.get(list.head, list.tail, from, to, row?.date ?? "", row?.id ?? ""));
  });
  // As the real server has it, so that connections are renewed alike.
  server.maxRequestsPerSocket = 1_000;
  server.listen(port, "127.0.0.1");
  process.once("SIGTERM", () => process.exit(0));
}

if (import.meta.main) serve(JSON.parse(process.argv[2] ?? "") as Order);
