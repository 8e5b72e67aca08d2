// openapi: writes the OpenAPI document and the JSON Schema of bundle files, or checks that they are fresh.

import { readFile, writeFile } from "node:fs/promises";
import { z } from "zod";
import { buildApp } from "../app.ts";
import { loadSettings } from "../config.ts";
import { Bundle } from "../model/bundle.ts";
import { openSqlite } from "../store/engine/sqlite.ts";
import { migrate } from "../store/write/migrate.ts";
import type { Command } from "./command.ts";
import { say, tell } from "./print.ts";
import { programVersion } from "./serve.ts";

const DOCUMENT = "openapi/openapi.json";
const BUNDLE_SCHEMA = "openapi/bundle.schema.json";

/** The files that this command keeps, by path, as they should be. */
export async function generated(): Promise<ReadonlyMap<string, string>> {
  // The document depends neither on where and how the server runs nor on any data: it is made without.
  const settings = loadSettings({});
  const reference = { countries: [], historicStates: [], cameo: [] };
  const database = openSqlite(":memory:", "write");
  try {
    await migrate(database);
    const app = await buildApp({ database, reference, settings, version: await programVersion() });
    const document = app.swagger();
    await app.close();
    return new Map([
      [DOCUMENT, `${JSON.stringify(document, null, 2)}\n`],
      [BUNDLE_SCHEMA, `${JSON.stringify(bundleSchema(), null, 2)}\n`],
    ]);
  } finally {
    await database.close();
  }
}

function bundleSchema(): object {
  const schema = z.toJSONSchema(Bundle, { io: "input", target: "draft-2020-12", unrepresentable: "any" });
  return { ...schema, title: "A bundle: everything coded from one article" };
}

export const openapi: Command = {
  name: "openapi",
  summary: "writes openapi/openapi.json and the JSON Schema of bundle files",
  usage: "openapi [--check]",
  options: { check: { type: "boolean" } },
  help: [["--check", "writes nothing; fails when a file is not what the code says"]],
  positionals: false,
  async run({ values }) {
    let stale = 0;
    for (const [path, text] of await generated()) {
      if (values.check !== true) {
        await writeFile(path, text);
        say(`written: ${path}`);
        continue;
      }
      const there = await readFile(path, "utf8").catch(() => "");
      if (there === text) continue;
      stale++;
      tell(`stale: ${path} is not what the code says; run "npm run openapi"`);
    }
    if (values.check === true && stale === 0) say("fresh: openapi/openapi.json, openapi/bundle.schema.json");
    return stale === 0 ? 0 : 1;
  },
};
