// The command line within this process: what it prints and its exit code, without the start of a program.
//
// A start costs half a second of a core before the first line of a command runs, and hundreds of tests ask what a command
// makes of its words. Each verb is run as a program too, where the tests of its file begin: what only a process shows, its
// end, its signals, its own standard input, is never asked for here.
import { commandLine } from "../../src/commands/dispatch.ts";
import { BARE, type Ended } from "../support/program.ts";

/** Commands come one after the other: each has the console and the settings for itself. */
let last: Promise<unknown> = Promise.resolve();

/** Runs a command with these settings alone to its end, as `run` does in a process of its own. */
export function runHere(args: readonly string[], settings: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const ended = last.then(() => withSettings({ ...BARE, ...settings }, () => recorded(() => commandLine(args))));
  last = ended.catch(() => {});
  return ended;
}

/** Sets variables of the environment for as long as something is done. */
async function withSettings<T>(settings: Readonly<Record<string, string>>, work: () => Promise<T>): Promise<T> {
  const before = Object.keys(settings).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, settings);
  try {
    return await work();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

/** What something prints, on either stream or the console, in place of printing it. */
async function recorded(work: () => Promise<number>): Promise<Ended> {
  const said = { stdout: "", stderr: "" };
  const { log, error } = console;
  const writes = [process.stdout.write, process.stderr.write] as const;
  const into = (stream: keyof typeof said) => (text: string | Uint8Array) => {
    said[stream] += typeof text === "string" ? text : Buffer.from(text).toString();
    return true;
  };
  console.log = (text: string) => (said.stdout += `${text}\n`);
  console.error = (text: string) => (said.stderr += `${text}\n`);
  process.stdout.write = into("stdout");
  process.stderr.write = into("stderr");
  try {
    return { code: await work(), ...said };
  } finally {
    Object.assign(console, { log, error });
    [process.stdout.write, process.stderr.write] = writes;
  }
}
