// The primary: holds the listening socket, keeps so many server processes at work, and answers nothing itself.
//
// Several processes are one primary and so many servers (`node:cluster`), not one socket that all accept from: the
// kernel wakes the same process again and again, while the primary hands connections out in turn. It reads and loads
// the data once, hands the reference tables to the servers, and answers nothing itself. Its socket is held while one
// server listens: should all of them die in the same moment, connections are refused until the first is back.
//
// SIGHUP exchanges one process after the other. The old one takes no further connections and answers those that it has
// for the last time (`src/plugins/draining.ts`); what is still open after `SHUTDOWN` is ended as on SIGTERM. Wrong data
// is no reason to stop: the files are read first, and with a fault the log says which and everything stays. A server
// that is started again gets the tables that were sound, not whatever the files say by then.
//
// A server that dies is replaced, at once the first time and then after growing waits. When five in a row die before
// they serve, and none is at work, all is given up with the reason.
import cluster, { type Worker } from "node:cluster";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import closeWithGrace from "close-with-grace";
import type pino from "pino";
import type { Settings } from "../../config.ts";
import { readCuratedData } from "../open/data.ts";
import { written } from "./logger.ts";
import { prepare } from "./prepare.ts";
import type { Known } from "./process.ts";
import { closeUnclaimed } from "./unclaimed.ts";
import type { Order, Report } from "./worker.ts";

interface Supervision {
  readonly settings: Settings;
  readonly logger: pino.Logger;
  readonly known: Known;
  /** Done when the data is in the database. */
  readonly prepared: () => Promise<void>;
  /** Called once, when all listen. */
  readonly listening: (url: string) => void;
}

/** Milliseconds after which a process that ends did not end at once; before one that did is started again, twice as
 * many each time; and that the last ones get beyond their own time to end. */
const STABLE_AFTER = 10_000;
const RESTART_WAIT = { least: 500, most: 30_000 };
const SHUTDOWN_MARGIN = 2_000;
/** So many processes may end at once, one after the other and with none at work, before all is given up. */
const CRASH_LIMIT = 5;

/** Milliseconds before another process is started, after so many that ended at once. */
function waitAfter(falls: number): number {
  return falls < 2 ? 0 : Math.min(RESTART_WAIT.least * 2 ** (falls - 2), RESTART_WAIT.most);
}

/**
 * Starts the server processes and keeps them at work until a signal ends them; SIGHUP exchanges them for new ones with
 * the data as it is then.
 * @throws Error when one of the first does not come to listen
 */
export async function supervise({ settings, logger, known, prepared, listening }: Supervision): Promise<void> {
  /** The workers that should run, and those of them that serve already. */
  const team = new Set<Worker>();
  const serving = new Set<Worker>();
  const over = Promise.withResolvers<never>();
  let { reference } = known;
  let place: Readonly<Record<string, string>> = {};
  let [url, ending, mending, waiting, falls] = ["", false, false, false, 0];

  cluster.setupPrimary({ exec: fileURLToPath(new URL("./worker.ts", import.meta.url)), serialization: "advanced" });

  /** Starts a worker; resolves when it listens. */
  function start(): Promise<void> {
    const worker = cluster.fork(place);
    closeUnclaimed(worker);
    const begun = performance.now();
    let fault = "";
    team.add(worker);
    tell(worker, { reference, version: known.version });
    return new Promise((resolve, reject) => {
      worker.on("message", (report: Report) => {
        if ("fault" in report) {
          fault = report.fault;
          return;
        }
        url = report.url;
        serving.add(worker);
        resolve();
      });
      worker.once("exit", (code, signal) => {
        const expected = !team.delete(worker) || ending;
        if (!serving.delete(worker)) {
          falls++;
          reject(new Error(fault === "" ? `a server process ended (${signal ?? code}) before it served` : fault));
          return;
        }
        // The socket is held while one listens; when 0 was wanted, the port that was free then is wanted again.
        if (serving.size === 0) place = { PORT: new URL(url).port };
        if (expected) return;
        falls = performance.now() - begun < STABLE_AFTER ? falls + 1 : 0;
        logger.error({ process: worker.process.pid, code, signal }, "a server process ended; another one starts");
        mend();
      });
    });
  }

  /** Starts workers until as many run as are wanted. */
  async function mend(): Promise<void> {
    if (mending) return;
    mending = true;
    while (!ending && team.size < settings.WORKERS) {
      await setTimeout(waitAfter(falls));
      if (ending) break;
      await start().catch(giveUp);
    }
    mending = false;
  }

  /** A worker did not come to serve: others are started, unless CRASH_LIMIT failed in a row and none is running. */
  function giveUp({ message }: Error): void {
    if (ending) return;
    logger.error({ again: waitAfter(falls) }, message);
    if (falls < CRASH_LIMIT || team.size > 0) return;
    ending = true;
    over.reject(new Error(`no server process comes to serve: ${message}`));
  }

  /** Reads and loads the data as it is now, and exchanges one process after the other. */
  async function renew(): Promise<void> {
    waiting = false;
    const old = [...team];
    try {
      const data = await readCuratedData(settings.DATA_DIR, "changed");
      await prepare(settings, data.dataset, logger);
      reference = data.reference;
      for (const worker of old.filter((one) => team.has(one))) {
        if (ending) return;
        await start();
        if (team.delete(worker)) await end(worker, "leave");
      }
      logger.info("all server processes are new");
    } catch (error) {
      if (!ending) logger.error(`not restarted: ${(error as Error).message}`);
    }
    await mend();
  }

  /** Ends all workers; resolves to whether each ended by itself. */
  async function endAll(): Promise<boolean> {
    ending = true;
    const workers = Object.values(cluster.workers ?? {}).filter((one) => one !== undefined);
    const codes = await Promise.all(workers.map((one) => end(one, "stop")));
    return codes.every((code) => code === 0);
  }

  const grace = closeWithGrace(
    { delay: settings.SHUTDOWN + SHUTDOWN_MARGIN, logger, skip: ["SIGHUP"] },
    async (how) => {
      logger.info({ signal: how.signal, err: how.err }, "stopping");
      const gently = await endAll();
      if (!gently) logger.error("a server process did not end by itself");
      await written(logger);
      if (!gently) process.exit(1);
    },
  );
  try {
    const started = Promise.all(Array.from({ length: settings.WORKERS }, start));
    const done = started.then(prepared);
    let renewing: Promise<unknown> = done;
    // A rejection before it is awaited is reported when it is awaited.
    for (const one of [done, over.promise]) one.catch(() => {});
    process.on("SIGHUP", () => {
      // One that has not begun yet will see all that there is now.
      if (waiting || ending) return;
      waiting = true;
      renewing = renewing.then(renew, renew);
    });
    await started;
    listening(url);
    await Promise.race([over.promise, done.then(() => over.promise)]);
  } catch (error) {
    // It would end with code 0.
    grace.uninstall();
    await endAll();
    throw error;
  }
}

function tell(worker: Worker, order: Order): void {
  // A worker that has ended gets no message.
  worker.send(order, () => {});
}

/** Tells a process to end, and gives its exit code. */
async function end(worker: Worker, order: "leave" | "stop"): Promise<number | null> {
  const exit = once(worker, "exit");
  tell(worker, order);
  const [code] = await exit;
  return code as number | null;
}
