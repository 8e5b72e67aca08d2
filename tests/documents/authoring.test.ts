// docs/authoring.md: its commands, run as they are printed, lead from a text to a served record.
import { copyFile, cp, mkdir, readFile, symlink } from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { State } from "../../src/desk/state.ts";
import { BEIJING } from "../support/fixtures.ts";
import { endPrograms, folder, ownSettings, type Program, startProgram } from "../support/program.ts";
import { textOf } from "./markdown.ts";

afterAll(endPrograms);

/** What of a line of the draft its editor does not take as it is. */
const REJECTED = [
  ["quotes", "2021-03-05-mustersdottir-would-thank-invitation"],
  ["events", "2021-03-05-sampleton-mustersdottir-invitation"],
  ["events", "2022-mustersdottir-visit"],
] as const;
const ADDED = [
  ["2021-03-05-12-5-percent", "subject.en", "trade of Mongolia and Iceland"],
  ["2021-03-05-usd-1800000000", "subject.en", "trade of Mongolia and Iceland"],
  ["2021-03-05-eur-2000000000", "subject.en", "trade of Mongolia and Iceland"],
  ["2021-03-05-eur-2000000000", "measure.en", "amount aimed at"],
] as const;

/** The steps of an editor, as the page sends them. */
async function decide(url: string): Promise<State> {
  let state = (await (await fetch(`${url}state`)).json()) as State;
  const headers = { "content-type": "application/json", origin: new URL(url).origin };
  const take = async (edit: unknown) => {
    const body = JSON.stringify({ version: state.version, edit });
    const answer = await fetch(`${url}steps`, { method: "POST", headers, body });
    expect([answer.status, edit]).toEqual([200, edit]);
    state = (await answer.json()) as State;
  };
  const at = (collection: string | null, id: string | null, path: string | null) => ({ collection, id, path });
  for (const [collection, id] of REJECTED) await take({ do: "reject", at: at(collection, id, null) });
  for (const [id, path, text] of ADDED) await take({ do: "add", at: at("figures", id, path), text });
  for (const { path } of state.header) await take({ do: "accept", at: at(null, null, path) });
  for (const { collection, id } of state.records) await take({ do: "accept", at: at(collection, id, null) });
  return state;
}

test("docs/authoring.md: its commands draft, decide, draft again, verify, validate, expand and serve an article", async () => {
  const [, block = ""] =
    /^## From a text to a served record[\s\S]*?```sh\n([\s\S]*?)```/m.exec(textOf("docs/authoring.md")) ?? [];
  const lines = block.trim().split("\n");
  const { scripts } = JSON.parse(await readFile("package.json", "utf8")) as { scripts: Record<string, string> };
  const home = await folder();
  await cp(BEIJING, join(home, "data"), { recursive: true });
  await mkdir(join(home, "data", "articles"));
  await copyFile("tests/fixtures/draft/english.txt", join(home, "article.txt"));
  for (const name of ["src", "node_modules", "package.json"]) await symlink(resolve(name), join(home, name));
  const settings = { ...(await ownSettings()), DATA_DIR: join(home, "data") };
  /** Starts what npm would: the script of package.json, with the words behind `--`. */
  const begin = (line: string): Program => {
    const [, name = "", rest = ""] = /^npm (?:run )?(\S+)(?: -- (.*))?$/.exec(line) ?? [];
    const words = [...rest.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
    const [, ...own] = (scripts[name] ?? "").split(" ");
    return startProgram(process.execPath, [...own, ...words], settings, home);
  };
  const ran: string[] = [];
  for (const line of lines) {
    const program = begin(line);
    ran.push(/^npm (?:run )?(\S+)/.exec(line)?.[1] ?? "");
    if (ran.at(-1) === "desk") {
      expect((await decide(await program.url)).undecided).toBe(0);
      expect((await program.stop()).code).toBe(0);
    } else if (ran.at(-1) === "start") {
      const [, record = ""] = /the figure `([\w-]+)` has/.exec(textOf("docs/authoring.md")) ?? [];
      const answer = await fetch(`${await program.url}/v1/figures/${record}`);
      expect(await answer.json()).toMatchObject({
        data: { value: "2000000000", valueMax: "3000000000", stage: "target" },
      });
      await program.stop();
    } else expect(await program.ended).toMatchObject({ code: 0, stderr: "" });
  }
  expect(ran).toEqual(["draft", "desk", "draft", "verify", "validate", "communique", "start"]);
}, 300_000);
