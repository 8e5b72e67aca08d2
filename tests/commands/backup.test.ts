// Backup: a copy is whole, sound and of one moment, whatever goes on meanwhile, and never replaces another file.
import { copyFile, open, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { type Ended, folder, ownSettings, run, runProgram, start } from "../support/program.ts";
import { flawsOf, held, heldBySomebody } from "./held.ts";
import { runHere } from "./here.ts";
import { BLOCK_ROWS, copies, imported, importedHere, many, put, summaryOf } from "./imports.ts";

const base = copies(async (database) => {
  await importedHere(database, "gdelt", await put(many(300)));
});

/** Copies a database. */
const backUp = (database: string, file: string, ...more: string[]): Promise<Ended> =>
  run(["backup", file, ...more], { DATABASE_URL: database });

/** A copy that must be made; answers with its path. */
async function backedUp(database: string): Promise<string> {
  const file = join(await folder(), "copy.db");
  const { code, stdout, stderr } = await backUp(database, file);
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toBe(`${file}: ${(await stat(file)).size} bytes, checked\n`);
  expect(await readdir(dirname(file))).toEqual(["copy.db"]);
  return file;
}

/** Copies within this process, which is for refusals before anything is begun: what is left is removed when a process ends. */
const backUpHere: typeof backUp = (database, file, ...more) =>
  runHere(["backup", file, ...more], { DATABASE_URL: database });

/** A copy that must be refused; answers with what is said. */
async function refused(
  database: string,
  file: string,
  force: readonly "--force"[] = [],
  by = backUpHere,
): Promise<string> {
  const { code, stdout, stderr } = await by(database, file, ...force);
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).not.toMatch(/^\s+at /m);
  return stderr;
}

