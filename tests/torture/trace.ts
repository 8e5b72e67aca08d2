// The trace: loaded before a server, it notes which functions of `src` are entered for each request, in their order.

import { subscribe } from "node:diagnostics_channel";
import { appendFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { noted } from "./entries.ts";

/** Where a line of JSON is added for each request: a list of the file and the name of each function that was entered. */
const FILE = process.env.TRACE_FILE;
/** Milliseconds after an answer in which what is done for it is over. */
const AFTER = 50;

const entered: (readonly [file: string, name: string])[] = [];
let tracing = false;

Object.assign(globalThis, {
  noteEntry(entry: readonly [string, string]) {
    if (tracing) entered.push(entry);
  },
});

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const [, file] = /\/(src\/[^?]+\.ts)$/.exec(url) ?? [];
    if (file === undefined || !url.startsWith("file:") || fileURLToPath(url).includes("node_modules")) return loaded;
    return { ...loaded, source: noted(String(loaded.source), file) };
  },
});

subscribe("http.server.request.start", () => {
  entered.length = 0;
  tracing = true;
});
subscribe("http.server.response.finish", () => {
  setTimeout(() => {
    tracing = false;
    if (FILE !== undefined) appendFileSync(FILE, `${JSON.stringify(entered)}\n`);
  }, AFTER);
});
