// Import failures: a full disk, files that may not be written, and another import at work.
import { execFileSync } from "node:child_process";
import { chmod, cp, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import sql from "sql-template-tag";
import { describe, expect, onTestFinished, test } from "vitest";
import { maintain } from "../../src/commands/open/writer.ts";
import { openSqlite } from "../../src/store/engine/sqlite.ts";
import { folder, run, runProgram, start } from "../support/program.ts";
import { flawsOf, held, heldBySomebody } from "./held.ts";
import { runHere } from "./here.ts";
import { BLOCK_ROWS, copies, importedHere, many, put, refusalOf, refused, summaryOf } from "./imports.ts";

const base = copies(async (database) => {
  await importedHere(database, "gdelt", await put(many(20)));
});
const newer = () => put(many(400, { added: "20190308000000", url: "https://news.example/newer" }));
const left = (path: string, why: string) => expect.stringContaining(`the database ${path} is left as it was: ${why}`);

/** A file system in memory of so many bytes at a folder; false where none may be mounted. */
function mounted(path: string, bytes: number): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${bytes}`, "tmpfs", path], { stdio: "ignore" });
  } catch {
    return false;
  }
  onTestFinished(() => {
    execFileSync("umount", [path]);
  });
  return true;
}

const isRoot = process.getuid?.() === 0;

// Not side by side: whose mount it is could not be told.
describe("import on a full disk", () => {
  test("the import reports it and leaves the old data", async ({ skip }) => {
    const source = await base();
    const disk = await folder();
    if (!mounted(disk, (await stat(source)).size + 512 * 1024)) skip("no file system may be mounted here");
    const database = join(disk, "communique.db");
    await cp(source, database);
    const before = held(database, "loaded too");
    expect(await refused(database, "gdelt", await newer())).toEqual(left(database, "its disk is full"));
    expect(held(database, "loaded too")).toBe(before);
    expect(flawsOf(database)).toEqual([]);
  });
});

test("a disk that is full after the commit takes nothing back, and is told", async ({ skip }) => {
  const disk = await folder();
  if (!mounted(disk, 4 * 1024 ** 2)) skip("no file system may be mounted here");
  const database = openSqlite(join(disk, "communique.db"), "write");
  await database.run(sql`CREATE TABLE schema_version (text TEXT)`);
  await database.run(sql`INSERT INTO schema_version VALUES (${"x".repeat(1024 ** 2)})`);
  await expect(writeFile(join(disk, "filler"), Buffer.alloc(4 * 1024 ** 2))).rejects.toThrow(/ENOSPC/);
  const lines: string[] = [];
  await maintain(database, (line) => lines.push(line));
  expect(lines).toEqual([expect.stringMatching(/^the change is committed and stays; .*: its disk is full \(/)]);
  expect(await database.query(sql`SELECT length(text) AS n FROM schema_version`)).toEqual([{ n: 1024 ** 2 }]);
  await database.close();
});

describe("a SQLite file on a file system that is mounted read-only", () => {
  test("is served and copied as it is; imports are refused, and so is all with a journal beside it", async ({
    skip,
  }) => {
    const disk = await folder();
    if (!mounted(disk, 16 * 1024 ** 2)) skip("no file system may be mounted here");
    const remount = (how: "ro" | "rw") => execFileSync("mount", ["-o", `remount,${how}`, disk]);
    const DATABASE_URL = join(disk, "communique.db");
    await cp(await base(), DATABASE_URL);
    remount("ro");
    const program = start(["serve"], { DATABASE_URL, PORT: "0", LOG_FORMAT: "json" });
    const url = await program.url;
    for (const path of ["/readyz", "/v1/events?limit=1", "/v1/events?dataset=gdelt&format=csv"])
      expect((await fetch(`${url}${path}`)).status, path).toBe(200);
    const copy = join(await folder(), "copy.db");
    const backup = await run(["backup", copy], { DATABASE_URL });
    expect(await refused(DATABASE_URL, "gdelt", await newer())).toContain(`its folder ${disk} may not be written to`);
    expect([backup.code, held(copy, "loaded too")]).toEqual([0, held(await base(), "loaded too")]);
    await program.stop();
    remount("rw");
    await writeFile(`${DATABASE_URL}-wal`, Buffer.alloc(4_152));
    remount("ro");
    const said = await Promise.all(
      ["serve", "datasets"].map((command) => runHere([command], { DATABASE_URL, PORT: "0" })),
    );
    for (const one of said) expect(refusalOf(one)).toMatch(/may not be written to, and its journal -wal holds changes/);
  });
});

describe.concurrent("import into a database that cannot be written", () => {
  test("a file size limit is reported, and the old data is left", async () => {
    const database = await base();
    const before = held(database, "loaded too");
    // In KiB: enough for the file as it is, too little for the journal of the import.
    const limit = Math.ceil((await stat(database)).size / 1024);
    const args = ["-c", `ulimit -f ${limit}; exec "$@"`, "bash", process.execPath, "src/cli.ts", "import", "gdelt"];
    const file = await put(many(1_500, { added: "20190308000000" }));
    const said = refusalOf(await runProgram("bash", [...args, file], { DATABASE_URL: database }));
    expect(said).toEqual(left(database, "its disk failed, or lets no file grow so far"));
    expect(held(database, "loaded too")).toBe(before);
    expect(flawsOf(database)).toEqual([]);
    // It is as good as ever.
    expect((await importedHere(database, "gdelt", file)).changed).toBe(true);
    expect(flawsOf(database)).toEqual([]);
  });

  const AS = ["--reuid", "65534", "--regid", "65534", "--clear-groups", process.execPath, "src/cli.ts"];

  /** Runs an import as somebody who may read everything in the folders of the tests and write nothing of it. */
  async function asNobody(database: string, skip: (why: string) => void): Promise<string> {
    const { code } = isRoot ? await runProgram("setpriv", [...AS.slice(0, -1), "--version"]) : { code: 1 };
    if (code !== 0) skip("nobody else may run the program here");
    const file = await newer();
    for (let path = file; path.includes("communique-"); path = dirname(path)) await chmod(path, 0o755);
    return refusalOf(await runProgram("setpriv", [...AS, "import", "gdelt", file], { DATABASE_URL: database }));
  }

  test("a read-only file is reported as the reason", async ({ skip }) => {
    const database = await base();
    const before = held(database, "loaded too");
    await chmod(database, 0o444);
    await chmod(dirname(database), 0o777);
    const said = await asNobody(database, skip);
    expect(said).toMatch(`the database ${database} `);
    expect(said).toMatch(/readonly database/);
    expect(held(database, "loaded too")).toBe(before);
  });

  test("a read-only folder is reported as the reason", async ({ skip }) => {
    const database = await base();
    const before = held(database, "loaded too");
    await chmod(database, 0o666);
    await chmod(dirname(database), 0o755);
    const said = await asNobody(database, skip);
    expect(said).toMatch(`the database ${database} `);
    expect(said).toContain(`its folder ${dirname(database)} may not be written to`);
    expect(held(database, "loaded too")).toBe(before);
  });
});

describe.concurrent("two imports at a time", () => {
  test("the second import is refused with the name of the first, which goes on while readers read", async () => {
    const DATABASE_URL = await base();
    const before = held(DATABASE_URL, "loaded too");
    const first = start(["import", "gdelt", "-", "--json"], { DATABASE_URL });
    first.stdin.write(many(BLOCK_ROWS, {}, 101));
    await heldBySomebody(DATABASE_URL);
    const others = await Promise.all([
      refused(DATABASE_URL, "gdelt", await newer()),
      runHere(["datasets", "drop", "gdelt"], { DATABASE_URL }).then(refusalOf),
    ]);
    for (const said of others) {
      expect(said).toEqual(left(DATABASE_URL, "another process is writing to it, perhaps another import; try again"));
      expect(said.split("\n")).toHaveLength(2);
    }
    expect((await runHere(["datasets"], { DATABASE_URL })).code).toBe(0);
    expect(held(DATABASE_URL, "loaded too")).toBe(before);
    first.stdin.end();
    expect(summaryOf(await first.ended).counts.events).toBe(20 + BLOCK_ROWS);
    expect(flawsOf(DATABASE_URL)).toEqual([]);
  });

  test("two first imports into one new database run one after the other", async () => {
    const DATABASE_URL = join(await folder(), "new", "communique.db");
    const files = [await put(many(20), "a.CSV"), await put(many(20, {}, 101), "b.CSV")];
    const ends = await Promise.all(files.map((file) => run(["import", "gdelt", file, "--json"], { DATABASE_URL })));
    expect(ends.map(({ stderr }) => stderr)).toEqual(["", ""]);
    const counts = ends.map((end) => summaryOf(end).counts.events);
    expect(counts.sort()).toEqual([20, 40]);
    expect(flawsOf(DATABASE_URL)).toEqual([]);
  });
});
