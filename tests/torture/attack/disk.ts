// Disk faults: imports on a file system in memory that is full before they end, while a server reads the database.
import { execFileSync } from "node:child_process";
import { cp, stat } from "node:fs/promises";
import { join } from "node:path";
import { folder } from "../../support/program.ts";
import { startServer } from "../../support/server.ts";
import { importing, type Material, material, versionIn, wrongIn } from "./imports.ts";
import { type Bounds, done, type Outcome, type Part, Skipped, upTo } from "./part.ts";

/** Bytes that an import gets beside what is there, at least and at most; the most is enough for it. */
const ROOM = { least: 200 * 1024, most: 8 * 1024 ** 2 };
const FULL =
  /is left as it was: its disk (?:is full|failed)|cannot be used: (?:database or disk is full|disk I\/O error)/;

async function tried({ base, newer, versions }: Material, bounds: Bounds): Promise<string[]> {
  const disk = await folder();
  const room = ROOM.least + upTo(ROOM.most - ROOM.least, bounds);
  const size = (await stat(base)).size + room;
  if (!done("mount", "-t", "tmpfs", "-o", `size=${size}`, "tmpfs", disk)) throw new Skipped("nothing may be mounted");
  try {
    const path = join(disk, "communique.db");
    await cp(base, path);
    const server = await startServer({ place: path, settings: { CACHE_BYTES: "0" } });
    const { code, stderr } = await importing(path, newer).ended;
    const { status } = await fetch(`${server.url}/v1/events?dataset=gdelt&limit=5`);
    await server.stop();
    // Where the change is committed and no room is left for a checkpoint, the import ends with 0 and a warning.
    const failed = status === 200 ? [] : [`the server answers ${status} afterwards`];
    const is = code === 0 ? versions.after : versions.before;
    if (code !== 0 && !FULL.test(stderr)) failed.push(`the import says: ${stderr}`);
    if (code !== 0 && versionIn(path) === versions.after) failed.push("the import failed and is there");
    failed.push(...wrongIn(path, [is]));
    return failed.map((one) => `${room} bytes of room: ${one}`);
  } finally {
    execFileSync("umount", [disk]);
  }
}

export const disk: Part = {
  does: "import on a disk that is full before it ends, beside a server: it says so, the old data is left whole, the server answers",
  async run(bounds): Promise<Outcome> {
    const made = await material();
    const failed: string[] = [];
    let count = 0;
    for (; !bounds.isOver(); count++) failed.push(...(await tried(made, bounds)));
    return { tried: count, failed };
  },
};
