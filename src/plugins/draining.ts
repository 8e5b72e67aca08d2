// Draining: on close, answers that are on their way arrive whole, and connections that wait for nothing end at once.
// Node's closeIdleConnections counts a socket as idle as soon as an answer was handed to it, not when it has left, and
// one on which nothing was ever asked as busy; it can go when it does not.
//
// Answers on their way when the process ends are finished, and what is asked later is refused with 503 and `Connection:
// close`. Clients are told where they can be: an answer that is under way has `Connection: close` unless its head has
// left, and the connection ends with it (RFC 9112, section 9.6). Half a request that came beside it is not waited for,
// since the client knows to ask again.
//
// On a restart (`leave`) the process takes no further connections, and what comes on those that it has is answered, for
// the last time. Cutting idle connections would lose the requests that are on their way to them.
import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";
import plugin from "fastify-plugin";
import { ProblemError } from "../errors.ts";

declare module "fastify" {
  interface FastifyInstance {
    /**
     * Takes no further connections and answers what comes on those that there are, each for the last time; done when
     * there are none. Nobody is refused, and no connection is cut that is about to be used.
     */
    leave(): Promise<void>;
  }
}

export const draining = plugin(
  async (app: FastifyInstance) => {
    const server = app.server as Server;
    const open = new Set<Socket>();
    /** Requests being answered on a socket, and how much had been read from it when the last answer was done. */
    const asked = new WeakMap<Socket, number>();
    const read = new WeakMap<Socket, number>();
    /** The answer to what was asked last on a socket. */
    const latest = new WeakMap<Socket, ServerResponse>();
    let [leaving, closing] = [false, false];

    server.on("connection", (socket) => {
      open.add(socket);
      socket.once("close", () => open.delete(socket));
    });
    // Before the application: it may answer at once.
    server.prependListener(
      "request",
      (_request, response: ServerResponse & { maxRequestsOnConnectionReached?: boolean }) => {
        // Of the last answer that a connection may have, Node says so, and then leaves the connection open.
        if (leaving || response.maxRequestsOnConnectionReached) response.shouldKeepAlive = false;
      },
    );
    server.on("request", ({ socket }, response) => {
      latest.set(socket, response);
      asked.set(socket, (asked.get(socket) ?? 0) + 1);
      response.once("close", () => {
        asked.set(socket, (asked.get(socket) ?? 1) - 1);
        read.set(socket, socket.bytesRead);
        if (closing) server.closeIdleConnections();
      });
    });
    // Refused without parsing: nothing is under way.
    server.on("answered", (socket: Socket) => read.set(socket, socket.bytesRead));
    server.closeIdleConnections = () => {
      if (leaving && !closing) return;
      for (const socket of open) {
        const waiting = (asked.get(socket) ?? 0) > 0 || socket.bytesRead > (read.get(socket) ?? 0);
        if (waiting) continue;
        if (socket.writableLength > 0) socket.destroySoon();
        else socket.destroy();
      }
    };
    app.decorate("leave", () => {
      leaving = true;
      return new Promise<void>((resolve) => server.close(() => resolve()));
    });
    /** A process that ends before an answer of HTTP/1.0 resets its connection: a close would be taken for its end. */
    const cut = () => {
      for (const socket of open) {
        const answer = latest.get(socket);
        if (answer?.req.httpVersion === "1.0" && answer.headersSent && !answer.writableFinished)
          socket.resetAndDestroy();
      }
    };
    process.once("exit", cut);
    app.addHook("onClose", async () => void process.off("exit", cut));
    app.addHook("preClose", async () => {
      closing = true;
      // Who hears of it in time asks elsewhere (RFC 9112, section 9.6), and what of another request came with the one
      // that is answered is not waited for.
      for (const socket of open) {
        const answer = latest.get(socket);
        if (answer !== undefined && !answer.headersSent) answer.shouldKeepAlive = false;
      }
    });
    app.addHook("onRequest", (_request, _reply, done) => {
      if (!closing) return done();
      const headers = { "retry-after": "5", connection: "close" };
      done(new ProblemError("starting", "The server is shutting down.", { headers }));
    });
  },
  { name: "draining" },
);
