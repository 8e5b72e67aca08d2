// Assets: the style sheet and the modules of the pages, each at an address that has the hash of its content.
//
// The files are few and read when the program starts: an address is looked up in this map and never in the file system.
// What the address names cannot change, so it may be kept for ever. The modules are plain JavaScript as browsers take
// it; without them the pages are whole.
import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { FastifyInstance } from "fastify";
import type { Assets } from "./parts/layout.ts";

const TYPES = { css: "text/css; charset=utf-8", js: "text/javascript; charset=utf-8" } as const;
const NAMES = ["site.css", "article.js"] as const;

const FILES = NAMES.map((name) => {
  const text = readFileSync(new URL(`./assets/${name}`, import.meta.url), "utf8");
  const [stem = "", kind = ""] = name.split(".");
  const path = `/assets/${stem}.${hash("sha256", text).slice(0, 12)}.${kind}`;
  return { name, path, text, type: TYPES[kind as keyof typeof TYPES] };
});

/** The address of each file by its name. */
export const ASSETS: Assets = Object.fromEntries(FILES.map(({ name, path }) => [name, path]));

export function assetRoutes(app: FastifyInstance): void {
  for (const { path, text, type } of FILES) {
    app.get(path, {
      config: { produces: null },
      schema: { hide: true },
      handler: async (_request, reply) =>
        reply.header("cache-control", "public, max-age=31536000, immutable").type(type).send(text),
    });
  }
}
