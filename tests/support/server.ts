// A server for tests: the real application on a free port of 127.0.0.1, over a temporary database.

import type { AddressInfo } from "node:net";
import type { FastifyBaseLogger } from "fastify";
import { afterAll, beforeAll } from "vitest";
import { buildApp, LISTEN } from "../../src/app.ts";
import { programVersion } from "../../src/commands/serve.ts";
import { openToServe } from "../../src/commands/server/process.ts";
import { loadSettings } from "../../src/config.ts";
import type { Dataset } from "../../src/model/bundle.ts";
import type { Database } from "../../src/store/engine/database.ts";
import { load } from "../../src/store/write/load.ts";
import { type Client, client } from "./client.ts";
import { openToWrite, type Place } from "./databases.ts";
import { addBulk, type CuratedData, curatedData, filledPlace } from "./filled.ts";
import { BEIJING } from "./fixtures.ts";

export interface Options {
  /** Settings as the environment has them, over the usual ones. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The data directory that is loaded, the fixture BEIJING when not given; null loads nothing. */
  readonly data?: string | null;
  /** Whether bulk data lies beside it, which changes nothing for who does not ask for it: usual. */
  readonly bulk?: boolean;
  /** Datasets loaded beside it. */
  readonly datasets?: readonly Dataset[];
  /** Where a database with data is already; nothing is filled, and it stays when the server stops. */
  readonly place?: string;
  readonly logger?: FastifyBaseLogger;
  /** What the server reads from, in the place of the database itself. */
  readonly through?: (database: Database) => Database;
}

export interface Server {
  readonly url: string;
  /** Where its database is, as `DATABASE_URL` has it. */
  readonly place: string;
  readonly database: Database;
  stop(): Promise<void>;
}

/** A new database that holds what is asked for. */
async function fill(sound: CuratedData, { data = BEIJING, bulk, datasets = [] }: Options): Promise<Place> {
  const beside = bulk ?? data !== null;
  const usual = data === BEIJING ? (beside ? "curated and bulk" : "curated") : "nothing";
  const filled = await filledPlace(usual);
  if (datasets.length === 0 && (usual !== "nothing" || data === null)) return filled;
  const writer = await openToWrite(filled.url);
  if (usual === "nothing" && data !== null) {
    await load(writer, sound.dataset);
    if (beside) await addBulk(writer, sound);
  }
  for (const one of datasets) await load(writer, one);
  await writer.close();
  return filled;
}

/** Starts a server; whoever starts it stops it, which removes its database too. */
export async function startServer(options: Options = {}): Promise<Server> {
  const { settings, logger, through } = options;
  const sound = await curatedData(options.data ?? BEIJING);
  const there = options.place === undefined ? null : { url: options.place, remove: async () => {} };
  const { url, remove } = there ?? (await fill(sound, options));
  // A slow machine is no fault of an answer.
  const all = loadSettings({ PORT: "0", DATABASE_URL: url, QUERY_LIMIT: "30000", ...settings });

  const database = await openToServe(all);
  // What is asked for before the first notice has come is not kept.
  await database.stampNow();
  const app = await buildApp({
    database: through?.(database) ?? database,
    reference: sound.reference,
    settings: all,
    version: await programVersion(),
    ...(logger === undefined ? {} : { logger }),
  });
  await app.listen({ host: all.HOST, port: all.PORT, ...LISTEN });
  return {
    url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`,
    place: url,
    database,
    async stop() {
      await app.close();
      // A test may have closed it already.
      await database.close().catch(() => {});
      await remove();
    },
  };
}

/** A server for the tests of a file, or of the `describe` it is called in, and a client of it. */
export function useServer(options: Options = {}): Client & Pick<Server, "url" | "place" | "database"> {
  let server: Server | undefined;
  const running = (): Server => {
    if (server === undefined) throw new Error("the server runs only while tests do");
    return server;
  };
  beforeAll(async () => {
    server = await startServer(options);
  });
  afterAll(() => server?.stop());
  return {
    ...client(() => running().url),
    get url() {
      return running().url;
    },
    get place() {
      return running().place;
    },
    get database() {
      return running().database;
    },
  };
}
