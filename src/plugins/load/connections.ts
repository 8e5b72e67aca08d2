// Connections: how many are open, of all and of one client, and which of them wait for an answer.
//
// A connection on which nothing is asked costs next to nothing, and clients and proxies keep many. So nobody is refused
// for the sake of an idle one: where there are as many as there may be, the one that has been idle for longest is closed
// instead (RFC 9112, section 9.5, has clients ask again). Only where every connection waits for an answer is a further
// one refused.
import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";
import plugin from "fastify-plugin";
import { PROBLEMS, ProblemError } from "../../errors.ts";
import { rawAnswer } from "../guards.ts";
import { clientOf } from "../networks.ts";

declare module "fastify" {
  interface FastifyInstance {
    /** Connections that wait for an answer or are sent one, and how many answers each. */
    answering: ReadonlyMap<Socket, number>;
  }
}

interface Options {
  readonly base: string;
  /** Most open connections. */
  readonly most: number;
  /** Most of one client; 0 for no limit. */
  readonly ofOneClient: number;
  /** Milliseconds that a request may wait for its turn. */
  readonly delay: number;
  /** Whether connections from an address are not counted for a client. */
  readonly isProxy: (address: string) => boolean;
}

export const connections = plugin(
  async (app: FastifyInstance, { base, most, ofOneClient, delay, isProxy }: Options) => {
    const server = app.server as Server;
    const headers = { "retry-after": "1" };
    let open = 0;
    /** Open connections of each client that is counted. */
    const clients = new Map<string, number>();
    const answering = new Map<Socket, number>();
    /** Those that are idle, the longest first, how many bytes of each had been read when it became so, and when it did. */
    const idle = new Map<Socket, readonly [read: number, since: number]>();
    const rests = (socket: Socket) => idle.set(socket, [socket.bytesRead, performance.now()]);
    app.decorate("answering", answering);

    /** Counts a connection for its client; the problem where that has too many. */
    function counted(socket: Socket): ProblemError | null {
      const { remoteAddress } = socket;
      if (ofOneClient === 0 || remoteAddress === undefined || isProxy(remoteAddress)) return null;
      const client = clientOf(remoteAddress);
      const count = (clients.get(client) ?? 0) + 1;
      clients.set(client, count);
      socket.once("close", () => {
        const left = (clients.get(client) ?? 1) - 1;
        if (left === 0) clients.delete(client);
        else clients.set(client, left);
      });
      if (count <= ofOneClient) return null;
      const detail = `More than ${ofOneClient} connections are open from this address.`;
      return new ProblemError("too-many-requests", detail, { headers });
    }

    /** Closes the connection that has been idle for longest, of those in the midst of a request only where there is no other. */
    function closeIdle(): boolean {
      let [found] = idle.keys();
      // On one that was in use a moment ago a late server may have been asked, and not know it.
      const latest = app.shed.isLate ? performance.now() - delay : Number.POSITIVE_INFINITY;
      for (const [socket, [read, since]] of idle) {
        if (since > latest) return false;
        if (socket.bytesRead > read) continue;
        found = socket;
        break;
      }
      if (found === undefined) return false;
      // It counts no longer, although it may take a moment until it is closed.
      leave(found);
      found.destroy();
      return true;
    }

    const counting = new Set<Socket>();
    function leave(socket: Socket): void {
      if (counting.delete(socket)) open--;
      idle.delete(socket);
      answering.delete(socket);
    }

    server.on("connection", (socket) => {
      open++;
      counting.add(socket);
      socket.once("close", () => leave(socket));
      const surplus = counted(socket);
      const refused = surplus ?? (open <= most || closeIdle() ? null : overloaded());
      if (refused === null) {
        rests(socket);
        return;
      }
      socket.end(rawAnswer(base, refused));
      setTimeout(() => socket.destroy(), 1_000).unref();
    });

    server.on("request", ({ socket }, response: ServerResponse) => {
      idle.delete(socket);
      answering.set(socket, (answering.get(socket) ?? 0) + 1);
      response.once("close", () => {
        const left = (answering.get(socket) ?? 1) - 1;
        if (left > 0) answering.set(socket, left);
        else {
          answering.delete(socket);
          if (!socket.destroyed) rests(socket);
        }
      });
    });

    // Refused without parsing: nothing is under way.
    server.on("answered", (socket: Socket) => {
      if (idle.delete(socket) && !socket.destroyed) rests(socket);
    });

    const overloaded = () => new ProblemError("overloaded", PROBLEMS.overloaded.meaning, { headers });
  },
  { name: "connections" },
);
