// Worker: one of the server processes on a port, as the primary starts, tells and ends them.
import cluster from "node:cluster";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import closeWithGrace from "close-with-grace";
import { loadSettings } from "../../config.ts";
import { makeLogger, written } from "./logger.ts";
import { type Known, openServer, type Server } from "./process.ts";

/** Messages to a worker: first what it needs to serve, then to stop, at once or after its connections have ended. */
export type Order = Known | "leave" | "stop";

/** Messages from a worker: the address on which it listens, or why it does not. */
export type Report = { readonly url: string } | { readonly fault: string };

const settings = loadSettings(process.env);
const logger = await makeLogger(settings, process.pid);
const report = (text: Report) => new Promise((resolve) => process.send?.(text, resolve));

let server: Server | undefined;
let ending = false;
const grace = closeWithGrace({ delay: settings.SHUTDOWN, logger, skip: ["SIGHUP"] }, async ({ err }) => {
  ending = true;
  if (err !== undefined) logger.fatal({ err }, "a fault");
  await server?.close();
  await resign();
  await written(logger);
});
// Closing a terminal tells every process of it; what follows is the primary's to say.
process.on("SIGHUP", () => {});

/** What the primary has handed over already is given back before the last word. */
async function resign(): Promise<void> {
  if (!process.connected) return;
  cluster.worker?.disconnect();
  await once(process, "disconnect");
}

function stop(): void {
  // A signal may have come first.
  if (!ending) grace.close();
}

async function leave(): Promise<void> {
  await Promise.race([server?.leave(), setTimeout(settings.SHUTDOWN)]);
  stop();
}

async function begin(known: Known): Promise<void> {
  try {
    server = await openServer(settings, known, logger);
    await report({ url: server.url });
  } catch (error) {
    grace.uninstall();
    await report({ fault: (error as Error).message });
    process.exit(1);
  }
}

process.on("message", (order: Order) => {
  if (order === "stop") stop();
  else if (order === "leave") leave();
  else begin(order);
});
