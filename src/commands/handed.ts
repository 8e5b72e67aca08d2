// Handed over: connections that a server process was given and died before it took; they are closed, not left to hang.
// This leans on the messages of node:cluster (lib/internal/cluster in https://github.com/nodejs/node), which forgets the
// handle of a connection when its receiver ends before it says that it has it. It can go when Node closes them itself.
import type { Worker } from "node:cluster";

interface Message {
  readonly act?: string;
  readonly seq?: number;
  readonly ack?: number;
}

/** Closes what a process was handed and did not take, when it ends: its clients hear of it and may ask again. */
export function closeUntaken(worker: Worker): void {
  const untaken = new Map<number, { close(): void }>();
  const channel = worker.process as unknown as {
    send(message: Message, handle?: { close(): void }, ...rest: unknown[]): boolean;
  };
  const send = channel.send.bind(channel);
  channel.send = (message, handle, ...rest) => {
    if (message.act === "newconn" && message.seq !== undefined && handle) untaken.set(message.seq, handle);
    return send(message, handle, ...rest);
  };
  worker.process.on("internalMessage", ({ ack }: Message) => {
    if (ack !== undefined) untaken.delete(ack);
  });
  worker.once("exit", () => {
    for (const handle of untaken.values()) handle.close();
  });
}
