// check: formatting, lint and types, both at once.
import type { Command } from "./command.ts";
import { runTool, runToolAside } from "./tool.ts";

/** What tsc knows of the files that have not changed since; it finds out by itself when that is of no use. */
const KNOWN = "node_modules/.cache/tsc/check.tsbuildinfo";

export const check: Command = {
  name: "check",
  summary: "checks format, lint and types (Biome, tsc)",
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
    const [styleCode, { code: typesCode, output }] = await Promise.all([style, types]);
    process.stdout.write(output);
    return styleCode === 0 && typesCode === 0 ? 0 : 1;
  },
};
