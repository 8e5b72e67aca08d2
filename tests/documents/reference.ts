// The reference: settings, commands, parameters, formats, errors and CSV columns, as tables made from their declarations.
import { readFileSync } from "node:fs";
import { backing } from "../../src/commands/backup.ts";
import { check } from "../../src/commands/check.ts";
import type { Command } from "../../src/commands/command.ts";
import { listing } from "../../src/commands/datasets.ts";
import { desk } from "../../src/commands/desk.ts";
import { drafting } from "../../src/commands/draft.ts";
import { expanding } from "../../src/commands/expand.ts";
import { importing } from "../../src/commands/import.ts";
import { mcp } from "../../src/commands/mcp.ts";
import { openapi } from "../../src/commands/openapi.ts";
import { packing } from "../../src/commands/pack.ts";
import { serve } from "../../src/commands/serve.ts";
import { test } from "../../src/commands/test.ts";
import { validate } from "../../src/commands/validate.ts";
import { verify } from "../../src/commands/verify.ts";
import { SETTINGS } from "../../src/config.ts";
import { PROBLEMS } from "../../src/errors.ts";
import { csvDictionary } from "../../src/formats/columns.ts";
import { CSV_RULES } from "../../src/formats/csv.ts";
import { FORMAT_TABLE } from "../../src/formats/table.ts";
import { COLLECTIONS } from "../../src/model/ids.ts";
import { parametersSection } from "./parameters.ts";
import { codes, table } from "./table.ts";

/** The verbs in the order of `--help`. */
export const COMMANDS: readonly Command[] = [
  serve,
  mcp,
  importing,
  listing,
  backing,
  validate,
  verify,
  expanding,
  packing,
  drafting,
  desk,
  openapi,
  check,
  test,
];

/** The npm scripts, and what a verb's summary does not say of them. */
const SCRIPTS: Readonly<Record<string, string>> = {
  communique: "runs a command by its verb: `npm run communique -- <verb>`",
  start: "loads the data and serves it: `serve`, with the flags for Node that suit it",
  dev: "serves the data for whoever changes them: every change of `src` or `data` starts the server anew",
  import: "reads public event data into the database: `npm run import -- gdelt <files>`; see [Importing](importing.md)",
  validate: "checks all data files",
  verify: "checks a source's evidence and quotes against a copy of its text",
  draft: "proposes the records of a text as a sheet in which every line is undecided: `npm run draft -- article.txt`",
  desk: "serves a page on 127.0.0.1 to go through a sheet line by line: `npm run desk -- <sheet> <text>`; see [Authoring](authoring.md#the-desk)",
  openapi: "writes the OpenAPI document and the JSON Schema of bundle files; `-- --check` only compares",
  docs: "writes this page and [Benchmarks](benchmarks.md) from their sources",
  shots: "draws the pictures of pages in the README with a Chromium",
  check:
    "checks format, lint, types and the OpenAPI document, all at once; types and document only where they have changed since",
  test: "runs the tests. Those of Swagger UI need a Chromium and are skipped without one. `TORTURE=all` runs every mutant of the generated-request tests, `ENGINES=all` all HTTP tests on PostgreSQL too",
  conformance:
    "holds the OpenAPI document to Spectral's default rules and asks a server with clients that five generators make; `-- <folder>` runs the W3C's tests of annotations from a copy of them. It installs pinned packages into a temporary folder; [Clients](clients.md#generated-clients) has the results",
  bench: "measures speed; see [Benchmarks](benchmarks.md)",
  torture:
    "attacks servers and imports of its own in every way of the table in [Operations](operations.md#what-was-tested), each for `--seconds 60`; `-- --only power,disk` takes some of them. With `--runs 100000` it asks generated requests alone, valid and invalid. With `--engines` it asks SQLite and PostgreSQL with the same data, long texts among it, which must answer alike. With `--against main` it asks the working tree and the build of a commit, which must answer the same to the byte. With `--walk` it counts the functions and files that a request goes through. With `--routes` it measures how long each route holds the thread of the server",
};

