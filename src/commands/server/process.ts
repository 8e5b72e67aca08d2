// A server process: the application over the database, listening, until it is told to end.
import type { AddressInfo } from "node:net";
import type pino from "pino";
import type { Settings } from "../../config.ts";
import type { Reference } from "../../model/reference.ts";
import { guarded } from "../../store/catalog/guarded.ts";
import type { Database } from "../../store/engine/database.ts";
import { indexFingerprint } from "../../store/write/fingerprint.ts";
import { openForReading } from "../open/reader.ts";

/** What a server process is told when it starts. */
export interface Known {
  readonly reference: Reference;
  /** The version of the program. */
  readonly version: string;
}

export interface Server {
  /** Where it listens, as a person types it. */
  readonly url: string;
  /** Takes no further connections, and ends those that there are after their next answer; done when there are none. */
  leave(): Promise<void>;
  /** Ends when what was asked is answered; what is asked later is refused. */
  close(): Promise<void>;
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}

/** Opens the database as a server reads it: only where its index is this program's. */
export async function openToServe(settings: Settings): Promise<Database> {
  const database = await openForReading(settings);
  return guarded(database, await indexFingerprint(database.engine));
}

/**
 * Starts a server.
 * @throws Error when it cannot listen
 */
export async function openServer(settings: Settings, known: Known, logger: pino.Logger): Promise<Server> {
  const database = await openToServe(settings);
  // Loaded now: whoever is refused before has not waited for it.
  const { buildApp, LISTEN } = await import("../../app.ts");
  // Nothing is kept before this is known.
  try {
    await database.stampNow();
  } catch {
    // Whoever asks first is told.
  }
  // Fastify makes a logger for each request, even when it says nothing.
  const parts = { database, settings, ...known };
  const app = await buildApp(settings.LOG_LEVEL === "silent" ? parts : { ...parts, logger });
  try {
    await app.listen({
      host: settings.HOST,
      port: settings.PORT,
      ...LISTEN,
      listenTextResolver: () => "listening",
    });
  } catch (error) {
    await database.close();
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE")
      throw new Error(`port ${settings.PORT} on ${settings.HOST} is in use; choose another with PORT=…`);
    throw error;
  }
  return {
    url: urlOf(app.server.address() as AddressInfo),
    leave: () => app.leave(),
    async close() {
      await app.close();
      await database.close();
    },
  };
}
