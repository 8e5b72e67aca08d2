// Comparing builds: what counts as a difference, a changed build that is found, a commit written beside; and walks.
import { execFileSync, spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folder } from "./support/program.ts";
import { compareBuilds, told } from "./torture/against.ts";
import type { Received } from "./torture/agent.ts";
import { buildOf, CURRENT, copiedBuild } from "./torture/builds.ts";
import { difference } from "./torture/compare.ts";
import { noted } from "./torture/entries.ts";
import { walkOf } from "./torture/walk.ts";

describe("comparing two answers", () => {
  const request = { method: "GET", path: "/v1/events", headers: { "x-request-id": "one" } };
  const text = '{"data":[],"meta":{"total":0}}';
  const headers = { date: "Tue, 01 Dec 2026 00:00:00 GMT", etag: 'W/"a"', "x-request-id": "one" };
  const answer: Received = { ...request, status: 200, headers, text, body: Buffer.from(text) };
  const saying = (other: string): Received => ({ ...answer, text: other, body: Buffer.from(other) });

  test("equal answers have no difference, whatever their Date", () => {
    const later = { ...answer, headers: { ...headers, date: "Tue, 01 Dec 2026 00:00:01 GMT" } };
    expect(difference(request, answer, later)).toEqual([]);
  });

  test("another status is a difference", () => {
    expect(difference(request, answer, { ...answer, status: 404 })).toEqual(["- status 200", "+ status 404"]);
  });

  test("another value of a header, or a missing header, is a difference", () => {
    const other = { ...answer, headers: { ...headers, etag: 'W/"b"' } };
    expect(difference(request, answer, other)).toEqual(['- etag: W/"a"', '+ etag: W/"b"']);
    const { etag: _, ...fewer } = headers;
    expect(difference(request, answer, { ...answer, headers: fewer })).toEqual(['- etag: W/"a"']);
  });

  test("a difference in JSON is shown on the line of its member", () => {
    const lines = difference(request, answer, saying('{"data":[],"meta":{"total":1}}'));
    expect(lines).toEqual(['    "data": [],', '    "meta": {', '-     "total": 0', '+     "total": 1']);
  });

  test("the order of members, a space, and bytes that are no text are differences", () => {
    expect(difference(request, answer, saying('{"meta":{"total":0},"data":[]}'))).not.toEqual([]);
    expect(difference(request, answer, saying(`${text} `))).not.toEqual([]);
    const [one, two] = [0xfe, 0xff].map((byte) => ({ ...answer, text: "\ufffd", body: Buffer.from([byte]) }));
    expect(difference(request, one as Received, two as Received)).toEqual(["- fe", "+ ff"]);
  });

  test("ids that each server makes itself may differ, and nothing else beside them", () => {
    const made = (id: string, detail: string): Received => {
      const problem = `{"detail":"${detail}","instance":"urn:communique:request:${id}"}`;
      return { ...saying(problem), status: 400, headers: { ...headers, "x-request-id": id } };
    };
    const own = { ...request, headers: { "x-request-id": "no id" } };
    expect(difference(own, made("first", "Wrong."), made("second", "Wrong."))).toEqual([]);
    expect(difference(own, made("first", "Wrong."), made("second", "Bad."))).not.toEqual([]);
    expect(difference(request, made("one", "Wrong."), made("second", "Wrong."))).not.toEqual([]);
  });
});

