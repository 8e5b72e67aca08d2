// Databases for tests, of the engine that the tests run on: made empty or as a copy, and gone when they are not needed.

import { randomUUID } from "node:crypto";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { raw } from "sql-template-tag";
import { inject } from "vitest";
import { COLLECTIONS } from "../../src/model/ids.ts";
import { tableOf } from "../../src/store/catalog/tables.ts";
import type { Database } from "../../src/store/engine/database.ts";
import type { Engine } from "../../src/store/engine/dialect.ts";
import { engineOf, openReader } from "../../src/store/engine/open.ts";
import { openPostgresWriter } from "../../src/store/engine/postgres-writer.ts";
import { openSqlite } from "../../src/store/engine/sqlite.ts";
import { migrate } from "../../src/store/write/migrate.ts";

/** The engine that the tests run on. */
export const ENGINE: Engine = process.env.ENGINE === "postgres" ? "postgres" : "sqlite";

/** How many generated cases are tried: where each query crosses a connection, a third of them. */
export const runs = (most: number) => Math.ceil(ENGINE === "sqlite" ? most : most / 3);

let cluster: string | undefined;

/** Says where databases of PostgreSQL are made, where Vitest's setup has not. */
export function useCluster(url: string): void {
  cluster = url;
}

const clusterUrl = () => cluster ?? inject("cluster");

/** Asks the cluster itself. */
async function administer(text: string): Promise<void> {
  const client = new pg.Client(clusterUrl());
  await client.connect();
  await client.query(text).finally(() => client.end());
}

export interface Place {
  /** As `DATABASE_URL` has it. */
  readonly url: string;
  /** Removes what is there. */
  remove(): Promise<void>;
}

/** A place for a database: a path where there is no file, or a database without tables; or a copy of another place. */
export async function place(
  copied?: string,
  engine = copied === undefined ? ENGINE : engineOf(copied),
): Promise<Place> {
  if (engine === "sqlite") {
    const folder = await mkdtemp(join(tmpdir(), "communique-store-"));
    const url = join(folder, "communique.db");
    if (copied !== undefined) await copyFile(copied, url);
    return { url, remove: () => rm(folder, { recursive: true, force: true }) };
  }
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const template = copied === undefined ? "template0" : new URL(copied).pathname.slice(1);
  await administer(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`);
  const url = new URL(clusterUrl());
  url.pathname = `/${name}`;
  return { url: url.href, remove: () => administer(`DROP DATABASE ${name} WITH (FORCE)`) };
}

/** Opens a database for reading, with the usual limits. */
export function openToRead(url: string): Promise<Database> {
  return openReader(url, { milliseconds: 5_000, connections: 2, readers: 1, wait: 5_000 });
}

/** Opens a database for writing. */
export async function openToWrite(url: string): Promise<Database> {
  return engineOf(url) === "sqlite" ? openSqlite(url, "write") : openPostgresWriter(url, "test");
}

/** A place with our tables in it, made once for all files of a worker and copied. */
const migrated = new Map<Engine, Promise<string>>();

async function migratedUrl(engine: Engine): Promise<string> {
  const { url } = await place(undefined, engine);
  const database = await openToWrite(url);
  await migrate(database);
  await database.tidy();
  await database.close();
  return url;
}

/** A place for a database with our tables and nothing in them. */
export async function emptyPlace(engine = ENGINE): Promise<Place> {
  const there = migrated.get(engine) ?? migratedUrl(engine);
  migrated.set(engine, there);
  return place(await there);
}

export interface Empty {
  readonly url: string;
  readonly database: Database;
  /** After this it is not asked again. */
  close(): Promise<void>;
}

/** An empty database of ours whose schema nobody changes. */
export async function emptyDatabase(): Promise<Empty> {
  if (ENGINE === "sqlite") {
    const { url, remove } = await emptyPlace();
    const database = await openToWrite(url);
    const close = async () => {
      await database.close();
      await remove();
    };
    return { url, database, close };
  }
  const there = emptied.pop() ?? (await newDatabase());
  const close = async () => {
    await there.database.run(raw(EMPTYING));
    emptied.push(there);
  };
  return { ...there, close };
}

async function newDatabase(): Promise<Omit<Empty, "close">> {
  const { url } = await emptyPlace();
  return { url, database: await openToWrite(url) };
}

/** The same where nobody asks where it is; SQLite keeps it in memory. */
export async function freshDatabase(): Promise<Database> {
  if (ENGINE === "postgres") {
    const { database, close } = await emptyDatabase();
    return { ...database, close };
  }
  const database = openSqlite(":memory:", "write");
  await migrate(database);
  return database;
}

/** Databases that were used and are empty again: emptying one is faster than making one; the cluster's end ends them. */
const emptied: Omit<Empty, "close">[] = [];
const EMPTYING = [
  ...COLLECTIONS.flatMap((collection) => {
    const { name, joins } = tableOf(collection);
    return [
      name,
      ...["docs", "terms", "names", "words"].map((part) => `${name}_${part}`),
      ...joins.map((one) => one.name),
    ];
  }),
  ...[
    "datasets",
    "retired",
    "withdrawn",
    "imported_files",
    "read_files",
    "tallies",
    "change_log",
    "suggest_words",
    "suggest_variants",
  ],
]
  .map((table) => `DELETE FROM ${table}`)
  .join(";");
