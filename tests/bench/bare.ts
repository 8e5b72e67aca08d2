// The bare side of the bench: node:http alone, sending one answer, read from a file, to every request.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

const [file = "", port = ""] = process.argv.slice(2);
const { headers, body } = JSON.parse(readFileSync(file, "utf8")) as { headers: [string, string][]; body: string };
const bytes = Buffer.from(body, "utf8");

const server = createServer({ keepAliveTimeout: 10_000 }, (_request, response) => {
  response.writeHead(200, headers.flat());
  response.end(bytes);
});
// As the real server has it, so that connections are renewed alike and `Keep-Alive` says the same.
server.maxRequestsPerSocket = 1_000;
server.listen(Number(port), "127.0.0.1");
process.once("SIGTERM", () => process.exit(0));
