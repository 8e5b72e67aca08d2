// serve: loads the data and starts the server.
import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import closeWithGrace from "close-with-grace";
import pino from "pino";
import { loadSettings, SETTINGS, type Settings } from "../config.ts";
import type { Dataset } from "../model/bundle.ts";
import { NotNow } from "../store/database.ts";
import { load } from "../store/load.ts";
import { migrate, SCHEMA_VERSION, versionOf } from "../store/schema.ts";
import type { Command } from "./command.ts";
import { openForReading } from "./reading.ts";
import { readSound } from "./sound.ts";
import { goneWords, writing } from "./writing.ts";

// A line at a time costs more than sending an answer. Lines wait until there are 4 KiB of them or half a second has
// passed, and are written when the process ends; when nobody reads 1 MiB of them, further ones are dropped.
const BUFFERED = { dest: 1, sync: false, minLength: 4_096, maxLength: 1_048_576, periodicFlush: 500 };

async function makeLogger(settings: Settings): Promise<pino.Logger> {
  const options = { level: settings.LOG_LEVEL, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  const forPeople = settings.LOG_FORMAT === "pretty" || (settings.LOG_FORMAT === "auto" && process.stdout.isTTY);
  if (!forPeople) return pino(options, pino.destination(BUFFERED));
  const { default: pretty } = await import("pino-pretty");
  return pino(options, pretty({ singleLine: true, translateTime: "HH:MM:ss", sync: true }));
}

/** The version in package.json. */
export async function programVersion(): Promise<string> {
  const text = await readFile(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

/** The address as a person types it. */
function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}

/** Milliseconds before a database that is not there is tried again, twice as many each time. */
const AGAIN = { least: 500, most: 30_000 };

/** Brings the database to what the program and the files say, and says what became of it. */
async function prepare(settings: Settings, dataset: Dataset, logger: pino.Logger): Promise<void> {
  const { gone, outcome } = await writing(settings.DATABASE_URL, "serve", async (writer) => {
    // Where nothing has to be written, nobody is waited for, and a database that may only be read will do.
    const current = (await versionOf(writer)) === SCHEMA_VERSION;
    const done = current
      ? { gone: [], outcome: await load(writer, dataset) }
      : await writer.transaction(async () => ({ gone: await migrate(writer), outcome: await load(writer, dataset) }));
    if (done.outcome === "loaded") await writer.tidy();
    return done;
  });
  if (gone.length > 0) logger.warn({ gone }, goneWords(gone));
  const { id, version, counts } = dataset.info;
  logger.info({ dataset: id, version, counts, outcome }, "data");
}

/** The same; false, and a line in the log, when the database is not to be had for now. */
async function isPrepared(settings: Settings, dataset: Dataset, logger: pino.Logger, again: number): Promise<boolean> {
  try {
    await prepare(settings, dataset, logger);
    return true;
  } catch (error) {
    if (!(error instanceof NotNow)) throw error;
    logger.warn({ again }, error.message);
    return false;
  }
}

async function run(): Promise<number> {
  const settings = loadSettings(process.env);
  const logger = await makeLogger(settings);
  const { dataset, reference } = await readSound(settings.DATA_DIR, "served");
  const ready = await isPrepared(settings, dataset, logger, AGAIN.least);

  // Loaded now: whoever is refused before has not waited for it.
  const { buildApp, LISTEN } = await import("../app.ts");
  const database = await openForReading(settings);
  // Nothing is kept before this is known.
  await database.stampNow().catch(() => {});
  // Fastify makes a logger for each request, even when it says nothing.
  const parts = { database, reference, settings, version: await programVersion() };
  const app = await buildApp(settings.LOG_LEVEL === "silent" ? parts : { ...parts, logger });
  const grace = closeWithGrace({ delay: settings.SHUTDOWN, logger }, async ({ signal, err }) => {
    logger.info({ signal, err }, "stopping");
    await app.close();
    await database.close();
    await new Promise((resolve) => logger.flush(resolve));
  });
  try {
    await app.listen({
      host: settings.HOST,
      port: settings.PORT,
      ...LISTEN,
      listenTextResolver: () => "listening",
    });
  } catch (error) {
    // It would close the database once more, and end with code 0.
    grace.uninstall();
    await database.close();
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE")
      throw new Error(`port ${settings.PORT} on ${settings.HOST} is in use; choose another with PORT=…`);
    throw error;
  }
  const url = urlOf(app.server.address() as AddressInfo);
  const lines = [
    `Communiqué serves on ${url}`,
    `  what there is   ${url}/v1`,
    `  try it          ${url}/docs`,
    `  for programs    ${url}/openapi.json`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  // Meanwhile it serves what there is, or says that it is not ready.
  for (let wait = AGAIN.least, done = ready; !done; wait = Math.min(2 * wait, AGAIN.most)) {
    await setTimeout(wait);
    done = await isPrepared(settings, dataset, logger, Math.min(2 * wait, AGAIN.most));
  }
  return 0;
}

export const serve: Command = {
  name: "serve",
  summary: "loads the data and serves it (npm start)",
  usage: "serve",
  options: {},
  help: Object.entries(SETTINGS).map(([name, { fallback, meaning }]) => [`${name}=${fallback}`, meaning] as const),
  positionals: false,
  run,
};
