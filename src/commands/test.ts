// test: runs the test suite.
import type { Command } from "./command.ts";
import { runTool } from "./tool.ts";

export const test: Command = {
  name: "test",
  summary: "runs the test suite (arguments go to vitest)",
  usage: "test [vitest arguments]",
  options: {},
  help: [["tests/house.test.ts", "runs one file only"]],
  positionals: true,
  passthrough: true,
  run: ({ positionals }) => runTool("vitest", ["run", ...positionals]),
};
