// Peers: other programs over the same rows, pinned in a package of their own and installed when the bench needs them.
import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { freePort } from "../support/cluster.ts";
import { folder, output, start } from "./processes.ts";

const PEERS = "tests/bench/peers";

export type Peer = "platformatic" | "jsonServer";

/** npm as it was called, or the one on the path. */
function npm(...args: string[]): Promise<string> {
  const given = process.env.npm_execpath;
  const all = [...args, "--prefix", PEERS, "--no-audit", "--no-fund"];
  // Settings that `npm run` hands on are those of this project, not of the peers.
  return given?.endsWith(".js") === true ? output(process.execPath, [given, ...all]) : output("npm", all);
}

/**
 * Installs the peers where they are not there yet. No install script has to run: the driver of Platformatic is held to a
 * version that brings its binary along, and that does not abort under Node 24.19 and later as versions 11 and 12 do.
 * @throws Error when they cannot be installed
 */
export async function installPeers(): Promise<void> {
  const versions = await peerVersions().catch(() => null);
  if (versions === null) await npm("ci", "--ignore-scripts");
  await peerVersions();
}

/** The versions that are installed. @throws Error when one is missing */
export async function peerVersions(): Promise<Record<string, string>> {
  const require = createRequire(resolve(PEERS, "package.json"));
  const names = ["@platformatic/db", "json-server", "better-sqlite3"];
  return Object.fromEntries(
    names.map((name) => {
      const path = join(resolve(PEERS, "node_modules"), name, "package.json");
      return [name, (require(path) as { version: string }).version];
    }),
  );
}

/** Starts a peer over its copy of the rows. */
export async function startPeer(peer: Peer, data: string) {
  const port = await freePort();
  if (peer === "jsonServer") {
    const program = join(PEERS, "node_modules/json-server/lib/cli/bin.js");
    const child = await start([program, "--quiet", "--host", "127.0.0.1", "--port", String(port), data]);
    return { port, child };
  }
  const config = join(folder, `platformatic-${port}.json`);
  const settings = {
    $schema: "https://schemas.platformatic.dev/@platformatic/db/2.61.0.json",
    server: { hostname: "127.0.0.1", port, logger: { level: "error" } },
    db: { connectionString: `sqlite://${data}`, graphql: false, openapi: true, schemalock: false, events: false },
    watch: false,
  };
  await writeFile(config, JSON.stringify(settings));
  const program = join(PEERS, "node_modules/@platformatic/db/db.mjs");
  const child = await start([program, "start", "-c", config], {
    NODE_ENV: "production",
    PLT_TELEMETRY_DISABLED: "true",
  });
  return { port, child };
}
