// check: formatting, lint, types and the rules of OpenAPI documents, all at once.
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Command } from "./command.ts";
import { type Ended, runTool, runToolAside } from "./tool.ts";

/** What tsc knows of the files that have not changed since; it finds out by itself when that is of no use. */
const KNOWN = "node_modules/.cache/tsc/check.tsbuildinfo";

const DOCUMENT = "openapi/openapi.json";
/** The digest of the document that Redocly last found nothing in, with Redocly's own manifest. */
const SOUND = "node_modules/.cache/redocly/sound";
/** It asks nobody for updates and tells nobody that it ran. */
const QUIET = { REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };

/** What Redocly's strict rules say of the document; nothing where it is as it was when they said nothing. */
async function lintDocument(): Promise<Ended> {
  const [document, manifest = ""] = await Promise.all(
    [DOCUMENT, "node_modules/@redocly/cli/package.json"].map((path) => readFile(path, "utf8").catch(() => undefined)),
  );
  if (document === undefined) return { code: 0, output: "" };
  const digest = createHash("sha256").update(document).update(manifest).digest("hex");
  if ((await readFile(SOUND, "utf8").catch(() => "")) === digest) return { code: 0, output: "" };
  const ended = await runToolAside("redocly", ["lint", "--extends", "recommended-strict", DOCUMENT], QUIET);
  if (ended.code !== 0) return ended;
  await mkdir(dirname(SOUND), { recursive: true });
  await writeFile(SOUND, digest);
  return { code: 0, output: "" };
}

export const check: Command = {
  name: "check",
  summary: "checks format, lint, types and the OpenAPI document (Biome, tsc, Redocly)",
  usage: "check [--fix]",
  options: { fix: { type: "boolean" } },
  help: [["--fix", "writes what Biome can mend by itself"]],
  positionals: false,
  async run({ values }) {
    const fix = values.fix === true;
    const style = runTool("biome", fix ? ["check", "--write"] : ["check", "--error-on-warnings"]);
    // What Biome writes, tsc must read.
    if (fix) await style;
    const pretty = process.stdout.isTTY ? "true" : "false";
    const types = runToolAside("tsc", ["-p", ".", "--incremental", "--tsBuildInfoFile", KNOWN, "--pretty", pretty]);
    const [styleCode, ...others] = await Promise.all([style, types, lintDocument()]);
    for (const { output } of others) process.stdout.write(output);
    return styleCode === 0 && others.every(({ code }) => code === 0) ? 0 : 1;
  },
};
