// Development tools: runs a program that comes with the development dependencies.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { tell } from "./print.ts";

export interface Ended {
  /** The exit code, 1 when a signal ended it, 127 when it is not installed. */
  readonly code: number;
  /** What it said, where that was held back. */
  readonly output: string;
}

function start(
  name: string,
  args: readonly string[],
  output: "inherit" | "pipe",
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const program = join("node_modules", ".bin", name);
  if (!existsSync(program)) {
    tell(`${name} is not installed; run "npm ci" (development dependencies included) in the project's folder`);
    return Promise.resolve({ code: 127, output: "" });
  }
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["inherit", output, output], env: { ...process.env, ...env } });
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding("utf8").on("data", (text: string) => {
        said += text;
      });
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, output: said }));
  });
}

/**
 * Runs `node_modules/.bin/<name>` with the terminal handed over.
 * @returns its exit code
 */
export async function runTool(name: string, args: readonly string[]): Promise<number> {
  return (await start(name, args, "inherit")).code;
}

/** Runs `node_modules/.bin/<name>` beside others: what it says comes with its end. */
export function runToolAside(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return start(name, args, "pipe", env);
}
