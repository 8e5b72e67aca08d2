// PostgreSQL of the bench: a cluster set as an operator has it, nothing of its safety switched off.
import { chmod } from "node:fs/promises";
import pg from "pg";
import { startCluster } from "../support/cluster.ts";
import { atEnd, folder } from "./processes.ts";

/** What differs from PostgreSQL's own defaults; the rest, like `fsync` and `autovacuum`, is on by default. */
const SETTINGS = ["shared_buffers=512MB"];

export interface Postgres {
  /** Makes a database and answers with its address. */
  make(name: string): Promise<string>;
  /** Writes out what was imported, so that nothing is measured beside that. */
  settle(): Promise<void>;
  readonly version: string;
}

/** Starts a cluster in the bench's folder; it ends with the bench. */
export async function startPostgres(): Promise<Postgres> {
  // The user that PostgreSQL runs as must reach its data.
  await chmod(folder, 0o755);
  const cluster = await startCluster([], SETTINGS, folder);
  atEnd(() => cluster.stop());
  async function asked(text: string): Promise<string> {
    const client = new pg.Client(cluster.url("postgres"));
    await client.connect();
    try {
      const { rows } = await client.query<Record<string, string>>(text);
      return Object.values(rows[0] ?? {})[0] ?? "";
    } finally {
      await client.end();
    }
  }
  return {
    async make(name) {
      await asked(`CREATE DATABASE ${name}`);
      return cluster.url(name);
    },
    async settle() {
      await asked("CHECKPOINT");
    },
    version: (await asked("SHOW server_version")).split(" ")[0] ?? "",
  };
}
