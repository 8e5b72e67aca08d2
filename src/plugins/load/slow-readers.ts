// Slow readers: an answer on its way is given up when its client takes next to nothing of it for long.
//
// Silence alone tells nothing. The kernel takes megabytes at once and says that it can take more only when a third of
// them has left: at 20 kB a second that is a minute or two in which a client reads and the process sees nothing. So
// where the process sees nothing, Linux is asked how many bytes the other side has yet to acknowledge
// (`/proc/net/tcp`, column tx_queue, https://docs.kernel.org/networking/proc_net_tcp.html); elsewhere silence has to do.
//
// A peer that does not read never notices a plain close, and the kernel keeps its buffers: it gets a reset.
import { readFile } from "node:fs/promises";
import type { Server } from "node:http";
import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";
import plugin from "fastify-plugin";

/** Bytes that a client must take in the time that it has: more than the least that may be told from nothing. */
const LEAST = 8_192;

interface Progress {
  /** When its client had taken enough for the last time. */
  since: number;
  /** Bytes that the kernel had taken by then. */
  taken: number;
  /** Bytes that the other side had acknowledged, where that is known. */
  acknowledged: number | null;
}

/** Bytes of each connection that are not acknowledged yet, by the ports of this side and of the other; empty where nobody tells. */
async function unacknowledged(): Promise<ReadonlyMap<string, number>> {
  const queues = new Map<string, number>();
  for (const path of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    const text = await readFile(path, "utf8").catch(() => "");
    for (const [, local = "", remote = "", queue = ""] of text.matchAll(
      /^ *\d+: \w+:(\w{4}) \w+:(\w{4}) \w\w (\w{8}):/gm,
    )) {
      const key = `${Number.parseInt(local, 16)} ${Number.parseInt(remote, 16)}`;
      // Two clients may have the same port at different addresses: the shorter queue shows progress at least as soon.
      queues.set(key, Math.min(queues.get(key) ?? Number.POSITIVE_INFINITY, Number.parseInt(queue, 16)));
    }
  }
  return queues;
}

/** Bytes that the kernel has taken. */
const takenOf = (socket: Socket) => socket.bytesWritten - socket.writableLength;

interface Options {
  /** Milliseconds in which {@link LEAST} bytes must be taken. */
  readonly patience: number;
}

export const slowReaders = plugin(
  async (app: FastifyInstance, { patience }: Options) => {
    const server = app.server as Server;
    const { answering } = app;
    const waiting = new WeakMap<Socket, Progress>();

    // Node's own time-out sees silence alone: what waits for an answer, or has one on its way, is judged below.
    server.on("timeout", (socket: Socket) => {
      if (!answering.has(socket)) socket.resetAndDestroy();
    });

    async function look(): Promise<void> {
      const now = performance.now();
      const stalled: [Socket, Progress, number][] = [];
      for (const socket of answering.keys()) {
        const taken = takenOf(socket);
        const before = waiting.get(socket);
        if (socket.writableLength === 0) waiting.delete(socket);
        else if (before === undefined || taken - before.taken >= LEAST)
          waiting.set(socket, { since: now, taken, acknowledged: null });
        else stalled.push([socket, before, taken]);
      }
      if (stalled.length === 0) return;
      const queues = await unacknowledged();
      for (const [socket, progress, taken] of stalled) {
        const queue = queues.get(`${socket.localPort} ${socket.remotePort}`);
        // A queue that grew since then tells nothing of what has left it.
        const acknowledged = queue === undefined || takenOf(socket) !== taken ? null : taken - queue;
        progress.acknowledged ??= acknowledged;
        const more = acknowledged === null ? 0 : acknowledged - (progress.acknowledged ?? acknowledged);
        if (more >= LEAST) waiting.set(socket, { since: now, taken, acknowledged });
        else if (now - progress.since > patience) socket.resetAndDestroy();
      }
    }

    let looking = false;
    const timer = setInterval(
      () => {
        if (looking || answering.size === 0) return;
        looking = true;
        look()
          .catch((error: unknown) => app.log.error({ err: error }, "failed"))
          .finally(() => {
            looking = false;
          });
      },
      Math.max(20, Math.min(5_000, patience / 16)),
    ).unref();
    app.addHook("onClose", async () => clearInterval(timer));
  },
  { name: "slow-readers", dependencies: ["connections"] },
);
