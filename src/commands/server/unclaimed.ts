// Unclaimed connections: those that a server process was given and did not take are closed, not left to hang.
//
// The primary hands a connection to a server process; when that process died or stops, nobody else will take it, and
// the client would wait for its own time-out. Closed at once, it hears of it and may ask again.
//
// This leans on the messages of node:cluster (lib/internal/cluster in https://github.com/nodejs/node), which forgets
// the handle of a connection when its receiver ends before it says that it has it, and keeps one that was given back
// when nobody listens any more. It can go when Node closes them itself.
import type { Worker } from "node:cluster";

interface Message {
  readonly act?: string;
  readonly seq?: number;
  readonly ack?: number;
  readonly accepted?: boolean;
}

interface Handle {
  close(): void;
}

/** Those that listen or are about to. */
const takers = new Set<Worker>();

/** Closes what a process was handed and nobody took: its clients hear of it and may ask again. */
export function closeUnclaimed(worker: Worker): void {
  const untaken = new Map<number, Handle>();
  const channel = worker.process as unknown as {
    send(message: Message, handle?: Handle, ...rest: unknown[]): boolean;
  };
  const send = channel.send.bind(channel);
  channel.send = (message, handle, ...rest) => {
    if (message.act === "newconn" && message.seq !== undefined && handle) untaken.set(message.seq, handle);
    return send(message, handle, ...rest);
  };
  // Heard after node:cluster has heard it.
  worker.process.on("internalMessage", ({ act, ack, accepted }: Message) => {
    if (act === "queryServer") takers.add(worker);
    if (act === "close") takers.delete(worker);
    if (ack === undefined) return;
    // While others listen, it is theirs.
    if (accepted === false && takers.size === 0) untaken.get(ack)?.close();
    untaken.delete(ack);
  });
  worker.once("exit", () => {
    takers.delete(worker);
    for (const handle of untaken.values()) handle.close();
  });
}
