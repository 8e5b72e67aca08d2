// Scratch: where tests make their files; in memory where there is room, as making a file on a disk may cost a millisecond.
import { chmodSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Linux keeps in memory what lies there; containers may have little of it. */
const MEMORY = "/dev/shm";
/** Several times what tests have lying about at once. */
const ROOM = 4 * 1024 ** 3;

function parent(): string {
  if (process.env.TMPDIR !== undefined) return tmpdir();
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize < ROOM ? tmpdir() : MEMORY;
  } catch {
    return tmpdir();
  }
}

/** Makes a folder for all temporary files of this process and of those it starts, which is gone when it ends. */
export function scratch(): string {
  const folder = mkdtempSync(join(parent(), "communique-tests-"));
  // Another user runs PostgreSQL where root runs the tests.
  chmodSync(folder, 0o755);
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
