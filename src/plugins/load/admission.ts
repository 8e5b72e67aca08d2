// Admission: requests get their turn one after the other, and those that would wait too long are refused at once.
//
// Handlers work synchronously for most of their time. A server that starts each request as it is parsed has its queue in
// the sockets, where nobody sees it: a thousand requests that were read in one turn of the event loop are all begun, and
// the last one is answered seconds later. So requests are read first and begun after, as many as fit in their turn
// (`src/turns.ts`), and then the sockets are looked at again. How long the next one has waited is the delay of the event
// loop as clients feel it. A request that has waited too long is refused instead of begun (the head of the queue is
// dropped, as in CoDel, RFC 8289), so what is answered was never late, and what is not hears of it soon.
//
// Look-ups go before all else, and where the sockets are not behind they are begun as they are read: behind four of the
// dearest questions the p99 of look-ups was 34 ms in the order of arrival, and is 9 ms. Where they have taken a whole
// turn, the next one begins with something else.
//
// Connections come first. libuv takes one new connection in a turn of the loop (seen with 1.52.1, Node 24.21.0), so that a
// server that works for 10 ms in each turn takes 100 a second; the rest wait in the kernel, whose queue overflows, and
// their clients try again after 1, 3 and 7 seconds. So while connections come, turns are given to them alone, for a bounded
// part of the time. How long one has waited in the kernel is not told; while one comes in each turn, its first request
// counts as waiting since the queue was empty for the last time.
//
// A refusal is made here, before the router, the hooks and the parser of queries (`refusal.ts`). `/livez` does not wait,
// so that supervisors do not restart a server because it is busy.
import type { IncomingMessage, RequestListener, Server } from "node:http";
import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";
import plugin from "fastify-plugin";
import { nextToBegin } from "../../turns.ts";
import { refusals } from "./refusal.ts";
import { isLookup, type Waiting, waitingRequests } from "./waiting.ts";

declare module "fastify" {
  interface FastifyInstance {
    /** Requests that were refused because the server was busy, and whether it is late now. */
    shed: { count: number; isLate: boolean };
  }
}

interface Options {
  readonly base: string;
  /** Most requests in progress. */
  readonly most: number;
  /** Milliseconds that a request may wait for its turn. */
  readonly delay: number;
}

/** Milliseconds for which requests are begun before the sockets are looked at again. */
const SLICE = 2;
/** Milliseconds for which look-ups are begun as they are read, before the sockets are looked at again. */
const READING = 10;
/** Milliseconds for which new connections are taken, one a turn, before requests are begun all the same, for as long. */
const TAKING = 40;
/** Of the longest delay, the part from which on the server is late: then no more wait than may be in progress. */
const LATE = 1 / 5;
/** So few are never refused, however late: the last of them waits for no more than these, and a slow machine is no crowd. */
const FEW = 32;
/** Milliseconds between two lines of the log that tell of refusals. */
const TOLD = 1_000;

