// The desk's server: who is refused, what is written and what is not, and files that change under it.
import { chmod, mkdir, readdir, readFile, rename, symlink, writeFile } from "node:fs/promises";
import { request as ask } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Desk, openDesk } from "../../src/desk/server.ts";
import type { State } from "../../src/desk/state.ts";
import { endPrograms, folder, start } from "../support/program.ts";

const SHEET = `sheet: 1
events:
  talks:
    type?: talks << "Talks"
    status?: occurred
    date?: 2019 << "nowhere"
    participants.0?: kz host << "<b>"
`;
const TEXT = "Talks were held. <b>&amp;</b> Talks.\n";
const ORIGIN = { "content-type": "application/json" };

let [home, desk]: [string, Desk] = ["", { url: "", close: async () => undefined }];
const sheet = () => join(home, "sheet.yaml");
const saved = () => readFile(sheet(), "utf8");

beforeAll(async () => {
  home = await folder();
  await writeFile(sheet(), SHEET);
  await writeFile(join(home, "article.txt"), TEXT);
  desk = await openDesk(sheet(), join(home, "article.txt"));
});
beforeEach(() => writeFile(sheet(), SHEET));
afterAll(async () => {
  await desk.close();
  await endPrograms();
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** A request with any headers, which `fetch` does not let set. */
function send(method: string, path: string, headers: Record<string, string> = {}, body?: string): Promise<Answer> {
  const { port, origin, host } = new URL(desk.url);
  const sent = { host, ...(method === "POST" ? { origin, ...ORIGIN } : {}), ...headers };
  const known = Object.entries(sent).filter(([, value]) => value !== "");
  return new Promise((resolve, reject) => {
    const asked = ask({ host: "127.0.0.1", port, method, path, headers: Object.fromEntries(known) }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    asked.on("error", reject);
    asked.end(method === "POST" ? body : undefined);
  });
}

const token = () => new URL(desk.url).pathname;
const state = async () => JSON.parse((await send("GET", `${token()}state`)).body) as State;
const TALKS = { collection: "events", id: "talks" } as const;
const accept = (path: string) => ({ do: "accept", at: { ...TALKS, path } });
async function step(edit: unknown, version?: string, headers = {}) {
  const body = JSON.stringify({ version: version ?? (await state()).version, edit });
  const answer = await send("POST", `${token()}steps`, headers, body);
  return { ...answer, json: JSON.parse(answer.body) };
}

describe("refuses, and writes nothing", () => {
  test.each([
    ["a Host that is pointed at 127.0.0.1 (DNS rebinding)", { host: "communique.test" }, 403],
    ["a Host with another port", { host: "127.0.0.1:1" }, 403],
    ["an Origin of another page", { origin: "http://evil.test" }, 403],
    ["the Origin of another server of the machine", { origin: "http://127.0.0.1:1" }, 403],
    ["Origin: null", { origin: "null" }, 403],
    ["no Origin", { origin: "" }, 403],
    ["a request that the browser calls cross-site", { "sec-fetch-site": "cross-site" }, 403],
    ["a request of another port of the machine, which is the same site", { "sec-fetch-site": "same-site" }, 403],
    ["a form", { "content-type": "application/x-www-form-urlencoded" }, 415],
    ["text that a page may send without asking", { "content-type": "text/plain" }, 415],
  ])("a step with %s", async (_, headers, status) => {
    const answer = await step(accept("type"), undefined, headers);
    expect([answer.status, answer.json.state]).toEqual([status, undefined]);
    expect(await saved()).toBe(SHEET);
  });

  test("every address without the token, the page and its files too", async () => {
    for (const path of [
      "/",
      "/state",
      "/steps",
      "/desk.js",
      "/x/state",
      `/${token().slice(1, -2)}x/state`,
      "//",
      "*",
    ]) {
      for (const method of ["GET", "POST"]) expect((await send(method, path, {}, "{}")).status, path).toBe(403);
    }
    expect((await send("GET", `${token()}state`, { host: "evil.test" })).status).toBe(403);
    expect((await send("GET", `${token()}state`, { "sec-fetch-site": "cross-site" })).status).toBe(403);
  });

  test("other methods, paths of a file system, other addresses, and steps that are none", async () => {
    for (const method of ["PUT", "DELETE", "OPTIONS", "HEAD"]) {
      const { status, headers } = await send(method, `${token()}steps`);
      expect([status, headers.allow]).toEqual([405, "GET, POST"]);
    }
    for (const path of ["../package.json", "%2e%2e/sheet.yaml", "sheet.yaml", "article.txt", "steps"])
      expect((await send("GET", `${token()}${path}`)).status).toBe(404);
    for (const body of [
      "",
      "{",
      "[]",
      "null",
      '{"version":"x"}',
      '{"version":"x","edit":{"do":"accept","path":"/etc"}}',
    ])
      expect((await send("POST", `${token()}steps`, {}, body)).status).toBe(400);
    const long = await send("POST", `${token()}steps`, {}, "x".repeat(300_000)).catch(() => ({ status: 413 }));
    expect(long.status).toBe(413);
    expect(await saved()).toBe(SHEET);
  });
});

test("every answer, refusals too, forbids frames, inline scripts, other origins and keeping", async () => {
  for (const path of [token(), `${token()}state`, "/", `${token()}desk.js`]) {
    const { headers } = await send("GET", path);
    expect(headers).toMatchObject({
      "cache-control": "no-store",
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
    });
    expect(headers).toMatchObject({
      "cross-origin-resource-policy": "same-origin",
      "x-content-type-options": "nosniff",
    });
    expect(headers["content-security-policy"]).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
    expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    expect(headers["content-security-policy"]).not.toContain("unsafe");
    expect(Object.keys(headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
  }
});

test("GET state has each line with its words, what is wrong with it, and how much of the text is used", async () => {
  const { records, decided, undecided, use } = await state();
  const lines = records[0]?.lines.map(({ path, spans, faults }) => [path, spans, faults]);
  expect(lines).toEqual([
    ["type", [], [expect.stringMatching(/^occurs 2 times \(at 0, 30\)/)]],
    ["status", [], []],
    ["date", [], [expect.stringMatching(/^"nowhere" does not occur in the text/)]],
    ["participants.0", [[17, 20]], []],
  ]);
  expect([decided, undecided, use.decided.served, use.all.served]).toEqual([0, 4, 0, 3]);
});

describe("steps are saved in the sheet at once", () => {
  test("accept, correct, cite, add, reject and undo, one on the other", async () => {
    expect((await step(accept("status"))).status).toBe(200);
    expect(await saved()).toBe(SHEET.replace("status?", "status"));
    await step({ do: "cite", at: { ...TALKS, path: "type" }, start: 0, end: 5, isMore: false });
    await step({ do: "correct", at: { ...TALKS, path: "date" }, text: "null" });
    await step({ do: "add", at: { ...TALKS, path: "venue" }, text: "beijing" });
    const before = await saved();
    expect(before).toMatch(/ {4}type: talks << "Talks\{ \}"\n {4}status: occurred\n {4}date: null\n/);
    const { json } = await step({ do: "reject", at: { ...TALKS, path: null } });
    expect([json.records, json.canUndo]).toEqual([[], true]);
    await step({ do: "undo" });
    expect(await saved()).toBe(before);
    await step({ do: "undo" });
    expect(await saved()).not.toContain("venue");
    expect(await readdir(home)).toEqual(["article.txt", "sheet.yaml"]);
  });

  test("a step that cannot be taken is told in a sentence (422), and nothing is written", async () => {
    const { status, json } = await step({ do: "correct", at: { ...TALKS, path: "type" }, text: 'talks << "open' });
    expect([status, json.message]).toEqual([422, expect.stringContaining("is not closed")]);
    expect((await step(accept("gone"))).json.message).toBe("there is no gone of talks of events any more");
    expect(await saved()).toBe(SHEET);
  });

  test("of many steps at once with one version one is taken, and the others are told that the sheet is another", async () => {
    const { version } = await state();
    const paths = ["type", "status", "date", "participants.0"];
    const answers = await Promise.all(paths.map((path) => step(accept(path), version)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
    expect((await saved()).match(/\?:/g)).toHaveLength(3);
  });
});

describe("a file that changes meanwhile", () => {
  test("by an editor is not overwritten (409): the answer has how it stands", async () => {
    const { version } = await state();
    const mine = `# Mine.\n${SHEET}`;
    await writeFile(sheet(), mine);
    const { status, json } = await step(accept("type"), version);
    expect([status, json.message]).toEqual([409, expect.stringContaining("was changed by another program")]);
    expect(await saved()).toBe(mine);
    expect((await step(accept("type"), json.state.version)).status).toBe(200);
    await writeFile(sheet(), mine);
    // A step back would undo what the editor did.
    await step({ do: "undo" }, json.state.version);
    expect(await saved()).not.toBe(SHEET);
  });

  test("into nonsense is shown with its fault and left alone; whole again, it goes on", async () => {
    await writeFile(sheet(), "events: [\n");
    const { faults, records, version } = await state();
    expect([records, faults]).toEqual([[], [expect.stringMatching(/^line \d is no YAML/)]]);
    expect((await step(accept("type"), version)).status).toBe(422);
    expect(await saved()).toBe("events: [\n");
    await writeFile(sheet(), Buffer.from([0x73, 0xff]));
    expect(await send("GET", `${token()}state`)).toMatchObject({
      status: 503,
      body: expect.stringContaining("not UTF-8"),
    });
    await writeFile(sheet(), SHEET);
    expect((await step(accept("type"))).status).toBe(200);
  });

  test("into a link is not followed, and a folder that cannot be written to loses nothing", async () => {
    const other = join(home, "other.yaml");
    await rename(sheet(), other);
    await symlink(other, sheet());
    expect(await send("GET", `${token()}state`)).toMatchObject({
      status: 503,
      body: expect.stringContaining("a link"),
    });
    await rename(other, sheet());
    expect(await saved()).toBe(SHEET);
    const { version } = await state();
    // A file in the place of the temporary one stands for a folder that takes none, which root is never refused.
    const block = join(home, `.sheet.yaml.${process.pid}.tmp`);
    await mkdir(block);
    expect(await step(accept("type"), version)).toMatchObject({
      status: 503,
      body: expect.stringContaining("nothing was written"),
    });
    expect(await saved()).toBe(SHEET);
    await rename(block, join(await folder(), "gone"));
  });
});

test("a link given at the start leads to its file, which is written; its mode stays", async () => {
  const scratch = await folder();
  const link = join(scratch, "link.yaml");
  await symlink(sheet(), link);
  await chmod(sheet(), 0o600);
  const other = await openDesk(link, join(home, "article.txt"));
  const { version } = (await (await fetch(`${other.url}state`)).json()) as State;
  const headers = { ...ORIGIN, origin: new URL(other.url).origin };
  const body = JSON.stringify({ version, edit: accept("type") });
  expect((await fetch(`${other.url}steps`, { method: "POST", headers, body })).status).toBe(200);
  await other.close();
  expect(await saved()).toBe(SHEET.replace("type?", "type"));
  expect(await readdir(scratch)).toEqual(["link.yaml"]);
});

test("the command listens on 127.0.0.1 alone, survives SIGKILL amid steps with a whole sheet, and names wrong files", async () => {
  const many = Array.from({ length: 60 }, (_, at) => `    title.x${at}?: a${at}\n`).join("");
  const whole = `sheet: 1\nevents:\n  talks:\n${many}`;
  await writeFile(sheet(), whole);
  const program = start(["desk", sheet(), join(home, "article.txt")]);
  const url = await program.url;
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}\/$/);
  const headers = { ...ORIGIN, origin: new URL(url).origin };
  let { version } = (await (await fetch(`${url}state`)).json()) as State;
  let taken = 0;
  for (let at = 0; at < 60; at++) {
    const edit = { do: "accept", at: { ...TALKS, path: `title.x${at}` } };
    const body = JSON.stringify({ version, edit });
    const answer = fetch(`${url}steps`, { method: "POST", headers, body }).catch(() => undefined);
    if (at === 20) await program.stop("SIGKILL");
    const response = await answer;
    if (response === undefined) break;
    version = ((await response.json()) as State).version;
    taken++;
  }
  const text = await saved();
  const decided = (text.match(/^ {4}title\.x\d+:/gm) ?? []).length;
  // The step on its way at the kill is in the sheet or not; those answered before are, and no byte else has changed.
  expect([taken, taken + 1]).toContain(decided);
  expect(text.replaceAll("?:", ":")).toBe(whole.replaceAll("?:", ":"));
  const { code, stderr } = await start(["desk", join(home, "none.yaml"), join(home, "article.txt")]).ended;
  expect([code, stderr]).toEqual([2, expect.stringContaining("there is no file")]);
  const entry = { sha256: "0".repeat(64), length: 9, words: "0".repeat(64), starts: [] };
  await writeFile(join(home, "sheet.offsets.json"), JSON.stringify({ sheet: 1, sources: { a: entry } }));
  const other = await start(["desk", sheet(), join(home, "article.txt")]).ended;
  expect([other.code, other.stderr]).toEqual([
    2,
    expect.stringMatching(/article\.txt is not the text of .*: its SHA-256/),
  ]);
});
