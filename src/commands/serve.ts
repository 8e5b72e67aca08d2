// serve: loads the data and starts the server, or as many server processes as are wanted.
//
// A server is started with `--max-semi-space-size=16` (package.json, Dockerfile). V8 would let the space for young
// objects grow until 190 MiB of heap held 60 that are in use: serving lists at a million events it stood at 440 to 450
// MiB without the option and at 359 to 379 with it, at the same rate. With 8 it stood at 344 to 359, but what is young
// then grows old too soon: an export took up to 113 MiB until the next full collection. It has to be told on the
// command line; `NODE_OPTIONS` would reach every program that is started.
import { readFile } from "node:fs/promises";
import closeWithGrace from "close-with-grace";
import { loadSettings, SETTINGS } from "../config.ts";
import type { Command } from "./command.ts";
import { readCuratedData } from "./open/data.ts";
import { makeLogger, written } from "./server/logger.ts";
import { prepareSoon } from "./server/prepare.ts";
import { supervise } from "./server/primary.ts";
import { openServer } from "./server/process.ts";

/** The version in package.json. */
export async function programVersion(): Promise<string> {
  const text = await readFile(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

function greeting(url: string): string {
  const lines = [
    `Communiqué serves on ${url}`,
    `  what there is   ${url}/v1`,
    `  try it          ${url}/docs`,
    `  for programs    ${url}/openapi.json`,
  ];
  return `${lines.join("\n")}\n`;
}

async function run(): Promise<number> {
  const settings = loadSettings(process.env);
  const several = settings.WORKERS > 1;
  const logger = await makeLogger(settings, several ? process.pid : undefined);
  const { dataset, reference } = await readCuratedData(settings.DATA_DIR, "served");
  const prepared = await prepareSoon(settings, dataset, logger);
  const known = { reference, version: await programVersion() };
  if (several) {
    await supervise({ settings, logger, known, prepared, listening: (url) => process.stdout.write(greeting(url)) });
    return 0;
  }

  const server = await openServer(settings, known, logger);
  closeWithGrace({ delay: settings.SHUTDOWN, logger }, async ({ signal, err }) => {
    logger.info({ signal, err }, "stopping");
    await server.close();
    await written(logger);
  });
  process.stdout.write(greeting(server.url));
  // Meanwhile it serves what there is, or says that it is not ready.
  await prepared();
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
