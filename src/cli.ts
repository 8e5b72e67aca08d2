// The command line: picks a command by name, prints errors for people, sets the exit code.
import { parseArgs } from "node:util";
import { check } from "./commands/check.ts";
import { type Command, UsageError } from "./commands/command.ts";
import { listing } from "./commands/datasets.ts";
import { importing } from "./commands/import.ts";
import { openapi } from "./commands/openapi.ts";
import { serve } from "./commands/serve.ts";
import { test } from "./commands/test.ts";
import { validate } from "./commands/validate.ts";
import { verify } from "./commands/verify.ts";

const COMMANDS: readonly Command[] = [serve, importing, listing, validate, verify, openapi, check, test];
/** Other words for a verb: `npm start` is `serve`. */
const ALIASES: Readonly<Record<string, string>> = { start: "serve" };

function overview(): string {
  const width = Math.max(...COMMANDS.map((command) => command.name.length));
  return [
    "usage: npm run communique -- <verb> [options]   (each verb has --help)",
    "",
    ...COMMANDS.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`),
  ].join("\n");
}

function helpOf(command: Command): string {
  const rows: readonly (readonly [string, string])[] = [...command.help, ["--help", "prints this"]];
  const width = Math.max(...rows.map(([option]) => option.length));
  return [
    `${command.name}: ${command.summary}`,
    "",
    `usage: npm run communique -- ${command.usage}`,
    "",
    ...rows.map(([option, meaning]) => `  ${option.padEnd(width)}  ${meaning}`),
  ].join("\n");
}

async function main([verb, ...rest]: string[]): Promise<number> {
  if (verb === undefined || verb === "--help" || verb === "-h" || verb === "help") {
    console.log(overview());
    return verb === undefined ? 2 : 0;
  }
  const command = COMMANDS.find(({ name }) => name === (ALIASES[verb] ?? verb));
  if (command === undefined) {
    console.error(`no such verb: ${verb}\n\n${overview()}`);
    return 2;
  }
  try {
    const options = { ...command.options, help: { type: "boolean" as const, short: "h" } };
    const split =
      command.passthrough === true
        ? { values: { help: rest[0] === "--help" }, positionals: rest }
        : parse(rest, options, command);
    if (split.values.help === true) {
      console.log(helpOf(command));
      return 0;
    }
    return await command.run(split);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n\n${helpOf(command)}`);
    return 2;
  }
}

function parse(args: string[], options: Command["options"], command: Command) {
  try {
    return parseArgs({ args, options, allowPositionals: command.positionals, strict: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  // Operators read one line; the stack is there for whoever asks.
  console.error(process.env.DEBUG === undefined ? (error as Error).message : error);
  process.exitCode = 1;
}