function scriptsTable(): string {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
  const rows = Object.keys(scripts).map((name) => {
    const says = SCRIPTS[name];
    if (says === undefined) throw new Error(`tests/documents/reference.ts says nothing of the npm script ${name}`);
    return [`\`npm ${["start", "test"].includes(name) ? name : `run ${name}`}\``, says];
  });
  return table(["script", "does"], rows);
}

function settingsTable(): string {
  const rows = Object.entries(SETTINGS).map(([name, { fallback, meaning }]) => [
    `\`${name}\``,
    fallback === "" ? "" : `\`${fallback}\``,
    meaning,
  ]);
  return table(["name", "default", "meaning"], rows);
}

/** A verb with its call; the options of `serve` are the settings. */
function commandSection({ name, summary, usage, help }: Command): string[] {
  const options = help.filter(([option]) => !Object.hasOwn(SETTINGS, option.split("=")[0] ?? "") || name !== "serve");
  const rows = options.map(([option, meaning]) => [`\`${option}\``, meaning]);
  return [
    `### ${name}`,
    "",
    `${summary[0]?.toUpperCase()}${summary.slice(1)}.`,
    "",
    "```text",
    `npm run communique -- ${usage}`,
    "```",
    "",
    ...(rows.length === 0 ? [] : [table(["argument or setting", "meaning"], rows), ""]),
  ];
}

const formatsTable = () =>
  table(
    ["format", "media type", "collections", "streams"],
    FORMAT_TABLE.map(({ name, type, collections, streams }) => [
      `\`${name}\``,
      `\`${type}\``,
      collections.length === COLLECTIONS.length ? "all" : collections.join(", "),
      streams ? "yes" : "no",
    ]),
  );

const errorsTable = () =>
  table(
    ["code", "status", "title", "meaning"],
    Object.entries(PROBLEMS).map(([code, { status, title, meaning }]) => [
      `\`${code}\``,
      String(status),
      title,
      meaning,
    ]),
  );

/** The page, whole. */
export function referencePage(): string {
  const lines = [
    "<!-- Written by `npm run docs` from the source: change the source, not this page. -->",
    "",
    "# Reference",
    "",
    ...["Settings", "Commands", "Parameters", "Formats", "Errors", "CSV columns"].map(
      (title) => `- [${title}](#${title.toLowerCase().replaceAll(" ", "-")})`,
    ),
    "",
    "## Settings",
    "",
    "Settings are environment variables. If some are wrong, all of them are named at once. [Operations](operations.md) explains how",
    "to use them.",
    "",
    settingsTable(),
    "",
    "`DEBUG`, set to any value, makes the command line print errors with their stack.",
    "",
    "## Commands",
    "",
    "The npm scripts:",
    "",
    scriptsTable(),
    "",
    `The verbs are ${codes(COMMANDS.map(({ name }) => name))}. Each has \`--help\`.`,
    "A command exits with 0 when all is well, with 1 when it failed, and with 2 when it was called wrongly.",
    "",
    "`.ci/run` installs, checks and tests everything from nothing.",
    "",
    ...COMMANDS.flatMap(commandSection),
    "## Parameters",
    "",
    parametersSection(),
    "",
    "## Formats",
    "",
    "Choose a format with `format`, or by media type in `Accept`. A format that streams sends every record that the filters find",
    "when `limit` is left out.",
    "",
    formatsTable(),
    "",
    `Counts have ${codes(["json", "ndjson", "csv"])}.`,
    "",
    "## Errors",
    "",
    "Every error is `application/problem+json`; `/problems` gives the same table as JSON. [Errors](api.md#errors) shows one.",
    "",
    errorsTable(),
    "",
    "## CSV columns",
    "",
    ...CSV_RULES.map((rule) => `- ${rule}`),
    ...COLLECTIONS.flatMap((collection) => ["", `### Columns of ${collection}`, "", csvDictionary(collection)]),
  ];
  return `${lines.join("\n")}\n`;
}
