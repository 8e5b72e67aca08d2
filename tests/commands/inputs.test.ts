// Inputs of an import: a row's fault is the row's, a file's is the file's, and what has no end keeps nobody waiting.
import { execFileSync } from "node:child_process";
import { mkdir, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { row } from "../intake/gdelt/rows.ts";
import { visit, visits } from "../intake/statedept/lists.ts";
import { folder, ownSettings, run, start } from "../support/program.ts";
import { datasetIn, flawsOf } from "./held.ts";
import { runHere } from "./here.ts";
import { importedHere, lines, many, put, refused } from "./imports.ts";

const own = async () => (await ownSettings()).DATABASE_URL;

test.concurrent("one bad file among forty is refused by name, the others are imported, and the exit code is 3", async () => {
  const [database, inner] = [await own(), await folder()];
  for (let at = 0; at < 40; at++) await writeFile(join(inner, `${10 + at}.export.CSV`), many(3, {}, 1 + 3 * at));
  const bad = join(inner, "20.export.CSV");
  await writeFile(bad, "");
  const { code, stdout, stderr } = await run(["import", "gdelt", inner, "--json"], { DATABASE_URL: database });
  expect([code, stderr]).toEqual([3, `refused: ${bad}:1:1: this file is empty\n`]);
  expect(JSON.parse(stdout)).toMatchObject({ read: 117, kept: 117, refused: 1, counts: { events: 117, sources: 39 } });
  expect(flawsOf(database)).toEqual([]);
});

describe.concurrent("a row's fault", () => {
  test.each([
    ["a tab too many in the first row", `${row({ id: "1" })}\t`, "wrong number of columns"],
    ["a NUL byte", row({ id: "1" }).replace("KAZ", "K\0Z"), "NUL byte"],
  ])("%s skips that row", async (_, broken, reason) => {
    const { kept, skipped } = await importedHere(await own(), "gdelt", await put(lines(broken, row({ id: "2" }))));
    expect([kept, skipped]).toEqual([1, { [reason]: 1 }]);
  });

  test("of all rows of a file is the file's, and no success", async () => {
    const database = await own();
    const rows = lines(row({ id: "1", day: "20190230" }), row({ id: "2", day: "20191301" }));
    const said = await refused(database, "gdelt", await put(rows));
    expect(said).toMatch(/:1:3: all of its 2 rows are broken, the first one: bad date: SQLDATE "20190230"/);
    const list = await put(visits(visit({ from: "Nowhereland" }), visit({ id: "2", from: "Utopia" })), "list.xml");
    expect(await refused(database, "us-visits", list)).toMatch(/:3:3: all of its 2 rows are broken.*unknown state/);
    const both = await runHere(["import", "us-visits", list, await put(visits(visit()), "more.xml")], {
      DATABASE_URL: database,
    });
    expect([both.code, datasetIn(database, "us-visits")?.info.counts.events]).toEqual([3, 1]);
  });
});

test.concurrent("a file that is cut is refused, wherever the cut is", async () => {
  const [database, text] = [await own(), many(4)];
  for (const bytes of [text.length - 1, text.length - 5, Math.floor(text.length * 0.4)]) {
    const path = await put(text, "cut.CSV");
    await truncate(path, bytes);
    expect(await refused(database, "gdelt", path)).toMatch(
      /cut\.CSV:\d:1: the last line does not end: the file is cut/,
    );
  }
});

describe.concurrent("what has no end", () => {
  test("a pipe or a device that is named is refused", async () => {
    const pipe = join(await folder(), "p.CSV");
    execFileSync("mkfifo", [pipe]);
    for (const path of [pipe, "/dev/zero"]) {
      for (const importer of ["gdelt", "us-visits", "us-travels"]) {
        expect(await refused(await own(), importer, path)).toMatch(
          "is a pipe or a device; give what it has as standard input",
        );
      }
    }
  });

  test("a standard input that says nothing does not keep others from writing", async () => {
    const database = await own();
    await importedHere(database, "gdelt", await put(many(2)));
    const program = start(["import", "gdelt", "-", "--json"], { DATABASE_URL: database });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const other = new DatabaseSync(database, { timeout: 0 });
    other.exec("BEGIN IMMEDIATE; ROLLBACK");
    other.close();
    program.stdin.end(many(1, {}, 9));
    expect((await program.ended).code).toBe(0);
  });

  test("a list on standard input is counted as it comes", async () => {
    const program = start(["import", "us-visits", "-"], { DATABASE_URL: await own() });
    program.stdin.on("error", () => {});
    const feed = setInterval(() => program.stdin.write(Buffer.alloc(1 << 20, 32)), 5);
    const { code, stderr } = await program.ended.finally(() => clearInterval(feed));
    expect([code, stderr]).toEqual([1, "-: is larger than 8 MiB, the most that is read\n"]);
  });
});

test.concurrent("doubtful rows beyond those that are listed are counted, and the back-file is not doubtful", async () => {
  const old = (width: 57 | 61) =>
    lines(...Array.from({ length: 41 }, (_, at) => row({ id: String(at + 1), day: "20160304" }, width)));
  const args = ["import", "gdelt", await put(old(61))];
  const { stdout, stderr } = await runHere(args, { DATABASE_URL: await own() });
  expect(stderr.trimEnd().split("\n")).toHaveLength(20);
  expect(stdout).toContain("and 21 more doubtful rows\ngdelt: 41 rows read, 41 kept, 0 duplicates, 41 doubtful\n");
  expect((await importedHere(await own(), "gdelt", await put(old(57)))).warnings).toBe(0);
});

test.concurrent("a folder of which nothing can be read says where the files may be", async () => {
  const root = await folder();
  await mkdir(join(root, "data"));
  await writeFile(join(root, "data", "1990.xml"), visits(visit()));
  expect(await refused(await own(), "us-visits", root)).toContain(`no .xml file; ${join(root, "data")} has 1`);
  await writeFile(join(root, "build.xml"), "<project/>");
  const said = await refused(await own(), "us-visits", root);
  expect(said).toContain("the root element is not <visits> but <project>");
  expect(said).toContain(`${join(root, "data")} has 1`);
});
