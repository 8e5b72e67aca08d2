// The serve command: it starts and says where, loads data once, or refuses to start with every reason.
import { createHash } from "node:crypto";
import { once } from "node:events";
import { chmod, mkdir, open, readFile, stat, truncate, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { at, change } from "../intake/curated/fixture.ts";
import { writeFilled } from "../support/filled.ts";
import { folder, ownSettings, run, secondData, start } from "../support/program.ts";
import { runHere } from "./here.ts";

/** A database as a server leaves it. */
async function made(): Promise<string> {
  const { DATABASE_URL } = await ownSettings();
  await writeFilled(DATABASE_URL, "curated");
  return DATABASE_URL;
}

/** What a file holds, and when that was written. */
async function stateOf(path: string): Promise<{ digest: string; written: number }> {
  const digest = createHash("sha256")
    .update(await readFile(path))
    .digest("hex");
  return { digest, written: (await stat(path)).mtimeMs };
}

test("npm start and the Docker image run the same command", async () => {
  const { scripts } = JSON.parse(await readFile("package.json", "utf8")) as { scripts: { start: string } };
  const [command = "[]"] = (await readFile("Dockerfile", "utf8")).match(/(?<=^CMD ).+$/m) ?? [];
  // The image has its own Node; npm may find an old one.
  const start = scripts.start.replace("--require ./src/node-version.cjs ", "");
  expect(JSON.parse(command)).toEqual(start.split(" "));
  expect(await readFile("docs/operations.md", "utf8")).toContain(`\`${start}\``);
});

describe.concurrent("serve: starting", () => {
  test("serve makes the folder of its database, prints where it listens, and answers there", async () => {
    const path = join(await folder(), "deep", "er", "communique.db");
    const program = start(["serve"], { PORT: "0", DATABASE_URL: `sqlite:${path}` });
    const url = await program.url;
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    for (const path of ["/v1", "/docs", "/openapi.json", "/readyz"])
      expect((await fetch(`${url}${path}`)).status, path).toBe(200);
    expect((await stat(path)).isFile()).toBe(true);
    const { code, stdout, stderr } = await program.stop();
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(`\n  try it          ${url}/docs\n`);
  });

  test("serve loads the data of files once, and again when they have another version", async () => {
    const own = { ...(await ownSettings()), DATA_DIR: await secondData() };
    const first = start(["serve"], own);
    await first.url;
    expect((await first.stop()).stdout).toContain('"outcome":"loaded"');
    const before = await stateOf(own.DATABASE_URL);
    const again = start(["serve"], own);
    expect((await fetch(`${await again.url}/v1/events`)).status).toBe(200);
    expect((await again.stop()).stdout).toContain('"outcome":"unchanged"');
    expect(await stateOf(own.DATABASE_URL)).toEqual(before);
    await change(own.DATA_DIR, [at("/events/0/title/en", "Renamed talks")]);
    const changed = start(["serve"], own);
    const list = await fetch(`${await changed.url}/v1/events?limit=200`);
    const { data } = (await list.json()) as { data: { title: { en?: string } }[] };
    expect(data.filter(({ title }) => title.en === "Renamed talks")).toHaveLength(1);
    expect((await changed.stop()).stdout).toContain('"outcome":"loaded"');
    expect((await stateOf(own.DATABASE_URL)).digest).not.toBe(before.digest);
  });
});

/** A server that does not start: code 1, nothing served, no stack; answers with what it says. */
async function refused(own: Readonly<Record<string, string>>, by = runHere): Promise<string> {
  const { code, stdout, stderr } = await by(["serve"], own);
  expect(code, stdout).toBe(1);
  expect(stdout).not.toMatch(/serves on|"level":(?:50|60)/);
  expect(stderr).not.toMatch(/^\s+at /m);
  return stderr;
}

describe.concurrent("serve: refusing to start", () => {
  test("a port in use is reported in one line", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    try {
      await once(taken, "listening");
      const { port } = taken.address() as AddressInfo;
      const stderr = await refused({ ...(await ownSettings()), PORT: String(port) }, run);
      expect(stderr).toBe(`port ${port} on 127.0.0.1 is in use; choose another with PORT=…\n`);
    } finally {
      taken.close();
    }
  });

  test("an address of another machine is reported in one line", async () => {
    const stderr = await refused({ ...(await ownSettings()), HOST: "203.0.113.1" }, run);
    expect(stderr).toMatch(/^[^\n]*203\.0\.113\.1[^\n]*\n$/);
  });

  test("all wrong settings are reported at once", async () => {
    const wrong = { PORT: "http", PUBLIC_URL: "ftp://a", LOG_LEVEL: "loud", SHUTDOWN: "-1", DATABASE_URL: "pg://a" };
    const [first, ...lines] = (await refused(wrong)).trimEnd().split("\n");
    expect(first).toBe("wrong settings:");
    const named = lines.map((line) => /^ {2}([A-Z_]+)(?:="|: )/.exec(line)?.[1]);
    expect(new Set(named)).toEqual(new Set(Object.keys(wrong)));
  });

  test("all faults of the data are reported, and no database is made", async () => {
    const own = { ...(await ownSettings()), DATA_DIR: await secondData() };
    await change(own.DATA_DIR, [at("/events/0/type", "party"), at("/quotes/0/speaker", "nobody")]);
    await writeFile(join(own.DATA_DIR, "register/venues.json"), "{");
    const [first, ...lines] = (await refused(own, run)).trimEnd().split("\n");
    expect(first).toBe(`the data has ${lines.length} faults; nothing is served:`);
    for (const place of ["/events/0/type: ", "/quotes/0/speaker: ", "venues.json:: not JSON"])
      expect(
        lines.filter((line) => line.includes(place)),
        place,
      ).not.toHaveLength(0);
    await expect(stat(own.DATABASE_URL)).rejects.toThrow("ENOENT");
  });

  test("a missing data directory is reported", async () => {
    const stderr = await refused({ ...(await ownSettings()), DATA_DIR: "nowhere/data" });
    expect(stderr).toMatch(/^data:: there is no folder \/.*\/nowhere\/data$/m);
  });
});

async function overwrite(path: string, position: number, length: number): Promise<void> {
  const file = await open(path, "r+");
  await file.write(Buffer.alloc(length, 0x9e), 0, length, position);
  await file.close();
}

const PAGE = 4096;
/** What may have become of a database file, and what is said then. */
const SPOILT: readonly (readonly [what: string, spoil: (path: string) => Promise<void>, reason: RegExp])[] = [
  ["text in its place", (path) => writeFile(path, "a text, no database\n".repeat(500)), /file is not a database/],
  ["noise in its place", (path) => writeFile(path, Buffer.alloc(10 * PAGE, 0x9e)), /file is not a database/],
  [
    "torn at a page",
    async (path) => truncate(path, PAGE * Math.floor((await stat(path)).size / PAGE / 2)),
    /malformed/,
  ],
  ["torn in a page", (path) => truncate(path, PAGE + 904), /malformed/],
  ["spoilt in its catalogue", (path) => overwrite(path, 100, PAGE - 100), /malformed/],
  [
    "spoilt after its catalogue",
    async (path) => overwrite(path, 10 * PAGE, (await stat(path)).size - 10 * PAGE),
    /malformed/,
  ],
  [
    "of another program",
    async (path) => edit(path, "DROP TABLE schema_version"),
    /not one of Communiqué: it holds other tables/,
  ],
  ["without its version", async (path) => edit(path, "DELETE FROM schema_version"), /not one of Communiqué/],
  [
    "of a newer program",
    async (path) => edit(path, "UPDATE schema_version SET version = 99"),
    /version 99; this program knows \d+: use a newer program/,
  ],
];

function edit(path: string, statement: string): void {
  const database = new DatabaseSync(path);
  database.exec(statement);
  database.close();
}

describe.concurrent("serve refuses a database that it cannot use, with the reason, and leaves it as it is:", {
  timeout: 30_000,
}, () => {
  test.each(SPOILT)("a database that is %s", async (_what, spoil, reason) => {
    const path = await made();
    await spoil(path);
    const before = await stateOf(path);
    const stderr = await refused({ PORT: "0", DATABASE_URL: path });
    expect(stderr).toMatch(reason);
    expect(stderr).toMatch(/^the database [^\n]*\n$/);
    expect(await stateOf(path)).toEqual(before);
  });

  test("a program ends with the reason alone on its standard error", async () => {
    const path = await made();
    await writeFile(path, "a text, no database\n".repeat(500));
    expect(await refused({ PORT: "0", DATABASE_URL: path }, run)).toMatch(
      /^the database [^\n]*not a database[^\n]*\n$/,
    );
  });

  test("a SQLite database of another program", async () => {
    const path = join(await folder(), "theirs.db");
    edit(path, "CREATE TABLE bookmarks (id INTEGER PRIMARY KEY, url TEXT); INSERT INTO bookmarks VALUES (1, 'a')");
    const before = await stateOf(path);
    expect(await refused({ PORT: "0", DATABASE_URL: path })).toContain("not one of Communiqué: it holds other tables");
    expect(await stateOf(path)).toEqual(before);
  });

  test("a folder in place of the database", async () => {
    const path = join(await folder(), "communique.db");
    await mkdir(path);
    expect(await refused({ PORT: "0", DATABASE_URL: path })).toContain(`the database ${path} cannot be used: `);
  });

  test("a file in place of the database's folder", async () => {
    const file = join(await folder(), "file");
    await writeFile(file, "");
    expect(await refused({ PORT: "0", DATABASE_URL: join(file, "a.db") })).toMatch(/^the database .* cannot be used: /);
  });

  // Root may write everything.
  test.skipIf(process.getuid?.() === 0)("a database file that may not be written", async () => {
    const path = await made();
    await chmod(path, 0o444);
    const own = { PORT: "0", DATABASE_URL: path, DATA_DIR: await secondData() };
    expect(await refused(own)).toMatch(/readonly|read-only/);
  });
});
