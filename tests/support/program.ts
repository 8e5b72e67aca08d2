// The program as a person runs it: a process of its own, its output, its exit code; and folders of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Writable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { BEIJING, copySecond } from "./fixtures.ts";

export interface Ended {
  /** The exit code; null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Program {
  readonly pid: number;
  /** What it reads; it hears of an end only when this is ended. */
  readonly stdin: Writable;
  readonly ended: Promise<Ended>;
  /** The address that `serve` prints when it listens; rejects when the program ends before. */
  readonly url: Promise<string>;
  /** What it has printed so far. */
  output(): string;
  errors(): string;
  /** Sends a signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<Ended>;
}

// Tests of processes run side by side, where Vitest cannot tell whose `onTestFinished` it is: all ends with the file.
const children = new Set<ChildProcess>();
const folders = new Set<string>();

/** Ends all programs that run, and removes the folders. */
export async function endPrograms(): Promise<void> {
  const ends = [...children].map((child) => new Promise((resolve) => child.once("close", resolve)));
  for (const child of children) child.kill("SIGKILL");
  await Promise.all(ends);
  for (const path of folders) await rm(path, { recursive: true, force: true });
  folders.clear();
}

/** An empty folder that is gone when the file's tests are over. */
export async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "communique-program-"));
  folders.add(path);
  return path;
}

/** Settings of a server with a free port and a database file of its own. */
export async function ownSettings(): Promise<{ PORT: string; DATABASE_URL: string }> {
  return { PORT: "0", DATABASE_URL: join(await folder(), "communique.db") };
}

/** A copy of the invented second article's data directory. */
export async function secondData(): Promise<string> {
  const directory = join(await folder(), "data");
  await copySecond(directory);
  return directory;
}

/** Nothing of the environment of the tests but what a process needs, and data that stays as it is. */
export const BARE = {
  PATH: process.env.PATH ?? "",
  HOME: process.env.HOME ?? "",
  LOG_FORMAT: "json",
  DATA_DIR: BEIJING,
};

/** Starts a command of the program with these settings alone; where that is wanted, in a process group of its own. */
export function start(
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
  group?: "in a group of its own",
): Program {
  const options = { env: { ...BARE, ...settings }, detached: group !== undefined };
  return watch(spawn(process.execPath, ["src/cli.ts", ...args], options));
}

/** Runs a command to its end. */
export function run(args: readonly string[], settings: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return start(args, settings).ended;
}

/** Starts any other program, with the same care; in the project's folder where no other is named. */
export function startProgram(
  program: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
  cwd = ".",
): Program {
  return watch(spawn(program, args, { cwd, env: { ...BARE, ...settings } }));
}

export function runProgram(...program: Parameters<typeof startProgram>): Promise<Ended> {
  return startProgram(...program).ended;
}

/** Sends a signal; false where nobody is there any more. With 0 it only asks. */
export function signalled(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** Waits until a server takes no new connection, which is the first thing that it does when it stops. */
export async function closed(url: string): Promise<void> {
  for (let taken = true; taken; await wait(20)) {
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    taken = await once(socket, "connect").then(
      () => true,
      () => false,
    );
    socket.destroy();
  }
}

function watch(child: ChildProcess): Program {
  children.add(child);
  const said = { stdout: "", stderr: "" };
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      children.delete(child);
      resolve({ code, ...said });
    });
  });
  const url = new Promise<string>((resolve, reject) => {
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream]?.setEncoding("utf8").on("data", (text: string) => {
        said[stream] += text;
        const found = /serves on (http:\/\/\S+)/.exec(said.stdout)?.[1];
        if (found !== undefined) resolve(found);
      });
    }
    ended.then(() => reject(new Error(`it ended:\n${said.stdout}${said.stderr}`)), reject);
  });
  // Who does not ask for the address does not want to hear that there is none.
  url.catch(() => {});
  return {
    pid: child.pid ?? 0,
    stdin: child.stdin as Writable,
    ended,
    url,
    output: () => said.stdout,
    errors: () => said.stderr,
    stop(signal = "SIGTERM") {
      child.kill(signal);
      return ended;
    },
  };
}
