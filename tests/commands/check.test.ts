// check and dev: faults of style and of types are told by one run; a change starts the server of a developer anew.
import { cp, mkdir, readFile, rename, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { BEIJING } from "../support/fixtures.ts";
import { folder, startProgram } from "../support/program.ts";

/** A small project with the tools of this one, whose only source is this. */
async function project(source: string): Promise<string> {
  const path = await folder();
  await mkdir(join(path, "node_modules"));
  for (const name of [".bin", "@biomejs", "@redocly", "typescript"])
    await symlink(resolve("node_modules", name), join(path, "node_modules", name));
  const files = {
    // The smallest library: reading the usual one takes most of the time of tsc.
    "tsconfig.json":
      '{ "compilerOptions": { "strict": true, "noEmit": true, "types": [], "lib": ["es5"] }, "include": ["*.ts"] }\n',
    "biome.json": '{ "files": { "includes": ["*.ts"] } }\n',
    "one.ts": source,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text);
  return path;
}

const check = (path: string, ...args: string[]) =>
  startProgram(process.execPath, [resolve("src/cli.ts"), "check", ...args], {}, path).ended;

describe.concurrent("the check command", () => {
  test("it passes where style and types are right and fails where types alone are wrong, from its cache too", async () => {
    const path = await project("export const one: number = 1;\n");
    for (const _ of ["cold", "warm"]) expect(await check(path)).toMatchObject({ code: 0 });
    await writeFile(join(path, "one.ts"), 'export const one: number = "one";\n');
    for (const _ of ["changed", "warm"])
      expect(await check(path)).toMatchObject({
        code: 1,
        stdout: expect.stringContaining("one.ts(1,14): error TS2322"),
      });
  });

  test("it fails where the OpenAPI document breaks a rule, and keeps the digest of a sound one", async () => {
    const path = await project("export const one: number = 1;\n");
    await mkdir(join(path, "openapi"));
    const file = join(path, "openapi/openapi.json");
    const info = { title: "One", version: "1", license: { name: "MIT", identifier: "MIT" } };
    const document = { openapi: "3.1.1", info, servers: [{ url: "/" }], security: [], paths: {} };
    await writeFile(file, JSON.stringify({ ...document, info: { ...info, license: undefined } }));
    expect(await check(path)).toMatchObject({ code: 1, stdout: expect.stringMatching(/info-license/) });
    await writeFile(file, JSON.stringify(document));
    expect(await check(path)).toMatchObject({ code: 0 });
    const cached = await readFile(join(path, "node_modules/.cache/redocly/sound"), "utf8");
    expect(cached).toMatch(/^[0-9a-f]{64}$/);
  });

  test("it reports faults of style and of types in one run, and fails where style alone is wrong", async () => {
    const path = await project('export  const one: number = "one"\n');
    const { code, stdout, stderr } = await check(path);
    expect(code).toBe(1);
    expect(stderr).toMatch(/one\.ts format/);
    expect(stdout).toMatch(/one\.ts\(1,15\): error TS2322/);
    await writeFile(join(path, "one.ts"), "export  const one: number = 1\n");
    const style = await check(path);
    expect(style.code).toBe(1);
    expect(style.stderr).toMatch(/one\.ts format/);
    expect(style.stdout).not.toMatch(/TS\d+/);
    // And --fix writes it, and checks the types of what it wrote.
    expect(await check(path, "--fix")).toMatchObject({ code: 0 });
    expect(await readFile(join(path, "one.ts"), "utf8")).toBe("export const one: number = 1;\n");
  });
});

test("npm run dev starts the server anew after a change of the source or of the data", async () => {
  const path = await folder();
  for (const part of ["src", "package.json"]) await cp(part, join(path, part), { recursive: true });
  await cp(BEIJING, join(path, "data"), { recursive: true });
  await cp("data/reference/words.json", join(path, "data/reference/words.json"));
  await symlink(resolve("node_modules"), join(path, "node_modules"));
  const { dev = "" } = JSON.parse(await readFile("package.json", "utf8")).scripts;
  const [node, ...args] = dev.split(" ");
  expect(node).toBe("node");
  const settings = {
    PORT: "0",
    DATA_DIR: join(path, "data"),
    DATABASE_URL: join(path, "dev.db"),
    NODE_DISABLE_COMPILE_CACHE: "1",
  };
  const program = startProgram(process.execPath, args, settings, path);
  const starts = async (count: number) => {
    while (program.output().split("serves on").length <= count) {
      if (program.errors() !== "") throw new Error(`${program.output()}${program.errors()}`);
      await wait(50);
    }
  };
  // A file that is written anew under another name is never seen half written.
  const touched = async (file: string) => {
    await cp(file, join(path, "new"));
    await rename(join(path, "new"), file);
  };
  await starts(1);
  await touched(join(path, "src/errors.ts"));
  await starts(2);
  await touched(join(path, "data", "dataset.json"));
  await starts(3);
  expect(await program.stop()).toMatchObject({ stderr: "" });
});
