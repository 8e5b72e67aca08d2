// Arrivals: a client that asks at a fixed rate whatever comes back (open loop), or as fast as it is answered (closed).
//
// It is a process of its own, and speaks HTTP by hand over kept connections: at ten times the capacity of a server an
// ordinary client would be the one that is overloaded. What it was too slow to send in time is told.
import { connect, type Socket } from "node:net";

/** What came of one request: its status, 0 where the connection failed; when it was due, sent and answered, in milliseconds. */
export type Outcome = readonly [status: number, due: number, sent: number, answered: number];

/** What this process is told to do. */
export type Order =
  | { readonly port: number; readonly paths: readonly string[]; readonly seconds: number; readonly connections: number }
  | { readonly port: number; readonly paths: readonly string[]; readonly seconds: number; readonly rate: number };

/** Milliseconds that answers are waited for after the last request. */
const PATIENCE = 20_000;

const idle: Socket[] = [];
const outcomes: Outcome[] = [];
let open = 0;

/** Asks on a connection; `done` hears the status. Answers of the server have a length. */
function ask(socket: Socket, path: string, done: (status: number) => void): void {
  let [left, status, head] = [-1, 0, ""];
  const end = (last: number) => {
    socket.off("data", read);
    socket.off("close", lost);
    done(last);
  };
  const lost = () => end(0);
  const read = (chunk: Buffer) => {
    if (left === -1) {
      head += chunk.toString("latin1");
      const at = head.indexOf("\r\n\r\n");
      if (at === -1) return;
      status = Number(head.slice(9, 12));
      left = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0) - (head.length - at - 4);
    } else left -= chunk.length;
    if (left > 0) return;
    const closes = /\r\nconnection: close/i.test(head);
    end(status);
    if (!closes && !socket.destroyed) idle.push(socket);
  };
  socket.on("data", read);
  socket.once("close", lost);
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
}

/** A connection that is idle, or a new one. */
function connection(port: number): Socket {
  for (let socket = idle.pop(); socket !== undefined; socket = idle.pop()) if (!socket.destroyed) return socket;
  const socket = connect(port, "127.0.0.1").setNoDelay();
  socket.on("error", () => {});
  return socket;
}

function send(port: number, path: string, due: number, then: () => void): void {
  open++;
  const sent = performance.now();
  ask(connection(port), path, (status) => {
    open--;
    outcomes.push([status, due, sent, performance.now()]);
    then();
  });
}

async function run(order: Order): Promise<void> {
  const { port, paths, seconds } = order;
  const begun = performance.now();
  const end = begun + seconds * 1_000;
  let count = 0;
  const path = () => paths[count++ % paths.length] as string;
  if ("connections" in order) {
    const next = () => {
      if (performance.now() < end) send(port, path(), performance.now(), next);
    };
    for (let at = 0; at < order.connections; at++) next();
  } else {
    const timer = setInterval(() => {
      const now = Math.min(performance.now(), end);
      for (let due = begun + (count * 1_000) / order.rate; due < now; due = begun + (count * 1_000) / order.rate) {
        send(port, path(), due, () => {});
      }
      if (now === end) clearInterval(timer);
    }, 1);
  }
  while (performance.now() < end || (open > 0 && performance.now() < end + PATIENCE))
    await new Promise((resolve) => setTimeout(resolve, 50));
  process.send?.({ begun, outcomes: outcomes.splice(0), open });
}

process.on("message", (order: Order) => void run(order));
process.on("disconnect", () => process.exit());
