// openapi: writes the OpenAPI document with its examples and the JSON Schemas of bundles and sheets, or checks that they are fresh.

import { readFile, writeFile } from "node:fs/promises";
import sql from "sql-template-tag";
import { z } from "zod";
import { buildApp } from "../app.ts";
import { loadSettings } from "../config.ts";
import { sheetSchema } from "../intake/sheet/schema.ts";
import { Bundle } from "../model/bundle.ts";
import { LanguageMap } from "../model/labels.ts";
import type { Database } from "../store/engine/database.ts";
import { openSqlite } from "../store/engine/sqlite.ts";
import { load } from "../store/write/load.ts";
import { migrate } from "../store/write/migrate.ts";
import type { Command } from "./command.ts";
import { examplesFrom } from "./examples.ts";
import { readCuratedData } from "./open/data.ts";
import { say, tell } from "./print.ts";
import { programVersion } from "./serve.ts";

const DOCUMENT = "openapi/openapi.json";
const BUNDLE_SCHEMA = "openapi/bundle.schema.json";
const SHEET_SCHEMA = "openapi/sheet.schema.json";
const EXAMPLES = "src/plugins/examples.json";
/** Records that stay as they are, so that the examples do. */
const EXAMPLE_DATA = "tests/fixtures/beijing/data";

/** The files that this command keeps, by path, as they should be. */
export async function generated(): Promise<ReadonlyMap<string, string>> {
  // The document depends neither on where and how the server runs nor on the data that it has.
  const settings = loadSettings({});
  const { dataset, reference } = await readCuratedData(EXAMPLE_DATA, "shown");
  const database = openSqlite(":memory:", "write");
  try {
    await migrate(database);
    await load(database, dataset);
    await stopClock(database);
    const parts = { database, reference, settings, version: await programVersion() };
    const asked = await buildApp({ ...parts, examples: {} });
    const examples = await examplesFrom(asked);
    await asked.close();
    const app = await buildApp({ ...parts, examples });
    const document = app.swagger();
    await app.close();
    return new Map([
      [DOCUMENT, `${JSON.stringify(document, null, 2)}\n`],
      [EXAMPLES, `${JSON.stringify(examples, null, 2)}\n`],
      [BUNDLE_SCHEMA, `${JSON.stringify(bundleSchema(), null, 2)}\n`],
      [SHEET_SCHEMA, `${JSON.stringify(sheetSchema(), null, 2)}\n`],
    ]);
  } finally {
    await database.close();
  }
}

/** The change log as if all had happened at one moment: else its example would be another each time. */
async function stopClock(database: Database): Promise<void> {
  const at = "2026-11-01T00:00:00.000Z";
  const first = Date.parse(at);
  await database.run(sql`UPDATE change_log SET at = ${at}, seq = seq - (SELECT min(seq) FROM change_log) + ${first}`);
  await database.run(
    sql`UPDATE change_log_state SET at = ${at}, begun = ${at}, last = (SELECT max(seq) FROM change_log)`,
  );
}

function bundleSchema(): object {
  const schema = z.toJSONSchema(Bundle, {
    io: "input",
    target: "draft-2020-12",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      // What is read leaves out a language in which there is no text (`src/intake/curated/languages.ts`).
      if ((zodSchema as unknown) !== LanguageMap) return;
      jsonSchema.additionalProperties = { anyOf: [{ type: "string", minLength: 1 }, { type: "null" }] };
    },
  });
  return { ...schema, title: "A bundle: everything coded from one article" };
}

export const openapi: Command = {
  name: "openapi",
  summary: "writes openapi/openapi.json with its examples and the JSON Schemas of bundles and sheets",
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
    if (values.check === true && stale === 0)
      say(`fresh: ${[DOCUMENT, EXAMPLES, BUNDLE_SCHEMA, SHEET_SCHEMA].join(", ")}`);
    return stale === 0 ? 0 : 1;
  },
};
