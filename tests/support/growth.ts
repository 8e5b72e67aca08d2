// Growth: the suite in a copy of the project whose data has one more article: `node tests/support/growth.ts [vitest arguments]`.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { addSecond } from "./fixtures.ts";

const LEFT_OUT = new Set([".git", "node_modules", "var", "coverage"]);

// An interrupt reaches the suite too, whose end is waited for: then the copy is removed.
process.on("SIGINT", () => {});
const folder = await mkdtemp(join(tmpdir(), "communique-growth-"));
try {
  await cp(".", folder, { recursive: true, filter: (path) => !LEFT_OUT.has(basename(path)) });
  await symlink(resolve("node_modules"), join(folder, "node_modules"));
  await addSecond(join(folder, "data"));
  const args = ["node_modules/vitest/vitest.mjs", "run", ...process.argv.slice(2)];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: "inherit" });
  const [code] = await once(child, "exit");
  process.exitCode = code ?? 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
