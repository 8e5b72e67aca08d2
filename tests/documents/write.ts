// Writes the generated pages: `npm run docs`.
import { readFileSync, writeFileSync } from "node:fs";
import type { Results } from "../bench/results.ts";
import { generatedPages } from "./generated.ts";

const results = JSON.parse(readFileSync("tests/bench/results.json", "utf8")) as Results;
for (const [path, text] of generatedPages(results)) {
  writeFileSync(path, text);
  console.log(`written: ${path}`);
}