describe.concurrent("the backup command", { timeout: 120_000 }, () => {
  test("the copy holds what the database held, in one file that a server starts on", async () => {
    const database = await base();
    const file = await backedUp(database);
    expect(held(file, "loaded too")).toBe(held(database, "loaded too"));
    expect(flawsOf(file)).toEqual([]);
    const versions: string[] = [];
    for (const DATABASE_URL of [database, file]) {
      const server = start(["serve"], { PORT: "0", DATABASE_URL });
      const url = await server.url;
      const [ready, log] = [await fetch(`${url}/readyz`), await fetch(`${url}/v1/changes`)];
      versions.push((await ready.text()) + (await log.text()));
      expect((await server.stop()).stdout).toContain('"outcome":"unchanged"');
    }
    expect(versions[0]).toBe(versions[1]);
  });

  test("a backup succeeds while a server serves and an import is in the middle of its transaction", async () => {
    const DATABASE_URL = await base();
    const before = held(DATABASE_URL, "loaded too");
    const server = start(["serve"], { PORT: "0", DATABASE_URL });
    const url = await server.url;
    const importing = start(["import", "gdelt", "-", "--json"], { DATABASE_URL });
    importing.stdin.write(many(BLOCK_ROWS, {}, 10_001));
    await heldBySomebody(DATABASE_URL);
    const file = await backedUp(DATABASE_URL);
    expect(held(file, "loaded too")).toBe(before);
    importing.stdin.end();
    expect(summaryOf(await importing.ended).counts.events).toBe(300 + BLOCK_ROWS);
    expect((await fetch(`${url}/v1/events?dataset=gdelt&limit=1`)).status).toBe(200);
    await server.stop();
    expect(held(file, "loaded too")).toBe(before);
  });

  test("a backup is a snapshot of one moment while imports commit", async () => {
    const database = await base();
    let importing = true;
    const imports = (async () => {
      for (let turn = 1; turn <= 3; turn++) {
        await imported(database, "gdelt", await put(many(100, {}, 10_000 * turn)));
      }
      importing = false;
    })();
    const seen: number[] = [];
    while (importing) {
      const file = await backedUp(database);
      expect(flawsOf(file)).toEqual([]);
      seen.push(eventsIn(file));
      await rm(file);
    }
    await imports;
    expect(seen.filter((count) => ![300, 400, 500, 600].includes(count))).toEqual([]);
    expect(seen.toSorted((one, other) => one - other)).toEqual(seen);
  });

  test("a file that is there is replaced with --force only", async () => {
    const database = await base();
    const file = join(await folder(), "copy.db");
    await writeFile(file, "precious");
    expect(await refused(database, file)).toBe(`${file} is there already; --force replaces it\n`);
    expect(await readFile(file, "utf8")).toBe("precious");
    expect((await backUp(database, file, "--force")).code).toBe(0);
    expect(held(file, "loaded too")).toBe(held(database, "loaded too"));
    expect(await readdir(dirname(file))).toEqual(["copy.db"]);
  });

  test("the database itself, or a database in use, is never replaced", async () => {
    const database = await base();
    expect(await refused(database, database, ["--force"])).toBe(`${database} is the database itself\n`);
    const other = await base();
    const using = new DatabaseSync(other);
    using.exec("PRAGMA journal_mode = WAL; CREATE TABLE more (a)");
    expect(await refused(database, other, ["--force"])).toMatch(/is a database that is in use, or was not closed\n$/);
    using.close();
  });

  test("a database that does not exist, or a folder that does not, is refused", async () => {
    const { DATABASE_URL } = await ownSettings();
    expect(await refused(DATABASE_URL, "copy.db")).toBe(`there is no database ${DATABASE_URL}\n`);
    const nowhere = join(await folder(), "nowhere");
    expect(await refused(await base(), join(nowhere, "copy.db"))).toBe(`there is no folder ${nowhere}\n`);
    for (const args of [[], ["one.db", "two.db"]]) {
      const { code, stderr } = await runHere(["backup", ...args]);
      expect([code, stderr.split("\n")[0]]).toEqual([2, "backup to which file?"]);
    }
  });

  test("a copy of a corrupt database is not kept", async () => {
    const database = await base();
    const { size } = await stat(database);
    const spoilt = await open(database, "r+");
    await spoilt.write(Buffer.alloc(16 * 4096, 0x9e), 0, 16 * 4096, 4096 * Math.floor(size / 4096 / 2));
    await spoilt.close();
    const file = join(await folder(), "copy.db");
    expect(await refused(database, file, [], backUp)).toMatch(/^the database .* cannot be copied: .+\n/);
    expect(await readdir(dirname(file))).toEqual([]);
  });

  test("a file that is no database of this program is not copied", async () => {
    const file = join(await folder(), "copy.db");
    const theirs = join(await folder(), "theirs.db");
    await writeFile(theirs, "a text, no database\n".repeat(500));
    expect(await refused(theirs, file, [], backUp)).toContain("file is not a database");
    expect(await readdir(dirname(file))).toEqual([]);
  });

  test("a full disk leaves no partial copy", async () => {
    const database = await base();
    const file = join(await folder(), "copy.db");
    await copyFile(database, file);
    const before = held(file, "loaded too");
    // In KiB: half of what is needed.
    const limit = Math.floor((await stat(database)).size / 2048);
    const args = ["-c", `ulimit -f ${limit}; exec "$@"`, "bash", process.execPath, "src/cli.ts", "backup", file];
    const { code, stderr } = await runProgram("bash", [...args, "--force"], { DATABASE_URL: database });
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^the database .* cannot be copied: .+\n$/)]);
    expect(await readdir(dirname(file))).toEqual(["copy.db"]);
    expect(held(file, "loaded too")).toBe(before);
  });

  test("a PostgreSQL database is refused with the pg_dump command, without the password", async () => {
    const database = "postgres://me:se%20cret@db.example:5433/news?sslmode=require&password=secret";
    const said = await refused(database, "/backups/it's.dump");
    expect(said).toBe(
      "a database of PostgreSQL is copied by its own program:\n" +
        `  pg_dump --format=custom --file='/backups/it'\\''s.dump' ` +
        `--dbname='postgres://me@db.example:5433/news?sslmode=require'\n`,
    );
  });
});

function eventsIn(file: string): number {
  const database = new DatabaseSync(file, { readOnly: true });
  const row = database.prepare(
    "SELECT count(*) AS count FROM events r JOIN datasets d ON d.number = r.ds WHERE d.id = 'gdelt'",
  );
  const count = Number(row.get()?.count);
  database.close();
  return count;
}
