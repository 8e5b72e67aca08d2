#!/bin/sh
# A response that can be JSON or NDJSON: orval's fetch client gives the bare response and types no data, also for JSON.
#
# Seen with orval 8.38.0 on Node 24.21.0: the function of an operation whose 200 has application/json and
# application/x-ndjson returns `{ status, stream, headers }`, that of the same operation with JSON alone
# `{ data, status, headers }`:
#   json alone    data
#   json, ndjson  stream
# Exits 0 while this is so, 1 when it differs.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf '{"type":"module","private":true}' > package.json
npm install --silent --ignore-scripts --no-audit --no-fund orval@8.38.0 typescript@6.0.3
cat > make.js <<'JS'
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

const list = { schema: { type: "object", properties: { data: { type: "array", items: { type: "string" } } } } };
const lines = { schema: { type: "string" } };
const get = (operationId, content) => ({ get: { operationId, responses: { 200: { description: "All.", content } } } });
const paths = {
  "/plain": get("plain", { "application/json": list }),
  "/both": get("both", { "application/json": list, "application/x-ndjson": lines }),
};
writeFileSync("api.json", JSON.stringify({ openapi: "3.1.1", info: { title: "Lists", version: "1" }, paths }));
writeFileSync(
  "orval.config.mjs",
  'export default { api: { input: "api.json", output: { target: "api.ts", client: "fetch", mode: "single" } } };',
);
execFileSync("node_modules/.bin/orval", ["--config", "orval.config.mjs"], { stdio: "ignore" });
const [plain, both] = ["plain", "both"].map((name) => {
  const text = readFileSync("api.ts", "utf8");
  const body = text.slice(text.indexOf(`export const ${name} = async`));
  return /return \{[^}]*\bstream\b/.test(body.slice(0, body.indexOf("\n}\n"))) ? "stream" : "data";
});
console.log(`json alone    ${plain}\njson, ndjson  ${both}`);
process.exitCode = plain === "data" && both === "stream" ? 0 : 1;
JS
node make.js