describe("comparing two builds", () => {
  const less = { amount: { copies: 1, rows: 100 }, thinned: 20 };
  const options = { requests: 60, seed: 1, engines: ["sqlite"], minutes: 3, ...less } as const;

  test("a build that answers one address otherwise differs there alone, and the difference is shown", async () => {
    const report = await compareBuilds(async (parent) => {
      const changed = await copiedBuild(join(parent, "changed"));
      const source = execFileSync("grep", ["-rl", "Allow: /", join(changed.folder, "src")], {
        encoding: "utf8",
      }).trim();
      await writeFile(source, (await readFile(source, "utf8")).replace("Allow: /", "Disallow: /"));
      return [CURRENT, changed];
    }, options);
    const different = report.rows.filter(({ different }) => different > 0);
    expect(different).toEqual([{ engine: "sqlite", operation: "/robots.txt", compared: 1, different: 1 }]);
    expect(report.rows.reduce((sum, { compared }) => sum + compared, 0)).toBeGreaterThan(options.requests);
    expect(told(report)).toContain("sqlite: GET /robots.txt\n");
    expect(told(report)).toMatch(/^ {2}- Allow: \/\n {2}\+ Disallow: \/$/m);
  });

  test("the comparison ends when its time is up", async () => {
    const comparing = compareBuilds(async () => [CURRENT, CURRENT], { ...options, minutes: 1 / 600 });
    await expect(comparing).rejects.toThrow("not done within");
  });

  test("a build whose database cannot be filled is reported in its own words", async () => {
    const broken = compareBuilds(async (parent) => {
      const build = await copiedBuild(join(parent, "broken"));
      await writeFile(join(build.folder, "src", "cli.ts"), 'throw new Error("no program");');
      return [CURRENT, build];
    }, options);
    await expect(broken).rejects.toThrow(/^a copy of the working tree: import gdelt [\s\S]*no program/);
  });
});

describe.skipIf(spawnSync("git", ["--version"]).status !== 0)("the build of a commit", () => {
  async function repository(): Promise<{ path: string; git: (...args: string[]) => string }> {
    const path = await folder();
    const own = ["-C", path, "-c", "user.name=Test", "-c", "user.email=test@example.org"];
    const git = (...args: string[]) => execFileSync("git", [...own, ...args], { encoding: "utf8" });
    git("init", "--quiet");
    await writeFile(join(path, "package-lock.json"), await readFile("package-lock.json"));
    for (const text of ["first", "second"]) {
      await writeFile(join(path, "state"), text);
      git("add", "--all");
      git("commit", "--quiet", "--message", text);
    }
    await writeFile(join(path, "state"), "not committed");
    return { path, git };
  }

  test("it is written beside, with the packages of this project, and the repository stays as it was", async () => {
    const { path, git } = await repository();
    const before = git("status", "--porcelain");
    const build = await buildOf("HEAD~1", join(await folder(), "build"), path);
    expect(build.name).toMatch(/^HEAD~1 \([0-9a-f]{10}\)$/);
    expect(await readFile(join(build.folder, "state"), "utf8")).toBe("first");
    expect(await readFile(join(build.folder, "node_modules", "zod", "package.json"), "utf8")).toContain('"zod"');
    expect(git("status", "--porcelain")).toBe(before);
  });

  test("a commit that does not exist is an error that names it", async () => {
    const { path } = await repository();
    await expect(buildOf("no-such-branch", join(await folder(), "build"), path)).rejects.toThrow("no-such-branch");
  });
});

describe("a walk of the calls of a request", () => {
  test("it counts entries into named functions, their files, and returns to files left before", () => {
    const entered = ["a one", "a two", "b one", "b", "a one", "c", "a two", "c one", "b one"].map((entry) => {
      const [file = "", name = ""] = entry.split(" ");
      return [file, name] as const;
    });
    expect(walkOf("a list", entered)).toMatchObject({ calls: 7, files: 3, returns: 2, callbacks: 2 });
  });

  test("it names every kind of function, in the order in which they are entered", () => {
    const source = `
      function declared(list: number[]) { return list.map((one) => one + 1); }
      const given = <T,>(value: T) => ({ value });
      const table = { method() { return given(1); }, property: () => declared([1, 2]), get read() { return 3; } };
      class Kind { field = () => 4; constructor() { table.method(); } own(): number { return this.field(); } }
      new Kind().own(); table.property(); table.read;`;
    const entered: string[] = [];
    const run = new Function("noteEntry", stripTypeScriptTypes(noted(source, "f.ts").replaceAll("globalThis.", "")));
    run(([file, name]: [string, string]) => entered.push(`${file} ${name}`.trim()));
    const names = ["constructor", "method", "given", "own", "field", "property", "declared", "", "", "read"];
    expect(entered).toEqual(names.map((name) => `f.ts ${name}`.trim()));
  });
});
