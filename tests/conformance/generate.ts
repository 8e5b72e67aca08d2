// Generating: makes a client of the document in a folder that has its packages, and runs its program.
import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type Generator, QUERY } from "./clients.ts";

const DOCUMENT = "openapi/openapi.json";

/** A program's standard output. @throws Error with what it said, where it fails */
export function run(file: string, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((done, fail) => {
    const options = { cwd, maxBuffer: 2 ** 26, env: { ...process.env, SCARF_ANALYTICS: "false", NO_COLOR: "1" } };
    execFile(file, [...args], options, (error, stdout, stderr) => {
      if (error === null) done(stdout);
      else fail(new Error(`${file} ${args.join(" ")}: ${stderr}${stdout}`.slice(0, 2_000)));
    });
  });
}

/** What a client found: the ids of a list, the status and the code of a refusal. */
export type Found = readonly [ids: readonly string[], status: number, code: string];

/** Generates a client in a folder of its own below one with `node_modules`, and asks the server with it. */
export async function askWith(generator: Generator, folder: string, url: string): Promise<Found> {
  const { name, command, files = {}, program } = generator;
  const own = join(folder, name.replace(/\W/g, "-"));
  await mkdir(own, { recursive: true });
  const texts = { ...files, "program.ts": program, "package.json": '{ "type": "module" }' };
  for (const [file, text] of Object.entries(texts)) await writeFile(join(own, file), text.replaceAll("SERVER", url));
  await writeFile(join(own, "api.json"), await readFile(DOCUMENT));
  const [tool, ...args] = command;
  const bin = join(folder, "node_modules", ".bin", tool);
  await run(process.execPath, [resolve(bin), ...args], own);
  // One of them writes enums.
  const output = await run(process.execPath, ["--experimental-transform-types", "--no-warnings", "program.ts"], own);
  return JSON.parse(output.trim().split("\n").at(-1) ?? "");
}

/** What all of them must find, asked by address. */
export async function expectedFrom(url: string): Promise<Found> {
  const query = Object.entries(QUERY).map(([key, value]) => [key, [value].flat().join(",")] as [string, string]);
  const answer = await fetch(`${url}/v1/events?${new URLSearchParams(query)}`);
  const { data } = (await answer.json()) as { data: { id: string }[] };
  return [data.map(({ id }) => id), 404, "not-found"];
}
