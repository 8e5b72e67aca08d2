// Reading: the database as the settings say that it is read.
import type { Settings } from "../config.ts";
import type { Database } from "../store/database.ts";
import { openReader } from "../store/engines.ts";

/** Opens the database for reading, what may take long apart from what does not. */
export function openForReading(settings: Settings): Promise<Database> {
  return openReader(settings.DATABASE_URL, {
    milliseconds: settings.QUERY_LIMIT,
    connections: settings.CONNECTIONS,
    readers: settings.READERS,
    streams: settings.EXPORTS,
  });
}
