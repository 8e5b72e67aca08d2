// Processes: those that the bench starts, how they are asked, how much memory they hold, and their end.
import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, open, readFile, rm } from "node:fs/promises";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

export interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

const PATIENCE = 60_000;
const started = new Set<ChildProcess>();
const others: (() => Promise<void>)[] = [];
let ended: Promise<void> | null = null;

/** Where this run keeps its databases and logs. */
export const folder = await mkdtemp(join(tmpdir(), "communique-bench-"));

export function ask(port: number, path: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = get({ host: "127.0.0.1", port, path, agent: false }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      const raw = response.rawHeaders;
      const headers = raw.flatMap((name, at) => (at % 2 === 0 ? [[name, raw[at + 1] ?? ""] as const] : []));
      resolve({ status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks).toString("utf8") });
    });
    request.once("error", reject);
  });
}

/** Starts a program under this Node, of this folder or another one, its output in a file. */
export async function start(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  name = "log",
  cwd = ".",
): Promise<ChildProcess> {
  const log = await open(join(folder, name), "a");
  const child = spawn(process.execPath, args, {
    cwd,
    env: { PATH: process.env.PATH ?? "", ...environment },
    stdio: ["ignore", log.fd, "inherit"],
  });
  started.add(child);
  child.once("exit", () => started.delete(child));
  await log.close();
  return child;
}

/** Starts a program of this folder that talks by messages. */
export function converse(program: string): ChildProcess {
  const child = fork(program, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  started.add(child);
  child.once("exit", () => started.delete(child));
  return child;
}

/** Waits for the first 200. */
export async function answering(port: number, path: string, child: ChildProcess): Promise<void> {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await wait(2)) {
    const ended = child.exitCode ?? child.signalCode;
    if (ended !== null) throw new Error(`a server ended with ${ended} before it answered`);
    const answer = await ask(port, path).catch(() => null);
    if (answer?.status === 200) return;
  }
  throw new Error(`nothing answered ${path} within ${PATIENCE} ms`);
}

/** Runs a program under this Node to its end, of this folder or another one; answers with what it printed. */
export async function finish(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  cwd = ".",
): Promise<string> {
  return output(process.execPath, args, environment, "", cwd);
}

/** Runs any program to its end. */
export async function output(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  input = "",
  cwd = ".",
): Promise<string> {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...environment },
    stdio: [input === "" ? "ignore" : "pipe", "pipe", "inherit"],
  });
  started.add(child);
  child.once("exit", () => started.delete(child));
  const ended = once(child, "close");
  child.stdin?.end(input);
  let text = "";
  for await (const chunk of child.stdout ?? []) text += String(chunk);
  const [code] = await ended;
  if (code !== 0)
    throw new Error(`${[program, ...args].join(" ").slice(0, 300)} ended with ${code}: ${text.slice(-500)}`);
  return text;
}

/** Resident memory in MiB; NaN where the system does not tell it in /proc. */
export async function resident({ pid }: ChildProcess): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(text)?.[1];
  return kibibytes === undefined ? Number.NaN : Math.round(Number(kibibytes) / 1_024);
}

export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  await once(child, "exit");
}

/** Has something else ended at the end, when no process of the bench uses it any more. */
export function atEnd(work: () => Promise<void>): void {
  others.push(work);
}

/** Stops what still runs and removes the folder of this run. */
export function end(): Promise<void> {
  async function work(): Promise<void> {
    await Promise.all([...started].map(stop));
    await Promise.all(others.map((other) => other()));
    await rm(folder, { recursive: true, force: true });
  }
  ended ??= work();
  return ended;
}

/** Whether the end has begun: what fails from then on says nothing of a server. */
export const isEnding = () => ended !== null;
