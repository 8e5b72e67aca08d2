// Development tools: runs a program that comes with the development dependencies.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * Runs `node_modules/.bin/<name>` with the terminal handed over.
 * @returns its exit code, 1 when a signal ended it, 127 when it is not installed
 */
export function runTool(name: string, args: readonly string[]): Promise<number> {
  const program = join("node_modules", ".bin", name);
  if (!existsSync(program)) {
    console.error(`${name} is not installed; run "npm ci" (development dependencies included) in the project's folder`);
    return Promise.resolve(127);
  }
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: "inherit" });
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}
