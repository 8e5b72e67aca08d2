// check: formatting, lint and types.
import type { Command } from "./command.ts";
import { runTool } from "./tool.ts";

export const check: Command = {
  name: "check",
  summary: "checks format, lint and types (Biome, tsc)",
  usage: "check [--fix]",
  options: { fix: { type: "boolean" } },
  help: [["--fix", "writes what Biome can mend by itself"]],
  positionals: false,
  async run({ values }) {
    const style = await runTool("biome", values.fix === true ? ["check", "--write"] : ["check", "--error-on-warnings"]);
    const types = await runTool("tsc", ["-p", "."]);
    return style === 0 && types === 0 ? 0 : 1;
  },
};
