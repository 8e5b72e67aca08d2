// Power cuts: a file system in a loop image, which is copied while it is mounted, as a power cut would leave it.
//
// What a program has written and not synced is in the memory of the kernel and not in the image. Each try begins with
// a database that is synced. An import that ended with 0 must be in the copy, also where a reader holds an older state,
// which keeps SQLite from a checkpoint; one that was stopped in the middle leaves the old state or the new. Every third
// import makes its database: it leaves the whole or, in the middle, none. A row that is written without a sync shows
// that the rig can lose something: without that it would prove nothing.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import { folder, signalled } from "../../support/program.ts";
import { importing, type Material, material, wrongIn } from "./imports.ts";
import { type Bounds, done, type Outcome, type Part, Skipped, upTo } from "./part.ts";

/** MiB of the image; each try takes about three. */
const SIZE = 64;

interface Disk {
  /** Where it is mounted. */
  readonly at: string;
  /** What a power cut would leave of a file now, as it is found when the machine is on again. */
  cut<T>(file: string, look: (path: string) => T): T;
  unmount(): void;
}

/** @throws Skipped where no loop device may be used */
async function disk(): Promise<Disk> {
  const where = await folder();
  const [image, copy, at, again] = ["image", "copy", "disk", "again"].map((name) => join(where, name)) as [
    string,
    string,
    string,
    string,
  ];
  await mkdir(at);
  await mkdir(again);
  if (!done("truncate", "--size", `${SIZE}M`, image) || !done("mkfs.ext4", "-q", "-F", image)) {
    throw new Skipped("mkfs.ext4 is not at hand");
  }
  if (!done("mount", "-o", "loop", image, at)) throw new Skipped("no loop device is at hand");
  return {
    at,
    cut(file, look) {
      execFileSync("cp", ["--sparse=always", image, copy]);
      execFileSync("mount", ["-o", "loop", copy, again]);
      try {
        return look(join(again, file));
      } finally {
        execFileSync("umount", [again]);
      }
    },
    unmount: () => void execFileSync("umount", [at]),
  };
}

/** Whether a row that nobody synced is lost, as it must be. */
function canLose({ at, cut }: Disk): boolean {
  const name = "unsynced.db";
  const count = (path: string) => {
    if (!existsSync(path)) return 0;
    const found = new DatabaseSync(path);
    const rows = found.prepare("SELECT name FROM sqlite_schema WHERE name = 'later'").all();
    found.close();
    return rows.length;
  };
  const database = new DatabaseSync(join(at, name));
  database.exec("CREATE TABLE sooner (n)");
  execFileSync("sync", ["--file-system", at]);
  database.exec("PRAGMA synchronous = OFF; CREATE TABLE later (n)");
  const lost = cut(name, count) === 0;
  database.close();
  return lost;
}

/** One import and one cut; gives what was lost or broken. */
async function tried(drive: Disk, { base, newer, versions, milliseconds }: Material, bounds: Bounds, at: number) {
  const name = `${at}.db`;
  const path = join(drive.at, name);
  const isNew = at % 3 === 0;
  const [beside, stopped] = [!isNew && at % 2 === 1, at % 9 === 3 || at % 3 === 2];
  if (!isNew) await cp(base, path);
  execFileSync("sync", ["--file-system", drive.at]);
  const reader = beside ? new DatabaseSync(path, { readOnly: true }) : null;
  reader?.exec("BEGIN");
  reader?.prepare("SELECT count(*) FROM events").get();
  const program = importing(path, newer);
  if (stopped) {
    await Promise.race([wait(bounds.random() * milliseconds), program.ended]);
    signalled(program.pid, "SIGSTOP");
  } else {
    const { code, stderr } = await program.ended;
    if (code !== 0) return [`the import failed: ${stderr}`];
  }
  const whole = isNew ? versions.alone : versions.after;
  const may = stopped ? [versions.before, whole] : [whole];
  const wrong = drive.cut(name, (found) => (isNew && stopped && !existsSync(found) ? [] : wrongIn(found, may)));
  if (stopped) await program.stop("SIGKILL");
  reader?.close();
  for (const left of await readdir(drive.at))
    if (left.startsWith(name)) await rm(join(drive.at, left), { force: true });
  const into = isNew ? " into a new database" : beside ? " beside a reader" : "";
  const how = `${stopped ? "in the middle of an import" : "after an import"}${into}`;
  return wrong.map((one) => `a cut ${how}: ${one}`);
}

export const power: Part = {
  does: "power cut after an import that ended with 0, or within one, also beside a reader of an older state: what was acknowledged is there, nothing is damaged",
  async run(bounds): Promise<Outcome> {
    const made = await material();
    const drive = await disk();
    try {
      if (!canLose(drive)) throw new Skipped("what is not synced is not lost here, so a cut shows nothing");
      const failed: string[] = [];
      let at = upTo(2, bounds);
      const first = at;
      for (; !bounds.isOver(); at++) failed.push(...(await tried(drive, made, bounds, at)));
      return { tried: at - first, failed };
    } finally {
      drive.unmount();
    }
  },
};
