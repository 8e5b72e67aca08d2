// Preparing: brings the database to this program's schema and the files' data, and tries again while it is away.

import { setTimeout } from "node:timers/promises";
import type pino from "pino";
import type { Settings } from "../../config.ts";
import type { Dataset } from "../../model/bundle.ts";
import { type Database, DatabaseBusy, UnwritableFolder } from "../../store/engine/database.ts";
import { openWriter } from "../../store/engine/open.ts";
import { load } from "../../store/write/load.ts";
import { indexState, migrate } from "../../store/write/migrate.ts";
import { openForReading } from "../open/reader.ts";
import { cutWords, DERIVED, goneMessage, maintain, withWriter } from "../open/writer.ts";

/** Milliseconds before a database that is not there is tried again, twice as many each time. */
const RETRY_WAIT = { least: 500, most: 30_000 };

/** Opens for writing, or for reading where nothing may be written: what has to be written then fails, and says so. */
async function openAsMayBe(settings: Settings, name: string): Promise<Database> {
  try {
    return await openWriter(settings.DATABASE_URL, name);
  } catch (error) {
    if (!(error instanceof UnwritableFolder)) throw error;
    return openForReading(settings);
  }
}

/** Brings the database to what the program and the files say, and says what became of it. */
export async function prepare(settings: Settings, dataset: Dataset, logger: pino.Logger): Promise<void> {
  const open = (_url: string, name: string) => openAsMayBe(settings, name);
  const work = async (writer: Database) => {
    // Where nothing has to be written, nobody is waited for, and a database that may only be read will do.
    const standing = await indexState(writer);
    if (standing === "other index") logger.info("the index of the database is another program's: deriving it anew");
    const told = (record: string) => logger.warn({ record }, cutWords(record));
    const done =
      standing === "current"
        ? { gone: [], derived: false, outcome: await load(writer, dataset, told) }
        : await writer.transaction(async () => {
            const migrated = await migrate(writer, dataset);
            return { ...migrated, outcome: await load(writer, dataset, told) };
          });
    if (done.derived || done.outcome === "loaded") await maintain(writer, (line) => logger.warn(line));
    return done;
  };
  const { gone, derived, outcome } = await withWriter(settings.DATABASE_URL, "serve", work, open);
  if (gone.length > 0) logger.warn({ gone }, goneMessage(gone));
  if (derived) logger.info(DERIVED);
  const { id, version, counts } = dataset.info;
  logger.info({ dataset: id, version, counts, outcome }, "data");
}

/** The same; gives false, with a line in the log, when the database is busy or away. */
async function isPrepared(settings: Settings, dataset: Dataset, logger: pino.Logger, again: number): Promise<boolean> {
  try {
    await prepare(settings, dataset, logger);
    return true;
  } catch (error) {
    if (!(error instanceof DatabaseBusy)) throw error;
    logger.warn({ again }, error.message);
    return false;
  }
}

/** Tries once; the function that it returns retries until it succeeds. */
export async function prepareSoon(
  settings: Settings,
  dataset: Dataset,
  logger: pino.Logger,
): Promise<() => Promise<void>> {
  const ready = await isPrepared(settings, dataset, logger, RETRY_WAIT.least);
  return async () => {
    for (let wait = RETRY_WAIT.least, done = ready; !done; wait = Math.min(2 * wait, RETRY_WAIT.most)) {
      await setTimeout(wait);
      done = await isPrepared(settings, dataset, logger, Math.min(2 * wait, RETRY_WAIT.most));
    }
  };
}
