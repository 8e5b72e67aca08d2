// The log: JSON lines on the standard output, or text for people at a terminal.
//
// Every process writes to the log itself, at most 4 KiB at a time, which a pipe does not tear. A primary that copied
// lines would be one more process that every request needs.
import pino from "pino";
import type { Settings } from "../../config.ts";

// A line at a time costs more than sending an answer. Lines wait until there are 4 KiB of them or half a second has
// passed, and are written when the process ends; when nobody reads 1 MiB of them, further ones are dropped.
const BUFFERED = { dest: 1, sync: false, minLength: 4_096, maxLength: 1_048_576, periodicFlush: 500 };
// Several processes write to one pipe: writes of at most PIPE_BUF bytes, 4 KiB on Linux, are not torn (pipe(7)).
const SHARED_BUFFER = { ...BUFFERED, minLength: 3_072, maxWrite: 4_096 };

/** A log as the settings want it; with a process id where several processes write to it. */
export async function makeLogger(settings: Settings, pid?: number): Promise<pino.Logger> {
  const base = pid === undefined ? null : { pid };
  const options = { level: settings.LOG_LEVEL, base, timestamp: pino.stdTimeFunctions.isoTime };
  const forPeople = settings.LOG_FORMAT === "pretty" || (settings.LOG_FORMAT === "auto" && process.stdout.isTTY);
  if (!forPeople) return pino(options, pino.destination(pid === undefined ? BUFFERED : SHARED_BUFFER));
  const { default: pretty } = await import("pino-pretty");
  const look = {
    singleLine: true,
    translateTime: "HH:MM:ss",
    ignore: "method,url,route,status,ms,id",
    messageFormat: sentenceOf,
  };
  return pino(options, pretty({ ...look, sync: true }));
}

/** A message on a terminal: of a request its address, status and duration; of a failure the id that the client was told. */
function sentenceOf(line: Record<string, unknown>, key: string): string {
  const { method, url, status, ms, id } = line;
  if (line[key] === "request") return `${method} ${url} ${status} ${ms} ms`;
  return id === undefined ? String(line[key]) : `${line[key]} (request ${id})`;
}

/** Waits until everything is written. */
export function written(logger: pino.Logger): Promise<void> {
  return new Promise((resolve) => logger.flush(() => resolve()));
}