export const admission = plugin(
  async (app: FastifyInstance, { base, most, delay }: Options) => {
    const server = app.server as Server;
    const shed = { count: 0, isLate: false };
    const few = Math.min(FEW, most);
    app.decorate("shed", shed);
    // Fastify's own, which was there first.
    const [serve] = server.listeners("request") as [RequestListener];
    server.off("request", serve);
    const waiting = waitingRequests();
    let [running, isDue] = [0, false];
    let timer: NodeJS.Timeout | null = null;
    let [told, toldOf] = [0, 0];
    /** Whether a connection came in this turn of the loop, and since when only connections are taken; 0 while none is. */
    let [hasCome, takenSince] = [false, 0];
    /** When a connection may have come at the earliest, until something is asked on it: it may have waited in the kernel. */
    const taken = new WeakMap<Socket, number>();
    /** When the slice is over in which requests are begun, and whether one that is no look-up is the next. */
    let [end, othersNext] = [0, false];
    /** How many were begun in this slice. */
    let begun = { lookups: 0, others: 0 };
    /** Until when look-ups are begun as they are read, in this round of the loop; 0 where none was. */
    let readingEnd = 0;

    function begin({ request, response }: Pick<Waiting, "request" | "response">): void {
      running++;
      let ended = false;
      const over = () => {
        if (ended) return;
        ended = true;
        running--;
        if (waiting.count() > 0) due();
      };
      // All is handed to the connection, or that is gone: a slow client does not keep others waiting.
      response.once("prefinish", over);
      response.once("close", over);
      serve(request, response);
    }

    const isFull = () => shed.isLate && running + waiting.count() >= most;
    const { refuse, shorten } = refusals(server, { base, isBusy: () => server.listening && isFull(), refused });

    function reject({ request, response }: Pick<Waiting, "request" | "response">): void {
      refuse(request, response);
      process.nextTick(shorten, request.socket);
      refused();
    }

    function refused(): void {
      shed.count++;
      const now = performance.now();
      if (now - told < TOLD) return;
      app.log.warn({ refused: shed.count - toldOf, waiting: waiting.count(), running }, "overloaded");
      [told, toldOf] = [now, shed.count];
    }

    function due(): void {
      if (isDue) return;
      isDue = true;
      nextToBegin(turn);
    }

    function turn(): void {
      const now = performance.now();
      if (takenSince === 0) takenSince = now;
      if (hasCome && now - takenSince < TAKING) {
        hasCome = false;
        nextToBegin(turn);
        return;
      }
      end = now + Math.max(SLICE, now - takenSince);
      takenSince = 0;
      othersNext = begun.lookups > 0 && begun.others === 0;
      begun = { lookups: 0, others: 0 };
      work();
    }

    /** Begins what waits, until the slice is over; refuses what has waited too long. */
    function work(): void {
      for (let now = performance.now(); now < end; now = performance.now()) {
        const one = waiting.next(othersNext);
        if (one === undefined) break;
        const isOver = now - one.since > delay && running + waiting.count() > few;
        if (running >= most && !isOver) break;
        shed.isLate = now - waiting.since() > delay * LATE;
        begun[waiting.drop(one) ? "lookups" : "others"]++;
        othersNext = false;
        // A client that has gone is not answered.
        if (one.response.destroyed) continue;
        if (isOver) {
          reject(one);
          continue;
        }
        begin(one);
        // Most of the work of a handler is done in microtasks: the next is looked at when they are done.
        queueMicrotask(() => process.nextTick(work));
        return;
      }
      rest();
    }

    /** Ends a slice: the sockets are looked at, and what still waits gets its turn after. */
    function rest(): void {
      isDue = false;
      if (waiting.count() === 0) return;
      if (running < most) due();
      else timer ??= setTimeout(wake, Math.max(0, waiting.since() + delay - performance.now()));
    }

    function wake(): void {
      timer = null;
      due();
    }

    /** Whether a look-up is begun as it is read: the sockets have to be looked at again soon, and none waits before it. */
    function isAtOnce(request: IncomingMessage): boolean {
      if (isTaking || shed.isLate || running >= most || !isLookup(request)) return false;
      const now = performance.now();
      if (readingEnd === 0) {
        readingEnd = now + READING;
        setImmediate(() => {
          readingEnd = 0;
        });
      }
      return now < readingEnd;
    }

    /** Connections wait in the kernel while one came in each turn; `emptied` is when none did for the last time. */
    let [isTaking, cameSince, emptied] = [false, false, 0];
    function look(): void {
      if (cameSince) setImmediate(look);
      isTaking = cameSince;
      cameSince = false;
    }

    server.on("connection", (socket) => {
      hasCome = true;
      cameSince = true;
      if (!isTaking) {
        isTaking = true;
        emptied = performance.now();
        setImmediate(look);
      }
      taken.set(socket, emptied);
    });
    server.on("request", (request, response) => {
      const { url, socket } = request;
      // The connection was refused, and told so: nothing can be answered on it.
      if (socket.writableEnded) return;
      if (url === "/livez" || url?.startsWith("/livez?")) return serve(request, response);
      if (isFull()) return reject({ request, response });
      const since = taken.get(socket) ?? performance.now();
      taken.delete(socket);
      if (isAtOnce(request)) return begin({ request, response });
      waiting.push({ request, response, since });
      due();
    });
    app.addHook("onClose", async () => {
      if (timer !== null) clearTimeout(timer);
    });
  },
  { name: "admission" },
);
