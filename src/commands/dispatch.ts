// Dispatch: picks a command by name, prints errors for people, gives the exit code.
//
// Errors are one line for operators, with exit code 1; a wrong call prints its usage, with 2. `DEBUG` prints the stack.
import { inspect, parseArgs } from "node:util";
import { type Command, UsageError } from "./command.ts";
import { say, tell } from "./print.ts";

/** The verbs in the order in which they are listed. A verb's modules are loaded when it is wanted: few need all. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import("./serve.ts")).serve,
  mcp: async () => (await import("./mcp.ts")).mcp,
  import: async () => (await import("./import.ts")).importing,
  datasets: async () => (await import("./datasets.ts")).listing,
  backup: async () => (await import("./backup.ts")).backing,
  validate: async () => (await import("./validate.ts")).validate,
  verify: async () => (await import("./verify.ts")).verify,
  expand: async () => (await import("./expand.ts")).expanding,
  pack: async () => (await import("./pack.ts")).packing,
  draft: async () => (await import("./draft.ts")).drafting,
  desk: async () => (await import("./desk.ts")).desk,
  openapi: async () => (await import("./openapi.ts")).openapi,
  check: async () => (await import("./check.ts")).check,
  test: async () => (await import("./test.ts")).test,
};
/** Other words for a verb: `npm start` is `serve`. */
const ALIASES: Readonly<Record<string, string>> = { start: "serve" };

async function overview(): Promise<string> {
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  const width = Math.max(...commands.map((command) => command.name.length));
  return [
    "usage: npm run communique -- <verb> [options]   (each verb has --help)",
    "",
    ...commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`),
  ].join("\n");
}

/** An error in one line with its causes, as far as these say more; a connection tried at several addresses has several. */
function told(error: unknown): string {
  const { message, cause, errors = [] } = error as Error & { errors?: readonly unknown[] };
  const further = (message === "" ? errors.slice(0, 1) : [cause]).flatMap((one) =>
    one instanceof Error ? told(one) : [],
  );
  return [message, ...further.filter((text) => !message.includes(text))].filter((text) => text !== "").join(": ");
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

async function dispatched([verb, ...rest]: readonly string[]): Promise<number> {
  if (verb === undefined || verb === "--help" || verb === "-h" || verb === "help") {
    say(await overview());
    return verb === undefined ? 2 : 0;
  }
  const wanted = ALIASES[verb] ?? verb;
  const command = Object.hasOwn(COMMANDS, wanted) ? await COMMANDS[wanted]?.() : undefined;
  if (command === undefined) {
    tell(`no such verb: ${verb}\n\n${await overview()}`);
    return 2;
  }
  try {
    const options = { ...command.options, help: { type: "boolean" as const, short: "h" } };
    const split =
      command.passthrough === true
        ? { values: { help: rest[0] === "--help" }, positionals: rest }
        : parse(rest, options, command);
    if (split.values.help === true) {
      say(helpOf(command));
      return 0;
    }
    return await command.run(split);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    tell(`${error.message}\n\n${helpOf(command)}`);
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

/** Runs a verb with its arguments, and gives the exit code; whatever is wrong is printed. */
export async function commandLine(args: readonly string[]): Promise<number> {
  try {
    return await dispatched(args);
  } catch (error) {
    // Operators read one line; the stack is there for whoever asks.
    tell(process.env.DEBUG === undefined ? told(error) : inspect(error));
    return 1;
  }
}
