// Causes: a command tells why the database cannot be used, without its password, and who lacks Node or packages is told what is needed.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { run } from "../support/program.ts";

describe("a PostgreSQL that nobody runs", () => {
  const settings = { DATABASE_URL: "postgres://me:secretpw@127.0.0.1:1/news" };
  test.each([["datasets"], ["datasets", "drop", "gdelt"]])("%s %s", async (...args) => {
    const { code, stderr, stdout } = await run(
      args.filter((one) => one !== undefined),
      settings,
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/ECONNREFUSED/);
    expect(`${stderr}${stdout}`).not.toContain("secretpw");
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});

describe("node-version.cjs", () => {
  const text = readFileSync("src/node-version.cjs", "utf8");
  const told = (node: string, file = "src/cli.ts", missing: readonly string[] = []) => {
    const lines: string[] = [];
    const codes: number[] = [];
    const process = {
      versions: { node },
      argv: ["node", `/tests/project/${file}`],
      exit: (code: number) => codes.push(code),
    };
    const resolve = (name: string) => {
      if (missing.includes(name)) throw Object.assign(new Error("Cannot find module"), { code: "MODULE_NOT_FOUND" });
    };
    const console = { error: (line: string) => lines.push(line) };
    runInNewContext(text, { process, require: { resolve }, console, __dirname: "/tests/project/src" });
    return { lines, codes };
  };

  test.each(["18.20.0", "20.19.0", "23.11.1"])("Node %s is refused in one sentence, with exit code 1", (node) => {
    const { lines, codes } = told(node);
    expect(codes).toEqual([1]);
    expect(lines).toEqual([expect.stringMatching(/^Communiqué needs Node 24 or newer, and this is Node .*\.$/)]);
    expect(lines[0]).toContain(node);
  });

  test.each(["24.0.0", "25.1.0", "100.0.0"])("Node %s is accepted", (node) => {
    expect(told(node)).toEqual({ lines: [], codes: [] });
  });

  test.each([
    ["src/cli.ts", ["fastify", "vitest"], /^No packages are installed: run "npm ci" [^.]*\.$/],
    ["tests/bench/run.ts", ["fastify", "vitest"], /^No packages are installed/],
    ["tests/bench/run.ts", ["vitest"], /^Development dependencies are not installed: run "npm ci"[^.]*\.$/],
  ])("%s without %j ends with one sentence and exit code 1", (file, missing, says) => {
    expect(told("24.0.0", file, missing)).toEqual({ lines: [expect.stringMatching(says)], codes: [1] });
  });

  test("src/cli.ts starts without development dependencies", () => {
    expect(told("24.0.0", "src/cli.ts", ["vitest"])).toEqual({ lines: [], codes: [] });
  });

  test("every npm script loads node-version.cjs first", () => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
    for (const [name, script] of Object.entries(scripts)) {
      expect(script, name).toMatch(/^node --require \.\/src\/node-version\.cjs /);
    }
    const args = ["--require", "./src/node-version.cjs", "--eval", "console.log(1)"];
    expect(execFileSync(process.execPath, args, { encoding: "utf8" })).toBe("1\n");
  });
});
