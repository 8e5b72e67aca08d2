// The limit: bare node:http that answers a first list or a record by the statements of a page, and does nothing else.
//
// A page takes two statements: its last row, and everything up to there in one piece. As bytes it takes a third of the time
// that it takes as text. Head and tail of the body are those of one answer, bound to the statement, and so are the headers:
// nothing is read, checked, counted, tagged, logged or kept.
import { createServer, type ServerResponse } from "node:http";
import { DatabaseSync } from "node:sqlite";
import { dayOf, dayRange } from "../../../src/store/catalog/rowid.ts";

/** One answer of ours, cut where its records begin and end. */
export interface Model {
  readonly headers: readonly (readonly [string, string])[];
  readonly head: string;
  readonly tail: string;
}

export interface Order {
  readonly port: number;
  /** The file of our database. */
  readonly database: string;
  readonly list: Model;
  readonly record: Model;
}

const PAGE = 20;
// In the default order the number of a row is its place in the list, and a window of days is a range of numbers.
const WITHIN = "FROM events r WHERE r.n >= ? AND r.n <= ? AND r.mirror = 0 ORDER BY r.n";
const LAST = `SELECT CAST(r.n AS TEXT) AS n ${WITHIN} LIMIT 1 OFFSET ${PAGE - 1}`;
const BODY = `SELECT CAST(? || group_concat(doc) || ? AS BLOB) AS body FROM
  (SELECT d.doc FROM events r CROSS JOIN events_docs d ON d.n = r.n
    WHERE r.n >= ? AND r.n <= ? AND r.mirror = 0 ORDER BY r.n)`;
const RECORD = `SELECT CAST(? || d.doc || ? AS BLOB) AS body FROM events r CROSS JOIN events_docs d ON d.n = r.n
  WHERE r.ds = ? AND r.id = ?`;

function serve({ port, database, list, record }: Order): void {
  const engine = new DatabaseSync(database, { readOnly: true });
  const dataset = Number(engine.prepare("SELECT number FROM datasets WHERE id = 'gdelt'").get()?.number);
  const [last, body, one] = [LAST, BODY, RECORD].map((text) => engine.prepare(text));
  const [listHeaders, recordHeaders] = [list.headers.flat(), record.headers.flat()];
  const send = (response: ServerResponse, headers: readonly string[], row: Record<string, unknown> | undefined) => {
    const body = row?.body as Uint8Array;
    response.writeHead(200, [...headers, "Content-Length", String(body.length)]);
    response.end(body);
  };
  const server = createServer({ keepAliveTimeout: 10_000 }, (request, response) => {
    const url = request.url ?? "";
    const at = url.indexOf("&from=");
    if (at < 0) {
      const id = url.slice(url.lastIndexOf("/") + 1);
      send(response, recordHeaders, one?.get(record.head, record.tail, dataset, id));
      return;
    }
    // The newest day has the least number.
    const low = dayRange(dataset, dayOf(url.slice(at + 20, at + 30))).low;
    const high = dayRange(dataset, dayOf(url.slice(at + 6, at + 16))).high;
    const end = BigInt(String(last?.get(low, high)?.n ?? high));
    send(response, listHeaders, body?.get(list.head, list.tail, low, end));
  });
  // As the real server has it, so that connections are renewed alike.
  server.maxRequestsPerSocket = 1_000;
  server.listen(port, "127.0.0.1");
  process.once("SIGTERM", () => process.exit(0));
}

if (import.meta.main) serve(JSON.parse(process.argv[2] ?? "") as Order);
