// Open for reading: the database as the settings say that it is read.
import { loadSettings, type Settings } from "../../config.ts";
import type { Database } from "../../store/engine/database.ts";
import { mayExist, openReader } from "../../store/engine/open.ts";

/**
 * The settings of a command that makes no database.
 * @throws Error when there is none
 */
export function settingsOfExisting(): Settings {
  const settings = loadSettings(process.env);
  if (!mayExist(settings.DATABASE_URL)) throw new Error(`there is no database ${settings.DATABASE_URL}`);
  return settings;
}

/** Opens the database for reading; long queries run apart from short ones. */
export function openForReading(settings: Settings): Promise<Database> {
  return openReader(settings.DATABASE_URL, {
    milliseconds: settings.QUERY_LIMIT,
    connections: settings.CONNECTIONS,
    readers: settings.READERS,
    wait: settings.MAX_DELAY,
  });
}
