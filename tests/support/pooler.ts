// A pooler: the PgBouncer of this machine, before a database, on a free port of 127.0.0.1 for as long as a test runs.
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { freePort } from "./cluster.ts";
import { runProgram, startProgram } from "./program.ts";

/** Debian's package puts it where the path of a user need not lead. */
const PROGRAM = "/usr/sbin/pgbouncer";
export type Mode = "session" | "transaction" | "statement";

export interface Pooler {
  /** The database through it, as `DATABASE_URL` has it. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Whether there is a PgBouncer on this machine. */
export async function hasPooler(): Promise<boolean> {
  return runProgram(PROGRAM, ["--version"]).then(
    ({ code }) => code === 0,
    () => false,
  );
}

/** Starts one with few connections of the server, so that clients share them. */
export async function startPooler(database: string, mode: Mode, most = 4): Promise<Pooler> {
  const folder = await mkdtemp(join(tmpdir(), "communique-pooler-"));
  const port = await freePort();
  const { hostname, port: to, username, password, pathname } = new URL(database);
  const name = pathname.slice(1);
  const secret = decodeURIComponent(password);
  const settings = [
    "[databases]",
    `${name} = host=${hostname} port=${to} dbname=${name}`,
    "[pgbouncer]",
    "listen_addr = 127.0.0.1",
    `listen_port = ${port}`,
    "unix_socket_dir =",
    "auth_type = plain",
    `auth_file = ${join(folder, "users")}`,
    `pool_mode = ${mode}`,
    `default_pool_size = ${most}`,
  ];
  await writeFile(join(folder, "users"), `"${username}" "${secret}"\n`);
  await writeFile(join(folder, "settings"), `${settings.join("\n")}\n`);
  // It refuses to run as root, and whom it runs as must read this.
  await chmod(folder, 0o755);
  const as = userInfo().uid === 0 ? ["-u", "nobody"] : [];
  const program = startProgram(PROGRAM, [...as, join(folder, "settings")]);
  const failed = program.ended.then(({ stderr }) => {
    throw new Error(`PgBouncer did not start:\n${stderr}`);
  });
  failed.catch(() => {});
  const listening = async () => {
    while (!program.errors().includes("process up")) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  await Promise.race([listening(), failed]);
  const url = new URL(database);
  url.port = String(port);
  return {
    url: url.href,
    async stop() {
      // At once: with SIGINT it waits for its clients.
      await program.stop("SIGTERM");
      await rm(folder, { recursive: true, force: true });
    },
  };
}
